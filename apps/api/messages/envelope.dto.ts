import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDate,
  IsIn,
  IsObject,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { classifications, tlpMarks, type Classification, type Tlp } from '#directory';
import { codesOf, countries } from '#messages';
import { MayBeLeftOut } from '../http/may-be-left-out';

const COUNTRIES: readonly string[] = codesOf(countries);
// Neither control characters nor half a surrogate pair.
const PRINTABLE = /^[^\p{Cc}\p{Cs}]+$/u;

/** Whom a message may be passed to, and its classification. What is left out has the kind's default. */
export class MarksDto {
  @ApiPropertyOptional({
    enum: tlpMarks,
    description:
      'Traffic Light Protocol 2.0. RED reaches only the bodies that you address; a case is never GREEN or CLEAR.',
  })
  @MayBeLeftOut()
  @IsIn(tlpMarks)
  tlp?: Tlp;

  @ApiPropertyOptional({
    enum: classifications,
    description: 'NATO classification, up to the ceiling of the operation.',
  })
  @MayBeLeftOut()
  @IsIn(classifications)
  classification?: Classification;
}

/** What every kind of message has on its envelope. */
export class EnvelopeDto {
  @ApiPropertyOptional({ type: () => MarksDto, description: 'Handling marks. Enforced, not decoration.' })
  @MayBeLeftOut()
  @IsObject({ message: 'must be an object with tlp, classification or both' })
  @ValidateNested()
  @Type(() => MarksDto)
  marks?: MarksDto;

  @ApiPropertyOptional({
    type: String,
    minLength: 1,
    maxLength: 200,
    description: 'For people who choose what to open. Every recipient sees it: no personal data.',
  })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 200)
  @Matches(PRINTABLE, { message: 'must be one line of printable text' })
  subject?: string;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', enum: [...COUNTRIES] },
    uniqueItems: true,
    maxItems: 20,
    description: 'Target area: ISO 3166-1 alpha-2. Routing rules may name it.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(COUNTRIES, { each: true, message: 'must hold country codes, ISO 3166-1 alpha-2, for example "AF"' })
  areas?: string[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'After this time it is of no use to anybody. ISO 8601.',
  })
  @MayBeLeftOut()
  @Type(() => Date)
  @IsDate({ message: 'must be a time in ISO 8601, for example "2026-02-01T12:00:00Z"' })
  expiresAt?: Date;
}
