import type { Clock } from '#kernel';
import { KeyFinder, authenticate, noteUse, type Caller } from '#identity';
import type { ApiDatabase } from '#platform/database';
import type { Authenticator, CallerRequest } from './authenticator';

/** Systems: an API key in the Authorization header. */
export class ApiKeyAuthenticator implements Authenticator {
  private readonly keys: KeyFinder;

  constructor(
    private readonly database: ApiDatabase,
    private readonly clock: Clock,
  ) {
    this.keys = new KeyFinder(database);
  }

  async authenticate({ ip, headers: { authorization } }: CallerRequest): Promise<Caller | undefined> {
    if (typeof authorization !== 'string') return undefined;
    const caller = await authenticate(this.keys, this.clock, authorization, ip);
    // Worth knowing, not worth refusing a request for.
    await noteUse(this.database, this.clock, caller).catch(() => undefined);
    return caller;
  }
}
