import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsString, IsUUID, Length, Matches } from 'class-validator';
import { messageKinds, messageStates } from '#messages';
import { PageLimit } from '../http/page-limit';
import { CreateReferralDto, PRIORITIES, STATUSES } from '../referrals/referral.dto';
import { bodySchemaName } from '../openapi/schemas/kind-bodies.schema';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { BodySlug, OperationId, SLUG } from '../http/slug';
import { PageCursor } from '../http/page-cursor';

const sentByAnybody = messageKinds
  .all()
  .filter(({ needToKnow }) => needToKnow !== true)
  .map(({ name }) => name);

/** A new message: the envelope, and the body after its kind. */
export class SendMessageDto extends OmitType(CreateReferralDto, ['body', 'status'] as const) {
  @ApiProperty({
    type: String,
    pattern: SLUG.source,
    maxLength: 64,
    description: 'The kind of message: GET /v1/message-kinds lists them with their schemas.',
    example: 'information-share',
  })
  @IsString()
  @Length(1, 64)
  @Matches(SLUG, { message: 'must be the name of a kind, for example "information-share"' })
  kind: string;

  @ApiPropertyOptional({
    enum: STATUSES,
    description: 'Exercise and test messages count in no figure. Left out: as what it replies to, or actual.',
  })
  @MayBeLeftOut()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'The message that this one replies to: you sent or received it. The thread is the same.',
  })
  @MayBeLeftOut()
  @IsUUID()
  inReplyTo?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'An earlier message of yours, of the same kind, that this one takes the place of.',
  })
  @MayBeLeftOut()
  @IsUUID()
  supersedes?: string;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'true: keep it as a draft, for example to add attachments, and submit it later.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  draft = false;

  @ApiProperty({
    anyOf: sentByAnybody.map((name) => ({ $ref: `#/components/schemas/${bodySchemaName(name)}` })),
    description: 'The content, after the schema of its kind.',
  })
  @IsObject({ message: 'must be an object: see the schema of the kind at GET /v1/message-kinds' })
  body: Record<string, unknown>;
}

export class ListMessagesDto {
  @ApiPropertyOptional({ description: 'Only of this kind.', type: String, pattern: SLUG.source, maxLength: 64 })
  @MayBeLeftOut()
  @Matches(SLUG)
  @Length(1, 64)
  kind?: string;

  @OperationId({ description: 'Only this operation.', optional: true })
  operation?: string;

  @ApiPropertyOptional({ enum: messageStates, description: 'Only in this state.' })
  @MayBeLeftOut()
  @IsIn(messageStates)
  state?: string;

  @ApiPropertyOptional({ enum: PRIORITIES, description: 'Only with this priority.' })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority?: string;

  @BodySlug({ description: 'Only those that went to this body.', optional: true })
  recipient?: string;

  @ApiPropertyOptional({
    description: 'true: with a recipient that has let its deadline pass; false: without.',
    type: Boolean,
  })
  @MayBeLeftOut()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  overdue?: boolean;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
