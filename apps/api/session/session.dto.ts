import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, Length, Matches, MaxLength } from 'class-validator';
import { LONGEST_PASSWORD } from '#identity';

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
}
