import { createHash, randomBytes } from 'node:crypto';
import type { HubError, Uuid } from '#kernel';
import { CHUNK_BYTES, clearBrokenUploads } from '#messages';
import {
  cancelReferral,
  decide,
  listOwnAttachments,
  listReceivedAttachments,
  openOwnAttachment,
  openReceivedAttachment,
  readInboxItem,
  readReferral,
  removeAttachment,
  rerouteReferral,
  submitReferral,
  withdrawConsent,
  type OpenedAttachment,
} from '#referrals';
import { attach, runAs, type Attached } from '#test/attach';
import { inPieces, pdfOf } from '#test/files';
import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, draft, drain, fictitiousBody, idOf } from '#test/referral-flow';

jest.setTimeout(120_000);

/** The profile of this one has no group `trafficking`; it receives what the draft of the flow asks for. */
const WITHOUT_TRAFFICKING = 'unhcr';
const STRANGER = 'unicef';
/** Asks for nothing that the rules bring to `WITHOUT_TRAFFICKING` by themselves. */
const forLegalHelp = { ...fictitiousBody, request: { ...fictitiousBody.request, services: ['legal'] } };

let hub: HubDatabase;

beforeAll(async () => {
  hub = await openHubDatabase();
});
afterAll(() => hub.close());

const bytesOf = async ({ content }: OpenedAttachment): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
};
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const received = async (slug: string, messageId: Uuid, id: Uuid): Promise<Buffer> =>
  bytesOf(await openReceivedAttachment(runAs(hub, slug), messageId, id));
const own = async (messageId: Uuid, id: Uuid): Promise<Buffer> =>
  bytesOf(await openOwnAttachment(runAs(hub, SENDER), messageId, id));
const rows = async (messageId: Uuid): Promise<{ state: string; chunks: number }[]> =>
  hub.superuser(
    `SELECT state, (SELECT count(*)::int FROM attachment_chunks WHERE attachment_id = a.id) AS chunks
     FROM attachments a WHERE message_id = $1 ORDER BY id`,
    [messageId],
  );
const failure = (work: Promise<unknown>): Promise<HubError> =>
  work.then(
    () => {
      throw new Error('it was to fail');
    },
    (error: unknown) => error as HubError,
  );

/** A routed referral with a file of the group `trafficking` and one of the group `case`. */
async function routedWithTwo(): Promise<{ id: Uuid; statement: Uuid; note: Uuid; file: Buffer }> {
  const { id } = await draft(hub);
  const file = pdfOf('Fictitious.', 300_000);
  const statement = await attach(hub, SENDER, id, { file });
  const note = await attach(hub, SENDER, id, {
    file: Buffer.from('Fictitious note.'),
    given: { name: 'note.txt', group: 'case', title: 'A note' },
  });
  await hub.as(SENDER, (tools) => submitReferral(tools, id));
  await drain(hub);
  return { id, statement: statement.id, note: note.id, file };
}

