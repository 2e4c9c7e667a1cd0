/**
 * What the record holds and who may do what with it: the one place where a table, view, sequence or function that runs with
 * more rights than its caller is entered. The catalogue spec holds the database to it, the isolation spec reads every
 * table by it. A migration that adds one of them, or a right, adds it here.
 */

/** Who sees a table's rows through the API. */
export type SeenBy =
  /** Those whose id is in one of the columns, or for whom an expression holds in which `$1` is the reader. */
  | readonly string[]
  /** Partner data that no body reads. */
  | 'nobody'
  /** Reference data: no policies, changed by `migrate` only. */
  | 'everyone';

export interface RecordTable {
  readonly seenBy: SeenBy;
  /** As in GRANT: `SELECT`, or `UPDATE (these, columns)` in the order of the alphabet. */
  readonly api: readonly string[];
  readonly worker: readonly string[];
}

const OWN = ['organisation_id'];
const BETWEEN = ['sender_id', 'organisation_id'];

const releasedTo = (attachment: string): string =>
  `EXISTS (SELECT FROM attachment_releases r WHERE r.attachment_id = ${attachment} AND r.organisation_id = $1)`;

const reference: RecordTable = { seenBy: 'everyone', api: ['SELECT'], worker: ['SELECT'] };

export const recordTables: Readonly<Record<string, RecordTable>> = {
  acknowledgement_links: { seenBy: OWN, api: ['SELECT', 'UPDATE (used_at)'], worker: ['INSERT', 'SELECT'] },
  agenda_requests: {
    seenBy: ['sender_id', 'organisation_id', 'coordinator_id', 'lead_id'],
    api: ['SELECT'],
    worker: ['INSERT', 'SELECT', 'UPDATE'],
  },
  api_keys: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (expires_at, last_used_at, revoked_at)'],
    worker: ['INSERT', 'SELECT', 'UPDATE (expires_at, last_used_at, revoked_at)'],
  },
  attachment_chunks: {
    seenBy: ['sender_id', releasedTo('attachment_chunks.attachment_id')],
    api: ['INSERT', 'SELECT'],
    worker: [],
  },
  attachment_releases: { seenBy: BETWEEN, api: ['SELECT'], worker: ['INSERT', 'SELECT'] },
  attachments: {
    seenBy: ['sender_id', releasedTo('attachments.id')],
    api: ['DELETE', 'INSERT', 'SELECT', 'UPDATE (chunks, digest, field_group, media_type, meta_sealed, size, state)'],
    worker: ['DELETE', 'SELECT'],
  },
  consents: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (state, updated_at, version, withdrawn_at)'],
    worker: ['SELECT'],
  },
  deliveries: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (ended)'],
    worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
  },
  delivery_attempts: { seenBy: OWN, api: ['SELECT'], worker: ['INSERT', 'SELECT'] },
  endpoint_credentials: { seenBy: OWN, api: ['DELETE', 'INSERT', 'SELECT'], worker: ['SELECT'] },
  endpoint_secrets: { seenBy: OWN, api: ['INSERT', 'SELECT', 'UPDATE (expires_at)'], worker: ['SELECT'] },
  endpoint_threads: { seenBy: OWN, api: ['INSERT', 'SELECT', 'UPDATE'], worker: ['INSERT', 'SELECT', 'UPDATE'] },
  evidence_entries: {
    seenBy: ['actor_id', 'sender_id', 'organisation_id'],
    api: ['INSERT', 'SELECT'],
    worker: ['INSERT', 'SELECT'],
  },
  idempotency_keys: { seenBy: OWN, api: ['INSERT', 'SELECT', 'UPDATE'], worker: ['DELETE', 'SELECT'] },
  inbox_counters: { seenBy: 'nobody', api: [], worker: ['INSERT', 'SELECT', 'UPDATE'] },
  mails: { seenBy: 'nobody', api: [], worker: ['INSERT', 'SELECT', 'UPDATE'] },
  message_events: { seenBy: BETWEEN, api: ['INSERT', 'SELECT'], worker: ['INSERT', 'SELECT'] },
  messages: { seenBy: ['sender_id'], api: ['INSERT', 'SELECT', 'UPDATE'], worker: ['SELECT', 'UPDATE'] },
  operation_bodies: reference,
  operations: reference,
  organisations: reference,
  outbox: { seenBy: 'nobody', api: ['INSERT'], worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'] },
  people: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (disabled_at, display_name, email, updated_at, version)'],
    worker: ['INSERT', 'SELECT', 'UPDATE (disabled_at, display_name, email, updated_at, version)'],
  },
  recipients: {
    seenBy: BETWEEN,
    api: [
      'SELECT',
      'UPDATE (acknowledged_at, decided_at, decision, decision_due_at, delivered_at, delivered_via, delivery_state, ' +
        'held_at, next_step, next_step_at, outcome, quiet_since, reason, receipt_id, state, updated_at, version, withheld_at)',
    ],
    worker: ['INSERT', 'SELECT', 'UPDATE'],
  },
  release_exceptions: {
    seenBy: ['sender_id', 'notified_id'],
    api: [
      'INSERT',
      'SELECT',
      'UPDATE (decided_at, decided_by, ended_at, note_sealed, notified_id, revoked_by, state, updated_at, version)',
    ],
    worker: ['SELECT', 'UPDATE'],
  },
  role_assignments: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (ends_at, revoked_at, revoked_by)'],
    worker: ['INSERT', 'SELECT', 'UPDATE (ends_at, revoked_at, revoked_by)'],
  },
  routing_decisions: { seenBy: ['sender_id'], api: ['SELECT'], worker: ['INSERT', 'SELECT'] },
  rule_sets: reference,
  schema_migrations: { seenBy: 'everyone', api: [], worker: [] },
  service_capacities: {
    seenBy: ['operation_id IN (SELECT operation_id FROM operation_bodies WHERE organisation_id = $1)'],
    api: ['SELECT'],
    worker: ['INSERT', 'SELECT', 'UPDATE'],
  },
  sessions: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (ended_at, proved_at, seen_at)'],
    worker: ['DELETE', 'SELECT', 'UPDATE (ended_at, proved_at, seen_at)'],
  },
  waiting_deliveries: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (held, next_attempt_at)'],
    worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
  },
  webhook_endpoints: { seenBy: OWN, api: ['INSERT', 'SELECT', 'UPDATE'], worker: ['SELECT', 'UPDATE'] },
};

