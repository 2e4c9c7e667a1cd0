import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { uuidv7 } from '#kernel';
import type { Capacity, JournalEntry } from '#hub-client';
import { habits, type Habit } from './habits';
import { PartnerMemory } from './partner-memory';
import { SandboxPartner } from './sandbox-partner';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

interface Item {
  readonly messageId: string;
  readonly reference: string;
  readonly capacity: Capacity;
  state: string;
  readonly receiptId: string;
  acknowledgements: number;
}

/** As much of the hub as one partner sees, on real HTTP. */
class HubOfOneBody {
  readonly items: Item[] = [];
  endpoints: { id: string; url: string; description: string; state: string; version: number }[] = [];
  /** While true, every request is answered as by a hub that is restarting. */
  away = false;
  private readonly server: Server = createServer((request, response) => {
    void this.serve(request).then(({ status, body }) => {
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? '' : JSON.stringify(body));
    });
  });

  get api(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  route(capacity: Capacity = 'action'): Item {
    const reference = `AFG-2026-${String(this.items.length + 1).padStart(6, '0')}`;
    const item = {
      messageId: uuidv7(),
      reference,
      capacity,
      state: 'pending',
      receiptId: uuidv7(),
      acknowledgements: 0,
    };
    this.items.push(item);
    return item;
  }

  async announce(item: Item, webhookId = uuidv7(), type = 'referral.routed'): Promise<number> {
    const data = { messageId: item.messageId, href: `http://hub.example/v1/inbox/${item.messageId}` };
    return (await this.send(webhookId, type, data)).status;
  }

  private async challenge(id: string | undefined): Promise<{ status: number; body?: unknown }> {
    const found = this.endpoints.find((endpoint) => endpoint.id === id);
    if (!found) return { status: 404, body: { code: 'not_found' } };
    const challenge = uuidv7();
    const answer = await this.send(uuidv7(), 'endpoint.verification', { endpointId: id, challenge });
    if ((await answer.text()) !== JSON.stringify({ challenge }))
      return { status: 422, body: { code: 'verification_failed' } };
    if (found.state === 'unverified') Object.assign(found, { state: 'active', version: found.version + 1 });
    return { status: 200, body: found };
  }

  private send(webhookId: string, type: string, data: object): Promise<Response> {
    const now = new Date();
    const body = JSON.stringify({ type, timestamp: now.toISOString(), data });
    return fetch(this.endpoints.at(-1)!.url, {
      method: 'POST',
      body,
      headers: {
        'webhook-id': webhookId,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': new Webhook(SECRET).sign(webhookId, now, body),
      },
    });
  }

  private async serve(request: IncomingMessage): Promise<{ status: number; body?: unknown }> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    if (this.away) return { status: 503, body: { code: 'unavailable' } };
    const content = (text === '' ? {} : JSON.parse(text)) as Record<string, string>;
    const [, , resource, id, action] = (request.url ?? '').split(/[/?]/);
    if (action === 'verify') return this.challenge(id);
    if (resource === 'webhook-endpoints') return this.serveEndpoints(request, id, content);
    if (id === undefined || id.startsWith('limit')) return { status: 200, body: { data: this.items, next: null } };
    const item = this.items.find(({ messageId }) => messageId === id);
    if (!item) return { status: 404, body: { code: 'not_found' } };
    if (action === 'acknowledge') {
      item.acknowledgements += 1;
      if (item.state === 'pending') item.state = 'acknowledged';
      return { status: 200, body: { receiptId: item.receiptId, messageId: id, reference: item.reference } };
    }
    if (action === 'decision') {
      if (!['pending', 'acknowledged'].includes(item.state))
        return { status: 409, body: { code: 'illegal_transition' } };
      item.state = content['decision'] ?? '';
      return { status: 200, body: {} };
    }
    return { status: 200, body: { ...item, body: { person: { caseCode: 'X-1' } } } };
  }

  private serveEndpoints(
    request: IncomingMessage,
    id: string | undefined,
    content: Record<string, string>,
  ): { status: number; body?: unknown } {
    const found = this.endpoints.find((endpoint) => endpoint.id === id);
    switch (request.method) {
      case 'POST': {
        const made = { id: uuidv7(), url: '', description: '', ...content, state: 'unverified', version: 1 };
        this.endpoints.push(made);
        return { status: 201, body: { ...made, secret: SECRET, publicKey: 'whpk_' } };
      }
      case 'PATCH': {
        if (!found || request.headers['if-match'] !== `"${found.version}"`) return { status: 412, body: {} };
        Object.assign(found, content, { version: found.version + 1 });
        return { status: 200, body: found };
      }
      case 'DELETE': {
        this.endpoints = this.endpoints.filter((endpoint) => endpoint !== found);
        return { status: 204 };
      }
      default:
        return { status: 200, body: { data: this.endpoints, next: null } };
    }
  }
}

