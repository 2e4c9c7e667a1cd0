import { uuidv7, type Uuid } from '#kernel';
import {
  MailEngine,
  announce,
  changeEndpoint,
  createEndpoint,
  findEndpoint,
  type DeliveryEngine,
  type MailTransport,
  type OutgoingMail,
} from '#delivery';
import { HttpSender } from '#platform/http-client';
import { endpointOf, engineOf, loopbackSender, withEndpoints } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { startReceiver, type Receiver } from '#test/receiver';
import { LEAD, drain, idOf, submitted } from '#test/referral-flow';

jest.setTimeout(60_000);

const OWN_BOX = 'focal-point@iom.example';
const COORDINATOR_BOX = 'focal-point@isaf-hq.example';

let hub: HubDatabase;
let sender: HttpSender;
let engine: DeliveryEngine;
let mails: MailEngine;
let sent: OutgoingMail[];
let receiver: Receiver;
let status: number;

beforeEach(async () => {
  hub = await openHubDatabase();
  sender = loopbackSender();
  engine = engineOf(hub, sender, { scheduleScale: 1 });
  sent = [];
  const transport: MailTransport = {
    send: (mail) => {
      sent.push(mail);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  mails = new MailEngine({
    database: hub.worker,
    directory: hub.directory,
    transport,
    publicUrl: 'https://hub.example',
    scheduleScale: 1,
    onError: (error) => {
      console.error(error);
    },
  });
  status = 410;
  receiver = await startReceiver((_, response) => response.writeHead(status).end());
});
afterEach(async () => {
  await Promise.all([engine.close(), mails.close()]);
  await Promise.all([sender.close(), receiver.close()]);
  await hub.close();
});

const tell = async (count = 1): Promise<void> => {
  const organisationId = await idOf(hub, LEAD);
  for (let index = 0; index < count; index += 1)
    await hub.worker.transaction({ kind: 'worker' }, (tx) =>
      announce(tx, [
        {
          type: 'referral.updated',
          organisationId,
          messageId: uuidv7(),
          threadId: uuidv7(),
          reference: 'AFG-2026-000123',
          kind: 'referral',
          operation: 'afghanistan',
          status: 'actual',
          overdue: false,
          href: 'http://hub.example/v1/referrals/x',
          dedupeKey: uuidv7(),
          at: new Date(),
        },
      ]),
    );
};
/** Only the operation of these boxes: the lead agency takes part in others too, where others are told. */
const to = (box: string): OutgoingMail[] => sent.filter((mail) => mail.to === box);
const failingFor = (since: string) =>
  hub.superuser(
    `UPDATE webhook_endpoints SET consecutive_failures = 1, failing_since = now() - $1::interval, not_before = NULL`,
    [since],
  );
const activate = async (id: Uuid): Promise<void> => {
  await withEndpoints(hub, LEAD, async (tools) => {
    const endpoint = await findEndpoint(tools.tx, tools.organisationId, id);
    await changeEndpoint(tools, id, endpoint?.version ?? 0, { state: 'active' });
  });
};

describe('an endpoint that the hub disables', () => {
  it('is told once to the focal point of its body, and to the coordinator without a word of its systems', async () => {
    const { id } = await endpointOf(hub, LEAD, `${receiver.url}/private?token=1`);
    await tell(3);
    await engine.serve(id);
    await mails.sendDue();
    await mails.sendDue();
    const [own, ...others] = to(OWN_BOX).filter(({ text }) => text.includes('Afghanistan'));
    expect(others).toEqual([]);
    expect(own?.subject).toMatch(/your webhook endpoint at 127\.0\.0\.1:\d+ was disabled/);
    const said = own?.text.replaceAll(/\s+/g, ' ');
    expect(said).toContain('the receiver answered 410 Gone');
    expect(said).toContain('3 events; none is lost');
    expect(said).toContain(`https://hub.example/v1/webhook-endpoints/${id}`);
    const [coordinator, ...more] = to(COORDINATOR_BOX);
    expect(more).toEqual([]);
    expect(coordinator?.subject).toContain('IOM');
    for (const { subject, text, html } of sent)
      for (const part of [subject, text, html])
        for (const unsaid of ['private', 'token', 'AFG-2026-000123']) expect(part).not.toContain(unsaid);
    expect(coordinator?.text).not.toContain('127.0.0.1');
  });

  it('is told anew when it is disabled anew', async () => {
    const { id } = await endpointOf(hub, LEAD, receiver.url);
    await tell();
    await engine.serve(id);
    await mails.sendDue();
    const before = sent.length;
    await activate(id);
    await engine.serve(id);
    await mails.sendDue();
    expect(before).toBeGreaterThan(0);
    expect(sent).toHaveLength(2 * before);
  });

  it('is not told any more when it is active again before the mail leaves', async () => {
    const { id } = await endpointOf(hub, LEAD, receiver.url);
    await tell();
    await engine.serve(id);
    await activate(id);
    await mails.sendDue();
    expect(sent).toEqual([]);
    const left = await hub.superuser(`SELECT DISTINCT state FROM mails WHERE kind = 'endpoint_disabled'`);
    expect(left).toEqual([{ state: 'superseded' }]);
  });

  it('is told also when it did nothing but fail for five days', async () => {
    status = 500;
    const { id } = await endpointOf(hub, LEAD, receiver.url);
    await tell();
    await failingFor('5 days 1 minute');
    await engine.serve(id);
    await mails.sendDue();
    expect(to(COORDINATOR_BOX)[0]?.text.replaceAll(/\s+/g, ' ')).toContain('failed for five days');
    expect(sent.some(({ subject }) => subject.includes('failed for a day'))).toBe(false);
  });
});

describe('a body whose only endpoint does not work', () => {
  const toldByMail = async (): Promise<string[]> => {
    const { id } = await submitted(hub);
    await drain(hub);
    const rows = await hub.superuser<{ kind: string }>(
      `SELECT m.kind FROM mails m JOIN organisations o ON o.id = m.organisation_id WHERE m.message_id = $1 AND o.slug = $2`,
      [id, LEAD],
    );
    return rows.map(({ kind }) => kind);
  };

  it('is written to of every referral while the endpoint is not verified', async () => {
    await withEndpoints(hub, LEAD, (tools) => createEndpoint(tools, { url: receiver.url }));
    expect(await toldByMail()).toEqual(['routed']);
  });

  it('is written to of every referral while the endpoint is disabled', async () => {
    const { id } = await endpointOf(hub, LEAD, receiver.url);
    expect(await toldByMail()).toEqual([]);
    await engine.serve(id);
    expect(await toldByMail()).toEqual(['routed']);
  });

  it('is not written to while it has paused the endpoint itself', async () => {
    await endpointOf(hub, LEAD, receiver.url, { paused: true });
    expect(await toldByMail()).toEqual([]);
  });
});

describe('an endpoint that only fails', () => {
  const failOnce = async (id: Uuid, since: string): Promise<number> => {
    await failingFor(since);
    await tell();
    await engine.serve(id);
    await mails.sendDue();
    return to(COORDINATOR_BOX).length;
  };

  it('is told after a day, not before, and once in such a time', async () => {
    status = 500;
    const { id } = await endpointOf(hub, LEAD, receiver.url);
    expect(await failOnce(id, '23 hours')).toBe(0);
    expect(await failOnce(id, '25 hours')).toBe(1);
    expect(await failOnce(id, '50 hours')).toBe(1);
    expect(to(COORDINATOR_BOX)[0]?.subject).toContain('has not been reached for a day');

    status = 204;
    await hub.superuser('UPDATE waiting_deliveries SET next_attempt_at = now()');
    await hub.superuser('UPDATE webhook_endpoints SET not_before = NULL');
    await engine.serve(id);
    status = 500;
    expect(await failOnce(id, '25 hours')).toBe(2);
  });

  it('is not told any more when it took something before the mail leaves', async () => {
    status = 500;
    const { id } = await endpointOf(hub, LEAD, receiver.url);
    await failingFor('25 hours');
    await tell();
    await engine.serve(id);
    status = 204;
    await hub.superuser('UPDATE waiting_deliveries SET next_attempt_at = now()');
    await engine.serve(id);
    await mails.sendDue();
    expect(sent).toEqual([]);
  });
});
