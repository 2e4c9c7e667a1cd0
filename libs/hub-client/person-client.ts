import type { Uuid } from '#kernel';
import type { Page, TimelineLine } from './hub-api.types';
import { HubCalls } from './hub-calls';
import type {
  KnowingPerson,
  NoticeQuery,
  NoticeSummary,
  NoticeView,
  ProvisionMatrix,
  ProvisionsRead,
} from './nation-api.types';
import { searchOf } from './search-of';

/** Who signs in, and by what. */
export interface PersonSignIn {
  readonly organisation: string;
  readonly email: string;
  readonly password: string;
  /** Six digits of their second factor, where they have one: each is taken once. */
  readonly code?: string;
}

/** The hub asks for it of everybody who comes with a session: pages of others cannot send it. */
const PERSON = { 'x-liaison-hub': 'person' };

/**
 * Works in a person's name, for what no API key may do. The session is in this process's memory alone and ends with the work.
 *
 * @throws HubApiError, HubUnreachableError
 */
export async function asPerson<T>(
  hub: { readonly api: string; readonly timeoutMs?: number },
  who: PersonSignIn,
  work: (client: PersonClient) => Promise<T>,
): Promise<T> {
  const cookie = await new HubCalls({ ...hub, credential: PERSON }).cookieFrom({
    method: 'POST',
    path: '/v1/session',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
  });
  const calls = new HubCalls({ ...hub, credential: { ...PERSON, cookie } });
  try {
    return await work(new PersonClient(calls));
  } finally {
    // A hub that is away now ends it by itself later: what was done stands, and is what is to be told.
    await calls.ask({ method: 'DELETE', path: '/v1/session' }).catch(() => undefined);
  }
}

/** The calls that only people make: allegations against personnel, and acknowledging provisions. */
export class PersonClient {
  constructor(private readonly calls: HubCalls) {}

  async notices(query: NoticeQuery = {}): Promise<Page<NoticeSummary>> {
    const path = `/v1/accountability?${searchOf({ ...query })}`;
    return (await this.calls.ask({ method: 'GET', path })) as Page<NoticeSummary>;
  }

  async notice(id: Uuid): Promise<NoticeView> {
    return (await this.calls.ask({ method: 'GET', path: `/v1/accountability/${id}` })) as NoticeView;
  }

  async noticeHistory(id: Uuid): Promise<Page<TimelineLine>> {
    return (await this.calls.ask({ method: 'GET', path: `/v1/accountability/${id}/history` })) as Page<TimelineLine>;
  }

  /** @param notice operation and body, as the API documents them; the hub checks it */
  async writeNotice(notice: unknown, idempotencyKey: string): Promise<NoticeSummary> {
    return (await this.calls.post('/v1/accountability', notice, idempotencyKey)) as NoticeSummary;
  }

  /** What a notice may be made of, each in one call: the rest of the address, and what it is given. */
  async changeNotice(
    id: Uuid,
    change: 'submit' | 'nation-status' | 'repatriation-request' | 'release-reporter',
    given: unknown,
    idempotencyKey: string,
  ): Promise<NoticeSummary> {
    return (await this.calls.post(`/v1/accountability/${id}/${change}`, given, idempotencyKey)) as NoticeSummary;
  }

  async letKnow(id: Uuid, email: string, idempotencyKey: string): Promise<Page<KnowingPerson>> {
    return (await this.calls.post(`/v1/accountability/${id}/people`, { email }, idempotencyKey)) as Page<KnowingPerson>;
  }

  async acknowledgeProvisions(read: ProvisionsRead, idempotencyKey: string): Promise<ProvisionMatrix> {
    return (await this.calls.post('/v1/provisions/acknowledgements', read, idempotencyKey)) as ProvisionMatrix;
  }
}
