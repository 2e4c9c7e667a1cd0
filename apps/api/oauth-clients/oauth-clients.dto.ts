import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsObject } from 'class-validator';
import { SystemTermsDto } from '../api-keys/system-terms.dto';
import { MayBeLeftOut } from '../http/may-be-left-out';

/** The members are checked where they are used, so that no error repeats what a private key holds. */
const KEYS = { allOf: [{ $ref: '#/components/schemas/ClientJwks' }], description: 'Its public keys.' };
const NO_KEYS = { message: 'must be a JWK Set: {"keys": […]}, see the schema ClientJwks' };

export class RegisterOAuthClientDto extends SystemTermsDto {
  @ApiProperty(KEYS)
  @IsObject(NO_KEYS)
  jwks: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'true: it signs each request (RFC 9421), and its token alone is of no use.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  signsRequests?: boolean;
}

export class ReplaceClientKeysDto {
  @ApiProperty(KEYS)
  @IsObject(NO_KEYS)
  jwks: Record<string, unknown>;
}