describe('an attachment', () => {
  it('goes to whoever gets its group of fields, byte by byte the same, and to nobody else', async () => {
    const { id, statement, note, file } = await routedWithTwo();
    expect(sha256(await received(LEAD, id, statement))).toBe(sha256(file));
    expect((await received(WITHOUT_TRAFFICKING, id, note)).toString()).toBe('Fictitious note.');
    expect((await failure(received(WITHOUT_TRAFFICKING, id, statement))).code).toBe('not_found');
    expect((await failure(received(STRANGER, id, note))).code).toBe('not_found');
    expect((await failure(received(SENDER, id, note))).code).toBe('not_found');
    expect((await failure(openOwnAttachment(runAs(hub, LEAD), id, statement))).code).toBe('not_found');
    expect((await own(id, statement)).equals(file)).toBe(true);

    const inbox = await hub.as(WITHOUT_TRAFFICKING, (tools) => readInboxItem(tools, id));
    expect(inbox.attachments).toEqual([
      {
        id: note,
        group: 'case',
        mediaType: 'text/plain',
        size: 16,
        sha256: sha256(Buffer.from('Fictitious note.')),
        name: 'note.txt',
        title: 'A note',
        addedAt: expect.any(Date) as Date,
      },
    ]);
    expect((await hub.as(LEAD, (tools) => listReceivedAttachments(tools, id))).map((each) => each.id)).toEqual([
      statement,
      note,
    ]);
    expect((await hub.as(SENDER, (tools) => readReferral(tools, id))).attachments.map((each) => each.id)).toEqual([
      statement,
      note,
    ]);
    const strange = hub.as(STRANGER, (tools) => listReceivedAttachments(tools, id));
    expect((await failure(strange)).code).toBe('not_found');
  });

  it('leaves evidence of what was added, released and read, with digests that tell nothing', async () => {
    const { id, statement, file } = await routedWithTwo();
    await received(LEAD, id, statement);
    const entries = await hub.superuser<{ action: string; detail: { attachment?: Uuid; attachments?: unknown[] } }>(
      `SELECT action, detail FROM evidence_entries WHERE subject_id = $1 AND action LIKE 'attachment%' ORDER BY id`,
      [id],
    );
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'attachment.added',
      'attachment.added',
      'attachment.read',
      'attachments.released',
      'attachments.released',
      'attachments.released',
    ]);
    expect(entries.find(({ action }) => action === 'attachment.read')?.detail.attachment).toBe(statement);
    expect(JSON.stringify(entries)).not.toContain(sha256(file));
    expect(JSON.stringify(entries)).not.toContain('statement.pdf');
  });

  it.each([
    ['consent is withdrawn', withdrawConsent],
    ['it is cancelled before it was taken up', cancelReferral],
  ])('is there for no recipient once %s', async (_, end) => {
    const { id, statement } = await routedWithTwo();
    const begun = await openReceivedAttachment(runAs(hub, LEAD), id, statement);
    await hub.as(SENDER, (tools) => end(tools, id, {}));
    expect((await failure(received(LEAD, id, statement))).code).toBe('not_found');
    expect(await hub.as(LEAD, (tools) => listReceivedAttachments(tools, id))).toEqual([]);
    expect((await hub.as(LEAD, (tools) => readInboxItem(tools, id))).attachments).toEqual([]);
    // Also in the middle of a download.
    expect((await failure(bytesOf(begun))).code).toBe('not_found');
    expect((await own(id, statement)).length).toBe(300_000);
  });

  it('goes along when the referral is sent on to a further body', async () => {
    const { id } = await draft(hub, { body: forLegalHelp });
    const { id: note } = await attach(hub, SENDER, id, { given: { group: 'case' } });
    const { id: statement } = await attach(hub, SENDER, id);
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    await drain(hub);
    expect((await failure(received(WITHOUT_TRAFFICKING, id, note))).code).toBe('not_found');
    await hub.as('aihrc', (tools) => decide(tools, id, { decision: 'declined', reason: 'capacity' }));
    await hub.as(SENDER, (tools) => rerouteReferral(tools, id, { to: [WITHOUT_TRAFFICKING], instead: ['aihrc'] }));
    await drain(hub);
    expect((await received(WITHOUT_TRAFFICKING, id, note)).equals(pdfOf())).toBe(true);
    expect((await failure(received(WITHOUT_TRAFFICKING, id, statement))).code).toBe('not_found');
  });

  it('is removed from a draft with its content, and from nothing else', async () => {
    const { id } = await draft(hub);
    const [first, second] = [await attach(hub, SENDER, id), await attach(hub, SENDER, id)];
    expect((await failure(hub.as(LEAD, (tools) => removeAttachment(tools, id, first.id)))).code).toBe('not_found');
    await hub.as(SENDER, (tools) => removeAttachment(tools, id, first.id));
    expect((await failure(hub.as(SENDER, (tools) => removeAttachment(tools, id, first.id)))).code).toBe('not_found');
    expect(await rows(id)).toEqual([{ state: 'kept', chunks: 1 }]);
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    for (const work of [hub.as(SENDER, (tools) => removeAttachment(tools, id, second.id)), attach(hub, SENDER, id)])
      expect((await failure(work)).code).toBe('illegal_transition');
    expect(await rows(id)).toEqual([{ state: 'kept', chunks: 1 }]);
  });

  it('is of a message of one’s own only', async () => {
    const { id } = await draft(hub);
    expect((await failure(attach(hub, LEAD, id))).code).toBe('not_found');
    expect((await failure(hub.as(LEAD, (tools) => listOwnAttachments(tools, id)))).code).toBe('not_found');
    expect(await rows(id)).toEqual([]);
  });
});

