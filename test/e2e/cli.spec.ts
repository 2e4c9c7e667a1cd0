import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createTransport } from 'nodemailer';
import { canonicalJson, uuidv7 } from '#kernel';
import { ApiCaller } from '#test/api-caller';
import { BrowserTab } from '#test/browser-tab';
import { codeOf, enrol } from '#test/enrol';
import { fictitiousCase } from '#test/fictitious';
import { withClient } from '#test/hub-database';
import { startHub, type RunningHub } from '#test/running-hub';
import { cleanUpAfterwards, eventually, temporaryDirectory } from '#test/servers';
import { WebhookReceiver } from '#test/webhook-receiver';
import { zipOf } from '#test/zip-of';
import { readParts } from '../../libs/meetings/file/read-parts';

const MAIN = resolve(__dirname, '../../dist/apps/cli/main.js');
const KEYS = '/.well-known/evidence-keys.json';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}
interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  out(): string;
}
interface Item {
  readonly messageId: string;
  readonly reference: string;
  readonly state: string;
}

describe('the command line, against a running hub', () => {
  let hub: RunningHub;
  let folder: string;
  let caseFile: string;
  let id: string;

  /** Starts the command in an environment that says nothing of a hub. */
  const start = (words: readonly string[], options: { env?: Record<string, string>; stdin?: string } = {}): Running => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...words], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HUB_API: hub.api, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    if (child.pid !== undefined) cleanUpAfterwards({ pids: [child.pid], directories: [] });
    let out = '';
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdin.end(options.stdin ?? '');
    const ended = new Promise<Ended>((done, fail) => {
      child.once('error', fail);
      child.once('close', (code) => {
        done({ code, out, said });
      });
    });
    return { child, ended, out: () => out };
  };
  const interrupted = async ({ child, ended }: Running, signal: NodeJS.Signals): Promise<Ended> => {
    child.kill(signal);
    await eventually('the command ends when it is interrupted', () => child.exitCode !== null, 30_000);
    return ended;
  };
  const as = (body: string, ...words: readonly string[]): Promise<Ended> =>
    start(words, { env: { HUB_API_KEY: hub.keys[body] ?? '' } }).ended;
  const json = async <T>(ended: Promise<Ended>): Promise<T> => {
    const { code, out, said } = await ended;
    expect({ code, said }).toEqual({ code: 0, said: '' });
    return JSON.parse(out) as T;
  };
  const referral = (over: Record<string, unknown> = {}): string =>
    JSON.stringify({ operation: 'afghanistan', priority: 'urgent', status: 'exercise', body: fictitiousCase(over) });
  const inboxOfIom = async (): Promise<Item[]> =>
    (await json<{ data: Item[] }>(as('iom', 'inbox', 'list', '--output', 'json'))).data;

  beforeAll(async () => {
    folder = temporaryDirectory('cli');
    cleanUpAfterwards({ pids: [], directories: [folder] });
    caseFile = join(folder, 'case.json');
    writeFileSync(caseFile, referral());
    // As the demo has it by itself: people sign in before they have a second factor.
    hub = await startHub('one process on its own PostgreSQL', { SIGN_IN_SECOND_FACTOR: 'optional' });
  }, 120_000);

  afterAll(async () => {
    await hub.stop();
  }, 60_000);

  it('lists review reports, and saves one as it is printed', async () => {
    const report = uuidv7();
    await withClient(hub.superuserUrl, (client) =>
      client.query(
        `INSERT INTO review_reports
           (id, operations, number, first_quarter, last_quarter, threshold, content, digest, made_by, made_at)
         SELECT $1, '{kosovo}', 1, '2024-Q1', '2024-Q1', 11, '{"sections":[],"definitions":[]}', repeat('0', 64), id, now()
         FROM organisations WHERE slug = 'kfor-hq'`,
        [report],
      ),
    );
    const listed = await as('iom', 'review', 'list', '--operation', 'kosovo');
    expect(listed.out).toContain(report);
    for (const [format, start] of [
      ['pdf', '%PDF-'],
      ['csv', '"section"'],
    ] as const) {
      const file = join(folder, `report.${format}`);
      expect(await as('iom', 'review', 'save', report, file, '--format', format)).toMatchObject({ code: 0, said: '' });
      expect(readFileSync(file, 'latin1').trimStart().startsWith(start)).toBe(true);
    }
    const own = await as('iom', 'review', 'save', report, join(folder, 'own.pdf'), '--edition', 'own');
    expect(own.code).not.toBe(0);
    expect(own.said).toContain('not_found');
  }, 120_000);

  it('brings a return from a table, tells what is wrong with it, and shows how far contingents are trained', async () => {
    const period = { from: '2026-01-01', to: '2026-06-30' };
    const dueOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const request = { kind: 'training-return-request', operation: 'kosovo', to: ['italy'], body: { period, dueOn } };
    const ask = start(['message', 'send', '-'], {
      env: { HUB_API_KEY: hub.keys['kfor-hq'] ?? '' },
      stdin: JSON.stringify(request),
    });
    expect(await ask.ended).toMatchObject({ code: 0, said: '' });
    const italy = new ApiCaller(hub, 'italy');
    const inbox = await italy.call<{ data: Item[] }>('GET', '/v1/inbox?wait=20');
    const asked = inbox.body.data[0]?.messageId ?? '';
    const bring = async (people: string, ...options: readonly string[]): Promise<Ended> => {
      const file = join(folder, 'figures.csv');
      const trained = `trained;officers;nso-adl-1;staff;before-deployment;${people}`;
      writeFileSync(file, `entry;rankGroup;course;role;when;people\nstrength;officers;;;;40\n${trained}\n`);
      return as('italy', 'returns', 'import', asked, file, ...options);
    };
    const wrong = await bring('41');
    expect(wrong.code).toBe(3);
    expect(wrong.out).toMatch(/│ 3 +│ F +│/);
    expect((await bring('30')).out).toContain('draft made');
    expect(await bring('30', '--submit')).toMatchObject({
      code: 0,
      out: expect.stringContaining('submitted') as string,
    });
    const coverage = ['returns', 'coverage', '--operation', 'kosovo'] as const;
    await eventually('headquarters has the return', async () =>
      (await as('kfor-hq', ...coverage)).out.includes('75 %'),
    );
    expect((await as('kfor-hq', ...coverage)).out).toContain('Nothing returned by: germany, turkey.');
    expect((await as('unmik', ...coverage)).out).toContain('Nothing returned by: germany, italy, turkey.');
  }, 120_000);

  const bodyOf = (email: string): string => /@(.*)\.example$/.exec(email)?.[1] ?? '';

  /** As a person of the demo, whose password comes by standard input. */
  const asPerson = async (email: string, ...words: readonly string[]): Promise<Ended> => {
    const env = { HUB_EMAIL: email, HUB_ORGANISATION: bodyOf(email) };
    return start([...words, '--password-file', '-'], { env, stdin: `${await hub.passwordOf(email)}\n` }).ended;
  };

  it('tells which units have not acknowledged a provision, and acknowledges it as a person, no key', async () => {
    const outstanding = () => as('italy', 'provisions', 'outstanding', '--operation', 'kosovo');
    expect((await outstanding()).out).toMatch(/italian-engineers.*KOS-P1 v1.*due/);
    const words = ['provisions', 'acknowledge', '--operation', 'kosovo', '--unit', 'italian-engineers'];
    expect(await as('italy', ...words, 'KOS-P1@1')).toMatchObject({ code: 2, out: '' });
    const officer = 'officer@italy.example';
    expect(await asPerson(officer, ...words, 'KOS-P1@2')).toMatchObject({ code: 3, out: '' });
    expect(await asPerson(officer, ...words, 'KOS-P1@1', 'KOS-P2@1')).toMatchObject({ code: 0, said: '' });
    expect((await outstanding()).out).not.toMatch(/italian-engineers.*KOS-P[12] /);
    expect((await as('kfor-hq', 'provisions', 'list', '--operation', 'kosovo')).out).toMatch(/KOS-P1 v1.*1 of 5/);
  }, 60_000);

  it('brings an allegation before an authority, which says how it stands; without a second factor nothing grave', async () => {
    const [writer, authority] = ['accountability@kfor-hq.example', 'accountability@italy-authority.example'];
    const notice = join(folder, 'notice.json');
    const body = { nation: 'italy', conduct: 'other', personnel: 'military', account: 'Exercise: seen there.' };
    writeFileSync(notice, JSON.stringify({ operation: 'kosovo', status: 'exercise', body }));
    const { id: noticeId } = await json<{ id: string }>(
      asPerson(writer, 'accountability', 'write', notice, '--output', 'json'),
    );
    await eventually(
      'the authority has it',
      async () => (await asPerson(authority, 'accountability', 'list')).out.includes(noticeId),
      30_000,
    );
    const said = await asPerson(authority, 'accountability', 'status', noticeId, 'received', '--note', 'Exercise.');
    expect(said.out).toContain('received. Possible now: under_investigation, dismissed, repatriated.');
    expect(await asPerson(authority, 'accountability', 'status', noticeId, 'acquitted')).toMatchObject({ code: 5 });
    expect((await asPerson(writer, 'accountability', 'show', noticeId)).out).toContain('Exercise: seen there.');
    expect((await asPerson(writer, 'accountability', 'timeline', noticeId)).out).toMatch(/nation_status.*Exercise\./);
    const commander = 'commander@kfor-hq.example';
    expect(await asPerson(commander, 'accountability', 'show', noticeId)).toMatchObject({ code: 4, out: '' });
    await asPerson(writer, 'accountability', 'let-know', noticeId, commander);
    expect((await asPerson(commander, 'accountability', 'list')).out).toContain(noticeId);
    const repatriate = (...code: readonly string[]): Promise<Ended> =>
      asPerson(commander, 'accountability', 'repatriate', noticeId, '--reason', 'Exercise: at once.', ...code);
    const unproved = await repatriate();
    expect(unproved).toMatchObject({ code: 6, out: '' });
    expect(unproved.said).toContain('step_up_required');

    // Enrolled in a browser. Codes of the step after this one hold already; that of this step has confirmed it.
    const tab = new BrowserTab(hub.api);
    const password = await hub.passwordOf(commander);
    expect((await tab.signIn({ organisation: bodyOf(commander), email: commander, password })).status).toBe(201);
    const { secret, recoveryCodes } = await enrol(tab, { now: () => new Date() });
    const code = codeOf(secret, { now: () => new Date(Date.now() + 30_000) });
    const uncoded = await repatriate();
    expect(uncoded).toMatchObject({ code: 6, out: '' });
    expect(await repatriate('--code', '12')).toMatchObject({ code: 2, out: '' });
    expect(await repatriate('--code', code)).toMatchObject({ code: 0, said: '' });
    expect(await asPerson(commander, 'accountability', 'list', '--code', code)).toMatchObject({ code: 6, out: '' });
    const recovered = await asPerson(commander, 'accountability', 'list', '--code', recoveryCodes[0] ?? '');
    expect(recovered).toMatchObject({ code: 0, said: '' });
    expect((await asPerson(authority, 'accountability', 'show', noticeId)).out).toContain('Exercise: at once.');
  }, 180_000);

  it('makes and submits a referral from a file, once however often it is asked', async () => {
    const create = ['referral', 'create', caseFile, '--submit', '--output', 'json'] as const;
    const made = await json<{ id: string; state: string }>(as('isaf-hq', ...create));
    expect(made.state).toBe('submitted');
    id = made.id;
    expect((await json<{ id: string }>(as('isaf-hq', ...create))).id).toBe(id);
  }, 60_000);

  it('lists it to its sender and to its receiver, with the deadline in words', async () => {
    await eventually('iom has it', async () => (await inboxOfIom()).some(({ messageId }) => messageId === id), 30_000);
    const list = await as('iom', 'inbox', 'list');
    expect(list.code).toBe(0);
    expect(list.out).toContain(id);
    expect(list.out).toContain('[EXERCISE]');
    expect(list.out).toMatch(/in 2 d 23 h/);
    expect(Math.max(...list.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect((await as('isaf-hq', 'referral', 'list', '--state', 'routed')).out).toContain('iom: pending');
  }, 60_000);

  it('takes the key from a file, and from demo credentials', async () => {
    const keyFile = join(folder, 'key');
    writeFileSync(keyFile, `${hub.keys['iom'] ?? ''}\n`, { mode: 0o600 });
    await json(start(['inbox', 'list', '--key-file', keyFile, '--output', 'json']).ended);
    const credentials = hub.credentialsFile ?? '';
    await json(start(['--as', 'iom', '--credentials', credentials, '--output', 'json', 'inbox', 'list']).ended);
  }, 30_000);

  it('shows, acknowledges and decides', async () => {
    expect((await as('iom', 'inbox', 'show', id)).out).toContain('FICTION-1');
    const receipt = await json<{ receiptId: string }>(as('iom', 'inbox', 'acknowledge', id, '--output', 'json'));
    const again = await json<{ receiptId: string }>(as('iom', 'inbox', 'acknowledge', id, '--output', 'json'));
    expect(again.receiptId).toBe(receipt.receiptId);
    const decided = await as('iom', 'inbox', 'decide', id, 'accepted');
    expect(decided).toMatchObject({ code: 0, said: '' });
    expect(decided.out).toContain('accepted');
    expect((await as('iom', 'inbox', 'progress', id, 'in_progress')).code).toBe(0);
    const seen = await as('isaf-hq', 'referral', 'show', id);
    expect(seen.out).toContain('in_progress');
    expect((await as('isaf-hq', 'referral', 'timeline', id)).out).toContain('acknowledge');
  }, 60_000);

  it('ends with 5 and says what is possible when another decision was made', async () => {
    const { code, said, out } = await as('iom', 'inbox', 'decide', id, 'declined', '--reason', 'capacity');
    expect({ code, out }).toEqual({ code: 5, out: '' });
    expect(said).toContain('illegal_transition');
    expect(said).toContain('Possible now:');
  }, 30_000);

  it('ends with 6 for a key that is none', async () => {
    const { code, said } = await start(['inbox', 'list'], { env: { HUB_API_KEY: 'lh_none' } }).ended;
    expect(code).toBe(6);
    expect(said).not.toContain('lh_none');
    expect(said).not.toMatch(/\n\s+at /);
  }, 30_000);

  it('ends with 4 for what is not there, 2 for wrong words, 7 for a hub that is away', async () => {
    expect((await as('iom', 'inbox', 'show', '01980000-0000-7000-8000-000000000001')).code).toBe(4);
    const unsure = await as('iom', 'inbox', 'decide', id, 'declined', '--reason', 'mood');
    expect(unsure.code).toBe(2);
    expect(unsure.said).toContain('outside_mandate');
    expect((await as('iom', 'inbox', 'list', '--api', 'http://127.0.0.1:9')).code).toBe(7);
    expect((await as('iom', '--help')).out).toContain('Exit codes:');
  }, 30_000);

  it('ends with 3 for a file that the hub refuses, and repeats nothing of it', async () => {
    const bad = referral({ person: { caseCode: 'FICTION-2', isMinor: 'perhaps', name: { given: 'Testperson' } } });
    const refused = await start(['referral', 'create', '-'], {
      env: { HUB_API_KEY: hub.keys['isaf-hq'] ?? '' },
      stdin: bad,
    }).ended;
    expect(refused.code).toBe(3);
    expect(refused.said).toContain('/body/person/isMinor');
    expect(refused.said).not.toContain('Testperson');
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{"body": {"person": {"name": "Testperson",,}}}');
    const unread = await as('isaf-hq', 'referral', 'create', broken);
    expect(unread.code).toBe(3);
    expect(unread.said).not.toContain('Testperson');
  }, 30_000);

  it('imports a workbook and reports its rows', async () => {
    const workbook = join(folder, 'cases.xlsx');
    expect((await start(['example-workbook', workbook]).ended).code).toBe(0);
    const report = await as('kfor-hq', 'referral', 'import', workbook, '--operation', 'kosovo');
    expect(report.out).toMatch(/drafts made, 0 were there/);
    expect((await as('kfor-hq', 'referral', 'import', workbook, '--operation', 'kosovo')).out).toBe(report.out);
  }, 60_000);

  it('explains what the rules would do', async () => {
    const words = ['--operation', 'afghanistan', '--service', 'legal', '--consent-purpose', 'assistance'];
    const { code, out, said } = await as('isaf-hq', 'routing', 'explain', ...words);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(out).toContain('iom');
    expect(out).toContain('recipient');
  }, 30_000);

  it('follows an inbox: what is submitted meanwhile is told, until it is interrupted', async () => {
    const env = { HUB_API_KEY: hub.keys['iom'] ?? '' };
    const following = start(['inbox', 'list', '--follow', '--output', 'json'], { env });
    await eventually('it tells what was there', () => following.out().includes(id), 30_000);
    const officer = new ApiCaller(hub, 'isaf-hq');
    const headers = (): Record<string, string> => ({ 'idempotency-key': randomUUID() });
    const created = await officer.call<{ id: string }>('POST', '/v1/referrals', {
      json: JSON.parse(referral()) as unknown,
      headers: headers(),
    });
    await officer.call('POST', `/v1/referrals/${created.body.id}/submit`, { headers: headers() });
    await eventually('it tells what arrives', () => following.out().includes(created.body.id), 30_000);
    const { code, out } = await interrupted(following, 'SIGINT');
    expect(code).toBe(0);
    const lines = out.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as Item).messageId)).toEqual([id, created.body.id]);
  }, 90_000);

  const question = { topics: ['route'], question: 'Exercise: which crossings are used at night?' };
  const asking = JSON.stringify({ operation: 'afghanistan', status: 'exercise', to: ['unicef'], body: question });
  const keyOf = (body: string): { env: Record<string, string> } => ({ env: { HUB_API_KEY: hub.keys[body] ?? '' } });
  let asked: string;

  it('sends a message of any kind, once however often it is asked, and gets the reply in its thread', async () => {
    const file = join(folder, 'question.json');
    writeFileSync(file, asking);
    const words = ['message', 'send', file, '--kind', 'information-request', '--to', 'unhcr', '--output', 'json'];
    const sent = await json<{ id: string; kind: string; state: string }>(as('isaf-hq', ...words));
    expect(sent).toMatchObject({ kind: 'information-request', state: 'submitted' });
    asked = sent.id;
    expect((await json<{ id: string }>(as('isaf-hq', ...words))).id).toBe(asked);

    const inbox = (): Promise<Ended> => as('unhcr', 'inbox', 'list');
    await eventually('unhcr has it', async () => (await inbox()).out.includes(asked), 30_000);
    // The flag held, not the file.
    expect((await as('unicef', 'inbox', 'list')).out).not.toContain(asked);
    const answer = { answer: 'Exercise: the northern one.', final: true };
    const reply = start(['inbox', 'reply', asked, '-', '--kind', 'information-response'], {
      ...keyOf('unhcr'),
      stdin: JSON.stringify(answer),
    });
    expect(await reply.ended).toMatchObject({ code: 0, said: '' });
    const seen = await as('isaf-hq', 'message', 'show', asked);
    expect(seen.out).toContain('answered');
    await eventually(
      'the reply is there',
      async () => (await as('isaf-hq', 'message', 'thread', asked)).out.includes('information-response'),
      30_000,
    );
    expect((await as('isaf-hq', 'message', 'list', '--kind', 'information-request')).out).toContain(asked);
  }, 90_000);

  it('keeps a draft, shows who would see it, sends it and calls it off', async () => {
    const words = ['message', 'send', '-', '--kind', 'information-request', '--draft', '--output', 'json'];
    const draft = await json<{ id: string; state: string }>(start(words, { ...keyOf('isaf-hq'), stdin: asking }).ended);
    expect(draft.state).toBe('draft');
    expect((await as('isaf-hq', 'message', 'preview', draft.id)).out).toContain('What unicef would see:');
    expect((await as('isaf-hq', 'message', 'submit', draft.id)).out).toContain('submitted');
    const cancelled = await as('isaf-hq', 'message', 'cancel', draft.id);
    expect({ code: cancelled.code, said: cancelled.said }).toEqual({ code: 0, said: '' });
    expect(cancelled.out).toContain('cancel');
  }, 60_000);

  it('tells the kinds, the capacities and the agenda', async () => {
    const kinds = await as('iom', 'kinds');
    expect(kinds).toMatchObject({ code: 0, said: '' });
    expect(kinds.out).toContain('information-request');
    expect((await as('iom', 'kinds', 'show', 'information-share')).out).toContain('x-sensitivity');
    const unknown = await as('iom', 'kinds', 'show', 'rumour');
    expect(unknown.code).toBe(2);
    expect(unknown.said).toContain('information-share');
    const services = [{ service: 'shelter', status: 'limited', places: 3 }];
    const update = { operation: 'afghanistan', kind: 'capacity-update', body: { services } };
    const sending = start(['message', 'send', '-'], { ...keyOf('unhcr'), stdin: JSON.stringify(update) });
    expect(await sending.ended).toMatchObject({ code: 0, said: '' });
    const capacities = (): Promise<Ended> => as('iom', 'capacity', 'list', '--operation', 'afghanistan');
    await eventually('it is known', async () => /unhcr.*shelter.*limited.*3/.test((await capacities()).out), 30_000);
    expect((await as('iom', 'capacity', 'list', '--operation', 'atlantis')).code).toBe(3);
    expect(await as('iom', 'agenda', 'list')).toEqual({ code: 0, out: 'Nothing there.\n', said: '' });
  }, 60_000);

  it('ends with 3 for a message that the hub refuses, 4 for one that is not yours', async () => {
    const bad = start(['message', 'send', '-', '--kind', 'information-share'], { ...keyOf('isaf-hq'), stdin: asking });
    const { code, said } = await bad.ended;
    expect(code).toBe(3);
    expect(said).toContain('/body');
    expect(said).not.toContain('crossings');
    const list = start(['message', 'send', '-'], { ...keyOf('isaf-hq'), stdin: '[]' });
    expect(await list.ended).toMatchObject({ code: 3, out: '' });
    expect((await as('unicef', 'message', 'thread', asked)).code).toBe(4);
  }, 30_000);

  it('hands over the mail by which a calendar program answers the secretary', async () => {
    const { body: list } = await new ApiCaller(hub, 'unhcr').call<{ data: { id: string; series: string | null }[] }>(
      'GET',
      '/v1/meetings?operation=afghanistan',
    );
    const [meeting] = list.data;
    const lines = [
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Program of others//EN', 'METHOD:REPLY', 'BEGIN:VEVENT'],
      ...[`UID:${meeting?.series ?? ''}@liaison-hub`, 'SEQUENCE:0', 'DTSTAMP:20260316T070000Z'],
      ...['ATTENDEE;PARTSTAT=TENTATIVE:mailto:focal-point@unhcr.example', 'END:VEVENT', 'END:VCALENDAR', ''],
    ];
    const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
      ...{ from: 'focal-point@unhcr.example', to: 'focal-point@isaf-hq.example', subject: 'Tentative' },
      ...{ text: 'Perhaps.', icalEvent: { method: 'REPLY', content: lines.join('\r\n') } },
    });
    const handOver = (body: string): Promise<Ended> =>
      start(['calendar', 'reply', '-', '--output', 'json'], {
        ...{ env: { HUB_API_KEY: hub.keys[body] ?? '' }, stdin: (message as Buffer).toString() },
      }).ended;
    expect(await json(handOver('isaf-hq'))).toEqual({ body: 'unhcr', answer: 'tentative', meeting: null });
    expect((await handOver('isaf-hq')).code).toBe(0);
    const answers = await new ApiCaller(hub, 'unhcr').call<{ data: { body: string; answer: string }[] }>(
      'GET',
      `/v1/meetings/${meeting?.id ?? ''}/answers`,
    );
    expect(answers.body.data.find(({ body }) => body === 'unhcr')?.answer).toBe('tentative');
    const foreign = await handOver('unicef');
    expect([foreign.code, foreign.said]).toEqual([3, expect.stringContaining('no mailbox of your body')]);
    const none = await start(['calendar', 'reply', '-'], {
      ...{ env: { HUB_API_KEY: hub.keys['isaf-hq'] ?? '' }, stdin: 'Subject: Hello\r\n\r\nNo calendar.' },
    }).ended;
    expect([none.code, none.said]).toEqual([3, expect.stringContaining('holds no calendar')]);
  });

  it('follows events, goes on after the hub was away, and ends when it is interrupted', async () => {
    const following = start(['events', 'follow', '--output', 'json'], keyOf('isaf-hq'));
    // Nothing says that it listens: what is called off again and again is told at last.
    let told = '';
    await eventually(
      'it tells what happens',
      async () => {
        const draft = ['referral', 'create', caseFile, '--idempotency-key', randomUUID(), '--output', 'json'];
        told = (await json<{ id: string }>(as('isaf-hq', ...draft))).id;
        return following.out().includes('drafted');
      },
      60_000,
    );
    await hub.kill(hub.front);
    await hub.start(hub.front);
    await as('isaf-hq', 'referral', 'submit', told);
    await eventually('it tells what happened afterwards', () => following.out().includes('"routed"'), 60_000);
    const { code, out, said } = await interrupted(following, 'SIGINT');
    expect(code).toBe(0);
    expect(said).toContain('Trying again.');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; data: { messageId: string } });
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);

    // From an event on: what came after it, and nothing is left out.
    const [first] = lines;
    const again = start(['events', 'follow', '--since', first?.id ?? '', '--output', 'json'], keyOf('isaf-hq'));
    const rest = lines.slice(1).map((line) => line.id);
    await eventually('it tells them again', () => rest.every((event) => again.out().includes(event)), 30_000);
    expect((await interrupted(again, 'SIGTERM')).code).toBe(0);
  }, 300_000);

  it('looks after an endpoint, from its registration to a repair', async () => {
    const receiver = await WebhookReceiver.open();
    try {
      const made = await json<{ id: string; secret: string }>(
        as('unhcr', 'endpoint', 'create', receiver.url, '--event', 'referral.reminder', '--output', 'json'),
      );
      expect(made.secret).toMatch(/^whsec_/);
      expect((await as('unhcr', 'endpoint', 'list')).out).toContain('unverified');
      expect((await as('unhcr', 'endpoint', 'verify', made.id)).out).toContain('active');
      expect((await as('unhcr', 'endpoint', 'test', made.id)).code).toBe(0);
      await eventually('it came', () => receiver.captured.length === 1);
      const delivery = String(receiver.captured[0]?.headers['webhook-id']);
      await eventually('it is on record', async () =>
        (await as('unhcr', 'endpoint', 'deliveries', made.id, '--state', 'delivered')).out.includes(delivery),
      );
      expect((await as('unhcr', 'endpoint', 'resend', delivery)).code).toBe(0);
      await eventually('it came again', () => receiver.captured.length === 2);
      expect((await as('unhcr', 'endpoint', 'attempts', made.id)).out).toContain(delivery);
      expect((await as('unhcr', 'endpoint', 'pause', made.id)).out).toContain('paused');
      expect((await as('unhcr', 'endpoint', 'resume', made.id)).out).toContain('active');
      expect((await as('unhcr', 'endpoint', 'recover', made.id, '--since', '2026-01-01T00:00:00Z')).out).toContain(
        '0 queued again',
      );
      expect((await as('unhcr', 'endpoint', 'health', made.id)).out).toMatch(/Last day +\d of \d delivered/);
      expect((await as('iom', 'endpoint', 'health', made.id)).code).not.toBe(0);
    } finally {
      await receiver.close();
    }
  }, 120_000);

  it('checks the file of a meeting without the hub, and names what somebody forged', async () => {
    const file = await fileOfMeeting(new ApiCaller(hub, 'iom'));
    const kept = join(folder, 'meeting.zip');
    writeFileSync(kept, file);
    const { keys } = (await new ApiCaller(hub, undefined).call<{ keys: { verifier: string }[] }>('GET', KEYS)).body;
    const key = join(folder, 'evidence.key');
    writeFileSync(key, keys[0]?.verifier ?? '');
    const verify = (path: string, ...words: string[]): Promise<Ended> =>
      start(['minutes', 'verify', path, ...words], { env: { HUB_API: 'http://127.0.0.1:9' } }).ended;
    const sound = await verify(kept, '--key', key);
    expect(sound).toMatchObject({ code: 0, said: '' });
    expect(sound.out).toMatch(/^Minutes of AFG-M-\d{4}-\d{6}, as iom has them: every part is as it was\./);
    expect(JSON.parse((await verify(kept, '--key', key, '--json')).out)).toMatchObject({ ok: true, faults: [] });

    // Somebody changes what was said, and makes the manifest fit again.
    const parts = new Map(await readParts(file));
    const minutes = (parts.get('minutes.json') ?? Buffer.of()).toString();
    parts.set('minutes.json', Buffer.from(minutes.replace('four places', 'no places')));
    const manifest = JSON.parse((parts.get('manifest.json') ?? Buffer.of()).toString()) as { parts: object };
    parts.delete('manifest.json');
    const digests = [...parts].map(([name, part]) => [name, createHash('sha256').update(part).digest('hex')] as const);
    parts.set('manifest.json', Buffer.from(canonicalJson({ ...manifest, parts: Object.fromEntries(digests) })));
    const forged = join(folder, 'forged.zip');
    writeFileSync(forged, zipOf([...parts].map(([name, content]) => ({ name, content }))));
    const found = await verify(forged, '--key', key);
    expect(found.code).toBe(3);
    expect(found.out).toContain('Not as it was:');
    expect(found.out).toContain('minutes.json: it is not bound to the record whose digest it names');
    writeFileSync(forged, file.subarray(0, file.length - 40));
    expect(await verify(forged, '--key', key)).toMatchObject({ code: 3 });
    expect((await verify(join(folder, 'none.zip'))).code).not.toBe(0);
  }, 120_000);

  it('checks an export of the evidence by itself, and names the entry that somebody changed', async () => {
    const iom = new ApiCaller(hub, 'iom');
    const { keys } = (await iom.call<{ keys: { verifier: string }[] }>('GET', KEYS)).body;
    const text = await (await iom.fetch('GET', '/v1/evidence/export')).text();
    const [good, forged] = [join(folder, 'evidence.ndjson'), join(folder, 'forged.ndjson')];
    writeFileSync(good, text);
    writeFileSync(forged, text.replace('"action":"recipient.acknowledged"', '"action":"recipient.acknowledgee"'));
    const verify = (file: string): Promise<Ended> =>
      start(['evidence', 'verify', file, '--key', keys[0]!.verifier, '--json'], { env: { HUB_API: '' } }).ended;
    const [whole, bad] = [await verify(good), await verify(forged)];
    expect({ code: whole.code, said: whole.said }).toEqual({ code: 0, said: '' });
    expect(JSON.parse(whole.out)).toMatchObject({ ok: true, keyGiven: true, timestamps: [] });
    const [, index] = /"index":(\d+),[^\n]*"action":"recipient.acknowledged"/.exec(text) ?? [];
    expect(bad.code).toBe(3);
    expect(JSON.parse(bad.out)).toMatchObject({ ok: false, fault: { code: 'content', index: Number(index) } });
  }, 60_000);

  it('does not go on following with a key that is none', async () => {
    const { code, said } = await start(['events', 'follow'], { env: { HUB_API_KEY: 'lh_none' } }).ended;
    expect(code).toBe(6);
    expect(said).not.toContain('Trying again.');
    expect((await as('iom', 'events', 'follow', '--since', 'yesterday')).code).toBe(2);
  }, 30_000);
});

