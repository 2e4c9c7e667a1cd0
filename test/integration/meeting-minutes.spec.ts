import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { signerKey } from '#evidence-log';
import { oldestUnsealed, seal } from '#evidence';
import { canonicalJson } from '#kernel';
import {
  amendMinutes,
  answerMinutes,
  attendanceSheet,
  chainAmendments,
  closeMeeting,
  createSeries,
  htmlOf,
  keepAgendas,
  listMeetings,
  noteAttendance,
  openMeeting,
  openMeetingFile,
  pdfOf,
  pdfOfSheet,
  printed,
  proposeItem,
  publishMinutes,
  readAgenda,
  readMinutes,
  receiptsOf,
  recordDecision,
  settleMinutes,
  submitMinutes,
  systemZones,
  textOf,
  verifyMeetingFile,
  verifyMinutes,
  writeMeetingFile,
  writeNote,
  type MeetingTools,
  type MeetingView,
} from '#meetings';
import { readInbox } from '#referrals';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { endpointOf } from '#test/engine';
import { drain } from '#test/referral-flow';
import { eventually } from '#test/servers';
import { zipOf } from '#test/zip-of';
import { readParts } from '../../libs/meetings/file/read-parts';
import { digestOf, recordDigest, type Rendition } from '../../libs/meetings/minutes/minutes-record';
import { printableOf } from '../../libs/meetings/minutes/printed-minutes';

jest.setTimeout(120_000);

