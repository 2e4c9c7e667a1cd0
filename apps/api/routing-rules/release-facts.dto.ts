import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsISO8601, Matches } from 'class-validator';
import {
  capacityStatuses,
  classifications,
  fieldGroups,
  purposes,
  serviceCodes,
  tlpMarks,
  type CapacityStatus,
  type Classification,
  type FieldGroup,
  type Purpose,
  type ServiceCode,
  type Tlp,
} from '#directory';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { BodySlug, NO_SLUG, SLUG, SLUGS } from '../http/slug';

export const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const oneOf = (codes: readonly string[]) => ({
  each: true,
  message: `must hold codes of this list: ${codes.join(', ')}`,
});

/** How far the procedure for children has come. */
export class ChildProcedureDto {
  @ApiProperty({ type: Boolean, description: "Whether a note on the child's best interests was written." })
  @IsBoolean()
  bestInterestsNote: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Whether the child agreed.' })
  @MayBeLeftOut()
  @IsBoolean()
  assent?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Whether there is a guardian who agreed.' })
  @MayBeLeftOut()
  @IsBoolean()
  guardian?: boolean;
}

/** One part of a consent. */
export class ConsentPartDto {
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

  @ApiPropertyOptional({
    uniqueItems: true,
    enum: fieldGroups,
    isArray: true,
    description: 'Groups of fields that it covers. Left out: all.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(fieldGroups, oneOf(fieldGroups))
  groups?: FieldGroup[];

  @ApiPropertyOptional({ format: 'date', description: 'Last day on which it holds; never beyond the whole consent.' })
  @MayBeLeftOut()
  @Matches(DAY, { message: 'must be a day, as YYYY-MM-DD' })
  @IsISO8601({ strict: true }, { message: 'must be a day that exists' })
  expires?: string;
}

/** The handling marks of a message. */
export class HandlingMarksDto {
  @ApiProperty({ enum: tlpMarks, description: 'Traffic Light Protocol 2.0.' })
  @IsIn(tlpMarks)
  tlp: Tlp;

  @ApiProperty({ enum: classifications, description: 'NATO security classification.' })
  @IsIn(classifications)
  classification: Classification;
}

/** An exception because a life is at risk, asked about as if it were approved and held now. */
export class SupposedExceptionDto {
  @BodySlug({ description: 'The one body that it is for.' })
  body: string;

  @ApiProperty({ uniqueItems: true, enum: fieldGroups, isArray: true, description: 'Groups of fields that it covers.' })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(fieldGroups, oneOf(fieldGroups))
  groups: FieldGroup[];
}

/** What a body is supposed to have said of its capacity for a service. */
export class SupposedCapacityDto {
  @BodySlug({ description: 'The body.' })
  body: string;

  @ApiProperty({ enum: serviceCodes, description: 'The service.' })
  @IsIn(serviceCodes)
  service: ServiceCode;

  @ApiProperty({ enum: capacityStatuses, description: 'What it said. Where it said two things the last one counts.' })
  @IsIn(capacityStatuses)
  status: CapacityStatus;
}
