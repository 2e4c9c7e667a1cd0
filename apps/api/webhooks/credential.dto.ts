import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { ClientAuthMethod } from '#delivery';
import { MayBeLeftOut } from '../http/may-be-left-out';

export const AUTH_METHODS: readonly ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post'];

const PRINTABLE = /^[\x20-\x7e]+$/;
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

export class SetClientCertificateDto {
  @ApiProperty({
    description:
      'PEM: the certificate that the hub is to show, then who issued it, and so on. The root may be left out.',
    maxLength: 65_536,
  })
  @IsString()
  @MaxLength(65_536)
  certificate: string;

  @ApiProperty({
    description: 'PEM: its private key, not encrypted. The hub seals it and never shows it.',
    maxLength: 16_384,
    writeOnly: true,
  })
  @IsString()
  @MaxLength(16_384)
  privateKey: string;
}

export class SetOAuth2ClientDto {
  @ApiProperty({
    description: 'Where the hub asks for access tokens (client credentials grant): https, a public address.',
    maxLength: 2048,
    format: 'uri',
  })
  @IsString()
  @MaxLength(2_048)
  tokenUrl: string;

  @ApiProperty({ description: 'The client that you made for the hub.', minLength: 1, maxLength: 255 })
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  @Matches(PRINTABLE, { message: 'must be visible ASCII characters' })
  clientId: string;

  @ApiProperty({
    description: 'Its secret. The hub seals it and never shows it.',
    minLength: 1,
    maxLength: 1024,
    writeOnly: true,
  })
  @IsString()
  @MinLength(1)
  @MaxLength(1_024)
  @Matches(PRINTABLE, { message: 'must be visible ASCII characters' })
  clientSecret: string;

  @ApiPropertyOptional({
    enum: AUTH_METHODS,
    default: 'client_secret_basic',
    description: 'How the hub shows the secret: in the Authorization header, or in the form.',
  })
  @MayBeLeftOut()
  @IsIn(AUTH_METHODS)
  authMethod: ClientAuthMethod = 'client_secret_basic';

  @ApiPropertyOptional({
    description: 'Scopes to ask for, with blanks between them.',
    maxLength: 1000,
    pattern: SCOPE.source,
  })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(1_000)
  @Matches(SCOPE, { message: 'must be scopes with one blank between them' })
  scope?: string;

  @ApiPropertyOptional({ description: 'Sent as `audience`, where your server asks for it.', maxLength: 1000 })
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(1_000)
  audience?: string;
}
