import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { PageLimit } from '../http/page-limit';
import { eventTypes, payloads, type EventType, type Payload } from '#delivery';
import { MayBeLeftOut } from '../http/may-be-left-out';

export const EVENT_TYPES = Object.keys(eventTypes) as EventType[];

/** Its members are checked where it is used, so that no error repeats what a private key holds. */
const KEY = { allOf: [{ $ref: '#/components/schemas/EncryptionKey' }] };
const NO_KEY = { message: 'must be an object: your public key as a JWK, see the schema EncryptionKey' };

export class CreateEndpointDto {
  @ApiProperty({
    description: 'Where the events are sent: https, a public address.',
    maxLength: 2048,
    format: 'uri',
    example: 'https://partner.example/liaison-hub',
  })
  @IsString()
  @MaxLength(2_048)
  url: string;

  @ApiPropertyOptional({ maxLength: 200, description: 'For your own people. No personal data.' })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(200)
  description?: string;

  @ApiPropertyOptional({
    enum: EVENT_TYPES,
    isArray: true,
    minItems: 1,
    uniqueItems: true,
    description: 'Only these events; all when left out.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(EVENT_TYPES.length)
  @ArrayUnique()
  @IsIn(EVENT_TYPES, { each: true })
  eventTypes?: EventType[];

  @ApiPropertyOptional({
    enum: ['active', 'paused'],
    default: 'active',
    description: 'What it is once it is verified. A paused endpoint holds its deliveries.',
  })
  @MayBeLeftOut()
  @IsIn(['active', 'paused'])
  state: 'active' | 'paused' = 'active';

  @ApiPropertyOptional({
    enum: payloads,
    default: 'thin',
    description: '`thin`: ids and times. `encrypted`: also what your body may read, encrypted to `encryptionKey`.',
  })
  @MayBeLeftOut()
  @IsIn(payloads)
  payload: Payload = 'thin';

  @ApiPropertyOptional({ ...KEY, description: 'Your public key. Needed for `payload: encrypted`.' })
  @MayBeLeftOut()
  @IsObject(NO_KEY)
  encryptionKey?: Record<string, unknown>;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 256, description: 'Requests to it at once at most.' })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(256)
  maxInFlight?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 1_000,
    nullable: true,
    description: 'Events a second at most; null: no limit.',
  })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsInt()
  @Min(1)
  @Max(1_000)
  rateLimit?: number | null;
}

export class ChangeEndpointDto {
  @ApiPropertyOptional({
    description: 'Where the events are sent from now on. Another address has to be verified anew.',
    maxLength: 2048,
    format: 'uri',
  })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_048)
  url?: string;

  @ApiPropertyOptional({ maxLength: 200, description: 'For your own people. No personal data.' })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(200)
  description?: string;

  @ApiPropertyOptional({
    enum: EVENT_TYPES,
    isArray: true,
    minItems: 1,
    uniqueItems: true,
    description: 'Only these events from now on.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(EVENT_TYPES.length)
  @ArrayUnique()
  @IsIn(EVENT_TYPES, { each: true })
  eventTypes?: EventType[];

  @ApiPropertyOptional({ enum: ['active', 'paused'], description: 'Active releases what was held.' })
  @MayBeLeftOut()
  @IsIn(['active', 'paused'])
  state?: 'active' | 'paused';

  @ApiPropertyOptional({ enum: payloads, description: 'What events carry that are announced from now on.' })
  @MayBeLeftOut()
  @IsIn(payloads)
  payload?: Payload;

  @ApiPropertyOptional({
    ...KEY,
    description:
      'Another public key, for events that are announced from now on. What waits stays encrypted to the old one.',
  })
  @MayBeLeftOut()
  @IsObject(NO_KEY)
  encryptionKey?: Record<string, unknown>;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 256, description: 'Requests to it at once at most.' })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(256)
  maxInFlight?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 1_000,
    nullable: true,
    description: 'Events a second at most; null: no limit.',
  })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsInt()
  @Min(1)
  @Max(1_000)
  rateLimit?: number | null;
}

export class TestEndpointDto {
  @ApiPropertyOptional({ enum: EVENT_TYPES, default: 'test.ping', description: 'Which event to try.' })
  @MayBeLeftOut()
  @IsIn(EVENT_TYPES)
  eventType: EventType = 'test.ping';
}

export class ListKeptDeliveriesDto {
  @ApiPropertyOptional({ format: 'uuid', description: '`next` of the page before. Left out: the newest ones.' })
  @MayBeLeftOut()
  @IsUUID('7', { message: 'must be the `next` of an earlier page, or the id of a delivery' })
  after?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only those of this endpoint.' })
  @MayBeLeftOut()
  @IsUUID(undefined, { message: 'must be the id of an endpoint' })
  endpoint?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}

/** Time and delivery of the last attempt of a page; what is not a time or not an id never reaches the database. */
const ATTEMPT_CURSOR =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}Z_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class ListAttemptsDto {
  @ApiPropertyOptional({ pattern: ATTEMPT_CURSOR.source, maxLength: 80, description: '`next` of the page before.' })
  @MayBeLeftOut()
  @Matches(ATTEMPT_CURSOR, { message: 'must be the `next` of an earlier page' })
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