describe('the limits', () => {
  it('take a file of exactly the limit, and refuse one byte more', async () => {
    const { id } = await draft(hub);
    const fileBytes = 3 * CHUNK_BYTES;
    const file = pdfOf('x', fileBytes);
    expect(file).toHaveLength(fileBytes);
    const kept = await attach(hub, SENDER, id, { file, limits: { fileBytes } });
    expect(kept).toMatchObject({ size: fileBytes, sha256: sha256(file) });
    const error = await failure(attach(hub, SENDER, id, { file: pdfOf('x', fileBytes + 1), limits: { fileBytes } }));
    expect(error).toMatchObject({ code: 'body_too_large', extra: { limit: fileBytes, exceeded: 'fileBytes' } });
    expect(await rows(id)).toEqual([{ state: 'kept', chunks: 3 }]);
  });

  it('of a message hold however many files arrive at once', async () => {
    const { id } = await draft(hub);
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => attach(hub, SENDER, id, { limits: { messageFiles: 3 } })),
    );
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as HubError] : []));
    expect(refused).toHaveLength(5);
    for (const error of refused)
      expect(error).toMatchObject({ code: 'body_too_large', extra: { limit: 3, exceeded: 'messageFiles' } });
    expect(await rows(id)).toEqual(Array.from({ length: 3 }, () => ({ state: 'kept', chunks: 1 })));
  });

  it('of memory hold for a file of any size: no more than some chunks are taken in ahead of the record', async () => {
    const { id } = await draft(hub);
    const ahead: number[] = [];
    async function* watched(): AsyncGenerator<Buffer> {
      let taken = 0;
      for await (const piece of inPieces(pdfOf('x', 40 * CHUNK_BYTES), CHUNK_BYTES)) {
        const [row] = await hub.superuser<{ count: number }>(
          `SELECT count(*)::int AS count FROM attachment_chunks c JOIN attachments a ON a.id = c.attachment_id WHERE a.message_id = $1`,
          [id],
        );
        ahead.push(taken - (row?.count ?? 0));
        taken += 1;
        yield piece;
      }
    }
    await attach(hub, SENDER, id, { pieces: watched() });
    expect(ahead).toHaveLength(40);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(5);
  });

  it('of all files together are kept to the byte', async () => {
    const { id } = await draft(hub);
    const size = pdfOf().length;
    await attach(hub, SENDER, id, { limits: { messageBytes: 2 * size } });
    await attach(hub, SENDER, id, { limits: { messageBytes: 2 * size } });
    const error = await failure(attach(hub, SENDER, id, { limits: { messageBytes: 3 * size - 1 } }));
    expect(error).toMatchObject({ code: 'body_too_large', extra: { exceeded: 'messageBytes' } });
    expect(await rows(id)).toHaveLength(2);
  });
});

