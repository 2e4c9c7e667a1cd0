import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsObject, IsString, Length, Matches } from 'class-validator';
import type { Uuid } from '#kernel';
import { QUARTER } from '#reporting';
import { nationStatuses, type NationStatus } from '#accountability';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageCursor } from '../http/page-cursor';
import { PageLimit } from '../http/page-limit';
import { OperationId } from '../http/slug';
import { PRIORITIES, STATUSES } from '../referrals/referral.dto';

// Neither control characters, but for lines and tabs, nor half a surrogate pair.
const WORDS = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])+$/u;

/** An allegation. It has no subject, no addressee and no marks to choose: it goes to the nation's authority alone. */
export class NewNoticeDto {
  @OperationId({ description: 'The operation, for example "kosovo".' })
  operation: string;

  @ApiPropertyOptional({
    enum: PRIORITIES,
    default: 'normal',
    description: 'How long the authority has to take it up.',
  })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority: (typeof PRIORITIES)[number] = 'normal';

  @ApiPropertyOptional({ enum: STATUSES, default: 'actual', description: 'Exercises and tests count in no figure.' })
  @MayBeLeftOut()
  @IsIn(STATUSES)
  status: (typeof STATUSES)[number] = 'actual';

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'true: keep it as a draft, and submit it later.' })
  @MayBeLeftOut()
  @IsBoolean()
  draft = false;

  @ApiProperty({
    anyOf: [{ $ref: '#/components/schemas/AccountabilityNoticeBody' }],
    description: 'The allegation. `reporter` and `victimReferral` are not released to the authority.',
  })
  @IsObject({ message: 'must be an object: see the kind accountability-notice at GET /v1/message-kinds' })
  body: Record<string, unknown>;
}

export class ListNoticesDto {
  @OperationId({ description: 'Only this operation.', optional: true })
  operation?: string;

  @ApiPropertyOptional({ enum: nationStatuses, description: 'Only those of which the nation says this.' })
  @MayBeLeftOut()
  @IsIn(nationStatuses)
  nationStatus?: NationStatus;

  @PageCursor()
  cursor?: Uuid;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}

export class NoticeEvidenceDto {
  @PageCursor()
  cursor?: Uuid;

  @PageLimit({ most: 500, usually: 100 })
  limit = 100;
}

export class NationStatusDto {
  @ApiProperty({ enum: nationStatuses, description: 'How it stands now. What may follow is in `legal` of the notice.' })
  @IsIn(nationStatuses)
  nationStatus: NationStatus;

  @ApiPropertyOptional({
    type: String,
    minLength: 1,
    maxLength: 4000,
    description: 'Words to the sender; kept sealed.',
  })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 4_000)
  @Matches(WORDS, { message: 'must be printable text' })
  note?: string;
}

export class RepatriationDto {
  @ApiProperty({ minLength: 10, maxLength: 4000, description: 'Why. The authority reads it; kept sealed.' })
  @IsString()
  @Length(10, 4_000)
  @Matches(WORDS, { message: 'must be printable text' })
  reason: string;
}

export class LetKnowDto {
  @ApiProperty({
    type: String,
    minLength: 3,
    maxLength: 254,
    description: 'Address of somebody of your body who holds a role for allegations in the operation.',
  })
  @IsString()
  @Length(3, 254)
  email: string;
}

export class ReleaseReporterDto {
  @ApiProperty({ type: String, format: 'date', description: 'The day on which the reporter agreed, YYYY-MM-DD.' })
  @IsString()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'must be a day, as YYYY-MM-DD' })
  consentedOn: string;
}

export class NoticeFiguresDto {
  @ApiProperty({ type: String, pattern: QUARTER.source, description: 'Three months that are over, such as 2026-Q1.' })
  @Matches(QUARTER, { message: 'must be a quarter, as 2026-Q1' })
  quarter: string;
}
