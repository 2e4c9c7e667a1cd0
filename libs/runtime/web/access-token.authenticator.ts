import type { Clock } from '#kernel';
import { authenticateToken, type Caller } from '#identity';
import type { ApiDatabase } from '#platform/database';
import type { Authenticator, CallerRequest } from './authenticator';

/** Systems with a key pair of their own: an access token in the Authorization header, and each request signed by who wants to. */
export class AccessTokenAuthenticator implements Authenticator {
  constructor(
    private readonly database: ApiDatabase,
    private readonly clock: Clock,
    /** Where clients reach the hub: what they sign says so. */
    private readonly publicUrl: string,
  ) {}

  async authenticate({ ip, method, url, headers, bodyDigests }: CallerRequest): Promise<Caller | undefined> {
    if (typeof headers['authorization'] !== 'string') return undefined;
    return authenticateToken(this.database, this.clock, headers['authorization'], ip, {
      ...{ method, headers, digests: bodyDigests },
      url: `${this.publicUrl}${url}`,
    });
  }
}