describe('what is refused leaves nothing', () => {
  async function* breaksOff(): AsyncGenerator<Buffer> {
    yield* inPieces(pdfOf('x', 600_000));
    throw new Error('the line is gone');
  }
  it.each<[string, () => Attached, string | undefined]>([
    ['a file that breaks off', () => ({ pieces: breaksOff() }), undefined],
    ['an empty file', () => ({ file: Buffer.alloc(0) }), 'invalid_input'],
    [
      'another type',
      () => ({ file: Buffer.concat([pdfOf('x', 400_000), Buffer.alloc(2_000)]) }),
      'unsupported_media_type',
    ],
    ['a name of another type', () => ({ given: { name: 'statement.docx' } }), 'invalid_input'],
    ['a name that is none', () => ({ given: { name: '' } }), 'invalid_input'],
    ['an unknown group', () => ({ given: { group: 'everything' } }), 'invalid_input'],
    ['the group of other kinds', () => ({ given: { group: 'information' } }), 'invalid_input'],
    ['a title of two lines', () => ({ given: { title: 'a\nb' } }), 'invalid_input'],
  ])('%s', async (_, over, code) => {
    const { id } = await draft(hub);
    const error = await failure(attach(hub, SENDER, id, over()));
    expect(error.code).toBe(code);
    expect(JSON.stringify(error)).not.toContain('statement');
    expect(await rows(id)).toEqual([]);
    expect(
      await hub.superuser(
        `SELECT FROM attachment_chunks c WHERE NOT EXISTS (SELECT FROM attachments WHERE id = c.attachment_id)`,
      ),
    ).toEqual([]);
  });

  it('a file that arrives while the draft is submitted', async () => {
    const { id } = await draft(hub);
    async function* overtaken(): AsyncGenerator<Buffer> {
      yield* inPieces(pdfOf('x', 300_000));
      await hub.as(SENDER, (tools) => submitReferral(tools, id));
    }
    expect((await failure(attach(hub, SENDER, id, { pieces: overtaken() }))).code).toBe('illegal_transition');
    expect(await rows(id)).toEqual([]);
  });

  it('an upload whose process died is cleared after an hour, and nothing that is kept', async () => {
    const { id } = await draft(hub);
    await attach(hub, SENDER, id);
    await hub.superuser(
      `INSERT INTO attachments (id, message_id, sender_id, state, created_at)
       SELECT gen_random_uuid(), id, sender_id, 'uploading', $2::timestamptz - interval '59 minutes' FROM messages WHERE id = $1`,
      [id, hub.clock.now()],
    );
    expect(await clearBrokenUploads(hub.worker, hub.clock)).toBe(0);
    hub.clock.advance(120_000);
    expect(await clearBrokenUploads(hub.worker, hub.clock)).toBe(1);
    expect(await rows(id)).toEqual([{ state: 'kept', chunks: 1 }]);
  });
});

describe('a repeat under one key', () => {
  it('gets the same answer, also after the draft was submitted, and keeps the file once', async () => {
    const { id } = await draft(hub);
    const first = await attach(hub, SENDER, id, { key: 'one' });
    expect(await attach(hub, SENDER, id, { key: 'one' })).toEqual(JSON.parse(JSON.stringify(first)));
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    expect(await attach(hub, SENDER, id, { key: 'one' })).toMatchObject({ id: first.id });
    expect(await rows(id)).toHaveLength(1);
  });

  it('with another file, name or group is refused', async () => {
    const { id } = await draft(hub);
    await attach(hub, SENDER, id, { key: 'two' });
    for (const over of [{ file: pdfOf('y') }, { given: { name: 'other.pdf' } }, { given: { group: 'case' } }])
      expect((await failure(attach(hub, SENDER, id, { key: 'two', ...over }))).code).toBe('idempotency_key_reused');
    expect(await rows(id)).toHaveLength(1);
  });

  it('at the same moment keeps the file once', async () => {
    const { id } = await draft(hub);
    const answers = await Promise.all(Array.from({ length: 4 }, () => attach(hub, SENDER, id, { key: 'three' })));
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect(await rows(id)).toEqual([{ state: 'kept', chunks: 1 }]);
  });
});

describe('in the record', () => {
  it('nothing of a file is legible, nor its name, title or digest', async () => {
    const marker = `FICTITIOUS-MARKER-${randomBytes(8).toString('hex')}`;
    const { id } = await draft(hub);
    const file = Buffer.from(`${marker} `.repeat(9_000));
    const attached = await attach(hub, SENDER, id, {
      file,
      given: { name: `${marker}.txt`, title: marker },
      key: marker.slice(-8),
    });
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    await drain(hub);
    const forms = [
      marker,
      Buffer.from(marker).toString('hex'),
      Buffer.from(marker).toString('base64').slice(0, 20),
      sha256(file),
    ];
    const tables = await hub.superuser<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['attachments', 'attachment_chunks', 'idempotency_keys']),
    );
    // What is in clear is found this way.
    expect(await hub.superuser(`SELECT FROM attachments t WHERE strpos(t::text, $1) > 0`, [attached.id])).toHaveLength(
      1,
    );
    for (const { name } of tables)
      for (const form of forms)
        expect({
          name,
          form,
          hits: await hub.superuser(`SELECT FROM ${name} t WHERE strpos(t::text, $1) > 0`, [form]),
        }).toEqual({ name, form, hits: [] });
  });

  it.each([
    ['a chunk is missing at the end', `DELETE FROM attachment_chunks WHERE attachment_id = $1 AND number = 4`],
    ['a chunk is missing in the middle', `DELETE FROM attachment_chunks WHERE attachment_id = $1 AND number = 1`],
    [
      'the end is cut off, and the count with it',
      `WITH cut AS (DELETE FROM attachment_chunks WHERE attachment_id = $1 AND number = 4) UPDATE attachments SET chunks = 4 WHERE id = $1`,
    ],
    [
      'two chunks changed places',
      `UPDATE attachment_chunks c SET sealed = o.sealed FROM attachment_chunks o
       WHERE c.attachment_id = $1 AND o.attachment_id = $1 AND c.number IN (2, 3) AND o.number = 5 - c.number`,
    ],
  ])('a file that was spoilt is not read to its end: %s', async (_, spoil) => {
    const { id, statement } = await routedWithTwo();
    expect((await rows(id))[0]?.chunks).toBe(5);
    await hub.superuser(spoil, [statement]);
    const begun = await openOwnAttachment(runAs(hub, SENDER), id, statement).catch((error: unknown) => error as Error);
    if (begun instanceof Error) expect(begun).not.toMatchObject({ code: 'not_found' });
    else await expect(bytesOf(begun)).rejects.toThrow();
  });
});

