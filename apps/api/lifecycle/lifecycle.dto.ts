import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { priorityCodes, type PriorityCode } from '#directory';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { NO_SLUG, SLUG } from '../http/slug';

const slugs = {
  type: 'array' as const,
  items: { type: 'string' as const, pattern: SLUG.source },
  maxItems: 20,
  uniqueItems: true,
};

/** Which recipients are meant, and a word to them. */
export class MoveDto {
  @ApiPropertyOptional({
    ...slugs,
    minItems: 1,
    description: 'Slugs of the recipients that are meant; left out: every one for whom it is possible.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(SLUG, NO_SLUG)
  recipients?: string[];

  @ApiPropertyOptional({ maxLength: 2000, description: 'For the recipients.' })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  note?: string;
}

/** A word to the other side. */
export class NoteDto {
  @ApiPropertyOptional({ maxLength: 2000, description: 'For the sender.' })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  note?: string;
}

/** Who is asked to take up a case instead of the caller. */
export class OnwardDto extends NoteDto {
  @ApiProperty({ ...slugs, minItems: 1, description: 'Slugs of the bodies that are asked to take the case up.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(SLUG, NO_SLUG)
  to: string[];

  @ApiPropertyOptional({ enum: priorityCodes, description: 'Left out: as it came to you.' })
  @MayBeLeftOut()
  @IsIn(priorityCodes)
  priority?: PriorityCode;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'A consent that your body took itself. Left out: the one on which you received the case binds you.',
  })
  @MayBeLeftOut()
  @IsUUID()
  consentId?: string;
}

export class RerouteDto {
  @ApiProperty({ ...slugs, minItems: 1, description: 'Slugs of the bodies to ask.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(SLUG, NO_SLUG)
  to: string[];

  @ApiPropertyOptional({ ...slugs, description: 'Recipients that declined and are closed by this.' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(SLUG, NO_SLUG)
  instead?: string[];
}
