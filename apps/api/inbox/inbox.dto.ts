import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { PageLimit } from '../http/page-limit';
import { declineReasons, outcomes, type DeclineReason, type Outcome } from '#messages';
import { decisions, progressStates, type Decision, type ProgressState } from '#referrals';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { BodySlug, OperationId, SLUG } from '../http/slug';
import { PRIORITIES } from '../referrals/referral.dto';

const inboxOrders = ['oldest', 'newest'] as const;
type InboxOrder = (typeof inboxOrders)[number];
const inboxParts = ['waiting', 'overdue'] as const;
type InboxPart = (typeof inboxParts)[number];

export class ListInboxDto {
  @ApiPropertyOptional({
    type: String,
    description: 'The last `sequence` that you have; 0 from the beginning.',
    default: '0',
    pattern: '^[0-9]{1,18}$',
  })
  @MayBeLeftOut()
  @Matches(/^\d{1,18}$/, { message: 'must be a sequence number that an earlier page gave' })
  after = '0';

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;

  @ApiPropertyOptional({
    enum: inboxOrders,
    default: 'oldest',
    description: '`newest`: the other way round, for people. `after` is then the lowest `sequence` that you have.',
  })
  @MayBeLeftOut()
  @IsIn(inboxOrders)
  order: InboxOrder = 'oldest';

  @ApiPropertyOptional({
    enum: inboxParts,
    description:
      '`waiting`: only what your body is to acknowledge, decide or confirm. `overdue`: only what it let the deadline of pass.',
  })
  @MayBeLeftOut()
  @IsIn(inboxParts)
  only?: InboxPart;

  @OperationId({ description: 'Only of this operation.', optional: true })
  operation?: string;

  @ApiPropertyOptional({ description: 'Only of this kind.', type: String, pattern: SLUG.source, maxLength: 64 })
  @MayBeLeftOut()
  @Matches(SLUG)
  @Length(1, 64)
  kind?: string;

  @ApiPropertyOptional({ enum: PRIORITIES, description: 'Only with this priority.' })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority?: string;

  @BodySlug({ description: 'Only from this body.', optional: true })
  sender?: string;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 30,
    default: 0,
    type: 'integer',
    description: 'Seconds to wait for something new (long poll).',
  })
  @MayBeLeftOut()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(30)
  wait = 0;
}

export class DecisionDto {
  @ApiProperty({ enum: decisions, description: 'What your body decides.' })
  @IsIn(decisions)
  decision: Decision;

  @ApiPropertyOptional({ enum: declineReasons, description: 'Needed to decline.' })
  @MayBeLeftOut()
  @IsIn(declineReasons)
  reason?: DeclineReason;

  @ApiPropertyOptional({ maxLength: 2000, description: 'For the sender. Needed with reason "other".' })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  note?: string;
}

export class ProgressDto {
  @ApiProperty({ enum: progressStates, description: 'How the case goes.' })
  @IsIn(progressStates)
  state: ProgressState;

  @ApiPropertyOptional({ enum: outcomes, description: 'Needed when completed or failed.' })
  @MayBeLeftOut()
  @IsIn(outcomes)
  outcome?: Outcome;

  @ApiPropertyOptional({ maxLength: 2000, description: 'For the sender.' })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  note?: string;
}
