import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HubClient, type RecipientView, type ReferralView } from '#hub-client';
import { uuidv7 } from '#kernel';
import { awaitCompletion, countRecipients } from './await-completion';
import type { DemoCase, DemoWorkbook } from './demo-cases';
import { demoCases } from './demo-cases';
import { reportOn } from './demo-report';
import { PartnerTally } from './partner-tally';
import { sendCases } from './send-cases';

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] };

const noSignal = new AbortController().signal;

/**
 * The sender's side of the hub on real HTTP. Each look at a referral moves its recipients on by one fact; the third case
 * may be received by nobody.
 */
class SenderSide {
  readonly referrals: Changeable<ReferralView>[] = [];
  readonly submitKeys = new Map<string, string[]>();
  /** So many requests are cut off, as by a hub that is killed. */
  cutOff = 0;
  /** Bodies that never acknowledge. */
  silent: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (this.cutOff > 0) {
        this.cutOff -= 1;
        response.destroy();
        return;
      }
      const { status, body } = this.answer(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  get client(): HubClient {
    return new HubClient({ api: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`, apiKey: 'lh_x' });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage): { status: number; body: unknown } {
    const [, , , id = '', action] = (request.url ?? '').split('/');
    if (id === 'import') return { status: 200, body: this.import() };
    const index = this.referrals.findIndex((referral) => referral.id === id);
    const referral = this.referrals[index];
    if (!referral) return { status: 404, body: { code: 'not_found' } };
    if (action === 'submit') return this.submit(referral, index, String(request.headers['idempotency-key']));
    for (const recipient of referral.recipients) this.moveOn(recipient);
    return { status: 200, body: referral };
  }

  private import(): unknown {
    const drafts = this.referrals.map(({ id, reference }, index) => ({ row: index + 3, id, reference }));
    if (drafts.length > 0) return { created: [], existing: drafts, problems: [], warnings: [] };
    for (let number = 1; number <= 3; number += 1) this.referrals.push(draft(number));
    const created = this.referrals.map(({ id, reference }, index) => ({ row: index + 3, id, reference }));
    return { created, existing: [], problems: [], warnings: [] };
  }

  private submit(referral: Changeable<ReferralView>, index: number, key: string): { status: number; body: unknown } {
    this.submitKeys.set(referral.id, [...(this.submitKeys.get(referral.id) ?? []), key]);
    if (referral.state !== 'draft') return { status: 409, body: { code: 'illegal_transition' } };
    if (index === 2) {
      const refused = [{ organisation: 'iom', reasons: [{ rule: 'CONSENT-MISSING', text: 'No consent.' }] }];
      return { status: 422, body: { code: 'release_refused', detail: 'No body may receive this.', refused } };
    }
    referral.state = 'routed';
    referral.recipients = [recipient('iom', 'lead'), recipient('isaf-hq', 'information')];
    return { status: 202, body: { id: referral.id, reference: referral.reference, state: 'submitted' } };
  }

  private moveOn(of: Changeable<RecipientView>): void {
    const now = '2026-01-01T00:00:00Z';
    if (of.deliveredAt === null) of.deliveredAt = now;
    else if (this.silent.includes(of.organisation)) return;
    else if (of.acknowledgedAt === null) of.acknowledgedAt = now;
    else if (of.capacity !== 'information') of.decidedAt = now;
  }
}

function draft(number: number): Changeable<ReferralView> {
  return {
    id: uuidv7(),
    reference: `AFG-2026-00000${number}`,
    operation: 'afghanistan',
    state: 'draft',
    priority: 'normal',
    status: 'actual',
    recipients: [],
    refused: [],
  };
}

function recipient(organisation: string, capacity: RecipientView['capacity']): RecipientView {
  return {
    organisation,
    capacity,
    state: 'pending',
    dueAt: null,
    overdue: false,
    delivery: { state: 'pending', attempts: 2, lastAttemptAt: null },
    deliveredAt: null,
    acknowledgedAt: null,
    decidedAt: null,
    decision: null,
    reason: null,
    outcome: null,
  };
}

describe('sending and awaiting', () => {
  const cases: DemoCase[] = demoCases('T').slice(0, 3);
  const workbook: DemoWorkbook = {
    operation: 'afghanistan',
    fileName: 'demo.xlsx',
    content: Buffer.from('workbook'),
    caseAt: (row) => cases[row - 3],
  };
  let hub: SenderSide;

  beforeEach(async () => {
    hub = new SenderSide();
    await hub.start();
  });

  afterEach(() => hub.stop());

  const send = (): ReturnType<typeof sendCases> => sendCases(hub.client, workbook, noSignal, () => undefined);

  async function follow(signal: AbortSignal = noSignal, onProgress: () => void = () => undefined) {
    const { sent, problems } = await send();
    const awaited = sent.filter(({ keptBack }) => !keptBack).map(({ id }) => ({ id, client: hub.client }));
    const seen = await awaitCompletion(awaited, { signal, onProgress, pauseMs: 1 });
    return reportOn({ tag: 'T', sent, problems, seen, figures: new PartnerTally().figures(), failures: [] });
  }

  it('waits until each recipient did what its capacity asks for', async () => {
    const { totals, missing } = await follow();
    expect(missing).toEqual([]);
    expect(totals).toMatchObject({
      referrals: 3,
      keptBack: 1,
      recipients: 4,
      complete: 4,
      retries: 4,
      refusedByRule: 1,
    });
  });

  it('asks no decision of who is only informed', async () => {
    const { referrals } = await follow();
    expect(referrals[0]?.recipients.map(({ decided }) => decided)).toEqual([true, undefined]);
  });

  it('goes on when the hub is killed in between', async () => {
    hub.cutOff = 2;
    const { missing } = await follow(noSignal, () => {
      if (hub.cutOff === 0) hub.cutOff = 1;
    });
    expect(missing).toEqual([]);
  });

  it('names what is missing when the time is up', async () => {
    hub.silent = ['isaf-hq'];
    const deadline = new AbortController();
    const { missing, totals } = await follow(deadline.signal, () => {
      const { done } = countRecipients(hub.referrals);
      if (done === 2) deadline.abort();
    });
    expect(missing).toEqual([
      'AFG-2026-000001 at isaf-hq: not acknowledged',
      'AFG-2026-000002 at isaf-hq: not acknowledged',
    ]);
    expect(totals.complete).toBe(2);
  });

  it('finds what an interrupted run sent, under the same keys, and sends nothing twice', async () => {
    const first = await send();
    const second = await send();
    expect([first.created, second.created, second.existing]).toEqual([3, 0, 3]);
    expect(second.sent).toEqual(first.sent);
    for (const keys of hub.submitKeys.values()) expect(new Set(keys).size).toBe(1);
    expect(hub.referrals).toHaveLength(3);
  });

  it('does not take an empty run for a good one', () => {
    const nothing = { tag: 'T', sent: [], problems: [], seen: new Map(), failures: [] };
    const { missing } = reportOn({ ...nothing, figures: new PartnerTally().figures() });
    expect(missing).toEqual(['nothing was routed to any body']);
  });
});
