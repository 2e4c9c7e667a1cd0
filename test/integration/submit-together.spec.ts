import { HubError, uuidv7, type Uuid } from '#kernel';
import { Directory } from '#directory';
import { KeyFinder, authenticate, issueApiKey, revokeApiKeys, scopes, type Answer, type Caller } from '#identity';
import { ApiDatabase, createDataSource } from '#platform/database';
import { JobClient } from '#platform/queue';
import { submitReferral, submitTogether, type Submitted } from '#referrals';
import { ApiActions } from '#runtime';
import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, draft, fictitiousBody, idOf } from '#test/referral-flow';

jest.setTimeout(120_000);

/** What an API process does with a submission. Each has a pool and lanes of its own. */
interface ApiProcess {
  submit(id: Uuid, key?: string, caller?: Caller): Promise<Answer<Submitted>>;
  close(): Promise<void>;
}

let hub: HubDatabase;
let sender: Caller;
const opened: ApiProcess[] = [];

beforeAll(async () => {
  hub = await openHubDatabase();
  sender = await hub.caller(SENDER);
});
afterEach(() => Promise.all(opened.splice(0).map((api) => api.close())));
afterAll(() => hub.close());

async function openApi(): Promise<ApiProcess> {
  const database = new ApiDatabase(
    await createDataSource({ url: hub.apiUrl, applicationName: 'test api process', poolSize: 8 }).initialize(),
  );
  const jobs = new JobClient({ backend: 'redis', url: 'redis://127.0.0.1:1' });
  // Whether anybody is woken up is another matter.
  jest.spyOn(jobs, 'wake').mockImplementation(() => undefined);
  const directory = new Directory(hub.worker);
  const change = new ApiActions(database, hub.vault, hub.clock, directory, jobs).sharedChange<Uuid, Submitted>(202, {
    alone: submitReferral,
    together: submitTogether,
  });
  const api = {
    submit: (id: Uuid, key?: string, caller = sender) =>
      change(caller, { key, route: `POST /v1/referrals/${id}/submit`, body: undefined }, id),
    close: async () => {
      await database.close();
      await jobs.close();
    },
  };
  opened.push(api);
  return api;
}

const drafts = (count: number): Promise<Uuid[]> =>
  Promise.all(Array.from({ length: count }, async () => (await draft(hub)).id));

/** What came of a request, in one word. */
const wordOf = (request: Promise<Answer<Submitted>>): Promise<string> =>
  request.then(
    ({ status, body }) => `${status} ${body.id}`,
    (error: unknown) => (error instanceof HubError ? error.code : String(error)),
  );

interface OnRecord {
  readonly id: Uuid;
  readonly state: string;
  readonly version: number;
  readonly sent: boolean;
  readonly rules: number | null;
  readonly lines: number;
  readonly evidence: number;
  readonly events: number;
}

/** What the record holds of messages: their state, and how often each submission was written down. */
const onRecord = (ids: readonly Uuid[]): Promise<OnRecord[]> =>
  hub.superuser<OnRecord>(
    `SELECT id, state, version, sent_at IS NOT NULL AS sent, rule_set_version AS rules,
       (SELECT count(*)::int FROM message_events e WHERE e.message_id = m.id AND e.event = 'submitted'
          AND e.from_state = 'draft' AND e.to_state = 'submitted' AND e.actor_id = m.sender_id) AS lines,
       (SELECT count(*)::int FROM evidence_entries e WHERE e.subject_id = m.id AND e.action = 'referral.submitted') AS evidence,
       (SELECT count(*)::int FROM outbox o WHERE o.message_id = m.id AND o.topic = 'message.submitted') AS events
     FROM messages m WHERE id = ANY($1) ORDER BY id`,
    [ids],
  );
const submittedOnce = { state: 'submitted', version: 2, sent: true, rules: 1, lines: 1, evidence: 1, events: 1 };
const untouched = { state: 'draft', version: 1, sent: false, rules: null, lines: 0, evidence: 0, events: 0 };