describe('sandbox partner', () => {
  let hub: HubOfOneBody;
  let memory: PartnerMemory;
  let journal: JournalEntry[];
  let partners: SandboxPartner[];
  let told: () => void = () => undefined;

  beforeEach(async () => {
    hub = new HubOfOneBody();
    await hub.start();
    memory = await PartnerMemory.open();
    journal = [];
    partners = [];
  });

  afterEach(async () => {
    for (const partner of partners) await partner.stop();
    await hub.stop();
  });

  async function startPartner(habit: Habit = habits.prompt): Promise<SandboxPartner> {
    const note = (entry: JournalEntry): void => {
      journal.push(entry);
      told();
    };
    const partner = new SandboxPartner({ api: hub.api, apiKey: 'lh_x', habit, memory, note, port: 0 });
    partners.push(partner);
    await partner.start();
    return partner;
  }

  /** Waits on the journal, which is told of everything. */
  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => (told = resolve));
  }

  const noted = (event: JournalEntry['event']): JournalEntry[] => journal.filter((entry) => entry.event === event);

  it('fetches, acknowledges and decides what it is told of', async () => {
    await startPartner();
    const item = hub.route();
    expect(await hub.announce(item)).toBe(204);
    await until(() => noted('decided').length === 1);
    expect(item).toMatchObject({ state: 'accepted', acknowledgements: 1 });
  });

  it('does not decide on what came for information', async () => {
    await startPartner();
    const [information, action] = [hub.route('information'), hub.route()];
    await hub.announce(information);
    await hub.announce(action);
    await until(() => noted('decided').length === 1 && noted('acknowledged').length === 2);
    expect([information.state, action.state]).toEqual(['acknowledged', 'accepted']);
  });

  it('acts once on a message that two webhooks tell of', async () => {
    await startPartner();
    const item = hub.route();
    await hub.announce(item);
    await hub.announce(item, uuidv7(), 'referral.reminder');
    await until(() => noted('decided').length === 1);
    expect(item.acknowledgements).toBe(1);
  });

  it('takes up at its start what the inbox holds', async () => {
    const items = [hub.route(), hub.route()];
    await startPartner();
    await until(() => noted('decided').length === 2);
    expect(items.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
    expect(noted('acknowledged')).toMatchObject([{ foundBy: 'inbox' }, { foundBy: 'inbox' }]);
  });

  it('finishes its work once a hub that went away is back', async () => {
    await startPartner();
    const item = hub.route();
    hub.away = true;
    await hub.announce(item);
    hub.away = false;
    await until(() => noted('decided').length === 1);
    expect(item.state).toBe('accepted');
    expect(noted('failed')).toEqual([]);
  });

  it('is down first, then comes back and catches up', async () => {
    await startPartner({ ...habits.down, downForMs: 50 });
    const item = hub.route();
    await expect(hub.announce(item)).rejects.toThrow();
    await until(() => noted('decided').length === 1);
    expect(await hub.announce(item)).toBe(204);
    expect(item.acknowledgements).toBe(1);
  });

  it('keeps one endpoint over restarts, paused while it is away', async () => {
    const first = await startPartner();
    const [before] = hub.endpoints.map(({ id }) => id);
    await first.stop();
    expect(hub.endpoints).toMatchObject([{ id: before, state: 'paused' }]);
    await startPartner();
    expect(hub.endpoints).toMatchObject([{ id: before, state: 'active' }]);
  });

  it('deletes what another sandbox partner left behind, and nothing else', async () => {
    await startPartner();
    const other = { id: uuidv7(), url: 'https://elsewhere.example', description: 'Ours', state: 'active', version: 1 };
    hub.endpoints.unshift(other);
    memory = await PartnerMemory.open();
    await startPartner();
    expect(hub.endpoints.map(({ description }) => description)).toEqual(['Ours', 'Sandbox partner']);
    expect(hub.endpoints).toContain(other);
  });
});
