/** Why no token is given, as RFC 6749 section 5.2 names it. */
export type TokenError = 'invalid_request' | 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type';

/** A refusal of the token endpoint. Its words hold nothing of what was sent. */
export class TokenRefused extends Error {
  constructor(
    readonly error: TokenError,
    readonly description: string,
  ) {
    super(`${error}: ${description}`);
    this.name = 'TokenRefused';
  }
}