async function expectOnRecord(ids: readonly Uuid[], expected: Omit<OnRecord, 'id'>): Promise<void> {
  expect(await onRecord(ids)).toEqual([...ids].sort().map((id) => ({ id, ...expected })));
}

const keptKeys = async (keys: readonly string[]): Promise<string[]> =>
  (
    await hub.superuser<{ key: string }>('SELECT key FROM idempotency_keys WHERE key = ANY($1) ORDER BY key', [keys])
  ).map(({ key }) => key);

describe('a submission', () => {
  it('touches no index of the messages: none looks at what it changes', async () => {
    const [id] = await drafts(1);
    const row = () =>
      hub.superuser<Record<string, unknown>>(`SELECT to_jsonb(m) AS row FROM messages m WHERE id = $1`, [id]);
    const [before] = await row();
    await (await openApi()).submit(id!);
    const [after] = await row();
    const [old, fresh] = [before!['row'], after!['row']] as Record<string, unknown>[];
    const changed = Object.keys(old!).filter(
      (column) => JSON.stringify(old![column]) !== JSON.stringify(fresh![column]),
    );
    // The clock of these tests stands still.
    expect(changed.sort()).toEqual(['rule_set_version', 'sent_at', 'state', 'version']);
    const looking = await hub.superuser(
      `SELECT DISTINCT d.objid::regclass FROM pg_depend d
       JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
       JOIN pg_index i ON i.indexrelid = d.objid
       WHERE d.refobjid = 'messages'::regclass AND a.attname = ANY ($1)`,
      [[...changed, 'updated_at']],
    );
    expect(looking).toEqual([]);
  });

  it('makes a record of its own words on consent, by the same id', async () => {
    const [id] = await drafts(1);
    await (await openApi()).submit(id!);
    const [record] = await hub.superuser(
      `SELECT c.state, c.organisation_id = m.sender_id AS own, m.consent_id FROM consents c JOIN messages m USING (id)
       WHERE id = $1`,
      [id],
    );
    expect(record).toEqual({ state: 'active', own: true, consent_id: null });
  });
});

