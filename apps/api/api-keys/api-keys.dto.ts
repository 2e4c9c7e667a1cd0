import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { LONGEST_OVERLAP, USUAL_OVERLAP } from '#identity';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageLimit } from '../http/page-limit';
import { PageCursor } from '../http/page-cursor';
import { SystemTermsDto } from './system-terms.dto';

export class CreateApiKeyDto extends SystemTermsDto {}

export class RotateApiKeyDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: LONGEST_OVERLAP,
    default: USUAL_OVERLAP,
    description: 'For so many hours both keys are good. 0: the old one ends at once.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(LONGEST_OVERLAP)
  overlapHours = USUAL_OVERLAP;
}

export class ListApiKeysDto {
  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