interface Rights {
  readonly api: readonly string[];
  readonly worker: readonly string[];
}

/** Views, each with `security_invoker`, so that the policies of what they read hold for who asks. */
export const recordViews: Readonly<Record<string, Rights>> = {
  delivery_states: { api: ['SELECT'], worker: ['SELECT'] },
};

export const recordSequences: Readonly<Record<string, Rights>> = {
  message_reference: { api: ['USAGE'], worker: [] },
  outbox_id_seq: { api: [], worker: [] },
  schema_migrations_id_seq: { api: [], worker: [] },
};

export interface DefinerFunction {
  readonly owner: 'liaison_worker' | 'the owner';
  readonly settings: readonly string[];
  readonly callers: readonly string[];
}

/** Owned by the workers' role, asked by the API; names of what it finds are looked up in "public" only. */
const asked: DefinerFunction = {
  owner: 'liaison_worker',
  settings: ['search_path=public'],
  callers: ['liaison_api'],
};

/** What may do more than its caller, because it guards itself. */
export const definerFunctions: Readonly<Record<string, DefinerFunction>> = {
  evidence_in_operations: asked,
  find_acknowledgement_link: asked,
  find_api_key: asked,
  find_session: asked,
  // Makes and drops partitions, which needs the tables' owner; names every table with its schema.
  keep_attempt_partitions: {
    owner: 'the owner',
    settings: ['search_path=pg_catalog, pg_temp', 'TimeZone=UTC', 'lock_timeout=1500ms'],
    callers: ['liaison_worker'],
  },
  message_in_operations: asked,
  onward_consents: asked,
  webhook_public_keys: asked,
};

/** The tables that a body reads, with the columns or expressions of `seenBy`. */
export const readableTables: readonly (readonly [string, readonly string[]])[] = Object.entries(recordTables).flatMap(
  ([name, { seenBy }]) => (typeof seenBy === 'string' ? [] : [[name, seenBy] as const]),
);

/** The tables with partner data that no body reads. */
export const unreadableTables: readonly string[] = Object.entries(recordTables)
  .filter(([, { seenBy }]) => seenBy === 'nobody')
  .map(([name]) => name);