describe('submissions that come at once', () => {
  it('get each its own answer, whatever is wrong with the others', async () => {
    const api = await openApi();
    const good = await drafts(140);
    const [before, reused] = await drafts(2);
    const refused = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const consent = { given: 'no', date: '2026-01-20', purposes: [] };
        return (await draft(hub, { body: { ...fictitiousBody, consent } })).id;
      }),
    );
    const erased = await drafts(6);
    await hub.superuser('UPDATE messages SET data_key = NULL, body_sealed = NULL WHERE id = ANY($1)', [erased]);
    const broken = await drafts(1);
    await hub.superuser(`UPDATE messages SET body_sealed = '\\x00' WHERE id = ANY($1)`, [broken]);
    const foreign = await Promise.all(
      Array.from({ length: 6 }, async () => (await draft(hub, { operation: 'kosovo' }, 'kfor-hq')).id),
    );
    await api.submit(before!, 'key/before');

    const [twice, sameKey, repeat] = [good.slice(0, 10), good.slice(10, 20), good.slice(20, 30)];
    const asked: { request: Promise<Answer<Submitted>>; answer: string }[] = [];
    const ask = (answer: string, id: Uuid, key?: string): void => {
      asked.push({ request: api.submit(id, key), answer });
    };
    good.forEach((id, index) => {
      ask(`202 ${id}`, id, `key/${id}`);
      if (refused[index]) ask('release_refused', refused[index], `key/${refused[index]}`);
      if (erased[index]) ask('illegal_transition', erased[index], `key/${erased[index]}`);
      if (foreign[index]) ask('not_found', foreign[index], `key/${foreign[index]}`);
    });
    // A second request for the same draft is too late; one under the same key is the same request.
    for (const id of twice) ask('illegal_transition', id, `other/${id}`);
    for (const id of twice) ask('illegal_transition', id);
    for (const id of sameKey) ask(`202 ${id}`, id, `key/${id}`);
    // One key for two requests: the one that comes second is refused.
    for (const id of repeat) ask('idempotency_key_reused', uuidv7(), `key/${id}`);
    ask('idempotency_key_reused', reused!, 'key/before');
    ask(`202 ${before}`, before!, 'key/before');
    ask('not_found', uuidv7());
    ask('Error: sealed value is too short', broken[0]!);
    expect(asked.length).toBeGreaterThan(200);

    expect(await Promise.all(asked.map(({ request }) => wordOf(request)))).toEqual(asked.map(({ answer }) => answer));
    await expectOnRecord([...good, before!], submittedOnce);
    await expectOnRecord([...refused, ...erased, ...foreign, ...broken, reused!], untouched);
    const keys = [...good, ...refused, ...erased, ...foreign].map((id) => `key/${id}`);
    expect(await keptKeys([...keys, ...twice.map((id) => `other/${id}`)])).toEqual(
      good.map((id) => `key/${id}`).sort(),
    );
  });

  it('share transactions', async () => {
    const api = await openApi();
    const ids = await drafts(60);
    await Promise.all(ids.map((id) => api.submit(id, `key/${id}`)));
    const [row] = await hub.superuser<{ transactions: number }>(
      'SELECT count(DISTINCT xmin::text)::int AS transactions FROM messages WHERE id = ANY($1)',
      [ids],
    );
    expect(row?.transactions).toBeLessThan(6);
  });

  it('are each under their own body: nobody submits for another in company', async () => {
    const api = await openApi();
    const lead = await hub.caller(LEAD);
    const ids = await drafts(20);
    const words = await Promise.all(
      ids.flatMap((id) => [wordOf(api.submit(id, `lead/${id}`, lead)), wordOf(api.submit(id, `own/${id}`))]),
    );
    expect(words).toEqual(ids.flatMap((id) => ['not_found', `202 ${id}`]));
    await expectOnRecord(ids, submittedOnce);
  });

  it('are refused one by one when an earlier key is used for a draft that could be sent', async () => {
    const api = await openApi();
    const [first, ...others] = await drafts(6);
    await api.submit(first!, 'key/taken');
    const [last, ...good] = others;
    const words = [wordOf(api.submit(last!, 'key/taken')), ...good.map((id) => wordOf(api.submit(id, `key/${id}`)))];
    expect(await Promise.all(words)).toEqual(['idempotency_key_reused', ...good.map((id) => `202 ${id}`)]);
    await expectOnRecord(good, submittedOnce);
    await expectOnRecord([last!], untouched);
  });

  it('do not wait for a draft that another transaction holds', async () => {
    const api = await openApi();
    const [held, ...free] = await drafts(5);
    await withClient(hub.database.superuserUrl, async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT FROM messages WHERE id = $1 FOR UPDATE', [held]);
      const waiting = api.submit(held!, `key/${held}`);
      await Promise.all(free.map((id) => api.submit(id, `key/${id}`)));
      await expectOnRecord([held!], untouched);
      await client.query('COMMIT');
      expect(await wordOf(waiting)).toBe(`202 ${held}`);
    });
    await expectOnRecord([held!, ...free], submittedOnce);
  });
});

