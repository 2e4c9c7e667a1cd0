import { HubError, type Clock } from '#kernel';
import { findSession, noteActivity, operationsFor, permissionsOf, type Caller, type Session } from '#identity';
import type { ApiDatabase } from '#platform/database';
import type { Authenticator, CallerRequest } from './authenticator';
import { isBackground, refuseForeignPages } from './own-pages';
import type { RoutePermission } from './permission';
import { sessionTokenOf } from './session-cookie';

/** People: the cookie of a session, and a request that the hub's own pages sent. */
export class SessionAuthenticator implements Authenticator {
  constructor(
    private readonly database: ApiDatabase,
    private readonly clock: Clock,
    private readonly publicUrl: string,
    /** Without a second factor a person may do what any caller may: see who they are, and enrol one. */
    private readonly needsSecondFactor: boolean,
  ) {}

  async authenticate(request: CallerRequest, permission: RoutePermission): Promise<Caller | undefined> {
    const token = sessionTokenOf(request.headers['cookie']);
    if (token === undefined) return undefined;
    refuseForeignPages(request, this.publicUrl);
    const session = await findSession(this.database, this.clock, token);
    if (!session) throw new HubError('unauthenticated', 'The session has ended. Sign in again.');
    if (this.needsSecondFactor && session.secondFactorAt === null && permission !== 'any-key')
      throw new HubError(
        'second_factor_required',
        'This hub asks everybody for a second factor. Enrol one: POST /v1/session/second-factor.',
      );
    // Worth knowing, not worth refusing a request for.
    if (!isBackground(request)) await noteActivity(this.database, this.clock, session).catch(() => undefined);
    return callerOf(session, permission);
  }
}

function callerOf(session: Session, permission: RoutePermission): Caller {
  const { id, personId, organisationId, slug, provedAt, secondFactorAt, roles } = session;
  const where = permission === 'public' || permission === 'any-key' ? 'none' : operationsFor(roles, permission);
  return {
    organisationId,
    slug,
    keyId: id,
    scopes: permissionsOf(roles.map(({ role }) => role)),
    person: {
      ...{ id: personId, sessionId: id, provedAt, secondFactorAt },
      operations: where === 'none' ? [] : where,
      ...(permission.startsWith('accountability:') ? { room: 'accountability' } : {}),
    },
  };
}
