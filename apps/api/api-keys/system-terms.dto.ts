import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { MOST_NETWORKS, scopes, type Scope, type WishedTerms } from '#identity';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { SLUG } from '../http/slug';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** What a credential of a system is known by and held to. */
export class SystemTermsDto {
  @ApiProperty({
    description: 'What it is known by: the system that uses it. No personal data.',
    minLength: 1,
    maxLength: 100,
    pattern: NAME.source,
    example: 'case-system',
  })
  @IsString()
  @Matches(NAME, { message: 'must be 1 to 100 letters, digits, blanks, dots, underscores and hyphens' })
  name: string;

  @ApiProperty({
    enum: scopes,
    isArray: true,
    minItems: 1,
    uniqueItems: true,
    description: 'What it may do, and no more.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(scopes.length)
  @ArrayUnique()
  @IsIn(scopes, { each: true })
  scopes: Scope[];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: SLUG.source, maxLength: 64 },
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
    description: 'Only what is of these operations. Left out: all those in which you hold this role.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  @Matches(SLUG, { each: true, message: 'must be ids of operations' })
  operations?: string[];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', maxLength: 50 },
    minItems: 1,
    maxItems: MOST_NETWORKS,
    uniqueItems: true,
    description: 'Only from these addresses or networks (CIDR). Left out: from everywhere.',
    example: ['203.0.113.0/24', '2001:db8::/48'],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_NETWORKS)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(50, { each: true })
  allowedAddresses?: string[];

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'When it ends: at most two years from now. Left out: a year from now.',
  })
  @MayBeLeftOut()
  @Matches(INSTANT, { message: 'must be a time with its zone, for example "2027-03-02T08:00:00Z"' })
  @IsISO8601({ strict: true }, { message: 'must be a time that exists' })
  expiresAt?: string;
}

/** The same as the use cases take it. */
export function termsOf({ scopes: wanted, operations, allowedAddresses, expiresAt }: SystemTermsDto): WishedTerms {
  return {
    scopes: wanted,
    ...(operations ? { operations } : {}),
    ...(allowedAddresses ? { allowedAddresses } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
  };
}