/** The file of a meeting that was held, and whose minutes its chair approved, once all of it is sealed. */
async function fileOfMeeting(chair: ApiCaller): Promise<Buffer> {
  const post = async <T = { id: string }>(path: string, json: object, version?: number): Promise<T> => {
    const headers = version === undefined ? {} : { 'If-Match': `"${version}"` };
    const { status, body } = await chair.call<T>('POST', path, { json, headers });
    if (status >= 300) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const start = `${new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)}T09:00`;
  const { id } = await post('/v1/meetings', {
    ...{ operation: 'afghanistan', title: 'Exercise', bodies: ['unhcr'], start, minutes: 60, reason: 'Exercise.' },
    ...{ quorum: 1, approval: 'chair' },
  });
  const at = `/v1/meetings/${id}`;
  const item = await post(`${at}/agenda`, { title: 'Exercise: shelters', tag: 'discussion', minutes: 5 });
  await post(`${at}/open`, {}, 1);
  await post(`${at}/attendance`, { body: 'iom', state: 'present' });
  await post(`${at}/agenda/${item.id}/note`, { note: 'Exercise: four places are free.' }, 0);
  await post(`${at}/close`, {}, 2);
  await post(`${at}/minutes/submit`, {}, 0);
  await post(`${at}/minutes/approve`, {});
  let file = Buffer.of();
  await eventually(
    'the minutes are approved, published and sealed',
    async () => {
      const answer = await chair.fetch('GET', `${at}/file`);
      file = Buffer.from(await answer.arrayBuffer());
      return answer.ok;
    },
    60_000,
  );
  return file;
}
