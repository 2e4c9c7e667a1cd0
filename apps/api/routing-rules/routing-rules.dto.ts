import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsISO8601,
  IsObject,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import {
  minorStates,
  priorityCodes,
  purposes,
  serviceCodes,
  type MinorState,
  type PriorityCode,
  type Purpose,
} from '#directory';
import { codesOf, consentStates, countries, exploitationTypes } from '#messages';
import {
  ChildProcedureDto,
  ConsentPartDto,
  DAY,
  HandlingMarksDto,
  oneOf,
  SupposedCapacityDto,
  SupposedExceptionDto,
} from './release-facts.dto';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { NO_SLUG, OperationId, SLUG, SLUGS } from '../http/slug';

const KEYWORD = /^[a-z0-9-]{1,40}$/;
const countryCodes = codesOf(countries);
const exploitationCodes = codesOf(exploitationTypes);
const consentCodes = codesOf(consentStates);

/** A file of this length is many times what an operation needs, and quick to read. */
const DEFINITION_LENGTH = 131_072;

export class OwnOperationDto {
  @OperationId({ description: 'One of your operations.' })
  operation: string;
}

/** What the rules look at in a message. Codes only: nothing that tells who the person is. */
export class RoutingFactsDto {
  @ApiProperty({ uniqueItems: true, enum: serviceCodes, isArray: true, description: 'What it asks for.' })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(serviceCodes, oneOf(serviceCodes))
  services: string[];

  @ApiProperty({ enum: minorStates, description: 'Whether the person is a child; presumed: the age is not known.' })
  @IsIn(minorStates)
  minor: MinorState;

  @ApiPropertyOptional({
    uniqueItems: true,
    type: [String],
    description: 'Countries that the case touches: ISO 3166-1 alpha-2, or XK.',
    maxItems: 50,
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsIn(countryCodes, oneOf(countryCodes))
  countries?: string[];

  @ApiPropertyOptional({
    uniqueItems: true,
    enum: exploitationCodes,
    isArray: true,
    description: 'Types of exploitation (HTCDS 2.0, vic_TypeOfExploitation).',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(exploitationCodes, oneOf(exploitationCodes))
  exploitationTypes?: string[];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: KEYWORD.source },
    maxItems: 20,
    description: 'Keywords that rules may name.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(KEYWORD, { each: true, message: 'must hold keywords of lower-case letters, digits and hyphens' })
  keywords?: string[];

  @ApiProperty({ enum: priorityCodes, description: 'How soon it is to be acknowledged.' })
  @IsIn(priorityCodes)
  priority: PriorityCode;

  @ApiPropertyOptional({ type: ChildProcedureDto, description: 'For a child. Left out: not begun.' })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => ChildProcedureDto)
  childProcedure?: ChildProcedureDto;
}

/** What the person agreed to, as far as release depends on it. */
export class RoutingConsentDto {
  @ApiProperty({ enum: consentCodes, description: 'Whether consent is given.' })
  @IsIn(consentCodes)
  given: (typeof consentCodes)[number];

  @ApiProperty({ uniqueItems: true, enum: purposes, isArray: true, description: 'What the data may be used for.' })
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsIn(purposes, oneOf(purposes))
  purposes: Purpose[];

  @ApiPropertyOptional({ ...SLUGS, description: 'Bodies that it names. Left out: none in particular; empty: no body.' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(SLUG, NO_SLUG)
  recipients?: string[];

  @ApiPropertyOptional({ format: 'date', description: 'Day on which it was given.' })
  @MayBeLeftOut()
  @Matches(DAY, { message: 'must be a day, as YYYY-MM-DD' })
  @IsISO8601({ strict: true }, { message: 'must be a day that exists' })
  date?: string;

  @ApiPropertyOptional({ format: 'date', description: "Last day on which it holds, in the operation's time zone." })
  @MayBeLeftOut()
  @Matches(DAY, { message: 'must be a day, as YYYY-MM-DD' })
  @IsISO8601({ strict: true }, { message: 'must be a day that exists' })
  expires?: string;

  @ApiPropertyOptional({
    type: [ConsentPartDto],
    maxItems: 50,
    description: 'The consent part by part. Where it is given, purposes and recipients of the whole mean nothing.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ConsentPartDto)
  grants?: ConsentPartDto[];
}

@ApiExtraModels(
  RoutingFactsDto,
  RoutingConsentDto,
  ChildProcedureDto,
  ConsentPartDto,
  HandlingMarksDto,
  SupposedExceptionDto,
  SupposedCapacityDto,
)
export class ExplainRoutingDto extends OwnOperationDto {
  @ApiPropertyOptional({
    type: String,
    default: 'referral',
    pattern: SLUG.source,
    maxLength: 64,
    description: 'Kind of message, as the rules of the operation name it.',
  })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 64)
  @Matches(SLUG, { message: 'must be a kind of message, for example "referral"' })
  kind = 'referral';

  @ApiProperty({ type: RoutingFactsDto, description: 'What the rules look at.' })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => RoutingFactsDto)
  facts: RoutingFactsDto;

  @ApiPropertyOptional({ ...SLUGS, description: 'Bodies that it is addressed to. Left out: the rules decide alone.' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(SLUG, NO_SLUG)
  to?: string[];

  @ApiPropertyOptional({ type: RoutingConsentDto, description: 'Left out: the person was not asked.' })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => RoutingConsentDto)
  consent?: RoutingConsentDto;

  @ApiPropertyOptional({
    default: true,
    type: Boolean,
    description: "Whether it is about a person's case. A referral and its updates always are.",
  })
  @MayBeLeftOut()
  @IsBoolean()
  carriesCase?: boolean;

  @ApiPropertyOptional({ type: HandlingMarksDto, description: 'Left out: TLP:AMBER, UNCLASSIFIED.' })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => HandlingMarksDto)
  marks?: HandlingMarksDto;

  @ApiPropertyOptional({
    type: [SupposedExceptionDto],
    maxItems: 10,
    description: 'Exceptions because a life is at risk, as if they were approved. Left out: none.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => SupposedExceptionDto)
  exceptions?: SupposedExceptionDto[];

  @ApiPropertyOptional({
    type: [SupposedCapacityDto],
    maxItems: 200,
    description: 'What bodies said of their capacity. Left out: nothing.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => SupposedCapacityDto)
  capacities?: SupposedCapacityDto[];
}

export class PreviewRulesDto extends OwnOperationDto {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: DEFINITION_LENGTH,
    description: 'The whole operation file as it would be: YAML.',
  })
  @IsString()
  @Length(1, DEFINITION_LENGTH)
  definition: string;
}
