import type { DataSource } from 'typeorm';
import { MovableClock, uuidv7, type Uuid } from '#kernel';
import { seedDirectory } from '#directory';
import { Database, WorkerDatabase, createDataSource, migrations, prepareDatabase } from '#platform/database';
import { sweep } from '#tracking';
import { dropHubDatabase, loginsOf, openOwner, seededOperations, withClient } from '#test/hub-database';
import { createTestDatabase, type TestDatabase } from '#test/postgres';

jest.setTimeout(120_000);

/** The newest migration of the release that is upgraded from. */
const LAST_RELEASED = 'Mail1790000009000';

const day = (date: string): string => `2026-${date}T00:00:00.000Z`;
/** Every recipient was routed on one day, had two weeks, and was last changed before they were over. */
const ROUTED = day('01-01');
const DUE = day('01-15');
const ACKNOWLEDGED = day('01-03');
const CHANGED = day('01-05');

/** A line of the timeline: event, state before, day. */
type Line = readonly [event: string, from: string | null, at: string];

interface Before {
  readonly state: string;
  readonly message?: string;
  readonly acknowledged?: boolean;
  readonly capacity?: string;
  readonly lines?: readonly Line[];
  readonly next?: readonly [step: string, at: string];
}

interface After {
  readonly withheld?: string;
  readonly decision?: string;
  readonly next?: readonly [step: string, at: string];
  readonly quiet?: string;
  readonly held?: string;
}

/** What stood in the database of the last release → what the upgrade makes of it. What is left out is null. */
const cases: Readonly<Record<string, readonly [Before, After]>> = {
  pending: [
    { state: 'pending', acknowledged: false, next: ['reminder_50', day('01-08')] },
    { next: ['reminder_50', day('01-08')] },
  ],
  acknowledged: [{ state: 'acknowledged' }, { decision: day('01-17'), next: ['decision_50', day('01-10')] }],
  'acknowledged, for information': [{ state: 'acknowledged', capacity: 'information' }, {}],
  accepted: [{ state: 'accepted' }, { quiet: CHANGED }],
  'in progress': [{ state: 'in_progress' }, { quiet: CHANGED }],
  'on hold': [{ state: 'on_hold' }, { quiet: CHANGED, held: CHANGED }],
  completed: [{ state: 'completed' }, {}],
  declined: [{ state: 'declined' }, {}],
  'declined, then closed': [{ state: 'closed', lines: [['closed', 'declined', day('01-05')]] }, {}],
  'completed, then closed': [{ state: 'closed', lines: [['closed', 'completed', day('01-05')]] }, {}],
  'asked to be called off': [{ state: 'cancel_requested' }, {}],
  'called off': [{ state: 'cancelled', acknowledged: false }, { withheld: CHANGED }],
  'called off, then closed': [
    { state: 'closed', acknowledged: false, lines: [['closed', 'cancelled', day('01-05')]] },
    { withheld: CHANGED },
  ],
  'called off, closed, then opened again': [
    {
      state: 'acknowledged',
      acknowledged: false,
      lines: [
        ['closed', 'cancelled', day('01-05')],
        ['reopened', 'closed', day('02-01')],
      ],
    },
    { decision: day('02-15'), next: ['decision_50', day('02-08')] },
  ],
  'called off, closed, opened again, completed, closed': [
    {
      state: 'closed',
      lines: [
        ['closed', 'cancelled', day('01-05')],
        ['reopened', 'closed', day('01-06')],
        ['closed', 'completed', day('01-09')],
      ],
    },
    {},
  ],
  'completed, closed, opened again, called off, closed': [
    {
      state: 'closed',
      lines: [
        ['closed', 'completed', day('01-05')],
        ['reopened', 'closed', day('01-06')],
        ['closed', 'cancelled', day('01-09')],
      ],
    },
    { withheld: CHANGED },
  ],
  recalled: [{ state: 'recalled', message: 'withdrawn' }, { withheld: CHANGED }],
  'recall confirmed': [{ state: 'recall_confirmed', message: 'withdrawn' }, { withheld: CHANGED }],
  'declined before consent was withdrawn': [{ state: 'declined', message: 'withdrawn' }, { withheld: CHANGED }],
};