describe('two API processes', () => {
  it('that submit the same drafts at once: one wins each', async () => {
    const [one, other] = [await openApi(), await openApi()];
    const ids = await drafts(50);
    const words = await Promise.all(
      ids.map((id) => Promise.all([wordOf(one.submit(id, `one/${id}`)), wordOf(other.submit(id, `other/${id}`))])),
    );
    expect(words.map((pair) => pair.sort())).toEqual(ids.map((id) => [`202 ${id}`, 'illegal_transition']));
    await expectOnRecord(ids, submittedOnce);
  });

  it('that get the same request: both give its answer', async () => {
    const [one, other] = [await openApi(), await openApi()];
    const ids = await drafts(50);
    const both = await Promise.all(
      ids.map((id) => Promise.all([one.submit(id, `key/${id}`), other.submit(id, `key/${id}`)])),
    );
    for (const [left, right] of both) expect(left).toEqual(right);
    await expectOnRecord(ids, submittedOnce);
  });

  it('that use one key for two drafts: one is sent, the other is refused', async () => {
    const [one, other] = [await openApi(), await openApi()];
    const pairs = await Promise.all(Array.from({ length: 20 }, () => drafts(2)));
    const words = await Promise.all(
      pairs.map(([left, right]) =>
        Promise.all([wordOf(one.submit(left!, `shared/${left}`)), wordOf(other.submit(right!, `shared/${left}`))]),
      ),
    );
    for (const pair of words) {
      expect(pair.filter((word) => word.startsWith('202'))).toHaveLength(1);
      expect(pair).toContain('idempotency_key_reused');
    }
    const states = (await onRecord(pairs.flat())).map(({ state }) => state);
    expect(states.filter((state) => state === 'submitted')).toHaveLength(20);
  });
});

describe('a connection that is lost in the middle', () => {
  it('leaves nothing by halves, and the same requests succeed afterwards', async () => {
    const api = await openApi();
    const ids = await drafts(30);
    const words = await withClient(hub.database.superuserUrl, async (client) => {
      await client.query('BEGIN');
      // The drafts are locked and decided; what they leave cannot be written yet.
      await client.query('LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE');
      const asked = ids.map((id) => wordOf(api.submit(id, `key/${id}`)));
      for (let cut = 0; cut === 0;) {
        const { rowCount } = await client.query(
          `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
           WHERE application_name = 'test api process' AND wait_event_type = 'Lock'`,
        );
        cut = rowCount ?? 0;
      }
      await client.query('COMMIT');
      return Promise.all(asked);
    });
    const lost = ids.filter((_, index) => words[index] === 'unavailable');
    expect(lost.length).toBeGreaterThan(0);
    expect(words.filter((word) => word !== 'unavailable' && !word.startsWith('202'))).toEqual([]);
    await expectOnRecord(lost, untouched);

    expect(await Promise.all(ids.map((id) => wordOf(api.submit(id, `key/${id}`))))).toEqual(
      ids.map((id) => `202 ${id}`),
    );
    await expectOnRecord(ids, submittedOnce);
  });
});

describe('API keys that are looked up at once', () => {
  it('open their own body and no other, and a revoked one opens none from the next request on', async () => {
    const keys = new KeyFinder(hub.api);
    const slugs = [SENDER, LEAD, 'unhcr', 'kfor-hq'];
    const issued = await Promise.all(
      slugs.map(async (slug) => {
        const organisationId = await idOf(hub, slug);
        const context = { kind: 'body', organisationId } as const;
        const about = { organisationId, name: 'at once', scopes };
        return { slug, key: await hub.api.transaction(context, (tx) => issueApiKey(tx, hub.clock, about)) };
      }),
    );
    const enter = (text: string): Promise<string> =>
      authenticate(keys, hub.clock, `Bearer ${text}`).then(
        ({ slug }) => slug,
        (error: unknown) => (error as HubError).code,
      );
    const many = [...issued, ...issued, ...issued];
    const forged = issued.map(({ key }) => `${key.text.slice(0, -4)}${key.text.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`);
    expect(await Promise.all([...many.map(({ key }) => enter(key.text)), ...forged.map(enter)])).toEqual([
      ...many.map(({ slug }) => slug),
      ...forged.map(() => 'unauthenticated'),
    ]);

    const { key } = issued[0]!;
    const organisationId = await idOf(hub, SENDER);
    const earlier = Array.from({ length: 50 }, () => enter(key.text));
    await hub.api.transaction({ kind: 'body', organisationId }, (tx) =>
      revokeApiKeys(tx, hub.clock, organisationId, 'at once'),
    );
    expect(await Promise.all([enter(key.text), enter(issued[1]!.key.text)])).toEqual(['credential_revoked', LEAD]);
    await Promise.all(earlier);
  });
});
