import { createHash } from 'node:crypto';
import { createConnection } from 'node:net';
import { ApiCaller, type ApiAnswer } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { docxOf, pdfOf } from '#test/files';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';

// Tens of megabytes travel in some of these.
jest.setTimeout(60_000);

interface Attachment {
  readonly id: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly name: string;
}

interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly [extra: string]: unknown;
}

const FILE_LIMIT = 10_485_760;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const statement = pdfOf('Fictitious statement of Testperson Alpha.', 700_000);
const note = Buffer.from('Fictitious note.\n');

describe('the attachments of a referral', () => {
  let hub: RunningHub;
  let officer: ApiCaller;

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    officer = new ApiCaller(hub, 'isaf-hq');
  }, 120_000);

  afterAll(() => hub.stop(), 60_000);

  async function draft(): Promise<string> {
    const made = await officer.call<{ id: string }>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', body: fictitiousCase() },
    });
    return made.body.id;
  }

  function upload<T = Attachment>(
    id: string,
    file: Buffer,
    name: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<T>> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(file)]), name);
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    return officer.call<T>('POST', `/v1/messages/${id}/attachments`, { form, headers });
  }

  const as = (slug: string): ApiCaller => new ApiCaller(hub, slug);
  const names = async (path: string, caller = officer): Promise<unknown> => {
    const { status, body } = await caller.call<{ data: Attachment[] }>('GET', path);
    return status === 200 ? body.data.map(({ name }) => name) : status;
  };

  async function bytes(slug: string, path: string): Promise<{ status: number; headers: Headers; file: Buffer }> {
    const answer = await fetch(`${hub.api}${path}`, { headers: { authorization: `Bearer ${hub.keys[slug] ?? ''}` } });
    return { status: answer.status, headers: answer.headers, file: Buffer.from(await answer.arrayBuffer()) };
  }

  async function submitted(id: string): Promise<void> {
    expect((await officer.call('POST', `/v1/referrals/${id}/submit`)).status).toBe(202);
    await eventually('it is in the inboxes', async () => {
      const answers = await Promise.all(['iom', 'unhcr'].map((slug) => as(slug).call('GET', `/v1/inbox/${id}`)));
      return answers.every(({ status }) => status === 200);
    });
  }

  it('reach each recipient by its profile, the same byte by byte, and nobody once consent is withdrawn', async () => {
    const id = await draft();
    const first = await upload(id, statement, 'Aussage Zürich.pdf', { title: 'Statement' });
    expect(first).toMatchObject({
      status: 201,
      body: {
        group: 'trafficking',
        mediaType: 'application/pdf',
        size: statement.length,
        sha256: sha256(statement),
        name: 'Aussage Zürich.pdf',
        title: 'Statement',
      },
    });
    expect(first.headers.get('location')).toBe(`/v1/messages/${id}/attachments/${first.body.id}`);
    const second = await upload(id, note, 'note.txt', { group: 'case' });
    expect(second).toMatchObject({ status: 201, body: { group: 'case', mediaType: 'text/plain' } });
    const both = ['Aussage Zürich.pdf', 'note.txt'];
    expect(await names(`/v1/messages/${id}/attachments`)).toEqual(both);
    expect(await names(`/v1/messages/${id}/attachments`, as('iom'))).toBe(404);
    await submitted(id);

    const atIom = await bytes('iom', `/v1/inbox/${id}/attachments/${first.body.id}`);
    expect(atIom.status).toBe(200);
    expect(atIom.file.equals(statement)).toBe(true);
    expect(Object.fromEntries(atIom.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(statement.length),
      'content-disposition': `attachment; filename="Aussage Zurich.pdf"; filename*=UTF-8''Aussage%20Z%C3%BCrich.pdf`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "sandbox; default-src 'none'",
      'repr-digest': `sha-256=:${Buffer.from(sha256(statement), 'hex').toString('base64')}:`,
    });
    expect(await names(`/v1/inbox/${id}/attachments`, as('iom'))).toEqual(both);
    expect((await as('iom').call('GET', `/v1/inbox/${id}`)).body).toMatchObject({
      attachments: [
        { id: first.body.id, sha256: sha256(statement) },
        { id: second.body.id, sha256: sha256(note) },
      ],
    });

    expect(await names(`/v1/inbox/${id}/attachments`, as('unhcr'))).toEqual(['note.txt']);
    expect((await bytes('unhcr', `/v1/inbox/${id}/attachments/${second.body.id}`)).file.equals(note)).toBe(true);
    expect((await bytes('unhcr', `/v1/inbox/${id}/attachments/${first.body.id}`)).status).toBe(404);
    expect(await names(`/v1/inbox/${id}/attachments`, as('unicef'))).toBe(404);
    expect((await bytes('unicef', `/v1/inbox/${id}/attachments/${second.body.id}`)).status).toBe(404);
    expect((await bytes('iom', `/v1/messages/${id}/attachments/${first.body.id}`)).status).toBe(404);
    expect((await bytes('isaf-hq', `/v1/messages/${id}/attachments/${first.body.id}`)).file.equals(statement)).toBe(
      true,
    );

    const evidence = await officer.call<{ data: { action: string; organisation: string | null }[] }>(
      'GET',
      `/v1/evidence?subject=${id}`,
    );
    const reads = evidence.body.data.filter(({ action }) => action === 'attachment.read');
    expect(reads.length).toBeGreaterThanOrEqual(2);

    await officer.call('POST', `/v1/referrals/${id}/withdraw-consent`, { json: {} });
    expect(await names(`/v1/inbox/${id}/attachments`, as('iom'))).toEqual([]);
    expect((await bytes('iom', `/v1/inbox/${id}/attachments/${first.body.id}`)).status).toBe(404);
    expect((await as('iom').call('GET', `/v1/inbox/${id}`)).body).toMatchObject({ body: null, attachments: [] });
  });

  it('are added to a draft and removed from it, and stay as they are once it is submitted', async () => {
    const id = await draft();
    const [kept, removed] = [await upload(id, docxOf(), 'a.docx'), await upload(id, note, 'b.txt')];
    const path = `/v1/messages/${id}/attachments`;
    expect((await officer.call('DELETE', `${path}/${removed.body.id}`)).status).toBe(204);
    expect((await officer.call('DELETE', `${path}/${removed.body.id}`)).status).toBe(404);
    expect((await as('iom').call('DELETE', `${path}/${kept.body.id}`)).status).toBe(404);
    expect((await officer.call('GET', `/v1/referrals/${id}`)).body).toMatchObject({
      attachments: [{ name: 'a.docx' }],
    });
    await submitted(id);
    expect(await officer.call('DELETE', `${path}/${kept.body.id}`)).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition' },
    });
    expect((await upload(id, note, 'c.txt')).status).toBe(409);
    expect(await names(path)).toEqual(['a.docx']);
  });

  it('are added once under one Idempotency-Key', async () => {
    const id = await draft();
    const headers = { 'idempotency-key': 'attach-once' };
    const first = await upload(id, note, 'note.txt', {}, headers);
    expect((await upload(id, note, 'note.txt', {}, headers)).body).toEqual(first.body);
    expect(await upload<Refusal>(id, statement, 'note.pdf', {}, headers)).toMatchObject({
      status: 409,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await names(`/v1/messages/${id}/attachments`)).toEqual(['note.txt']);
  });

  it('may be as large as the limit, and not a byte larger', async () => {
    const id = await draft();
    const most = pdfOf('Fictitious.', FILE_LIMIT);
    expect((await upload(id, most, 'most.pdf')).body).toMatchObject({ size: FILE_LIMIT, sha256: sha256(most) });
    for (const more of [1, 200_000])
      expect(await upload<Refusal>(id, pdfOf('Fictitious.', FILE_LIMIT + more), 'more.pdf')).toMatchObject({
        status: 413,
        body: { code: 'body_too_large', limit: FILE_LIMIT, exceeded: 'fileBytes' },
      });
    expect((await upload(id, most, 'again.pdf')).status).toBe(201);
    expect(await upload<Refusal>(id, most, 'third.pdf')).toMatchObject({
      status: 413,
      body: { exceeded: 'messageBytes' },
    });
    expect(await names(`/v1/messages/${id}/attachments`)).toEqual(['most.pdf', 'again.pdf']);
  });

  describe('that are refused', () => {
    const secret = 'Testperson-Omega';

    it.each<[string, Buffer, string, Record<string, string>, number, object]>([
      [
        'a page under the name of a text',
        Buffer.from('<html><script>x</script>'),
        `${secret}.txt`,
        {},
        415,
        { code: 'unsupported_media_type' },
      ],
      [
        'a large program',
        Buffer.concat([Buffer.from('MZ'), Buffer.alloc(3_000_000)]),
        `${secret}.pdf`,
        {},
        415,
        { code: 'unsupported_media_type' },
      ],
      [
        'a text that is none after 2 MB',
        Buffer.concat([Buffer.alloc(2_000_000, 'x'), Buffer.alloc(9)]),
        `${secret}.txt`,
        {},
        415,
        {},
      ],
      [
        'a document with macros',
        docxOf([{ name: 'word/vbaProject.bin', content: note }]),
        `${secret}.docx`,
        {},
        415,
        {},
      ],
      [
        'a PDF document under another name',
        statement,
        `${secret}.docx`,
        {},
        422,
        { found: 'application/pdf', errors: [{ pointer: '/file' }] },
      ],
      ['an empty file', Buffer.alloc(0), `${secret}.txt`, {}, 422, { errors: [{ pointer: '/file', code: 'empty' }] }],
      ['an unknown field', note, `${secret}.txt`, { to: 'iom' }, 422, { errors: [{ pointer: '/to' }] }],
      ['an unknown group', note, `${secret}.txt`, { group: 'all' }, 422, { errors: [{ pointer: '/group' }] }],
    ])('leave nothing and say why: %s', async (_, file, name, fields, status, body) => {
      const id = await draft();
      const answer = await upload<Refusal>(id, file, name, fields);
      expect(answer).toMatchObject({ status, body });
      expect(JSON.stringify(answer.body)).not.toContain(secret);
      expect(await names(`/v1/messages/${id}/attachments`)).toEqual([]);
      expect(hub.output()).not.toContain(secret);
    });

    it('two files at once, and no file', async () => {
      const id = await draft();
      const form = new FormData();
      for (const name of ['a.txt', 'b.txt']) form.append('file', new Blob([new Uint8Array(note)]), name);
      expect((await officer.call('POST', `/v1/messages/${id}/attachments`, { form })).status).toBe(422);
      const none = new FormData();
      none.append('group', 'case');
      expect((await officer.call('POST', `/v1/messages/${id}/attachments`, { form: none })).status).toBe(422);
      expect((await officer.call('POST', `/v1/messages/${id}/attachments`, { json: {} })).status).toBe(415);
      expect(await names(`/v1/messages/${id}/attachments`)).toEqual([]);
    });

    it('an upload that breaks off', async () => {
      const id = await draft();
      const { hostname, port } = new URL(hub.api);
      const socket = createConnection(Number(port), hostname);
      const head = [
        `POST /v1/messages/${id}/attachments HTTP/1.1`,
        `Host: ${hostname}`,
        `Authorization: Bearer ${hub.keys['isaf-hq'] ?? ''}`,
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 2000000',
        '',
        '--x',
        'Content-Disposition: form-data; name="file"; filename="a.pdf"',
        '',
        '',
      ].join('\r\n');
      await new Promise<void>((done) =>
        socket.write(Buffer.concat([Buffer.from(head), statement]), () => {
          done();
        }),
      );
      socket.resetAndDestroy();
      // The hub goes on as before, and has kept nothing.
      expect((await upload(id, note, 'note.txt')).status).toBe(201);
      expect(await names(`/v1/messages/${id}/attachments`)).toEqual(['note.txt']);
      expect(hub.output()).not.toContain('by our fault');
    });
  });
});
