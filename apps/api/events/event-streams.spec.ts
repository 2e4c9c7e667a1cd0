import { HubError, systemClock, uuidv7, type Uuid } from '#kernel';
import type { Caller, Permission } from '#identity';
import type { Database } from '#platform/database';
import { createLog } from '#platform/telemetry';
import { LINES_AT_ONCE, type EventLine } from '#referrals';
import type { EventStream } from './event-stream';
import { EventStreams, STREAMS_PER_KEY } from './event-streams';

const ALL: readonly Permission[] = ['inbox:read', 'referrals:read', 'messages:read'];

describe('the streams of events of a process', () => {
  let record: EventLine[];
  let revokedAt: Date | null;
  let scopes: readonly Permission[];
  let away: boolean;
  let streams: EventStreams;
  const caller: Caller = { organisationId: uuidv7(), slug: 'iom', keyId: uuidv7(), scopes: ALL };

  const database = {
    transaction: (_: unknown, work: (tx: unknown) => unknown) =>
      work({
        rows: (_text: string, [after]: [Uuid]) =>
          Promise.resolve(record.filter(({ id }) => id > after).slice(0, LINES_AT_ONCE)),
      }),
  } as unknown as Database;
  const callerNow = (): Promise<Caller> => {
    if (away) return Promise.reject(new HubError('unavailable', 'away'));
    if (revokedAt) return Promise.reject(new HubError('unauthenticated', 'revoked'));
    return Promise.resolve({ ...caller, scopes });
  };
  const open = (lastEventId?: string): Promise<EventStream> => streams.listen(caller, callerNow, lastEventId);
  const heard = (stream: EventStream): (() => string) => {
    let text = '';
    stream.on('data', (piece: string) => (text += piece));
    return () => text;
  };
  const happens = (over: Partial<EventLine> = {}): Uuid => {
    const id = uuidv7();
    record.push({
      ...{ id, messageId: uuidv7(), reference: 'AFG-2026-000001', kind: 'referral', operation: 'afghanistan' },
      ...{ status: 'test', event: 'acknowledged', organisation: 'iom', state: 'acknowledged', at: new Date() },
      ...{ threadId: id, recipientState: 'acknowledged', dueAt: new Date(), decisionDueAt: null },
      ...{ sent: false, ...over },
    });
    return id;
  };

  beforeEach(() => {
    // Streams close in the next tick.
    jest.useFakeTimers({ doNotFake: ['nextTick'] });
    record = [];
    revokedAt = null;
    scopes = ALL;
    away = false;
    const log = createLog('spec', 'silent');
    streams = new EventStreams({ database, clock: systemClock, log, publicUrl: 'https://hub.example' });
  });
  afterEach(async () => {
    const stopped = streams.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(2_000);
    await stopped;
    jest.useRealTimers();
  });

  it('tell what happens, where it can be read, and that they live', async () => {
    const text = heard(await open());
    const received = happens();
    const sent = happens({ sent: true });
    const other = happens({ sent: true, kind: 'information-share', event: 'sent' });
    await jest.advanceTimersByTimeAsync(16_000);
    for (const id of [received, sent, other]) expect(text().split(`id: ${id}\n`)).toHaveLength(2);
    expect(text()).toContain(`"href":"https://hub.example/v1/inbox/${record[0]?.messageId ?? ''}"`);
    expect(text()).toContain(`"href":"https://hub.example/v1/referrals/${record[1]?.messageId ?? ''}"`);
    expect(text()).toContain(`"href":"https://hub.example/v1/messages/${record[2]?.messageId ?? ''}"`);
    expect(text()).toContain('event: message.routed\n');
    expect(text()).toContain(': still here\n\n');
  });

  it('tell of what was sent only to keys that may read it', async () => {
    const stream = await streams.listen({ ...caller, scopes: ['inbox:read', 'messages:read'] }, callerNow, undefined);
    const text = heard(stream);
    const hidden = happens({ sent: true });
    const shown = happens({ sent: true, kind: 'information-share' });
    await jest.advanceTimersByTimeAsync(2_000);
    expect(text()).not.toContain(hidden);
    expect(text()).toContain(shown);
  });

  it.each<[string, () => unknown]>([
    ['is revoked', () => (revokedAt = new Date())],
    ['may not read the inbox any more', () => (scopes = ['referrals:read'])],
  ])('end within half a minute after their key %s', async (_, change) => {
    const stream = await open();
    const text = heard(stream);
    await jest.advanceTimersByTimeAsync(31_000);
    expect(stream.closed).toBe(false);
    change();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(stream.closed).toBe(true);
    const told = text();
    happens();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(text()).toBe(told);
  });

  it('stay while the record is away, and tell afterwards', async () => {
    const stream = await open();
    const text = heard(stream);
    away = true;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(stream.closed).toBe(false);
    away = false;
    const id = happens();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(text()).toContain(id);
  });

  it('are so many for a key, and whoever leaves makes room', async () => {
    const first = await open();
    for (let more = 1; more < STREAMS_PER_KEY; more += 1) await open();
    await expect(open()).rejects.toMatchObject({ code: 'too_many_requests' });
    first.destroy();
    await jest.advanceTimersByTimeAsync(0);
    await expect(open()).resolves.toBeDefined();
    await expect(open()).rejects.toMatchObject({ code: 'too_many_requests' });
  });

  it('keep no place when they cannot be opened', async () => {
    const transaction = jest.spyOn(database, 'transaction').mockRejectedValue(new HubError('unavailable', 'away'));
    for (let tries = 0; tries <= STREAMS_PER_KEY; tries += 1) {
      await expect(open()).rejects.toMatchObject({ code: 'unavailable' });
      await jest.advanceTimersByTimeAsync(0);
    }
    transaction.mockRestore();
    await expect(open()).resolves.toBeDefined();
  });

  it('break off for a reader that does not read', async () => {
    const stream = await open();
    for (let lines = 0; lines < 5_000; lines += 1) happens();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(stream.destroyed).toBe(true);
    expect(stream.readableLength).toBeLessThan(1.5 * 1_048_576);
  });

  it('go on after a place of another process: all that came since, and each once', async () => {
    const before = happens();
    const since = [happens(), happens()];
    const text = heard(await open(before));
    await jest.advanceTimersByTimeAsync(3_000);
    for (const id of since) expect(text().split(`id: ${id}\n`)).toHaveLength(2);
    const live = happens();
    await jest.advanceTimersByTimeAsync(20_000);
    for (const id of [...since, live]) expect(text().split(`id: ${id}\n`)).toHaveLength(2);
  });

  it('wait for who comes back to take what was missed, however much it is', async () => {
    const before = happens();
    const missed = Array.from({ length: 4_000 }, () => happens());
    const slow = await open(before);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(slow.destroyed).toBe(false);
    expect(slow.readableLength).toBeLessThan(200_000);
    const text = heard(slow);
    await jest.advanceTimersByTimeAsync(5_000);
    expect([...text().matchAll(/^id: (\S+)$/gm)].map(([, id]) => id)).toEqual(missed);
  });

  it('say that events are missing after more than a day', async () => {
    const old = (Date.now() - 25 * 3_600_000).toString(16).padStart(12, '0');
    const missed = happens();
    const text = heard(await open(`${old.slice(0, 8)}-${old.slice(8)}${missed.slice(13)}`));
    await jest.advanceTimersByTimeAsync(2_000);
    expect(text()).toMatch(/id: \S+\nevent: gap\ndata: \{"reason":"too_old"\}\n\n/);
    expect(text()).not.toContain(missed);
  });

  it.each(['x', '01980000-0000-4000-8000-000000000001'])('refuse %j as a place', async (place) => {
    await expect(open(place)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('end in order when the process stops, and begin no more', async () => {
    const [reading, stuck] = [await open(), await open()];
    heard(reading);
    const stopped = streams.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(0);
    expect([reading.readableEnded, stuck.destroyed]).toEqual([true, false]);
    await jest.advanceTimersByTimeAsync(2_000);
    await stopped;
    expect([stuck.readableEnded, stuck.destroyed]).toEqual([false, true]);
    await expect(open()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
