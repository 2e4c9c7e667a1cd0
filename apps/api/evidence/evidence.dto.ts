import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageLimit } from '../http/page-limit';

const size = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;

export class ListCheckpointsDto {
  @ApiPropertyOptional({ ...size, description: '`next` of the page before.' })
  @MayBeLeftOut()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor?: number;

  @ApiPropertyOptional({ enum: ['true'], description: 'true: only those over which there is a time stamp.' })
  @MayBeLeftOut()
  @IsIn(['true'])
  stamped?: 'true';

  @PageLimit({ most: 500, usually: 100 })
  limit = 100;
}

export class ProveEntryDto {
  @ApiPropertyOptional({ ...size, description: 'Size of the checkpoint to prove it against; the newest without it.' })
  @MayBeLeftOut()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  size?: number;
}

export class ConsistencyDto {
  @ApiPropertyOptional({ ...size, description: 'Size of the later checkpoint; the newest without it.' })
  @MayBeLeftOut()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to?: number;
}

export class ExportEvidenceDto {
  @ApiPropertyOptional({
    ...size,
    description: 'Size of a checkpoint that you kept, so that the export can be compared with it.',
  })
  @MayBeLeftOut()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  since?: number;
}
