import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  ASSERTION_ALGORITHMS,
  TokenRefused,
  countRequest,
  grantToken,
  scopes,
  type RateLimit,
  type TokenRequest,
} from '#identity';
import { HubError, type Clock } from '#kernel';
import { ApiDatabase } from '#platform/database';
import { CLOCK, Public, ReadsForm, SETTINGS, publicUrlOf, type Settings } from '#runtime';
import type { Reply } from '../http/reply';

/** Of one address; a system needs one token in ten minutes. */
const LIMIT: RateLimit = { purpose: 'oauth token', most: 60, seconds: 60 };
const PARAMETERS = ['grant_type', 'client_assertion_type', 'client_assertion', 'client_id', 'scope'] as const;

/** Access tokens for systems that have a key pair (OAuth 2.0): forms and answers are those of its standards. */
@ApiExcludeController()
@Controller()
export class OAuthController {
  private readonly issuer: string;

  constructor(
    @Inject(ApiDatabase) private readonly database: ApiDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.issuer = publicUrlOf(settings);
  }

  /** RFC 8414. */
  @Public()
  @Get('.well-known/oauth-authorization-server')
  metadata(): object {
    return {
      issuer: this.issuer,
      token_endpoint: this.tokenEndpoint,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
      scopes_supported: scopes,
      service_documentation: `${this.issuer}/docs`,
    };
  }

  /** RFC 6749 section 4.4, the client authenticated by RFC 7523. */
  @Public()
  @ReadsForm()
  @Post('oauth/token')
  async token(
    @Req() { ip, body }: { readonly ip: string; readonly body: unknown },
    @Res() reply: Reply,
  ): Promise<void> {
    try {
      await countRequest(this.database, this.clock, LIMIT, ip);
      const audiences = [this.issuer, this.tokenEndpoint];
      reply.status(200).send(await grantToken(this.database, this.clock, requestOf(body), { audiences, from: ip }));
    } catch (error) {
      if (error instanceof HubError && error.code === 'too_many_requests')
        reply.header('retry-after', String(error.extra['retryAfter']));
      if (!(error instanceof TokenRefused)) throw error;
      const { error: code, description } = error;
      reply.status(code === 'invalid_client' ? 401 : 400).send({ error: code, error_description: description });
    }
  }

  private get tokenEndpoint(): string {
    return `${this.issuer}/oauth/token`;
  }
}

/** The parameters that are known; RFC 6749 has the others ignored. */
function requestOf(body: unknown): TokenRequest {
  if (typeof body !== 'object' || body === null)
    throw new TokenRefused('invalid_request', 'Send a form: application/x-www-form-urlencoded.');
  const form = body as Readonly<Record<string, string | undefined>>;
  return Object.fromEntries(PARAMETERS.flatMap((name) => (form[name] === undefined ? [] : [[name, form[name]]])));
}
