import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { GRANTABLE, LONGEST_PASSWORD, roles, type Role } from '#identity';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageLimit } from '../http/page-limit';
import { OperationId } from '../http/slug';
import { PageCursor } from '../http/page-cursor';

const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'\u2019()-]*$/u;
const MOST_ROLES = 50;

export class RoleDto {
  @ApiProperty({ enum: roles, description: `The role. A focal point grants ${GRANTABLE.join(', ')}.` })
  @IsIn(roles)
  role: Role;

  @OperationId({ description: 'Where it is held; in every operation of the body when left out.', optional: true })
  operation?: string;
}

export class ChangeRolesDto {
  @ApiProperty({ type: [RoleDto], maxItems: MOST_ROLES, description: 'All roles that the person is to hold.' })
  @IsArray()
  @ArrayMaxSize(MOST_ROLES)
  @ValidateNested({ each: true })
  @Type(() => RoleDto)
  roles: RoleDto[];
}

export class AddPersonDto extends ChangeRolesDto {
  @ApiProperty({ format: 'email', maxLength: 254, description: 'Their address at your body.' })
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  email: string;

  @ApiProperty({ minLength: 1, maxLength: 100, pattern: NAME.source, description: 'What they are called.' })
  @Length(1, 100)
  @Matches(NAME)
  displayName: string;
}

export class ChangePersonDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 100, pattern: NAME.source, description: 'What they are called.' })
  @MayBeLeftOut()
  @Length(1, 100)
  @Matches(NAME)
  displayName?: string;

  @ApiPropertyOptional({ description: 'Locked: cannot sign in, and is signed in nowhere.' })
  @MayBeLeftOut()
  @IsBoolean()
  locked?: boolean;
}

export class ListPeopleDto {
  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 200, usually: 100 })
  limit = 100;
}

export class SetUpDto {
  @ApiProperty({ description: 'What the link carries.', pattern: '^[A-Za-z0-9_-]{43}$', writeOnly: true })
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{43}$/)
  token: string;

  @ApiProperty({
    description: 'The password that you choose.',
    minLength: 1,
    maxLength: LONGEST_PASSWORD,
    writeOnly: true,
  })
  @IsString()
  @Length(1, LONGEST_PASSWORD)
  password: string;
}
