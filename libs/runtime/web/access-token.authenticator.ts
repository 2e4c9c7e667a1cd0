import type { Clock } from '#kernel';
import { authenticateToken, type Caller } from '#identity';
import type { ApiDatabase } from '#platform/database';
import type { Authenticator, CallerRequest } from './authenticator';

/** Systems with a key pair of their own: an access token in the Authorization header. */
export class AccessTokenAuthenticator implements Authenticator {
  constructor(
    private readonly database: ApiDatabase,
    private readonly clock: Clock,
  ) {}

  async authenticate({ ip, headers: { authorization } }: CallerRequest): Promise<Caller | undefined> {
    if (typeof authorization !== 'string') return undefined;
    return authenticateToken(this.database, this.clock, authorization, ip);
  }
}
