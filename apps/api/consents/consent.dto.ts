import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { fieldGroups, purposes, type FieldGroup, type Purpose } from '#directory';
import { codesOf, consentQuestions, consentStates } from '#messages';
import { PageLimit } from '../http/page-limit';
import { OperationId, SLUG } from '../http/slug';
import { PageCursor } from '../http/page-cursor';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CASE_CODE = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;
const NO_DAY = { message: 'must be a day, as YYYY-MM-DD' };
/** Words of people: neither control characters nor half a surrogate pair, which the record cannot hold. */
const PRINTABLE = /^[^\p{Cs}\p{Cc}]*(?:[\t\n\r][^\p{Cs}\p{Cc}]*)*$/u;
const NO_TEXT = { message: 'must not hold control characters' };
const consentCodes = codesOf(consentStates);
const oneOf = (codes: readonly string[]) => ({
  each: true,
  message: `must hold codes of this list: ${codes.join(', ')}`,
});

/** One part of a consent: which bodies may have which groups of fields, and for what. */
export class ConsentGrantDto {
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: SLUG.source, maxLength: 64 },
    uniqueItems: true,
    minItems: 1,
    maxItems: 50,
    description:
      'Bodies that it names. Left out: none in particular, which is never enough for police or security forces.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(SLUG, { each: true, message: 'must hold slugs of bodies, for example "iom"' })
  recipients?: string[];

  @ApiPropertyOptional({
    enum: fieldGroups,
    isArray: true,
    minItems: 1,
    description: 'Groups of fields that it covers. Left out: all of them.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(fieldGroups, oneOf(fieldGroups))
  groups?: FieldGroup[];

  @ApiProperty({ enum: purposes, isArray: true, minItems: 1, description: 'What the data may be used for.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsIn(purposes, oneOf(purposes))
  purposes: Purpose[];

  @ApiPropertyOptional({
    format: 'date',
    description:
      "Last day on which this part holds, in the operation's time zone. Left out: as long as the consent does.",
  })
  @MayBeLeftOut()
  @Matches(DAY, NO_DAY)
  expires?: string;
}

/** The seven questions of the HTCDS guidance, each answered, or left out when it was not asked. */
export class ConsentQuestionsDto {
  @ApiPropertyOptional({ description: labelOf('interview') })
  @MayBeLeftOut()
  @IsBoolean()
  interview?: boolean;

  @ApiPropertyOptional({ description: labelOf('purposeInformed') })
  @MayBeLeftOut()
  @IsBoolean()
  purposeInformed?: boolean;

  @ApiPropertyOptional({ description: labelOf('useInformed') })
  @MayBeLeftOut()
  @IsBoolean()
  useInformed?: boolean;

  @ApiPropertyOptional({ description: labelOf('researchInformed') })
  @MayBeLeftOut()
  @IsBoolean()
  researchInformed?: boolean;

  @ApiPropertyOptional({ description: labelOf('accessInformed') })
  @MayBeLeftOut()
  @IsBoolean()
  accessInformed?: boolean;

  @ApiPropertyOptional({ description: labelOf('storageInformed') })
  @MayBeLeftOut()
  @IsBoolean()
  storageInformed?: boolean;

  @ApiPropertyOptional({ description: labelOf('withdrawalInformed') })
  @MayBeLeftOut()
  @IsBoolean()
  withdrawalInformed?: boolean;
}

function labelOf(question: string): string {
  return consentQuestions.find(({ code }) => code === question)?.label ?? question;
}

@ApiExtraModels(ConsentGrantDto, ConsentQuestionsDto)
export class RecordConsentDto {
  @OperationId({ description: 'One of your operations.' })
  operation: string;

  @ApiProperty({
    pattern: CASE_CODE.source,
    maxLength: 64,
    description: 'The pseudonym that your referrals use for the person (`person.caseCode`). Kept sealed.',
  })
  @IsString()
  @Matches(CASE_CODE, { message: 'must be the case code of your referrals, for example "AFG-DEMO-001"' })
  caseCode: string;

  @ApiProperty({ enum: consentCodes, description: 'Whether consent is given.' })
  @IsIn(consentCodes)
  given: (typeof consentCodes)[number];

  @ApiPropertyOptional({ format: 'date', description: 'Day on which it was given.' })
  @MayBeLeftOut()
  @Matches(DAY, NO_DAY)
  date?: string;

  @ApiPropertyOptional({
    format: 'date',
    description: "Last day on which it holds, in the operation's time zone. Left out: until it is withdrawn.",
  })
  @MayBeLeftOut()
  @Matches(DAY, NO_DAY)
  expires?: string;

  @ApiProperty({
    type: [ConsentGrantDto],
    maxItems: 20,
    description: 'What it covers, part by part. Empty only where no consent is given.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true, message: 'must hold objects: see the schema ConsentGrantDto' })
  @ValidateNested({ each: true })
  @Type(() => ConsentGrantDto)
  grants: ConsentGrantDto[];

  @ApiPropertyOptional({ maxLength: 200, description: 'Who gave it: the person, a guardian, a court. Kept sealed.' })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 200)
  @Matches(PRINTABLE, NO_TEXT)
  givenBy?: string;

  @ApiPropertyOptional({ maxLength: 2000, description: 'Restrictions, in the words of the person. Kept sealed.' })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 2_000)
  @Matches(PRINTABLE, NO_TEXT)
  restrictions?: string;

  @ApiPropertyOptional({ maxLength: 500, description: 'Where the signed form or the recording is kept. Kept sealed.' })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 500)
  @Matches(PRINTABLE, NO_TEXT)
  evidence?: string;

  @ApiPropertyOptional({ type: ConsentQuestionsDto, description: 'The seven questions of the HTCDS guidance.' })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => ConsentQuestionsDto)
  questions?: ConsentQuestionsDto;
}

export class WithdrawRecordDto {
  @ApiPropertyOptional({ maxLength: 2000, description: 'For the recipients. Kept sealed.' })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  note?: string;
}

export class ListConsentsDto {
  @OperationId({ description: 'Only this operation.', optional: true })
  operation?: string;

  @ApiPropertyOptional({ enum: ['active', 'withdrawn'], description: 'Only in this state.' })
  @MayBeLeftOut()
  @IsIn(['active', 'withdrawn'])
  state?: string;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
