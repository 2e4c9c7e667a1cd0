import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ExcelJS from 'exceljs';
import { loadOperations, type FieldGroup, type Operation } from '#directory';
import { canonicalJson } from '#kernel';
import { codesOf, messageKinds, referralKind, services, type JsonObject, type LeafGroup } from '#messages';
import { ApiCaller } from '#test/api-caller';
import { leafPointers, markedBody, type MarkedBody, type MarkedLeaf } from '#test/marked-body';
import { receivingKey, type ReceivingKey } from '#test/receiving-key';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { readableMail, tokenIn } from '#test/smtp-server';
import { verifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver } from '#test/webhook-receiver';

interface Message {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly recipients: readonly {
    readonly organisation: string;
    readonly state: string;
    readonly delivery: { readonly state: string };
  }[];
}
interface Preview {
  readonly recipients: readonly {
    readonly organisation: string;
    readonly outcome: string;
    readonly profile: string | null;
  }[];
}
/** A text that the hub gave a body. */
interface Given {
  readonly where: string;
  readonly text: string;
  /** Whether a part of a case may stand in it at all. */
  readonly content: boolean;
}
/** A message that was sent, and what the policy lets each body see of it. */
interface Sent {
  readonly id: string;
  readonly kind: string;
  readonly reference: string;
  readonly filled: MarkedBody;
  readonly groups: ReadonlyMap<string, readonly FieldGroup[]>;
}

const operations = loadOperations(resolve(__dirname, '../../config/operations'));
const everyBody = [...new Set(operations.flatMap(({ bodies }) => bodies.map(({ slug }) => slug)))];
const headquarters: Readonly<Record<string, string>> = { afghanistan: 'isaf-hq', kosovo: 'kfor-hq' };
const updateKind = messageKinds.of('referral-update');
/** They answer for their contingents, and receive no case. */
const nations = operations.flatMap(({ bodies }) =>
  bodies.flatMap(({ slug, kind }) => (kind.startsWith('nation') ? [slug] : [])),
);
/** Bodies that the policy leaves out although the sender names them, by who sends and how old the person is. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  'isaf-hq adult': ['unicef', ...nations],
  'isaf-hq child': ['afghan-security-forces', 'german-police-project', 'unama-gender-advisor', ...nations],
  'iom child': ['unama-gender-advisor', ...nations],
  'kfor-hq adult': nations,
  'kfor-hq child': ['unmik-police', ...nations],
  'unmik child': nations,
};
const PURPOSES = ['assistance', 'protection', 'investigation'];

const operationOf = (id: string): Operation => operations.find((each) => each.id === id)!;
const groupsOf = (operation: string, profile: string | null): readonly FieldGroup[] => {
  const found = operationOf(operation).profiles.find(({ id }) => id === profile);
  if (!found) throw new Error(`the policy of ${operation} has no profile ${String(profile)}`);
  return found.groups;
};
const leadOf = (operation: string): string => operationOf(operation).leadAgency.body;
const bodiesOf = (operation: string): string[] => operationOf(operation).bodies.map(({ slug }) => slug);

/**
 * The matrix body × field of every operation, made from its policy and from the schemas: each leaf of a case holds a word of
 * its own, and whatever the hub gives a body in any way is searched for all of them.
 */
