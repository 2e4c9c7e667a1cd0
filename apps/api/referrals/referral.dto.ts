import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  IsUUID,
  Length,
  Matches,
} from 'class-validator';
import { EnvelopeDto } from '../messages/envelope.dto';
import { PageLimit } from '../http/page-limit';
import type { Uuid } from '#kernel';
import { messageStates } from '#messages';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { BodySlug, OperationId, SLUG } from '../http/slug';
import { PageCursor } from '../http/page-cursor';

const BODY = [{ $ref: '#/components/schemas/ReferralBody' }, { $ref: '#/components/schemas/ReferralBodyOnRecord' }];
const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$/;
export const PRIORITIES = ['emergency', 'urgent', 'normal'] as const;
export const STATUSES = ['actual', 'exercise', 'test'] as const;

/** A new referral: the envelope, and the body after HTCDS 2.0. */
export class CreateReferralDto extends EnvelopeDto {
  @ApiProperty({
    description: 'The operation, for example "afghanistan".',
    example: 'afghanistan',
    pattern: SLUG.source,
    maxLength: 64,
  })
  @IsString()
  @Length(1, 64)
  @Matches(SLUG, { message: 'must be the id of an operation, for example "afghanistan"' })
  operation: string;

  @ApiPropertyOptional({
    enum: PRIORITIES,
    default: 'normal',
    description: 'Emergency 24 h, urgent 72 h, normal 14 days to acknowledge.',
  })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority: (typeof PRIORITIES)[number] = 'normal';

  @ApiPropertyOptional({
    enum: STATUSES,
    default: 'actual',
    description: 'Exercise and test referrals go the same way and count in no figure.',
  })
  @MayBeLeftOut()
  @IsIn(STATUSES)
  status: (typeof STATUSES)[number] = 'actual';

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: SLUG.source, maxLength: 64 },
    uniqueItems: true,
    maxItems: 20,
    description: 'Slugs of the bodies it is addressed to. Without it the rules decide alone.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(SLUG, { each: true, message: 'must hold slugs of bodies, for example "iom"' })
  to?: string[];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: '^[a-z0-9-]{1,40}$' },
    maxItems: 20,
    description: 'Keywords that routing rules may name. No personal data.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(/^[a-z0-9-]{1,40}$/, { each: true, message: 'must hold keywords of lower-case letters, digits and hyphens' })
  keywords?: string[];

  @ApiPropertyOptional({
    type: String,
    description: 'Language of the free texts, BCP 47.',
    default: 'en',
    maxLength: 44,
    pattern: LANGUAGE.source,
  })
  @MayBeLeftOut()
  @Matches(LANGUAGE, {
    message: 'must be a BCP 47 language tag, for example "en" or "prs-AF"',
  })
  language = 'en';

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description:
      'The consent record that it rests on. The `consent` of the body may then be left out. Without it, one is made of that section when the referral is submitted.',
  })
  @MayBeLeftOut()
  @IsUUID(undefined, { message: 'must be the id of a consent record of your body' })
  consentId?: Uuid;

  @ApiProperty({ anyOf: BODY, description: 'The case, after HTCDS 2.0.' })
  @IsObject({ message: 'must be an object: see the schema ReferralBody' })
  body: Record<string, unknown>;
}

/** What changes on a draft: what is left out stays, and the body is replaced as a whole. */
export class ChangeReferralDto {
  @ApiPropertyOptional({ enum: PRIORITIES })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority?: (typeof PRIORITIES)[number];

  @ApiPropertyOptional({ enum: STATUSES })
  @MayBeLeftOut()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: SLUG.source, maxLength: 64 },
    uniqueItems: true,
    maxItems: 20,
    description: 'Slugs of the bodies it is addressed to; an empty list leaves it to the rules.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(SLUG, { each: true, message: 'must hold slugs of bodies, for example "iom"' })
  to?: string[];

  @ApiPropertyOptional({ type: 'array', items: { type: 'string', pattern: '^[a-z0-9-]{1,40}$' }, maxItems: 20 })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(/^[a-z0-9-]{1,40}$/, { each: true, message: 'must hold keywords of lower-case letters, digits and hyphens' })
  keywords?: string[];

  @ApiPropertyOptional({ type: String, maxLength: 44, pattern: LANGUAGE.source })
  @MayBeLeftOut()
  @Matches(LANGUAGE, { message: 'must be a BCP 47 language tag, for example "en" or "prs-AF"' })
  language?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'The consent record that it rests on from now on.',
  })
  @MayBeLeftOut()
  @IsUUID(undefined, { message: 'must be the id of a consent record of your body' })
  consentId?: Uuid;

  @ApiPropertyOptional({ anyOf: BODY, description: 'The case, as a whole.' })
  @MayBeLeftOut()
  @IsObject({ message: 'must be an object: see the schema ReferralBody' })
  body?: Record<string, unknown>;
}

export class ListReferralsDto {
  @OperationId({ description: 'Only this operation.', optional: true })
  operation?: string;

  @ApiPropertyOptional({
    enum: messageStates,
    description: 'Only in this state.',
  })
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
