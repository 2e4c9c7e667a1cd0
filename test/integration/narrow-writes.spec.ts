import { messageLifecycle, recipientLifecycle, recipientStates } from '#messages';
import { uuidv7, type Uuid } from '#kernel';
import { acknowledge, cancelReferral, closeReferral, recordConsent, submitReferral, withdrawRecord } from '#referrals';
import type { SqlValue } from '#platform/database';
import { deliveriesOf, endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, draft, drain, idOf, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

/** PostgreSQL's code for "you may not". */
const REFUSED = { code: '42501' };
const OTHER = 'unhcr';

/** What a process could try that has the API's rights and a body's context, and none of the hub's use cases. */
describe('with the API’s role and a body’s context', () => {
  let hub: HubDatabase;
  /** A referral of the sender that the lead and the other body were sent, and its row at the lead. */
  let message: Uuid;
  let thread: Uuid;
  let part: Uuid;

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());

  beforeEach(async () => {
    message = (await routed(hub, { to: [OTHER] })).id;
    const [row] = await hub.superuser<{ id: Uuid; thread: Uuid }>(
      `SELECT id, thread_id AS thread FROM recipients WHERE message_id = $1 AND organisation_id = $2`,
      [message, await idOf(hub, LEAD)],
    );
    [part, thread] = [row!.id, row!.thread];
  });

  const as = (slug: string, sql: string, values: readonly SqlValue[] = []) =>
    idOf(hub, slug).then((organisationId) =>
      hub.api.transaction({ kind: 'body', organisationId }, (tx) => tx.execute(sql, values)),
    );
  const setPart = (slug: string, change: string) => as(slug, `UPDATE recipients SET ${change} WHERE id = $1`, [part]);

  describe('a sender', () => {
    it.each([
      `acknowledged_at = now(), receipt_id = gen_random_uuid()`,
      `decided_at = now(), decision = 'accepted'`,
      `state = 'accepted', decided_at = now(), decision = 'accepted'`,
      `reason = 'capacity'`,
      `outcome = 'services_provided'`,
      `delivered_at = now(), delivered_via = 'poll'`,
      `delivery_state = 'delivered'`,
      `state = 'acknowledged'`,
      `state = 'declined'`,
      `state = 'completed'`,
      `state = 'recall_confirmed'`,
      `next_step = NULL, next_step_at = NULL`,
      `decision_due_at = now()`,
    ])('does not write a recipient’s facts: %s', async (change) => {
      await expect(setPart(SENDER, change)).rejects.toMatchObject(REFUSED);
    });

    it.each([
      `state = 'routed'`,
      `priority = 'emergency'`,
      `addressees = '{german-police-project}'`,
      `body_sealed = '\\x00'`,
      `sent_at = now()`,
      `consent_id = NULL, rule_set_version = 7`,
      `reference = 'AFG-2026-000001'`,
      `sender_id = sender_id`,
      `created_at = now()`,
    ])('does not change what was sent: %s', async (change) => {
      const sent = await draft(hub);
      await hub.as(SENDER, (tools) => submitReferral(tools, sent.id));
      await expect(as(SENDER, `UPDATE messages SET ${change} WHERE id = $1`, [sent.id])).rejects.toMatchObject(REFUSED);
      await drain(hub);
    });

    it('does not begin with what was sent, and takes up no thread, question or case of others', async () => {
      const foreign = (await draft(hub, { to: [LEAD] }, OTHER)).id;
      const insert = (over: Readonly<Record<string, SqlValue>>) => {
        const row = { in_reply_to: null, supersedes: null, onward_of: null, state: 'draft', thread_id: null, ...over };
        return as(
          SENDER,
          `INSERT INTO messages (id, operation_id, kind, kind_version, sender_id, message_status, distribution, state, priority,
             thread_id, in_reply_to, supersedes, onward_of, language, marks, keywords, addressees, version, created_at, updated_at)
           SELECT i, 'afghanistan', 'referral', 1, app_body(), 'test', 'request', $2, 'normal', coalesce($3, i), $4, $5, $6, 'en',
             '{}', '{}', '{}', 1, now(), now() FROM (SELECT $1::uuid) AS m (i)`,
          [uuidv7(), row.state, row.thread_id, row.in_reply_to, row.supersedes, row.onward_of],
        );
      };
      for (const over of [
        { state: 'submitted' },
        { state: 'routed' },
        { thread_id: foreign },
        { in_reply_to: foreign },
        { supersedes: foreign },
        { onward_of: foreign },
        // Nobody was sent it by another body: a case of one's own is not referred onward.
        { onward_of: message },
        { in_reply_to: message, thread_id: foreign },
        // One that does not exist is answered as one of others: nothing is learned of what there is.
        { in_reply_to: uuidv7() },
        { onward_of: uuidv7() },
      ])
        await expect(insert(over)).rejects.toMatchObject(REFUSED);
      expect(await insert({})).toBe(1);
      expect(await insert({ in_reply_to: message, thread_id: thread })).toBe(1);
    });

    it('does not approve an exception by asking for it', async () => {
      const insert = (over: string, of: Uuid) =>
        as(
          SENDER,
          `INSERT INTO release_exceptions (id, message_id, sender_id, organisation_id, state, groups, requested_by, decided_by,
             decided_at, version, requested_at, expires_at, updated_at)
           VALUES ($1, $2, app_body(), $3, ${over}, 1, now(), now() + interval '1 hour', now())`,
          [uuidv7(), of, idOfPolice],
        );
      const idOfPolice = await idOf(hub, 'german-police-project');
      const own = `gen_random_uuid()`;
      const foreign = (await draft(hub, { to: [LEAD] }, OTHER)).id;
      await expect(insert(`'approved', '{case}', ${own}, ${own}, now()`, message)).rejects.toMatchObject(REFUSED);
      await expect(insert(`'requested', '{case}', ${own}, NULL, NULL`, foreign)).rejects.toMatchObject(REFUSED);
      expect(await insert(`'requested', '{case}', ${own}, NULL, NULL`, message)).toBe(1);
    });
  });

  describe('a recipient', () => {
    it.each([
      `next_step = NULL, next_step_at = NULL`,
      `decision_due_at = now() + interval '1 year'`,
      `quiet_since = now()`,
      `due_at = now() + interval '1 year'`,
      `release_sealed = NULL`,
      `released_fields = '{person.name}'`,
      `readable_until = NULL`,
      `state = 'closed'`,
      `state = 'cancelled'`,
      `state = 'recalled'`,
      `state = 'failed'`,
      `decision = 'accepted', decided_at = now()`,
    ])('does not put off its deadline, see more, or move as others do: %s', async (change) => {
      await expect(setPart(LEAD, change)).rejects.toMatchObject(REFUSED);
    });

    it('acknowledges once', async () => {
      await hub.as(LEAD, (tools) => acknowledge(tools, message));
      await expect(setPart(LEAD, `receipt_id = gen_random_uuid()`)).rejects.toMatchObject(REFUSED);
      await expect(setPart(LEAD, `acknowledged_at = NULL, receipt_id = NULL`)).rejects.toMatchObject(REFUSED);
    });

    it('does not take back what was taken from it', async () => {
      await hub.as(SENDER, (tools) => cancelReferral(tools, message, {}));
      await expect(setPart(LEAD, `withheld_at = NULL`)).rejects.toMatchObject(REFUSED);
      await hub.as(SENDER, (tools) => closeReferral(tools, message, {}));
      await expect(setPart(LEAD, `state = 'acknowledged', withheld_at = NULL`)).rejects.toMatchObject(REFUSED);
    });

    it('does not see or touch the part of another recipient', async () => {
      expect(await setPart(OTHER, `state = 'declined'`)).toBe(0);
    });
  });

  it('who may move a recipient in the record is who may by its lifecycle', async () => {
    const rows = await hub.superuser<{ before: string; after: string; sender: boolean; recipient: boolean }>(
      `SELECT before, after, recipient_may_move(before, after, true, false) AS sender,
         recipient_may_move(before, after, false, true) AS recipient
       FROM unnest($1::text[]) AS before, unnest($1::text[]) AS after`,
      [recipientStates],
    );
    const legal = (party: 'sender' | 'recipient') =>
      recipientStates.flatMap((before) =>
        Object.values(recipientLifecycle[before])
          .filter((step) => step.by.includes(party))
          .map(({ to }) => `${before} → ${to}`),
      );
    for (const party of ['sender', 'recipient'] as const) {
      const real = rows.filter((row) => row[party]).map(({ before, after }) => `${before} → ${after}`);
      expect(real.sort()).toEqual([...new Set(legal(party))].sort());
    }
  });

  it('who may move a message in the record is who may by its lifecycle', async () => {
    const states = Object.keys(messageLifecycle);
    const rows = await hub.superuser<{ move: string }>(
      `SELECT before || ' → ' || after AS move FROM unnest($1::text[]) AS before, unnest($1::text[]) AS after
       WHERE message_may_move(before, after)`,
      [states],
    );
    const legal = Object.entries(messageLifecycle).flatMap(([before, steps]) =>
      Object.entries(steps).flatMap(([event, to]) => (event === 'route' ? [] : [`${before} → ${to}`])),
    );
    expect(rows.map(({ move }) => move).sort()).toEqual(legal.sort());
  });

  describe('nobody writes a line in the timeline', () => {
    const line = (slug: string, row: readonly [string, string, string | null, string | null]) =>
      as(
        slug,
        `INSERT INTO message_events (id, message_id, sender_id, recipient_id, organisation_id, event, actor_id, detail, at)
         VALUES ($1, $2, $3, $4, $5, 'accepted', app_body(), '{}', now())`,
        [uuidv7(), ...row],
      );

    it('of a message that is not its own, or as another body, or to another recipient', async () => {
      const [sender, lead, other] = [await idOf(hub, SENDER), await idOf(hub, LEAD), await idOf(hub, OTHER)];
      const foreign = (await draft(hub, { to: [LEAD] }, OTHER)).id;
      for (const [slug, row] of [
        [SENDER, [foreign, sender, null, null]],
        [SENDER, [foreign, other, null, null]],
        [SENDER, [message, sender, null, lead]],
        [SENDER, [message, sender, part, other]],
        [LEAD, [message, sender, null, null]],
        [LEAD, [message, lead, part, lead]],
        [OTHER, [message, sender, part, other]],
        [OTHER, [message, sender, part, lead]],
        ['aihrc', [message, sender, null, null]],
      ] as const)
        await expect(line(slug, row)).rejects.toMatchObject(REFUSED);
      expect(await line(SENDER, [message, sender, null, null])).toBe(1);
      expect(await line(SENDER, [message, sender, part, lead])).toBe(1);
      expect(await line(LEAD, [message, sender, part, lead])).toBe(1);
    });
  });

  describe('nobody lets the hub tell', () => {
    const tell = (slug: string, row: readonly [string, string, string, string | null], detail = '{}') =>
      as(
        slug,
        `INSERT INTO outbox (topic, thread_id, message_id, recipient_id, organisation_id, detail)
         VALUES ($1, $2, $3, $4, app_body(), $5)`,
        [...row, detail],
      );

    it('what another body did, of another’s message, or in another thread', async () => {
      const foreign = (await draft(hub, { to: [LEAD] }, OTHER)).id;
      for (const [slug, row] of [
        [SENDER, ['recipient.acknowledged', thread, message, part]],
        [SENDER, ['recipient.decided', thread, message, part]],
        [SENDER, ['recipient.reminder', thread, message, part]],
        [SENDER, ['message.submitted', foreign, foreign, null]],
        [SENDER, ['message.submitted', foreign, message, null]],
        [SENDER, ['recipient.recalled', thread, message, uuidv7()]],
        [LEAD, ['recipient.recalled', thread, message, part]],
        [LEAD, ['recipient.closed', thread, message, part]],
        [LEAD, ['message.submitted', thread, message, null]],
        [OTHER, ['recipient.decided', thread, message, part]],
        [LEAD, ['recipient.decided', foreign, message, part]],
      ] as const)
        await expect(tell(slug, row)).rejects.toMatchObject(REFUSED);
      await expect(
        as(
          SENDER,
          `INSERT INTO outbox (topic, thread_id, message_id, organisation_id, detail, available_at)
           VALUES ('message.submitted', $1, $2, app_body(), '{}', '2030-01-01')`,
          [thread, message],
        ),
      ).rejects.toMatchObject(REFUSED);
    });
  });

  it('nobody leaves evidence before a body with which it does not share the subject', async () => {
    const witness = (slug: string, about: Uuid, sender: Uuid | null, organisation: Uuid | null) =>
      as(
        slug,
        `INSERT INTO evidence_entries (id, at, action, actor_id, actor_kind, subject_type, subject_id, sender_id, organisation_id,
           detail, digest)
         VALUES ($1, now(), 'content.read', app_body(), 'body', 'message', $2, $3, $4, '{}', decode(repeat('00', 32), 'hex'))`,
        [uuidv7(), about, sender, organisation],
      );
    const [sender, lead, aihrc] = [await idOf(hub, SENDER), await idOf(hub, LEAD), await idOf(hub, 'aihrc')];
    await expect(witness('aihrc', message, sender, aihrc)).rejects.toMatchObject(REFUSED);
    await expect(witness('aihrc', message, null, lead)).rejects.toMatchObject(REFUSED);
    await expect(witness(SENDER, message, sender, aihrc)).rejects.toMatchObject(REFUSED);
    await expect(witness(SENDER, uuidv7(), sender, lead)).rejects.toMatchObject(REFUSED);
    expect(await witness(LEAD, message, sender, lead)).toBe(1);
    expect(await witness(SENDER, message, sender, lead)).toBe(1);
  });

  it('nobody has another body’s delivery sent to its own endpoint', async () => {
    const [own, others] = [
      await endpointOf(hub, 'aihrc', 'https://aihrc.example/'),
      await endpointOf(hub, LEAD, 'https://lead.example/'),
    ];
    await routed(hub);
    const [delivery] = await deliveriesOf(hub, others.id);
    const queue = (endpoint: Uuid, id: Uuid) =>
      as(
        'aihrc',
        `INSERT INTO waiting_deliveries (delivery_id, endpoint_id, organisation_id, thread_id, sequence, held, next_attempt_at)
         VALUES ($1, $2, app_body(), $3, 1, false, now()) ON CONFLICT (delivery_id) DO NOTHING`,
        [id, endpoint, delivery!.thread_id],
      );
    await hub.superuser(`DELETE FROM waiting_deliveries WHERE delivery_id = $1`, [delivery!.id]);
    await expect(queue(own.id, delivery!.id)).rejects.toMatchObject(REFUSED);
    // The answer for one that does not exist says nothing else.
    await expect(queue(own.id, uuidv7())).rejects.toMatchObject(REFUSED);
    for (const lane of ['lane_token = gen_random_uuid()', `lane_until = now()`, `paced_until = '2030-01-01'`])
      await expect(as('aihrc', `UPDATE webhook_endpoints SET ${lane}`)).rejects.toMatchObject(REFUSED);
  });

  it('nobody gives a withdrawn consent again, or answers anew under a key that was answered', async () => {
    const consent = await hub.as(SENDER, (tools) =>
      recordConsent(tools, {
        operation: 'afghanistan',
        caseCode: 'AFG-TEST-009',
        given: 'yes',
        date: '2026-01-20',
        grants: [{ purposes: ['assistance'] }],
      }),
    );
    await hub.as(SENDER, (tools) => withdrawRecord(tools, consent.id, {}));
    const again = `UPDATE consents SET state = 'active', withdrawn_at = NULL WHERE id = $1`;
    await expect(as(SENDER, again, [consent.id])).rejects.toMatchObject(REFUSED);
    await expect(as(SENDER, `UPDATE idempotency_keys SET status = 200`)).rejects.toMatchObject(REFUSED);
  });
});
