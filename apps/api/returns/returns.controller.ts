import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import { trainingCourses, type TrainingCourse } from '#messages';
import { listCampaigns, readTrainingCoverage, type ReturnCampaign, type TrainingCoverage } from '#reporting';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { ListCampaignsDoc, ListCoursesDoc, ReadCoverageDoc } from './returns.docs';
import { CoverageDto, ListCampaignsDto } from './returns.dto';

/** What nations are asked to report, and how they stand. */
@ApiTags('returns')
@Controller('v1')
export class ReturnsController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ListCampaignsDoc()
  @Permit('messages:read')
  @Get('return-campaigns')
  campaigns(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, ...filter }: ListCampaignsDto,
  ): Promise<{ data: ReturnCampaign[]; next: string | null }> {
    const page = cursor === undefined ? {} : { before: cursor };
    return this.actions.run(caller, (tools) => listCampaigns(tools, { ...filter, ...page }));
  }

  @ReadCoverageDoc()
  @Permit('figures:read')
  @Get('training-coverage')
  coverage(@CurrentCaller() caller: Caller, @Query() asked: CoverageDto): Promise<TrainingCoverage> {
    return this.actions.run(caller, (tools) => readTrainingCoverage(tools, asked));
  }

  @ListCoursesDoc()
  @Permit('directory:read')
  @Get('training-courses')
  courses(): { data: readonly TrainingCourse[]; next: null } {
    return { data: trainingCourses, next: null };
  }
}