describe('row-level security of attachments', () => {
  const asBody = async (slug: string) => ({ kind: 'body', organisationId: await idOf(hub, slug) }) as const;

  it('shows a recipient what was released to it, and its chunks, and no other', async () => {
    const { id, statement, note } = await routedWithTwo();
    const seen = async (slug: string) =>
      hub.api.transaction(await asBody(slug), async (tx) => ({
        attachments: (
          await tx.rows<{ id: Uuid }>(`SELECT id FROM attachments WHERE message_id = $1 ORDER BY id`, [id])
        ).map((row) => row.id),
        chunks: (
          await tx.rows<{ id: Uuid }>(
            `SELECT DISTINCT attachment_id AS id FROM attachment_chunks WHERE attachment_id = ANY ($1) ORDER BY 1`,
            [[statement, note]],
          )
        ).map((row) => row.id),
      }));
    expect(await seen(LEAD)).toEqual({ attachments: [statement, note], chunks: [statement, note] });
    expect(await seen(SENDER)).toEqual({ attachments: [statement, note], chunks: [statement, note] });
    expect(await seen(WITHOUT_TRAFFICKING)).toEqual({ attachments: [note], chunks: [note] });
    expect(await seen(STRANGER)).toEqual({ attachments: [], chunks: [] });
  });

  it('lets nobody change what is kept, nor add to another body’s message or file', async () => {
    const { id, statement } = await routedWithTwo();
    for (const slug of [SENDER, LEAD, STRANGER]) {
      const context = await asBody(slug);
      const tried = (sql: string, values: string[]) => hub.api.transaction(context, (tx) => tx.execute(sql, values));
      expect(await tried(`UPDATE attachments SET field_group = 'case' WHERE id = $1`, [statement])).toBe(0);
      expect(await tried(`DELETE FROM attachments WHERE id = $1`, [statement])).toBe(0);
      for (const [sql, values] of [
        [
          `INSERT INTO attachment_chunks (attachment_id, sender_id, number, sealed) VALUES ($1, $2, 99, '\\x00')`,
          [statement, context.organisationId],
        ],
        [`UPDATE attachment_chunks SET sealed = '\\x00' WHERE attachment_id = $1`, [statement]],
        [`DELETE FROM attachment_chunks WHERE attachment_id = $1`, [statement]],
        [`DELETE FROM attachment_releases WHERE attachment_id = $1`, [statement]],
      ] as [string, string[]][])
        await expect(tried(sql, values)).rejects.toMatchObject({ code: '42501' });
    }
    const lead = await asBody(LEAD);
    const foreign = hub.api.transaction(lead, (tx) =>
      tx.execute(
        `INSERT INTO attachments (id, message_id, sender_id, state, created_at) VALUES (gen_random_uuid(), $1, $2, 'uploading', now())`,
        [id, lead.organisationId],
      ),
    );
    await expect(foreign).rejects.toMatchObject({ code: '42501' });
  });

  it('gives no worker the content', async () => {
    await withClient(hub.workerUrl, async (client) => {
      await expect(client.query('SELECT sealed FROM attachment_chunks')).rejects.toMatchObject({ code: '42501' });
    });
  });
});