interface Kept {
  readonly state: string;
  readonly sealed: string;
  readonly withheld: Date | null;
  readonly decision: Date | null;
  readonly step: string | null;
  readonly stepAt: Date | null;
  readonly quiet: Date | null;
  readonly held: Date | null;
  readonly readableUntil: Date | null;
  readonly recipientMarks: unknown;
  readonly messageMarks: unknown;
  readonly areas: readonly string[];
  readonly consent: Uuid | null;
  readonly onward: Uuid | null;
}

describe('the upgrade from the last release', () => {
  const [lead, other] = [
    { slug: 'isaf-hq', operation: 'afghanistan' },
    { slug: 'iom', operation: 'afghanistan' },
  ];
  const released = migrations.findIndex(({ name }) => name === LAST_RELEASED) + 1;
  let database: TestDatabase;
  let owner: DataSource;
  let recipients: Record<string, Uuid>;
  let bodies: Record<string, Uuid>;
  let drafts: Uuid[];

  beforeEach(async () => {
    database = await createTestDatabase();
    const before = createDataSource({ url: database.url, applicationName: 'test release', poolSize: 1 });
    before.setOptions({ migrations: migrations.slice(0, released) });
    await before.initialize();
    await before.runMigrations();
    await new Database(before).transaction({ kind: 'worker' }, (tx) => seedDirectory(tx, seededOperations));
    await before.destroy();
    await fill();
    owner = await openOwner(database.url);
  });

  afterEach(async () => {
    if (owner.isInitialized) await owner.destroy();
    await dropHubDatabase(database);
  });

  const superuser = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    withClient(database.superuserUrl, async (client) => (await client.query(text, [...values])).rows as Row[]);
  const insert = (table: string, row: Readonly<Record<string, unknown>>): Promise<object[]> =>
    superuser(
      `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
        .map((_, at) => `$${at + 1}`)
        .join(', ')})`,
      Object.values(row),
    );

  async function message(state: string): Promise<Uuid> {
    const id = uuidv7();
    await insert('messages', {
      id,
      reference: `AFG-${id}`,
      operation_id: lead.operation,
      kind: 'referral',
      kind_version: 1,
      sender_id: bodies[lead.slug],
      message_status: 'exercise',
      distribution: 'request',
      state,
      priority: 'normal',
      thread_id: id,
      language: 'en',
      marks: '{}',
      keywords: [],
      addressees: [],
      body_sealed: Buffer.from(id),
      version: 2,
      created_at: ROUTED,
      updated_at: CHANGED,
    });
    return id;
  }

  /** What the last release leaves behind: a draft, and a referral with one recipient for each case. */
  async function fill(): Promise<void> {
    const rows = await superuser<{ id: Uuid; slug: string }>('SELECT id, slug FROM organisations');
    bodies = Object.fromEntries(rows.map(({ id, slug }) => [slug, id]));
    drafts = [await message('draft')];
    recipients = {};
    let sequence = 0;
    for (const [name, [before]] of Object.entries(cases)) {
      const [messageId, id] = [await message(before.message ?? 'routed'), uuidv7()];
      recipients[name] = id;
      const acknowledged = before.acknowledged ?? true;
      const between = { message_id: messageId, sender_id: bodies[lead.slug], organisation_id: bodies[other.slug] };
      await insert('recipients', {
        id,
        ...between,
        operation_id: lead.operation,
        thread_id: messageId,
        reference: `AFG-${messageId}`,
        kind: 'referral',
        message_status: 'exercise',
        priority: 'normal',
        capacity: before.capacity ?? 'lead',
        profile: 'assistance',
        state: before.state,
        inbox_sequence: (sequence += 1),
        due_at: DUE,
        routed_at: ROUTED,
        delivery_state: 'delivered',
        delivery_attempts: 1,
        acknowledged_at: acknowledged ? ACKNOWLEDGED : null,
        receipt_id: acknowledged ? uuidv7() : null,
        release_sealed: Buffer.from(id),
        released_fields: [],
        next_step: before.next?.[0] ?? null,
        next_step_at: before.next?.[1] ?? null,
        version: 1,
        updated_at: CHANGED,
      });
      for (const [event, from, at] of before.lines ?? [])
        await insert('message_events', {
          id: uuidv7(),
          ...between,
          recipient_id: id,
          event,
          from_state: from,
          detail: '{}',
          at,
        });
      await insert('mails', {
        id: uuidv7(),
        organisation_id: bodies[other.slug],
        recipient_id: id,
        message_id: messageId,
        kind: 'routed',
        dedupe: 'routed',
        to_back_up: false,
        state: 'pending',
        attempts: 0,
        next_attempt_at: ROUTED,
        created_at: ROUTED,
      });
    }
  }

  async function kept(name: string): Promise<Kept | undefined> {
    const [row] = await superuser<Kept>(
      `SELECT r.state, convert_from(r.release_sealed, 'UTF8') AS sealed, r.withheld_at AS withheld,
         r.decision_due_at AS decision, r.next_step AS step, r.next_step_at AS "stepAt", r.quiet_since AS quiet,
         r.held_at AS held, r.readable_until AS "readableUntil", r.marks AS "recipientMarks", m.marks AS "messageMarks",
         m.areas, m.consent_id AS consent, m.onward_of AS onward
       FROM recipients r JOIN messages m ON m.id = r.message_id WHERE r.id = $1`,
      [recipients[name]],
    );
    return row;
  }

  it('keeps every referral, and gives each what this version asks of it', async () => {
    await owner.runMigrations();
    const marks = { tlp: 'AMBER', classification: 'UNCLASSIFIED' };
    const moment = (at: string | undefined) => (at === undefined ? null : new Date(at));
    for (const [name, [before, after]] of Object.entries(cases))
      expect({ name, ...(await kept(name)) }).toEqual({
        name,
        state: before.state,
        sealed: recipients[name],
        withheld: moment(after.withheld),
        decision: moment(after.decision),
        step: after.next?.[0] ?? null,
        stepAt: moment(after.next?.[1]),
        quiet: moment(after.quiet),
        held: moment(after.held),
        readableUntil: null,
        recipientMarks: marks,
        messageMarks: marks,
        areas: [],
        consent: null,
        onward: null,
      });
    expect(
      await superuser(
        `SELECT id, state, marks, areas, consent_id, expires_at, convert_from(body_sealed, 'UTF8') AS body
         FROM messages WHERE state = 'draft'`,
      ),
    ).toEqual(
      drafts.map((id) => ({ id, state: 'draft', marks, areas: [], consent_id: null, expires_at: null, body: id })),
    );
    const waiting = await superuser(`SELECT FROM mails WHERE state = 'pending' AND kind = 'routed'`);
    expect(waiting).toHaveLength(Object.keys(cases).length);
  });

  it('tells what is long past its deadline once, and what was opened again not yet', async () => {
    const logins = loginsOf(database);
    await prepareDatabase({ ownerUrl: database.url, ...logins });
    const worker = new WorkerDatabase(
      await createDataSource({ url: logins.workerUrl, applicationName: 'test worker', poolSize: 2 }).initialize(),
    );
    try {
      const clock = new MovableClock(new Date(day('02-02')));
      expect([...(await sweep(worker, clock))].sort()).toEqual(['decision_escalation', 'escalation']);
      expect(await sweep(worker, clock)).toEqual([]);
      expect(await superuser(`SELECT topic FROM outbox`)).toHaveLength(2);
      expect(await superuser(`SELECT FROM agenda_requests`)).toHaveLength(2);
      clock.advance(6 * 86_400_000);
      expect(await sweep(worker, clock)).toEqual(['decision_50']);
    } finally {
      await worker.close();
    }
  });

  it('goes back, over what this version has written, to the schema of the last release, and on again', async () => {
    const columns = () =>
      superuser(`SELECT table_name, column_name, data_type, is_nullable, column_default
                 FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`);
    const attempts = () => superuser('SELECT * FROM delivery_attempts ORDER BY started_at');
    await leaveAttempts();
    const [before, tried] = [await columns(), await attempts()];
    await owner.runMigrations();
    await useWhatIsNew();
    expect(await attempts()).toEqual(tried);
    for (let count = migrations.length; count > released; count -= 1) await owner.undoLastMigration();

    expect(await columns()).toEqual(before);
    expect(await attempts()).toEqual(tried);
    expect(await superuser(`SELECT FROM recipients WHERE next_step LIKE 'decision%'`)).toEqual([]);
    expect(await superuser(`SELECT DISTINCT kind FROM mails`)).toEqual([{ kind: 'routed' }]);
    const states = await superuser<{ id: Uuid; state: string }>('SELECT id, state FROM recipients ORDER BY id');
    expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).toEqual(
      Object.fromEntries(Object.entries(cases).map(([name, [{ state }]]) => [recipients[name], state])),
    );
    await owner.runMigrations();
    expect(await kept('called off, then closed')).toMatchObject({ withheld: new Date(CHANGED) });
  });

  /** Attempts of this month, of the last and of the next but two. */
  async function leaveAttempts(): Promise<void> {
    await superuser(
      `INSERT INTO delivery_attempts (delivery_id, organisation_id, endpoint_id, attempt, started_at, duration_ms, outcome)
       SELECT $1, $2, $1, 1, now() + make_interval(months => m), 1, 'delivered' FROM unnest('{0,-1,3}'::int[]) m`,
      [uuidv7(), bodies[lead.slug]],
    );
  }

  /** A row in every table that the last release does not have, and in the columns that it does not know. */
  async function useWhatIsNew(): Promise<void> {
    for (let step = 0; step < 4; step += 1) await superuser('SELECT keep_attempt_partitions(now(), 90)');
    const attempts = await superuser(
      `SELECT FROM delivery_attempts WHERE tableoid <> 'delivery_attempts_default'::regclass`,
    );
    expect(attempts).toHaveLength(2);
    const [message] = await superuser<{ id: Uuid }>(`SELECT message_id AS id FROM recipients WHERE id = $1`, [
      recipients['acknowledged'],
    ]);
    const about = { message_id: message?.id, sender_id: bodies[lead.slug], organisation_id: bodies[other.slug] };
    const consent = uuidv7();
    await insert('consents', {
      id: consent,
      operation_id: lead.operation,
      organisation_id: bodies[lead.slug],
      case_index: Buffer.alloc(32),
      state: 'active',
      given: 'yes',
      grants: '[]',
      version: 1,
      created_at: ROUTED,
      updated_at: ROUTED,
    });
    await superuser(`UPDATE messages SET consent_id = $1, onward_of = $2, areas = '{kabul}' WHERE id = $2`, [
      consent,
      message?.id,
    ]);
    await insert('release_exceptions', {
      id: uuidv7(),
      ...about,
      state: 'requested',
      groups: ['case'],
      requested_by: uuidv7(),
      version: 1,
      requested_at: ROUTED,
      expires_at: day('01-02'),
      updated_at: ROUTED,
    });
    const attachment = uuidv7();
    await insert('attachments', {
      id: attachment,
      message_id: message?.id,
      sender_id: bodies[lead.slug],
      state: 'uploading',
      created_at: ROUTED,
    });
    await insert('attachment_releases', {
      attachment_id: attachment,
      ...about,
      recipient_id: recipients['acknowledged'],
      released_at: ROUTED,
    });
    await insert('agenda_requests', {
      id: uuidv7(),
      ...about,
      operation_id: lead.operation,
      recipient_id: recipients['acknowledged'],
      reference: 'AFG',
      kind: 'referral',
      message_status: 'exercise',
      priority: 'normal',
      reason: 'undecided',
      due_at: DUE,
      state: 'open',
      created_at: DUE,
    });
    await insert('service_capacities', {
      operation_id: lead.operation,
      organisation_id: bodies[other.slug],
      service: 'legal',
      status: 'open',
      message_id: message?.id,
      said_at: ROUTED,
    });
    for (const [kind, recipient] of [
      ['notice', null],
      ['decision_reminder', recipients['acknowledged']],
      ['undecided', recipients['acknowledged']],
    ])
      await insert('mails', {
        id: uuidv7(),
        organisation_id: bodies[other.slug],
        recipient_id: recipient,
        message_id: message?.id,
        kind,
        dedupe: kind,
        to_back_up: false,
        state: 'pending',
        attempts: 0,
        next_attempt_at: ROUTED,
        created_at: ROUTED,
      });
  }
});
