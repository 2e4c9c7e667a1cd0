import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import { closeRecommendation, listRecommendations, recommend, type Recommendation } from '#reporting';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import { CloseRecommendationDoc, ListRecommendationsDoc, RecommendDoc } from './reviews.docs';
import { CloseRecommendationDto, ListRecommendationsDto, RecommendDto } from './reviews.dto';

/** What reviews recommend, tracked until it is closed. */
@ApiTags('reviews')
@Controller('v1/recommendations')
export class RecommendationsController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @RecommendDoc()
  @Permit('figures:release')
  @Post()
  async make(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() given: RecommendDto,
  ): Promise<Recommendation> {
    return (await this.actions.change(caller, request, 201, (tools) => recommend(tools, given))).body;
  }

  @ListRecommendationsDoc()
  @Permit('figures:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, ...filter }: ListRecommendationsDto,
  ): Promise<{ data: Recommendation[]; next: string | null }> {
    const page = cursor === undefined ? {} : { before: cursor };
    return this.actions.run(caller, (tools) => listRecommendations(tools, { ...filter, ...page }));
  }

  @CloseRecommendationDoc()
  @Permit('figures:release')
  @HttpCode(200)
  @Post(':id/close')
  async close(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { note }: CloseRecommendationDto,
  ): Promise<Recommendation> {
    return (await this.actions.change(caller, request, 200, (tools) => closeRecommendation(tools, id, note))).body;
  }
}
