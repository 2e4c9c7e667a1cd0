import { createPerson, hashPassword, roles, setPassword, type HeldRole } from '#identity';
import { systemClock, uuidv7, type Uuid } from '#kernel';
import type { Database } from '#platform/database';
import { ApiCaller, type CallOptions } from '#test/api-caller';
import { BrowserTab } from '#test/browser-tab';
import { enrol } from '#test/enrol';
import { fictitiousCase } from '#test/fictitious';
import type { RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { allegation, type RecordName, type SharedName } from './access-matrix.examples';

export const OWNER = 'iom';
export const RECEIVED_FROM = 'isaf-hq';
export const OPERATION = 'afghanistan';

export type Records = Readonly<Record<RecordName, string>>;

/** Where something is asked: by a key of a body, or by a page in which somebody is signed in. */
type Asker = Pick<ApiCaller, 'call'>;

/** Asks for what makes a record, and gives its id. */
async function made(by: Asker, path: string, options: CallOptions = {}): Promise<string> {
  const { status, body } = await by.call<{ id: string }>('POST', path, options);
  if (status >= 300) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(body)}`);
  return body.id;
}

/** A meeting of the owner that has everything a meeting can have: it is held, and its minutes wait for approval. */
export async function heldMeeting(
  owner: ApiCaller,
): Promise<Readonly<Record<'meeting' | 'item' | 'decision' | 'action', string>>> {
  const { meeting, item } = await openMeeting(owner);
  const decision = await made(owner, `/v1/meetings/${meeting}/agenda/${item}/decisions`, {
    json: { decision: 'Exercise.' },
  });
  const task = { task: 'Exercise.', body: OWNER, dueOn: '2031-03-12' };
  const action = await made(owner, `/v1/meetings/${meeting}/agenda/${item}/actions`, { json: task });
  await made(owner, `/v1/meetings/${meeting}/close`, { headers: { 'If-Match': '"2"' } });
  await made(owner, `/v1/meetings/${meeting}/minutes/submit`, { headers: { 'If-Match': '"0"' } });
  return { meeting, item, decision, action };
}

/** A meeting that the owner opened, with an item that has notes; one body is there, which is enough to decide. */
export async function openMeeting(owner: ApiCaller): Promise<{ readonly meeting: string; readonly item: string }> {
  const meeting = await made(owner, '/v1/meetings', {
    json: {
      ...{ operation: OPERATION, title: 'Exercise', bodies: ['unhcr'], start: '2031-03-05T09:00', minutes: 60 },
      ...{ secretary: RECEIVED_FROM, reason: 'Exercise.', quorum: 1 },
    },
  });
  const item = await made(owner, `/v1/meetings/${meeting}/agenda`, {
    json: { title: 'Exercise', tag: 'decision', minutes: 5 },
  });
  await made(owner, `/v1/meetings/${meeting}/answers`, { json: { answer: 'tentative' } });
  await made(owner, `/v1/meetings/${meeting}/open`, { headers: { 'If-Match': '"1"' } });
  await made(owner, `/v1/meetings/${meeting}/attendance`, { json: { body: OWNER, state: 'present' } });
  const note = { json: { note: 'Exercise.' }, headers: { 'If-Match': '"0"' } };
  await made(owner, `/v1/meetings/${meeting}/agenda/${item}/note`, note);
  return { meeting, item };
}

export function madeSeries(owner: ApiCaller): Promise<string> {
  return made(owner, '/v1/meeting-series', {
    json: {
      ...{ operation: OPERATION, title: 'Exercise', bodies: ['unhcr'], start: '2031-03-05T09:00', minutes: 60 },
      ...{ chair: OWNER, secretary: RECEIVED_FROM, rule: 'FREQ=WEEKLY;COUNT=3' },
    },
  });
}

/** Somebody of a body with every role, signed in with a second factor: whatever they are refused is for whose it is. */
export async function signedIn(
  hub: RunningHub,
  record: Database,
  slug: string,
  { name, operation = null }: { readonly name: string; readonly operation?: string | null },
): Promise<{ readonly tab: BrowserTab; readonly session: string }> {
  const [body] = await record.statement<{ id: Uuid }>('SELECT id FROM organisations WHERE slug = $1', [slug]);
  if (!body) throw new Error(`no body ${slug}`);
  const organisationId = body.id;
  const [email, password] = [`${name}@${slug}.example`, `fictitious pass phrase of ${name}`];
  const hash = await hashPassword(password);
  await record.transaction({ kind: 'body', organisationId }, async (tx) => {
    const held: HeldRole[] = roles.map((role) => ({ role, operation }));
    const id = await createPerson(tx, systemClock, { organisationId, email, displayName: name, roles: held });
    await setPassword(tx, systemClock, { id, organisationId }, hash);
  });
  const tab = new BrowserTab(hub.api);
  const { status, body: me } = await tab.signIn({ organisation: slug, email, password });
  if (status !== 201) throw new Error(`signing in answered ${status}: ${JSON.stringify(me)}`);
  await enrol(tab, systemClock);
  return { tab, session: me.session.id };
}

/** One record of each sort that belongs to the owner, or to somebody who is signed in there; of the sender there is a second person. */
export async function fill(
  hub: RunningHub,
  record: Database,
  officer: { readonly tab: BrowserTab; readonly session: string },
  guard: { readonly tab: BrowserTab },
): Promise<{ readonly records: Records; readonly shared: Readonly<Record<SharedName, string>> }> {
  const [owner, sender] = [new ApiCaller(hub, OWNER), new ApiCaller(hub, RECEIVED_FROM)];
  const inTab = (tab: BrowserTab): Asker => ({
    call: <T>(method: string, path: string, options?: CallOptions) => tab.call<T>(method, path, options?.json),
  });
  const person = inTab(officer.tab);
  const listed = async (by: Asker, path: string): Promise<string | undefined> =>
    (await by.call<{ data: { id: string }[] }>('GET', path)).body.data[0]?.id;
  const draft = (by: ApiCaller, to: readonly string[]): Promise<string> =>
    made(by, '/v1/referrals', { json: { operation: OPERATION, to, body: fictitiousCase() } });
  const sent = async (by: ApiCaller, to: readonly string[]): Promise<string> => {
    const id = await draft(by, to);
    await made(by, `/v1/referrals/${id}/submit`);
    await eventually('the referral is routed', async () => {
      const { body: referral } = await by.call<{ state: string }>('GET', `/v1/referrals/${id}`);
      return referral.state === 'routed';
    });
    return id;
  };
  const form = new FormData();
  form.append('file', new Blob(['Exercise.\n']), 'note.txt');
  const [open, referral, received, held] = await Promise.all([
    draft(owner, ['unhcr']),
    sent(owner, ['unhcr']),
    sent(sender, [OWNER]),
    heldMeeting(owner),
  ]);
  const endpoint = await made(owner, '/v1/webhook-endpoints', {
    json: { url: 'http://127.0.0.1:18099/webhooks', state: 'paused' },
  });
  await made(owner, `/v1/webhook-endpoints/${endpoint}/test`, { json: {} });
  const deliveries = `/v1/webhook-endpoints/${endpoint}/deliveries`;
  await eventually('the test event is made', async () => (await listed(owner, deliveries)) !== undefined);
  const entry = (await listed(owner, `/v1/evidence?subject=${referral}`)) ?? '';
  await eventually(
    'the evidence is sealed',
    async () => (await owner.call('GET', `/v1/evidence/${entry}/proof`)).status === 200,
  );
  const checkpoints = await owner.call<{ data: { size: number }[] }>('GET', '/v1/evidence/checkpoints');
  const opening = await made(person, '/v1/break-glass', {
    json: { messageId: received, reason: 'Exercise: a life is at risk.', minutes: 60 },
  });
  await made(inTab(guard.tab), `/v1/break-glass/${opening}/approve`);
  const system = { name: 'matrix', scopes: ['inbox:read'] };
  const jwks = { keys: [PUBLIC_KEY] };
  const records: Records = {
    draft: open,
    referral,
    received,
    attachment: await made(owner, `/v1/messages/${open}/attachments`, { form }),
    consent: await made(owner, '/v1/consents', {
      json: { operation: OPERATION, caseCode: 'FICTION-1', given: 'yes', grants: [{ purposes: ['assistance'] }] },
    }),
    exception: await made(owner, `/v1/referrals/${open}/release-exceptions`, {
      json: {
        recipient: 'afghan-security-forces',
        reason: 'Exercise: a life is at risk.',
        expiresAt: new Date(Date.now() + 86_400_000),
      },
    }),
    endpoint,
    delivery: (await listed(owner, deliveries)) ?? '',
    key: await made(person, '/v1/api-keys', { json: system }),
    client: await made(person, '/v1/oauth-clients', { json: { ...system, jwks } }),
    ...held,
    series: await madeSeries(owner),
    feed: await made(owner, '/v1/calendar/feeds', { json: { name: 'matrix', operation: OPERATION } }),
    entry,
    erasure: await made(person, '/v1/erasures', {
      json: { cause: 'body', reason: 'Exercise: no longer needed.', messageId: open },
    }),
    opening,
    notice: await made(person, '/v1/accountability', { json: { operation: OPERATION, draft: true, body: allegation } }),
    person: await made(person, '/v1/people', {
      json: { email: 'colleague@iom.example', displayName: 'A. Colleague', roles: [{ role: 'liaison-officer' }] },
    }),
    session: officer.session,
  };
  return {
    records,
    shared: { checkpoint: String(checkpoints.body.data.at(-1)?.size ?? ''), review: await madeReview(record) },
  };
}

/** A review report on record: it takes a quarter that is over, and released. */
async function madeReview(record: Database): Promise<string> {
  const id = uuidv7();
  await record.statement(
    `INSERT INTO review_reports (id, operations, number, first_quarter, last_quarter, threshold, content, digest, made_by, made_at)
     SELECT $1, $2, 1, '2024-Q1', '2024-Q1', 11, '{"sections":[],"definitions":[]}', repeat('0', 64), id, now()
     FROM organisations WHERE slug = $3`,
    [id, [OPERATION], RECEIVED_FROM],
  );
  return id;
}

/** Of no system: nobody has its private half. */
const PUBLIC_KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', kid: 'a' };
