import fc from 'fast-check';
import { uuidv7, type Uuid } from '#kernel';
import type { HubDatabase } from './hub-database';

/** A message as the lists tell messages apart. */
export interface ListedMessage {
  readonly id: Uuid;
  readonly sender: string;
  readonly operation: string;
  readonly kind: string;
  readonly state: string;
  readonly priority: string;
  readonly recipients: readonly ListedRecipient[];
}

export interface ListedRecipient {
  readonly organisation: string;
  readonly state: string;
  /** Hours from now; a deadline in the past is below zero. */
  readonly due: number;
  readonly decisionDue: number | null;
}

export const senders = ['isaf-hq', 'iom'] as const;
export const bodies = ['unhcr', 'unicef', 'aihrc'] as const;
export const operations = ['afghanistan', 'kosovo'] as const;
export const kinds = ['referral', 'referral-update', 'information-share'] as const;
export const priorities = ['emergency', 'urgent', 'normal'] as const;

const deadline = fc.integer({ min: -50, max: 50 }).filter((hours) => hours !== 0);
const recipients = fc.subarray([...bodies]).chain((organisations) =>
  fc.tuple(
    ...organisations.map((organisation) =>
      fc.record({
        organisation: fc.constant(organisation),
        state: fc.constantFrom('pending', 'acknowledged', 'accepted', 'closed'),
        due: deadline,
        decisionDue: fc.option(deadline),
      }),
    ),
  ),
);

/** Any message; only what was routed has recipients. */
export const anyMessage = fc
  .record({
    sender: fc.constantFrom(...senders),
    operation: fc.constantFrom(...operations),
    kind: fc.constantFrom(...kinds),
    priority: fc.constantFrom(...priorities),
  })
  .chain((message) =>
    fc.oneof(
      fc.record({
        ...constants(message),
        state: fc.constantFrom('routed', 'routed', 'withdrawn'),
        recipients,
      }),
      fc.record({
        ...constants(message),
        state: fc.constantFrom('draft', 'submitted', 'cancelled', 'entered_in_error'),
        recipients: fc.constant<ListedRecipient[]>([]),
      }),
    ),
  );

function constants<T extends object>(record: T): { [Key in keyof T]: fc.Arbitrary<T[Key]> } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fc.constant(value)])) as never;
}

/** Writes messages in the order given, as the superuser: the use cases could not make all of these at once. */
export async function writeMessages(
  hub: HubDatabase,
  messages: readonly Omit<ListedMessage, 'id'>[],
): Promise<ListedMessage[]> {
  const written = messages.map((message) => ({ ...message, id: uuidv7() }));
  await hub.superuser(
    `WITH given AS (
       SELECT g.*, o.id AS sender_id FROM jsonb_to_recordset($1::jsonb)
         AS g (id uuid, sender text, operation text, kind text, state text, priority text)
       JOIN organisations o ON o.slug = g.sender
     ) INSERT INTO messages (id, reference, operation_id, kind, kind_version, sender_id, message_status, distribution, state,
         priority, thread_id, language, marks, keywords, addressees, version, created_at, updated_at)
       SELECT id, id, operation, kind, 1, sender_id, 'test', 'request', state, priority, id, 'en',
         '{"tlp": "AMBER", "classification": "UNCLASSIFIED"}', '{}', '{}', 1, now(), now() FROM given`,
    [JSON.stringify(written)],
  );
  const parts = written.flatMap(({ id, recipients: all }) =>
    all.map((recipient) => ({ ...recipient, id: uuidv7(), message: id })),
  );
  await hub.superuser(
    `INSERT INTO recipients (id, message_id, sender_id, organisation_id, operation_id, thread_id, reference, kind,
       message_status, priority, capacity, profile, state, inbox_sequence, due_at, decision_due_at, routed_at,
       delivery_state, delivery_attempts, released_fields, version, updated_at)
     SELECT g.id, m.id, m.sender_id, o.id, m.operation_id, m.id, m.reference, m.kind, m.message_status, m.priority, 'action',
       'test', g.state,
       coalesce((SELECT max(inbox_sequence) FROM recipients WHERE organisation_id = o.id), 0)
         + row_number() OVER (PARTITION BY o.id ORDER BY g.id),
       $2::timestamptz + g.due * interval '1 hour', $2::timestamptz + g."decisionDue" * interval '1 hour',
       $2::timestamptz - interval '100 hours', 'delivered', 1, '{}', 1, now()
     FROM jsonb_to_recordset($1::jsonb)
       AS g (id uuid, message uuid, organisation text, state text, due int, "decisionDue" int)
     JOIN messages m ON m.id = g.message JOIN organisations o ON o.slug = g.organisation`,
    [JSON.stringify(parts), hub.clock.now()],
  );
  return written;
}
