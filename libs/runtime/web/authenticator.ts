import type { Caller } from '#identity';
import type { RoutePermission } from './permission';

/** What the ways in read of a request. */
export interface CallerRequest {
  readonly method: string;
  readonly url: string;
  /** The caller's address, behind the proxies that are trusted. */
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Digests of the body as it arrived, by their names in Content-Digest, where the request tells one (body-digests.ts). */
  bodyDigests?: ReadonlyMap<string, Buffer>;
  caller?: Caller;
  /** Asks again who calls, for what goes on after the answer has begun. */
  callerNow?: () => Promise<Caller>;
}

/** One way in which a caller proves who it is. */
export interface Authenticator {
  /**
   * The caller, or undefined when the request carries nothing that this way reads: the next one is asked then.
   *
   * @param permission what the route asks for; a person's operations are those in which a role grants it
   * @throws HubError `unauthenticated` for what it reads and does not hold, the same for every cause; to who proved to hold
   *   a credential, why it is of no use
   */
  authenticate(request: CallerRequest, permission: RoutePermission): Promise<Caller | undefined>;
}

/** The ways in, in the order in which they are asked. */
export const AUTHENTICATORS = Symbol('authenticators');
