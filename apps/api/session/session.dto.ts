import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsString, Length, Matches, MaxLength } from 'class-validator';
import { LONGEST_PASSWORD } from '#identity';
import { MayBeLeftOut } from '../http/may-be-left-out';

const CODE = 'Six digits of the authenticator app, or a recovery code.';
const CODE_SHAPE = /^[0-9A-Za-z -]{6,24}$/;

export class SignInDto {
  @ApiProperty({ description: 'Short name of your body.', maxLength: 64, pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' })
  @IsString()
  @MaxLength(64)
  @Matches(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  organisation: string;

  @ApiProperty({ description: 'Your address at that body.', format: 'email', maxLength: 254 })
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  email: string;

  @ApiProperty({ description: 'Your password.', minLength: 1, maxLength: LONGEST_PASSWORD, writeOnly: true })
  @IsString()
  @Length(1, LONGEST_PASSWORD)
  password: string;

  @ApiPropertyOptional({ description: CODE, pattern: CODE_SHAPE.source, writeOnly: true })
  @MayBeLeftOut()
  @IsString()
  @Matches(CODE_SHAPE)
  code?: string;
}

export class ProofDto {
  @ApiPropertyOptional({
    description: 'Your password, as long as you have no second factor.',
    minLength: 1,
    maxLength: LONGEST_PASSWORD,
    writeOnly: true,
  })
  @MayBeLeftOut()
  @IsString()
  @Length(1, LONGEST_PASSWORD)
  password?: string;

  @ApiPropertyOptional({ description: CODE, pattern: CODE_SHAPE.source, writeOnly: true })
  @MayBeLeftOut()
  @IsString()
  @Matches(CODE_SHAPE)
  code?: string;
}

export class CodeDto {
  @ApiProperty({ description: 'Six digits of the authenticator app.', pattern: '^[0-9]{6}$', writeOnly: true })
  @IsString()
  @Matches(/^\d{6}$/)
  code: string;
}
