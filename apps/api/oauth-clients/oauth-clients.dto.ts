import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { SystemTermsDto } from '../api-keys/system-terms.dto';

/** The members are checked where they are used, so that no error repeats what a private key holds. */
const KEYS = { allOf: [{ $ref: '#/components/schemas/ClientJwks' }], description: 'Its public keys.' };
const NO_KEYS = { message: 'must be a JWK Set: {"keys": […]}, see the schema ClientJwks' };

export class RegisterOAuthClientDto extends SystemTermsDto {
  @ApiProperty(KEYS)
  @IsObject(NO_KEYS)
  jwks: Record<string, unknown>;
}

export class ReplaceClientKeysDto {
  @ApiProperty(KEYS)
  @IsObject(NO_KEYS)
  jwks: Record<string, unknown>;
}