describe('every body sees the fields of its profile, and nothing else, whichever way it looks', () => {
  let hub: RunningHub;
  const receivers = new Map<string, WebhookReceiver>();
  /** By what key each body opens its webhooks, and how many of them were looked into. */
  const keys = new Map<string, ReceivingKey>();
  const lookedInto = new Map<string, number>();
  /** What each body may see of each message now: by body, by message. */
  const allowed = new Map<string, Map<string, readonly LeafGroup[]>>();
  const leavesByMarker = new Map<string, { message: string; leaf: MarkedLeaf }[]>();

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
  }, 120_000);
  afterAll(async () => {
    await hub.stop();
    await Promise.all([...receivers.values()].map((receiver) => receiver.close()));
  }, 60_000);

  const as = (slug: string) => new ApiCaller(hub, slug);
  const read = async (slug: string, id: string): Promise<Message> =>
    (await as(slug).call<Message>('GET', `/v1/messages/${id}`)).body;

  it('is told of by mail where a body has no system', async () => {
    for (const operation of operations) {
      const sent = await sendCase(operation.id, headquarters[operation.id]!, 'adult');
      await lookEverywhere(operation.id, headquarters[operation.id]!, sent);
      const mails = [...sent[0].groups.keys()].flatMap((slug) => mailsTo(operation.id, slug, sent[0].reference));
      expect(mails.length).toBeGreaterThanOrEqual(sent[0].groups.size);
      await withdrawn(operation.id, headquarters[operation.id]!, sent);
    }
  }, 120_000);

  describe('and by webhook with its content encrypted where it has one', () => {
    beforeAll(async () => {
      for (const slug of everyBody) {
        const receiver = await WebhookReceiver.open();
        receivers.set(slug, receiver);
        const key = receivingKey();
        keys.set(slug, key);
        await verifiedEndpoint(as(slug), { url: receiver.url, payload: 'encrypted', encryptionKey: key.publicJwk });
      }
    });

    it.each(operations.flatMap(({ id }) => [[id, headquarters[id]!] as const, [id, leadOf(id)] as const]))(
      "in %s, of a child's case that %s sends",
      async (operation, sender) => {
        const sent = await sendCase(operation, sender, 'child');
        await lookEverywhere(operation, sender, sent);
        for (const slug of sent[0].groups.keys())
          expect(receivers.get(slug)!.captured.some(({ raw }) => raw.includes(sent[0].id))).toBe(true);
        await withdrawn(operation, sender, sent);
      },
      60_000,
    );

    it.each(operations.map(({ id }) => [id]))(
      'in %s, where a person lets one body have a part only',
      async (operation) => {
        const sender = headquarters[operation]!;
        const narrowed = operation === 'afghanistan' ? 'unhcr' : leadOf(operation);
        const sent = await sendCase(operation, sender, 'adult', { body: narrowed, groups: ['case', 'request'] });
        expect(sent[0].groups.get(narrowed)).toEqual(['case', 'request']);
        await lookEverywhere(operation, sender, sent);
        await withdrawn(operation, sender, sent);
      },
      60_000,
    );
  });

  it('and none of it is in what the hub logged', () => {
    expect(markersIn(hub.output()).filter(({ marker }) => marker.startsWith('Zq'))).toEqual([]);
  });

  /** Sends a case to every body that may have it, and an update of it. */
  async function sendCase(
    operation: string,
    sender: string,
    age: 'adult' | 'child',
    part?: { readonly body: string; readonly groups: readonly FieldGroup[] },
  ): Promise<readonly [Sent, Sent]> {
    const others = bodiesOf(operation).filter((slug) => slug !== sender);
    const chosen = {
      '/person/ageGroup': age === 'adult' ? '25-59' : '12-14',
      '/person/isMinor': age === 'adult' ? 'no' : 'yes',
      '/person/languages': ['pus'],
      '/request/services': codesOf(services),
      '/consent/given': 'yes',
      '/consent/expires': '2099-12-31',
      '/consent/purposes': PURPOSES,
      '/consent/recipients': others,
    };
    const referral = markedBody(referralKind.schema, chosen);
    const { consent, person } = referral.body as unknown as Record<string, Record<string, unknown>>;
    const words = without(consent!, 'purposes', 'recipients');
    const record =
      part === undefined
        ? undefined
        : await as(sender).call<{ id: string }>('POST', '/v1/consents', {
            json: {
              operation,
              caseCode: person!['caseCode'],
              ...words,
              grants: [
                { recipients: [part.body], groups: part.groups, purposes: PURPOSES },
                { recipients: others.filter((slug) => slug !== part.body), purposes: PURPOSES },
              ],
            },
          });
    if (record) expect(record).toMatchObject({ status: 201 });
    const first = await send(operation, sender, referral, part, {
      kind: 'referral',
      to: others,
      ...(record ? { consentId: record.body.id } : {}),
    });

    const left = leftOut[`${sender} ${age}`]!;
    expect({ sender, age, reached: [...first.groups.keys()].sort() }).toEqual({
      sender,
      age,
      reached: others.filter((slug) => !left.includes(slug)).sort(),
    });

    const update = markedBody(updateKind.schema, { ...chosen, '/person/caseCode': person!['caseCode'] as string });
    const reply = { kind: 'referral-update', to: others, inReplyTo: first.id };
    if (!record) return [first, await send(operation, sender, update, part, reply)];
    // Without words of its own on consent an update rests on the record of the case, and shows what that says.
    const rest = without(update.body, 'consent');
    const isConsent = ({ pointer }: MarkedLeaf): boolean => pointer.startsWith('/consent/');
    const filled = {
      body: { ...rest, consent: referral.body['consent']! },
      leaves: [...update.leaves.filter((leaf) => !isConsent(leaf)), ...referral.leaves.filter(isConsent)],
    };
    return [first, await send(operation, sender, filled, part, { ...reply, body: rest })];
  }

  /** Drafts, previews, narrows the addressees to whom the policy lets have it, and submits. */
  async function send(
    operation: string,
    sender: string,
    filled: MarkedBody,
    part: { readonly body: string; readonly groups: readonly FieldGroup[] } | undefined,
    envelope: Readonly<Record<string, unknown>> & { readonly kind: string },
  ): Promise<Sent> {
    const draft = (json: Record<string, unknown>) =>
      as(sender).call<Message & { errors: unknown }>('POST', '/v1/messages', {
        json: { operation, draft: true, body: filled.body, ...envelope, ...json },
      });
    const asked = await draft({});
    expect({ status: asked.status, errors: asked.body.errors }).toEqual({ status: 201 });
    const preview = await as(sender).call<Preview>('GET', `/v1/messages/${asked.body.id}/preview`);
    const chosen = preview.body.recipients.filter(({ outcome }) => outcome === 'recipient');
    const groups = new Map(
      chosen.map(({ organisation, profile }) => [
        organisation,
        groupsOf(operation, profile).filter((group) => organisation !== part?.body || part.groups.includes(group)),
      ]),
    );
    const { body: message } = await draft({ to: [...groups.keys()] });
    expect((await as(sender).call('POST', `/v1/messages/${message.id}/submit`)).status).toBe(202);
    await eventually('every recipient was told', async () => {
      const { state, recipients } = await read(sender, message.id);
      return state === 'routed' && recipients.every(({ delivery }) => delivery.state === 'delivered');
    });
    const { recipients } = await read(sender, message.id);
    expect(recipients.map(({ organisation }) => organisation).sort()).toEqual([...groups.keys()].sort());
    const sent = { id: message.id, kind: envelope.kind, reference: message.reference, filled, groups };
    for (const leaf of filled.leaves)
      if (leaf.marker !== undefined)
        leavesByMarker.set(leaf.marker, [
          ...(leavesByMarker.get(leaf.marker) ?? []),
          { message: message.id, leaf },
          { message: asked.body.id, leaf },
        ]);
    const everything = filled.leaves.map(({ group }) => group);
    allow(sender, message.id, everything);
    allow(sender, asked.body.id, everything);
    for (const [slug, released] of groups) allow(slug, message.id, released);
    return sent;
  }

  function allow(slug: string, id: string, groups: readonly LeafGroup[]): void {
    allowed.set(slug, (allowed.get(slug) ?? new Map<string, readonly LeafGroup[]>()).set(id, groups));
  }

  function sees(slug: string, id: string, group: LeafGroup): boolean {
    return allowed.get(slug)?.get(id)?.includes(group) === true;
  }

  function markersIn(text: string): { marker: string; message: string; leaf: MarkedLeaf }[] {
    return [...leavesByMarker].flatMap(([marker, places]) =>
      text.includes(marker) ? places.map((place) => ({ marker, ...place })) : [],
    );
  }

  /** What stands in a text and is not this body's to see, as "leaf (group) in place". */
  function leaksIn(slug: string, { where, text, content }: Given): string[] {
    const leaks = new Set<string>();
    for (const [marker, places] of leavesByMarker) {
      if (!text.includes(marker)) continue;
      const seen = content && places.some(({ message, leaf }) => sees(slug, message, leaf.group));
      if (!seen) leaks.add(`${slug}: ${marker} of ${places[0]!.leaf.pointer} (${places[0]!.leaf.group}) in ${where}`);
    }
    return [...leaks];
  }

  async function lookEverywhere(operation: string, sender: string, sent: readonly [Sent, Sent]): Promise<void> {
    for (const slug of everyBody) {
      const given = await everythingFor(operation, slug, sent);
      expect(given.flatMap((each) => leaksIn(slug, each))).toEqual([]);
      for (const message of sent) {
        if (slug === sender) await expectWholeView(slug, message);
        else await expectItsPart(slug, message, given);
      }
    }
  }

  async function expectItsPart(slug: string, message: Sent, given: readonly Given[]): Promise<void> {
    const groups = message.groups.get(slug);
    const item = await as(slug).call<{ body: JsonObject }>('GET', `/v1/inbox/${message.id}`);
    if (groups === undefined) {
      expect({ slug, status: item.status }).toEqual({ slug, status: 404 });
      return;
    }
    const shown = new Set<string>(groups);
    const expected = message.filled.leaves.filter(({ group }) => shown.has(group));
    expect({ slug, leaves: [...new Set(leafPointers(item.body.body))].sort() }).toEqual({
      slug,
      leaves: expected.map(({ pointer }) => pointer).sort(),
    });
    for (const { pointer, marker } of expected)
      if (marker !== undefined)
        expect({ pointer, shown: JSON.stringify(item.body.body).includes(marker) }).toEqual({ pointer, shown: true });
    // The same as the inbox gives, no less and no more, is what the webhook brought, encrypted to the body's key.
    if (receivers.has(slug))
      expect({ slug, brought: await broughtOf(slug, message.id) }).toEqual({ slug, brought: [item.body] });
    // And it is the part that the EDXL-DE message carries.
    const edxl = given.find(({ where }) => where === `GET /v1/inbox/${message.id}/edxl`)!;
    if (message.kind === 'referral') expect(edxl.text).toContain(canonicalJson(item.body.body));
    // Recipients do not learn of one another.
    const unseen = [...message.groups.keys()].filter((other) => other !== slug);
    for (const { where, text } of given)
      if (where.includes(`/v1/inbox/${message.id}`))
        for (const other of unseen)
          expect({ where, names: text.includes(`"${other}"`) }).toEqual({ where, names: false });
  }

  async function expectWholeView(slug: string, message: Sent): Promise<void> {
    const { body } = await as(slug).call<{ body: JsonObject }>('GET', `/v1/messages/${message.id}`);
    expect(body.body).toEqual(message.filled.body);
    expect((await as(slug).call('GET', `/v1/inbox/${message.id}`)).status).toBe(404);
  }

  /** The person takes the consent back: nothing of the case is anywhere any more but with who sent it. */
  async function withdrawn(operation: string, sender: string, sent: readonly [Sent, Sent]): Promise<void> {
    const answer = await as(sender).call('POST', `/v1/referrals/${sent[0].id}/withdraw-consent`, { json: {} });
    expect(answer).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    for (const { groups, id } of sent) for (const slug of groups.keys()) allowed.get(slug)!.delete(id);
    await eventually('the update is recalled with it', async () =>
      (await read(sender, sent[1].id)).recipients.every(({ state }) => state === 'recalled'),
    );
    for (const slug of bodiesOf(operation).filter((each) => each !== sender)) {
      const given = await everythingFor(operation, slug, sent, false);
      expect(given.flatMap((each) => leaksIn(slug, each))).toEqual([]);
      for (const { id, groups } of sent)
        expect(await as(slug).call('GET', `/v1/inbox/${id}`)).toMatchObject(
          groups.has(slug) ? { status: 200, body: { state: 'recalled', body: null } } : { status: 404 },
        );
    }
  }

  /** All that the hub gives a body, about the two messages and at large. */
  async function everythingFor(
    operation: string,
    slug: string,
    sent: readonly Sent[],
    mistakes = true,
  ): Promise<Given[]> {
    const member = bodiesOf(operation).includes(slug);
    const lists = [
      '/v1/agenda-requests',
      '/v1/consents',
      '/v1/release-exceptions',
      '/v1/webhook-endpoints',
      `/v1/capacities?operation=${operation}`,
      `/v1/figures/acknowledgement?operation=${operation}&by=organisation,priority,kind`,
    ];
    const given = await Promise.all([
      look(slug, 'GET', '/v1/inbox?limit=200'),
      look(slug, 'GET', '/v1/inbox/export?format=csv', true),
      look(slug, 'GET', '/v1/inbox/export?format=xlsx', true),
      look(slug, 'GET', '/v1/messages?limit=200'),
      look(slug, 'GET', '/v1/referrals?limit=200'),
      look(slug, 'GET', '/v1/referrals/export?format=csv', true),
      ...lists.map((path) => look(slug, 'GET', path, path === '/v1/consents')),
      ...sent.flatMap(({ id, groups }) => [
        ...['', '/fhir', '/edxl'].map((form) => look(slug, 'GET', `/v1/inbox/${id}${form}`, true)),
        look(slug, 'GET', `/v1/inbox/${id}/attachments`),
        // The sender's evidence says by which codes of the case it was routed.
        look(slug, 'GET', `/v1/evidence?subject=${id}`, sees(slug, id, 'sender-only')),
        look(slug, 'GET', `/v1/messages/${id}/thread`),
        ...(mistakes && groups.has(slug) ? wrongCalls(slug, id) : []),
        ...(mistakes && member ? sendersCalls(slug, id, groups.has(slug)) : []),
      ]),
    ]);
    const webhooks = (receivers.get(slug)?.captured ?? []).map(({ raw, headers }) => ({
      where: 'a webhook',
      text: raw + JSON.stringify(headers),
      content: false,
    }));
    const brought = await newContents(slug);
    const mails = operations.flatMap(({ id }) => (bodiesOf(id).includes(slug) ? mailsTo(id, slug, '') : []));
    const pages = await Promise.all(
      mails
        .filter((mail) => sent.some(({ reference }) => mail.includes(reference)) && mail.includes('/acknowledge/'))
        .map(async (mail) => {
          const page = await fetch(`${hub.api}/acknowledge/${tokenIn(mail)}`);
          return { where: 'the page behind a mail', text: await page.text(), content: false };
        }),
    );
    return [
      ...given,
      ...webhooks,
      ...brought,
      ...pages,
      ...mails.map((text) => ({ where: 'a mail', text, content: false })),
    ];
  }

  /** The content that webhooks brought a body of a message. */
  async function broughtOf(slug: string, id: string): Promise<unknown[]> {
    const about = receivers.get(slug)!.captured.filter(({ raw }) => raw.includes(`"messageId":"${id}"`));
    const opened = await Promise.all(about.map(({ raw }) => keys.get(slug)!.open(raw)));
    return opened.filter((content) => content !== undefined);
  }

  /** The same of webhooks that came since it was last asked: what they brought is judged by what the body might see then. */
  async function newContents(slug: string): Promise<Given[]> {
    const captured = receivers.get(slug)?.captured ?? [];
    const fresh = captured.slice(lookedInto.get(slug) ?? 0);
    lookedInto.set(slug, captured.length);
    return Promise.all(
      fresh.map(async ({ raw }) => {
        const { messageId } = (JSON.parse(raw) as { data: { messageId: string } }).data;
        const content = JSON.stringify((await keys.get(slug)!.open(raw)) ?? null);
        return { where: `the content of a webhook about /v1/inbox/${messageId}`, text: content, content: true };
      }),
    );
  }

  /** What only the sender may ask: everybody else is told that there is no such thing. */
  function sendersCalls(slug: string, id: string, received: boolean): Promise<Given>[] {
    const mine = sees(slug, id, 'sender-only');
    const paths = ['', '/timeline', '/preview', '/attachments'].map((rest) => `/v1/messages/${id}${rest}`);
    return [...paths, `/v1/referrals/${id}/fhir`, `/v1/referrals/${id}/edxl`].map(async (path) => {
      const answer = await look(slug, 'GET', path, mine);
      if (!mine) expect({ slug, path, status: answer.status, received }).toMatchObject({ status: 404 });
      return answer;
    });
  }

  /** Mistakes, whose answers repeat nothing of the case. None of them changes anything. */
  function wrongCalls(slug: string, id: string): Promise<Given>[] {
    const post = async (action: string, json: unknown, path = `/v1/inbox/${id}/${action}`) => {
      const answer = await look(slug, 'POST', path, false, json);
      expect({ path, refused: answer.status >= 400 && answer.status < 500 }).toEqual({ path, refused: true });
      return answer;
    };
    return [
      post('decision', { decision: 'declined' }),
      post('progress', { state: 'on_hold' }),
      post('progress', { state: 'completed' }),
      post('confirm-cancel', {}),
      post('reopen', {}),
      post('refer-onward', { to: ['nobody'] }),
      post('reply', { kind: 'referral-update', operation: 'x', inReplyTo: id, body: {} }, '/v1/messages'),
    ];
  }

  async function look(
    slug: string,
    method: string,
    path: string,
    content = false,
    json?: unknown,
  ): Promise<Given & { readonly status: number }> {
    const answer = await fetch(`${hub.api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${hub.keys[slug]!}`,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const headers = JSON.stringify([...answer.headers]);
    const text = path.includes('format=xlsx') ? await workbookText(bytes) : unpacked(bytes.toString());
    const answered = answer.status < 400;
    return { where: `${method} ${path}`, text: text + headers, content: content && answered, status: answer.status };
  }

  function mailsTo(operation: string, slug: string, reference: string): string[] {
    const folder = join(dirname(hub.credentialsFile!), 'mail-outbox');
    const { focalPoint, backUp } = operationOf(operation).bodies.find((body) => body.slug === slug)!;
    return readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readableMail(readFileSync(join(folder, name), 'utf8')))
      .filter((mail) => [focalPoint, backUp].some(({ mailbox }) => mail.includes(`To: ${mailbox}`)))
      .filter((mail) => mail.includes(reference));
  }
});

/** A text with whatever is packed into it as base64. */
function unpacked(text: string): string {
  const packed = text.match(/[A-Za-z0-9+/]{40,}={0,2}/g) ?? [];
  return [text, ...packed.map((part) => Buffer.from(part, 'base64').toString())].join('\n');
}

async function workbookText(bytes: Buffer): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return JSON.stringify(workbook.worksheets.map((sheet) => sheet.getSheetValues().slice(2)));
}

/** An object without some of its members. */
function without(object: Record<string, unknown>, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