const DARI = 'پناهگاه تا روز جمعه باز می‌ماند';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the minutes of a meeting', () => {
  let hub: HubDatabase;
  let meetings: MeetingView[];
  let item: string;
  const worker = () => ({
    ...{ database: hub.worker, vault: hub.vault, clock: hub.clock, directory: hub.directory, zones: systemZones },
    publicUrl: 'http://hub.example',
  });
  const as = <T>(slug: string, work: (tools: MeetingTools) => Promise<T>): Promise<T> =>
    hub.as(slug, (tools) => work({ ...tools, zones: systemZones }));
  /** What the third meeting has to approve. */
  const approvals = async () =>
    (await as('iom', (tools) => readAgenda(tools, meetings[2]!.id))).items
      .filter(({ origin }) => origin === 'standing')
      .map(({ title, state }) => [title.split(' ').at(-1), state]);
  const minutesOf = (slug: string, meeting = meetings[0]) => as(slug, (tools) => readMinutes(tools, meeting!.id));

  /** Opens and closes a meeting in which one item was noted, and another for some alone. */
  const hold = async (meeting: MeetingView, note: string): Promise<string> =>
    as('isaf-hq', async (tools) => {
      const open = await proposeItem(tools, meeting.id, { title: 'Shelters', tag: 'decision', minutes: 5 });
      const closed = { title: 'A closed item', tag: 'discussion', minutes: 5, visibleTo: ['unhcr'] } as const;
      const secret = await proposeItem(tools, meeting.id, closed);
      await openMeeting(tools, meeting.id, meeting.version);
      for (const body of ['iom', 'isaf-hq', 'unhcr'])
        await noteAttendance(tools, meeting.id, { body, state: 'present' });
      await writeNote(tools, meeting.id, open.id, 0, note);
      await writeNote(tools, meeting.id, secret.id, 0, 'Secret words');
      await recordDecision(tools, meeting.id, open.id, { decision: 'It stays open' });
      await closeMeeting(tools, meeting.id, meeting.version + 1);
      return open.id;
    });

  beforeAll(async () => {
    hub = await openHubDatabase();
    const start = new Date(hub.clock.now().getTime() + 2 * DAY).toISOString().slice(0, 10);
    const series = await as('isaf-hq', (tools) =>
      createSeries(tools, {
        operation: 'afghanistan',
        title: 'Weekly',
        bodies: ['unhcr', 'unicef'],
        ...{ chair: 'iom', secretary: 'isaf-hq', start: `${start}T09:00`, minutes: 60, rule: 'FREQ=WEEKLY' },
        settings: { quorum: 3, approval: 'all', silenceDays: 3 },
      }),
    );
    meetings = (await as('iom', (tools) => listMeetings(tools, { series: series.id, limit: 5 }))).data;
    item = await hold(meetings[0]!, `Open until Friday\n${DARI}`);
    await drain(hub);
  });
  afterAll(() => hub.close());

  it('are submitted, sent back with remarks, written anew and submitted again: each round stays on record', async () => {
    await as('isaf-hq', (tools) => submitMinutes(tools, meetings[0]!.id, 0));
    await expect(as('iom', (tools) => writeNote(tools, meetings[0]!.id, item, 1, 'x'))).rejects.toMatchObject({
      code: 'illegal_transition',
    });
    await expect(
      as('aihrc', (tools) => answerMinutes(tools, meetings[0]!.id, 'approved', undefined)),
    ).rejects.toMatchObject({ code: 'not_found' });
    await as('unhcr', (tools) => answerMinutes(tools, meetings[0]!.id, 'changes_requested', 'Until Saturday'));
    expect(await settleMinutes(worker())).toBe(1);
    expect(await minutesOf('unicef')).toMatchObject({ state: 'changes_requested', round: 1 });
    await as('iom', (tools) => writeNote(tools, meetings[0]!.id, item, 1, `Open until Saturday\n${DARI}`));
    await expect(as('isaf-hq', (tools) => submitMinutes(tools, meetings[0]!.id, 1))).rejects.toMatchObject({
      code: 'stale_version',
    });
    const { version } = await minutesOf('isaf-hq');
    expect(await as('isaf-hq', (tools) => submitMinutes(tools, meetings[0]!.id, version))).toMatchObject({ round: 2 });
    await as('unhcr', (tools) => answerMinutes(tools, meetings[0]!.id, 'approved', 'Thank you'));
    await expect(
      as('unhcr', (tools) => answerMinutes(tools, meetings[0]!.id, 'approved', undefined)),
    ).rejects.toMatchObject({ code: 'illegal_transition' });
    expect(await settleMinutes(worker())).toBe(0);
  });

  it('are approved by silence, and stand: what each body has is bound to one record', async () => {
    hub.clock.advance(3 * DAY);
    expect(await settleMinutes(worker())).toBe(1);
    const bodies = ['iom', 'isaf-hq', 'unhcr', 'unicef'];
    const views = await Promise.all(bodies.map((slug) => minutesOf(slug)));
    expect(new Set(views.map(({ digest }) => digest)).size).toBe(1);
    expect(new Set(views.map(({ renditionDigest }) => renditionDigest)).size).toBe(2);
    expect(views.map((view) => JSON.stringify(view).includes('Secret words'))).toEqual([true, true, true, false]);
    expect(views[3]?.answers.map(({ round, body, answer }) => [round, body, answer])).toEqual([
      [1, 'unhcr', 'changes_requested'],
      [2, 'unhcr', 'approved'],
      ...['iom', 'isaf-hq', 'unicef'].map((body) => [2, body, 'silent']),
    ]);
    await expect(as('iom', (tools) => writeNote(tools, meetings[0]!.id, item, 2, 'x'))).rejects.toMatchObject({
      ...{ code: 'illegal_transition', extra: { legal: ['amend'] } },
    });
    for (const slug of bodies)
      expect(await as(slug, (tools) => verifyMinutes(tools, meetings[0]!.id))).toMatchObject({
        valid: true,
        number: 1,
      });
  });

  it('are found out when somebody changes the record past the hub', async () => {
    const change = (from: string, to: string) =>
      hub.superuser(`UPDATE minutes_renditions SET rendition = replace(rendition, $1, $2)`, [from, to]);
    await change('until Saturday', 'until Sunday');
    expect(await as('unicef', (tools) => verifyMinutes(tools, meetings[0]!.id))).toMatchObject({ valid: false });
    await change('until Sunday', 'until Saturday');
    expect(await as('unicef', (tools) => verifyMinutes(tools, meetings[0]!.id))).toMatchObject({ valid: true });
    await expect(hub.superuser(`UPDATE minutes_records SET record = ''`)).rejects.toThrow('append-only');
  });

  it('reach each body by a message that waits for its acknowledgement', async () => {
    await endpointOf(hub, 'unhcr', 'https://unhcr.example/hook', { eventTypes: ['minutes.published'] });
    expect(await publishMinutes(worker())).toBe(4);
    expect(await publishMinutes(worker())).toBe(0);
    const { digest, renditionDigest } = await minutesOf('unicef');
    const mails = await hub.superuser<{ rows: [string, string][] }>(
      `SELECT content -> 'rows' AS rows FROM mails m JOIN organisations o ON o.id = m.organisation_id
       WHERE o.slug = 'unicef' AND m.dedupe LIKE 'published/%'`,
    );
    expect(mails.map(({ rows }) => rows.slice(-2))).toEqual([
      [
        ['Record', `SHA-256 ${digest ?? ''}`],
        ['Yours', `SHA-256 ${renditionDigest ?? ''}`],
      ],
    ]);
    await drain(hub);
    const [delivery] = await hub.superuser<{ body: string }>(
      `SELECT body FROM deliveries WHERE event_type = 'minutes.published'`,
    );
    const own = await minutesOf('unhcr');
    expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
      data: { kind: 'minutes', digest, renditionDigest: own.renditionDigest },
    });
    for (const slug of ['unhcr', 'unicef']) {
      const { data } = await hub.as(slug, (tools) => readInbox(tools, { after: 0n, order: 'oldest', limit: 10 }));
      expect(data.map(({ kind }) => kind)).toEqual(['minutes']);
    }
  });

  it('are amended beside the record, chained, and seen with what they change', async () => {
    await as('iom', (tools) =>
      amendMinutes(tools, meetings[0]!.id, { item, note: `Open until Monday\n${DARI}`, reason: 'Misheard' }),
    );
    expect(await chainAmendments(worker())).toBe(1);
    const before = await minutesOf('unicef');
    expect(before.amendments).toMatchObject([{ number: 1, by: 'iom', reason: 'Misheard' }]);
    expect(before.amendments[0]?.diff.map(({ sign, text }) => sign + text)).toEqual([
      '-Open until Saturday',
      '+Open until Monday',
      ` ${DARI}`,
    ]);
    expect(JSON.stringify(before.items)).toContain('Open until Saturday');
    const next = meetings[1]!;
    hub.clock.advance(meetings[2]!.startsAt.getTime() - 30 * HOUR - hub.clock.now().getTime());
    await hold(next, 'Next');
    await as('isaf-hq', (tools) => submitMinutes(tools, next.id, 0));
    await keepAgendas(worker());
    hub.clock.advance(6 * HOUR);
    expect(await keepAgendas(worker())).toBe(1);
    expect(await approvals()).toEqual([[next.reference, 'open']]);
    hub.clock.advance(3 * DAY);
    await settleMinutes(worker());
    expect(await minutesOf('unicef', next)).toMatchObject({ number: 3, previousDigest: before.amendments[0]?.digest });
    // What was frozen stands, and says that nobody need deal with it.
    expect(await approvals()).toEqual([[next.reference, 'done']]);
  });

  it('are the same bytes each time as a tagged PDF, and read right to left where they are written so', async () => {
    const minutes = printed(await minutesOf('unicef'));
    const pdf = await pdfOf(minutes);
    expect(pdf.equals(await pdfOf(printed(await minutesOf('unicef'))))).toBe(true);
    expect(pdf.includes('/StructTreeRoot')).toBe(true);
    const sheet = await as('unicef', (tools) => attendanceSheet(tools, meetings[0]!.id));
    const printedSheet = await pdfOfSheet(sheet);
    expect(printedSheet.equals(await pdfOfSheet(sheet))).toBe(true);
    expect(printedSheet.includes('/StructTreeRoot')).toBe(true);
    const { stdout, error } = spawnSync('pdffonts', ['-'], { input: pdf, encoding: 'utf8' });
    if (!error) expect(stdout).toContain('NotoNaskhArabic');
    expect(htmlOf(minutes)).toContain(`<p dir="rtl">${DARI}</p>`);
    expect(textOf(minutes)).toContain('Open until Saturday');
    expect(htmlOf({ ...minutes, title: '<script>' })).not.toContain('<script>');
  });

  describe('as the file of the whole meeting', () => {
    const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));
    const keys = [signer.verifier];
    const fileOf = async (slug: string): Promise<Buffer> => {
      const file = await as(slug, (tools) =>
        openMeetingFile({ ...tools, publicUrl: 'http://hub.example' }, meetings[0]!.id),
      );
      return buffer(
        await writeMeetingFile(
          file,
          receiptsOf((work) => as(slug, ({ tx }) => work(tx)), file),
        ),
      );
    };
    const sealAll = () =>
      eventually('all is sealed', async () => {
        await seal({ database: hub.worker, clock: hub.clock, signer });
        return (await oldestUnsealed(hub.worker)) === undefined;
      });
    const partsOf = async (bytes: Buffer): Promise<Map<string, Buffer>> => new Map(await readParts(bytes));
    /** The archive again, with a manifest that fits whatever was changed. */
    const packed = (changed: Map<string, Buffer>): Buffer => {
      const manifest = JSON.parse(changed.get('manifest.json')!.toString()) as { parts: Record<string, string> };
      changed.delete('manifest.json');
      manifest.parts = Object.fromEntries(
        [...changed].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
      );
      changed.set('manifest.json', Buffer.from(canonicalJson(manifest)));
      return zipOf([...changed].map(([name, content]) => ({ name, content })));
    };
    const faultsOf = async (bytes: Buffer) => {
      const { ok, faults } = await verifyMeetingFile(bytes, keys);
      expect(ok).toBe(faults.length === 0);
      return faults.map(({ part, why }) => `${part}: ${why}`);
    };

    it('waits until all is published and sealed, and then is checked by itself', async () => {
      await expect(fileOf('unicef')).rejects.toMatchObject({ code: 'not_sealed' });
      await publishMinutes(worker());
      await drain(hub);
      await sealAll();
      for (const slug of ['isaf-hq', 'unicef']) {
        const bytes = await fileOf(slug);
        const { digest, renditionDigest } = await minutesOf(slug);
        expect(await verifyMeetingFile(bytes, keys)).toMatchObject({
          ...{ ok: true, faults: [], body: slug, digest, renditionDigest, amendments: 1 },
          signedBy: [signer.verifier.text],
        });
        const parts = await partsOf(bytes);
        expect(parts.get('minutes.pdf')!.equals(await pdfOf(printed(await minutesOf(slug))))).toBe(true);
        expect(parts.get('meeting.ics')!.toString()).toContain(`${meetings[0]!.series!}@liaison-hub`);
        expect(Buffer.concat([...parts.values()]).includes('Secret words')).toBe(slug === 'isaf-hq');
      }
      await expect(as('aihrc', (tools) => readMinutes(tools, meetings[0]!.id))).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    it('is found out where somebody changed it, also who made all of it fit again but the evidence', async () => {
      const file = await fileOf('unicef');
      const original = await partsOf(file);
      const text = original.get('minutes.json')!.toString();
      const other = (name: string, content: Buffer) => packed(new Map(original).set(name, content));
      expect(await faultsOf(zipOf([...original].map(([name, content]) => ({ name, content }))))).toEqual([]);
      expect(await faultsOf(other('minutes.pdf', Buffer.from('%PDF-1.7')))).toEqual([
        'minutes.pdf: it is no print of these minutes',
      ]);
      expect(await faultsOf(other('minutes.json', Buffer.from(text.replace('until Saturday', 'for ever'))))).toContain(
        'minutes.json: it is not bound to the record whose digest it names',
      );
      expect(await faultsOf(other('evidence/receipts.ndjson', Buffer.from('')))).toEqual([
        'evidence/receipts.ndjson: no entry names these minutes: the hub did not publish them to this body',
        'evidence/receipts.ndjson: no entry names amendment 1',
      ]);
      const forged = JSON.parse(text.replace('until Saturday', 'for ever')) as Rendition;
      const rendition = { ...forged, digest: recordDigest(forged) };
      const amendment = JSON.parse(original.get('amendments/0001.json')!.toString()) as never;
      const prints = printed(printableOf(rendition, digestOf(rendition), [amendment]));
      const whole = new Map(original)
        .set('minutes.json', Buffer.from(canonicalJson(rendition)))
        .set('minutes.pdf', await pdfOf(prints))
        .set('minutes.html', Buffer.from(htmlOf(prints)))
        .set('minutes.txt', Buffer.from(textOf(prints)));
      expect(await faultsOf(packed(whole))).toEqual([
        'amendments/0001.json: it does not go on from the record before it',
        'evidence/receipts.ndjson: no entry names these minutes: the hub did not publish them to this body',
      ]);
      const stranger = signerKey('hub.example/evidence', Buffer.alloc(32, 2)).verifier;
      expect(await verifyMeetingFile(file, [stranger])).toMatchObject({ ok: false });
      for (const broken of [Buffer.alloc(0), Buffer.from('PK'), file.subarray(0, file.length - 30)])
        expect(await faultsOf(broken)).toEqual(['file: this is no zip archive that can be read to its end']);
      expect(await faultsOf(other('minutes.json', Buffer.from('null')))).toEqual([
        'file: a part is not as the hub writes it',
      ]);
    });
  });
});
