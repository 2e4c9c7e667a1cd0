import { readFile, readdir, stat } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  MailEngine,
  findLink,
  folderTransport,
  smtpTransport,
  type MailEngineOptions,
  type MailTransport,
  type OutgoingMail,
} from '#delivery';
import { acknowledge, cancelReferral, withdrawConsent } from '#referrals';
import { sweep } from '#tracking';
import { endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { SENDER, drain, draft, fictitiousBody, routed, submitted } from '#test/referral-flow';
import { eventually, temporaryDirectory } from '#test/servers';
import { readableMail, startSmtpServer, tokenIn, type SmtpServer } from '#test/smtp-server';

jest.setTimeout(60_000);

let hub: HubDatabase;
const engines: MailEngine[] = [];
const servers: SmtpServer[] = [];

beforeEach(async () => {
  hub = await openHubDatabase();
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await hub.close();
});

/** Takes every mail, slowly enough that two engines meet. */
class Collector implements MailTransport {
  readonly sent: OutgoingMail[] = [];

  async send(mail: OutgoingMail): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.sent.push(mail);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const engine = (transport: MailTransport | undefined, over: Partial<MailEngineOptions> = {}): MailEngine => {
  const made = new MailEngine({
    database: hub.worker,
    directory: hub.directory,
    clock: hub.clock,
    transport,
    publicUrl: 'https://hub.example',
    scheduleScale: 0.000_001,
    onError: (error) => {
      console.error(error);
    },
    ...over,
  });
  engines.push(made);
  return made;
};
const smtp = async (...judge: Parameters<typeof startSmtpServer>): Promise<SmtpServer> => {
  const server = await startSmtpServer(...judge);
  servers.push(server);
  return server;
};
const mails = () =>
  hub.superuser<{
    slug: string;
    kind: string;
    state: string;
    attempts: number;
    to_back_up: boolean;
    last_fault: string | null;
  }>(
    `SELECT o.slug, m.kind, m.state, m.attempts, m.to_back_up, m.last_fault
     FROM mails m JOIN organisations o ON o.id = m.organisation_id ORDER BY m.created_at, o.slug, m.id`,
  );
const states = async () => (await mails()).map(({ state }) => state);
const recipient = async (slug: string) => {
  const [row] = await hub.superuser<{
    delivery_state: string;
    delivered_via: string | null;
    delivery_attempts: number;
    delivered_at: Date | null;
  }>(
    `SELECT delivery_state, delivered_via, delivery_attempts, delivered_at
     FROM recipients r JOIN organisations o ON o.id = r.organisation_id WHERE o.slug = $1`,
    [slug],
  );
  return row;
};

describe('a mail is left', () => {
  it('in the transaction that routes, for those without an endpoint only', async () => {
    await endpointOf(hub, 'iom', 'https://iom.example/hook');
    await routed(hub);
    const left = await mails();
    expect(left.length).toBeGreaterThan(0);
    expect(left.map(({ slug }) => slug)).not.toContain('iom');
    expect(left).toContainEqual({
      slug: 'unhcr',
      kind: 'routed',
      state: 'pending',
      attempts: 0,
      to_back_up: false,
      last_fault: null,
    });
  });

  it('not when that transaction fails', async () => {
    const { id } = await submitted(hub);
    await hub.superuser('ALTER TABLE mails ADD CONSTRAINT refused CHECK (false) NOT VALID');
    const faults: unknown[] = [];
    await drain(hub, { onFault: (error) => faults.push(error) });
    expect(faults.length).toBeGreaterThan(0);
    expect(await hub.superuser('SELECT id FROM recipients WHERE message_id = $1', [id])).toEqual([]);
  });

  it('for each reminder, from the deadline on to the back-up and to the sender', async () => {
    await routed(hub, { priority: 'emergency' });
    const collector = new Collector();
    await engine(collector).sendDue();
    const first = collector.sent.length;
    hub.clock.advance(24.5 * 60 * 60_000);
    await sweep(hub.worker, hub.clock);
    await drain(hub);
    await engine(collector).sendDue();
    const sent = collector.sent.slice(first);
    const reminders = sent.filter(({ to }) => !to.endsWith('@isaf-hq.example'));
    expect(sent.filter(({ to }) => to === 'focal-point@isaf-hq.example')).toHaveLength(first);
    expect(sent.find(({ subject }) => subject.includes('not acknowledged by UNHCR'))?.text).not.toMatch(/link|Omega/);
    expect(reminders).toHaveLength(first);
    expect(reminders.map(({ to }) => to)).toContain('back-up@unhcr.example');
    expect(reminders.every(({ to }) => to.startsWith('back-up@'))).toBe(true);
    expect((await mails()).filter(({ kind }) => kind === 'reminder').every(({ to_back_up: late }) => late)).toBe(true);
  });
});

describe('the mail engine', () => {
  it('sends each mail once with two engines at once', async () => {
    for (let index = 0; index < 8; index += 1) await routed(hub);
    const left = await mails();
    const collector = new Collector();
    await Promise.all([engine(collector).sendDue(), engine(collector).sendDue()]);
    expect(new Set(collector.sent.map(({ id }) => id)).size).toBe(left.length);
    expect(collector.sent).toHaveLength(left.length);
    expect(new Set(await states())).toEqual(new Set(['sent']));
  });

  it('notes the delivery and its evidence', async () => {
    const { id } = await routed(hub);
    await engine(new Collector()).sendDue();
    expect(await recipient('unhcr')).toMatchObject({
      delivery_state: 'delivered',
      delivered_via: 'mail',
      delivery_attempts: 1,
      delivered_at: hub.clock.now(),
    });
    const evidence = await hub.superuser<{ detail: Record<string, unknown> }>(
      `SELECT detail FROM evidence_entries WHERE action = 'delivery.completed' AND subject_id = $1`,
      [id],
    );
    expect(evidence.length).toBe((await mails()).length);
    for (const { detail } of evidence) expect(detail).toMatchObject({ via: 'mail' });
  });

  it('writes to the role’s mailbox, with a link whose token only the mail holds, and nothing of the person', async () => {
    const body = {
      ...fictitiousBody,
      person: { ...fictitiousBody.person, name: { given: 'Zzmarker', family: 'Qqmarker' } },
    };
    await routed(hub, { body });
    const collector = new Collector();
    await engine(collector).sendDue();
    const mail = collector.sent.find(({ to }) => to === 'focal-point@unhcr.example')!;
    expect(mail.subject).toMatch(/^\[EXERCISE\] \[Liaison Hub\] AFG-\d{4}-\d{6}: acknowledgement needed by /);
    for (const marker of ['Zzmarker', 'Qqmarker', 'AFG-TEST-001', 'Kabul,', 'ForcedLabour', 'Fictitious case'])
      expect(JSON.stringify(mail)).not.toContain(marker);
    const link = await findLink(hub.api, tokenIn(mail.text));
    expect(link).toMatchObject({ slug: 'unhcr', state: 'pending', usedAt: null, receiptId: null });
    expect(link!.expiresAt.getTime() - link!.dueAt.getTime()).toBe(14 * 24 * 60 * 60_000);
    const kept = await hub.superuser<{ all: string }>(`SELECT json_agg(l)::text AS all FROM acknowledgement_links l`);
    expect(kept[0]!.all).not.toContain(tokenIn(mail.text));
  });

  it('does not write to who acknowledged meanwhile, or about what was called off or recalled', async () => {
    const taken = await routed(hub);
    await hub.as('unhcr', (tools) => acknowledge(tools, taken.id));
    const cancelled = await routed(hub);
    await hub.as(SENDER, (tools) => cancelReferral(tools, cancelled.id, {}));
    const recalled = await routed(hub);
    await hub.as(SENDER, (tools) => withdrawConsent(tools, recalled.id, {}));
    await drain(hub);
    const collector = new Collector();
    await engine(collector).sendDue();
    expect(collector.sent.map(({ to }) => to)).not.toContain('focal-point@unhcr.example');
    const ofUnhcr = (await mails()).filter(({ slug }) => slug === 'unhcr');
    expect(ofUnhcr.map(({ state }) => state)).toEqual(['superseded', 'superseded', 'superseded']);
  });

  it('leaves mails pending when there is no way out, and says how many', async () => {
    await routed(hub);
    let waiting = 0;
    const idle = engine(undefined, { onWaiting: (count) => (waiting = count) });
    expect(await idle.sendDue()).toBe(0);
    idle.start(10);
    const left = await mails();
    await eventually('the number is told', () => waiting === left.length);
    expect(new Set(await states())).toEqual(new Set(['pending']));
  });

  it('gives up after the whole schedule', async () => {
    await endpointOf(hub, 'iom', 'https://iom.example/hook');
    await routed(hub);
    await hub.superuser(`UPDATE mails SET attempts = 9`);
    const refusing = new Collector();
    refusing.send = () => Promise.reject(new Error('never'));
    await engine(refusing, { onError: () => undefined }).sendDue();
    expect((await mails())[0]).toMatchObject({ state: 'exhausted', attempts: 10, last_fault: 'not_written' });
    expect(await recipient('unhcr')).toMatchObject({ delivery_state: 'exhausted', delivered_at: null });
  });

  it('sends again what a dead worker had claimed, once the claim has run out', async () => {
    await routed(hub);
    await hub.superuser(`UPDATE mails SET claim_token = id, claimed_until = now() + interval '1 minute'`);
    const collector = new Collector();
    expect(await engine(collector).sendDue()).toBe(0);
    await hub.superuser(`UPDATE mails SET claimed_until = now() - interval '1 second'`);
    expect(await engine(collector).sendDue()).toBe((await mails()).length);
  });
});

describe('ways out', () => {
  it('a folder gets one readable file per mail, for this user only', async () => {
    await routed(hub);
    const parent = temporaryDirectory('mails');
    const folder = join(parent, 'outbox');
    try {
      await engine(folderTransport({ folder, from: 'Liaison Hub <hub@hub.example>' })).sendDue();
      const files = await readdir(folder);
      expect(files).toHaveLength((await mails()).length);
      const contents = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
      const mine = contents.find((content) => content.includes('To: focal-point@unhcr.example'))!;
      expect(mine).toMatch(/^Auto-Submitted: auto-generated$/m);
      expect(mine).toMatch(/^Message-ID: <[0-9a-f-]{36}@hub\.example>$/m);
      expect(readableMail(mine)).toContain(`https://hub.example/acknowledge/${tokenIn(mine)}`);
      for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  });

  it('a mail server gets it, with the hub as its sender', async () => {
    await routed(hub);
    const server = await smtp();
    await engine(smtpTransport({ url: server.url, from: 'Liaison Hub <hub@hub.example>' })).sendDue();
    const mail = server.taken.find(({ to }) => to.includes('focal-point@unhcr.example'))!;
    expect(mail.from).toBe('hub@hub.example');
    expect(mail.to).toHaveLength(1);
    expect(await findLink(hub.api, tokenIn(mail.data))).toMatchObject({ slug: 'unhcr' });
  });

  it('a mail that the server puts off is sent again under the same Message-ID, with a fresh link', async () => {
    await endpointOf(hub, 'iom', 'https://iom.example/hook');
    await routed(hub);
    const count = (await mails()).length;
    const server = await smtp((index) => (index < count ? '451 later' : '250 taken'));
    const sender = engine(smtpTransport({ url: server.url, from: 'hub@hub.example' }), { scheduleScale: 1 });
    await sender.sendDue();
    expect((await mails())[0]).toMatchObject({ state: 'pending', attempts: 1, last_fault: 'EMESSAGE 451' });
    expect(await sender.sendDue()).toBe(0);
    const links = await hub.superuser('SELECT token_hash FROM acknowledgement_links');
    await hub.superuser('UPDATE mails SET next_attempt_at = now()');
    await sender.sendDue();
    expect(new Set(await states())).toEqual(new Set(['sent']));
    expect(await hub.superuser('SELECT token_hash FROM acknowledgement_links')).toHaveLength(2 * links.length);
    expect((await mails())[0]).toMatchObject({ attempts: 2, last_fault: null });
    expect(await recipient('unhcr')).toMatchObject({ delivery_state: 'delivered', delivery_attempts: 2 });
  });

  it('a mail server that never answers costs one deadline, not the engine', async () => {
    await endpointOf(hub, 'iom', 'https://iom.example/hook');
    await routed(hub);
    const server = await smtp(() => undefined);
    await engine(smtpTransport({ url: server.url, from: 'hub@hub.example', deadlineMs: 300 }), {
      scheduleScale: 1,
    }).sendDue();
    const [mail] = await mails();
    expect(mail).toMatchObject({ state: 'pending', attempts: 1 });
    expect(mail!.last_fault).toMatch(/deadline|ETIMEDOUT|ESOCKET/);
  });

  it('a mail server elsewhere is not spoken to without TLS', async () => {
    await draft(hub);
    const server = await smtp();
    const url = server.url.replace('127.0.0.1', 'localhost.localdomain');
    const transport = smtpTransport({ url, from: 'hub@hub.example', deadlineMs: 2_000 });
    await expect(
      transport.send({ id: 'x', to: 'a@b.example', subject: 's', text: 't', html: 'h' }),
    ).rejects.toMatchObject({ name: 'MailFault' });
    expect(server.offered()).toBe(0);
    await transport.close();
  });
});
