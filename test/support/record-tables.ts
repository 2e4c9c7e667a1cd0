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
  /** Those who were let know of an allegation, on the routes for that: to everybody else the table is empty. */
  | 'who knows'
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

/** Rows of a meeting, or of a series as a whole, are seen by the bodies that take part. */
const ofMeetingOrSeries = `CASE WHEN meeting_id IS NULL
  THEN EXISTS (SELECT FROM meeting_series s WHERE s.id = series_id AND $1 = ANY (s.body_ids))
  ELSE EXISTS (SELECT FROM meetings m WHERE m.id = meeting_id AND $1 = ANY (m.body_ids)) END`;

/** An item of an agenda, and what hangs on it, is seen by those who take part, or by some of them alone. */
const ofItem =
  '(visible_to IS NULL OR $1 = ANY (visible_to)) AND meeting_id IN (SELECT id FROM meetings WHERE $1 = ANY (body_ids))';

const ofOwnMeeting = 'meeting_id IN (SELECT id FROM meetings WHERE $1 = ANY (body_ids))';

const reference: RecordTable = { seenBy: 'everyone', api: ['SELECT'], worker: ['SELECT'] };

export const recordTables: Readonly<Record<string, RecordTable>> = {
  accountability_cases: {
    seenBy: 'who knows',
    api: [
      'INSERT',
      'SELECT',
      'UPDATE (nation_id, organisation_id, proceedings, reason_sealed, repatriated_at, repatriation_requested_at, ' +
        'repatriation_requested_by, reporter_released_at, reporter_released_by, reporter_sealed, status, status_at, version, ' +
        'victim_id)',
    ],
    worker: ['SELECT'],
  },
  accountability_people: { seenBy: 'who knows', api: ['INSERT', 'SELECT'], worker: ['SELECT'] },
  acknowledgement_links: { seenBy: OWN, api: ['SELECT', 'UPDATE (used_at)'], worker: ['INSERT', 'SELECT'] },
  agenda_requests: {
    seenBy: ['sender_id', 'organisation_id', 'coordinator_id', 'lead_id'],
    api: ['SELECT'],
    worker: ['INSERT', 'SELECT', 'UPDATE'],
  },
  agenda_items: {
    seenBy: [ofItem],
    api: ['INSERT', 'SELECT', 'UPDATE'],
    worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
  },
  agenda_notes: { seenBy: [ofItem], api: ['INSERT', 'SELECT'], worker: ['SELECT'] },
  answer_changes: { seenBy: 'nobody', api: [], worker: ['DELETE', 'INSERT', 'SELECT'] },
  answer_tallies: { seenBy: BETWEEN, api: ['SELECT'], worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'] },
  // An operation, and how old its tallies are.
  answer_tally_states: { seenBy: ['$1::uuid IS NOT NULL'], api: ['SELECT'], worker: ['INSERT', 'SELECT', 'UPDATE'] },
  api_keys: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (expires_at, last_used_at, replaced_by, revoked_at)'],
    worker: ['INSERT', 'SELECT', 'UPDATE (expires_at, last_used_at, replaced_by, revoked_at)'],
  },
  attachment_chunks: {
    seenBy: ['sender_id', releasedTo('attachment_chunks.attachment_id')],
    api: ['INSERT', 'SELECT'],
    worker: ['DELETE', 'SELECT (attachment_id)'],
  },
  attachment_releases: { seenBy: BETWEEN, api: ['SELECT'], worker: ['INSERT', 'SELECT'] },
  attachments: {
    seenBy: ['sender_id', releasedTo('attachments.id')],
    api: ['DELETE', 'INSERT', 'SELECT', 'UPDATE (chunks, digest, field_group, media_type, meta_sealed, size, state)'],
    worker: ['DELETE', 'SELECT', 'UPDATE (data_key, meta_sealed)'],
  },
  break_glass: {
    seenBy: ['organisation_id', 'sender_id', 'guardian_id'],
    api: ['INSERT', 'SELECT', 'UPDATE (decided_at, decided_by, ended_at, ended_by, expires_at, state, version)'],
    worker: ['SELECT', 'UPDATE (data_key, reason_sealed)'],
  },
  calendar_feeds: { seenBy: OWN, api: ['INSERT', 'SELECT', 'UPDATE (revoked_at)'], worker: ['SELECT'] },
  consents: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (state, updated_at, version, withdrawn_at)'],
    worker: ['SELECT', 'UPDATE (case_index, data_key, details_sealed)'],
  },
  deliveries: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (ended)'],
    worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
  },
  delivery_attempts: { seenBy: OWN, api: ['SELECT'], worker: ['INSERT', 'SELECT', 'UPDATE (excerpt)'] },
  doomed_keys: { seenBy: 'nobody', api: [], worker: ['INSERT', 'SELECT', 'UPDATE (destroyed_at)'] },
  endpoint_credentials: {
    seenBy: OWN,
    api: ['DELETE', 'INSERT', 'SELECT'],
    worker: ['SELECT', 'UPDATE (secret_sealed)'],
  },
  endpoint_secrets: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (expires_at)'],
    worker: ['SELECT', 'UPDATE (secret_sealed)'],
  },
  endpoint_threads: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (last_sequence)'],
    worker: ['INSERT', 'SELECT', 'UPDATE'],
  },
  erasures: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (decided_at, decided_by, state, version)'],
    worker: ['INSERT', 'SELECT', 'UPDATE (data_key, erased_at, reason_sealed, state, version)'],
  },
  evidence_checkpoints: { seenBy: ['$1::uuid IS NOT NULL'], api: ['SELECT'], worker: ['INSERT', 'SELECT'] },
  evidence_entries: {
    seenBy: ['actor_id', 'sender_id', 'organisation_id'],
    api: ['INSERT', 'SELECT'],
    worker: ['INSERT', 'SELECT'],
  },
  evidence_keys: { seenBy: 'everyone', api: ['SELECT'], worker: ['INSERT', 'SELECT'] },
  evidence_leaves: {
    seenBy: [
      'entry_id IN (SELECT id FROM evidence_entries WHERE actor_id = $1 OR sender_id = $1 OR organisation_id = $1)',
    ],
    api: ['SELECT'],
    worker: ['INSERT', 'SELECT'],
  },
  evidence_timestamps: { seenBy: ['$1::uuid IS NOT NULL'], api: ['SELECT'], worker: ['INSERT', 'SELECT'] },
  evidence_nodes: { seenBy: 'nobody', api: [], worker: ['INSERT', 'SELECT'] },
  figure_release_bodies: {
    seenBy: ['organisation_id', '$1::uuid IS NOT NULL AND named_at IS NOT NULL'],
    api: ['INSERT', 'SELECT', 'UPDATE (named_at)'],
    worker: ['SELECT'],
  },
  figure_releases: { seenBy: ['$1::uuid IS NOT NULL'], api: ['INSERT', 'SELECT'], worker: ['SELECT'] },
  idempotency_keys: { seenBy: OWN, api: ['INSERT', 'SELECT'], worker: ['DELETE', 'SELECT'] },
  inbox_counters: { seenBy: 'nobody', api: [], worker: ['INSERT', 'SELECT', 'UPDATE'] },
  mails: { seenBy: 'nobody', api: [], worker: ['INSERT', 'SELECT', 'UPDATE'] },
  meeting_actions: {
    seenBy: [ofItem],
    api: ['INSERT', 'SELECT', 'UPDATE (closed_at, state)'],
    worker: ['SELECT', 'UPDATE (closed_at, message_id, state)'],
  },
  meeting_answers: { seenBy: [ofMeetingOrSeries], api: ['INSERT', 'SELECT', 'UPDATE'], worker: ['SELECT'] },
  meeting_attendance: { seenBy: [ofItem], api: ['INSERT', 'SELECT', 'UPDATE'], worker: ['SELECT'] },
  meeting_decisions: {
    seenBy: [ofItem],
    api: ['INSERT', 'SELECT', 'UPDATE (superseded_by_id)'],
    worker: ['SELECT'],
  },
  meeting_events: { seenBy: [ofMeetingOrSeries], api: ['INSERT', 'SELECT'], worker: ['INSERT', 'SELECT'] },
  meeting_links: { seenBy: 'nobody', api: [], worker: ['INSERT', 'SELECT'] },
  meeting_series: {
    seenBy: ['$1 = ANY (body_ids)'],
    api: ['INSERT', 'SELECT', 'UPDATE'],
    worker: ['INSERT', 'SELECT', 'UPDATE'],
  },
  meetings: {
    seenBy: ['$1 = ANY (body_ids)'],
    api: ['INSERT', 'SELECT', 'UPDATE'],
    worker: ['INSERT', 'SELECT', 'UPDATE'],
  },
  message_events: { seenBy: BETWEEN, api: ['INSERT', 'SELECT'], worker: ['INSERT', 'SELECT', 'UPDATE (note_sealed)'] },
  messages: {
    seenBy: ['sender_id'],
    api: [
      'INSERT (addressees, areas, body_sealed, created_at, data_key, distribution, expires_at, id, import_key, in_reply_to, ' +
        'keywords, kind, kind_version, language, marks, message_status, onward_of, operation_id, priority, sender_id, state, ' +
        'subject, supersedes, thread_id, updated_at, version)',
      'SELECT',
      'UPDATE (addressees, body_sealed, consent_id, data_key, keywords, language, message_status, priority, ' +
        'rule_set_version, sent_at, state, updated_at, version)',
    ],
    worker: [
      'INSERT (addressees, areas, body_sealed, created_at, data_key, distribution, expires_at, id, import_key, in_reply_to, ' +
        'keywords, kind, kind_version, language, marks, message_status, onward_of, operation_id, priority, sender_id, state, ' +
        'subject, supersedes, thread_id, updated_at, version)',
      'SELECT',
      'UPDATE',
    ],
  },
  minutes: { seenBy: [ofOwnMeeting], api: ['INSERT', 'SELECT', 'UPDATE'], worker: ['SELECT', 'UPDATE'] },
  minutes_amendments: { seenBy: [ofItem], api: ['INSERT', 'SELECT'], worker: ['SELECT', 'UPDATE (record_id)'] },
  minutes_answers: { seenBy: [ofOwnMeeting], api: ['INSERT', 'SELECT'], worker: ['INSERT', 'SELECT'] },
  minutes_records: {
    seenBy: ['meeting_id IN (SELECT id FROM meetings WHERE $1 IN (chair_id, secretary_id))'],
    api: ['SELECT'],
    worker: ['INSERT', 'SELECT'],
  },
  minutes_renditions: { seenBy: OWN, api: ['SELECT'], worker: ['INSERT', 'SELECT', 'UPDATE (message_id, settled)'] },
  oauth_assertions: { seenBy: OWN, api: ['INSERT', 'SELECT'], worker: ['DELETE', 'SELECT'] },
  oauth_clients: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (jwks, last_used_at, revoked_at)'],
    worker: ['SELECT'],
  },
  oauth_tokens: { seenBy: OWN, api: ['INSERT', 'SELECT'], worker: ['DELETE', 'SELECT'] },
  operation_bodies: reference,
  operations: reference,
  organisations: reference,
  outbox: {
    seenBy: 'nobody',
    api: ['INSERT (detail, message_id, organisation_id, recipient_id, thread_id, topic)'],
    worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
  },
  people: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (disabled_at, display_name, email, updated_at, version)'],
    worker: ['INSERT', 'SELECT', 'UPDATE (disabled_at, display_name, email, updated_at, version)'],
  },
  person_credentials: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (password_hash, password_set_at, tried_at, tries)'],
    worker: [],
  },
  person_identities: { seenBy: OWN, api: ['INSERT', 'SELECT'], worker: [] },
  provision_acknowledgements: {
    seenBy: [
      'organisation_id',
      `operation_id IN (SELECT b.operation_id FROM operation_bodies b JOIN organisations o ON o.id = b.organisation_id
        WHERE o.id = $1 AND o.kind = 'mission-hq')`,
    ],
    api: ['INSERT', 'SELECT'],
    worker: ['SELECT'],
  },
  recovery_codes: { seenBy: OWN, api: ['DELETE', 'INSERT', 'SELECT', 'UPDATE (used_at)'], worker: [] },
  recipients: {
    seenBy: BETWEEN,
    api: [
      'SELECT',
      'UPDATE (acknowledged_at, decided_at, decision, decision_due_at, delivered_at, delivered_via, delivery_state, ' +
        'held_at, next_step, next_step_at, outcome, quiet_since, reason, receipt_id, state, updated_at, version, withheld_at)',
    ],
    worker: ['INSERT', 'SELECT', 'UPDATE'],
  },
  // The key of the order of references: who reads it counts them.
  reference_order: { seenBy: 'nobody', api: [], worker: ['SELECT'] },
  release_exceptions: {
    seenBy: ['sender_id', 'notified_id'],
    api: [
      'INSERT',
      'SELECT',
      'UPDATE (decided_at, decided_by, ended_at, note_sealed, notified_id, revoked_by, state, updated_at, version)',
    ],
    worker: ['SELECT', 'UPDATE'],
  },
  request_rates: { seenBy: 'nobody', api: [], worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'] },
  role_assignments: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (ends_at, revoked_at, revoked_by)'],
    worker: ['INSERT', 'SELECT', 'UPDATE (ends_at, revoked_at, revoked_by)'],
  },
  routing_decisions: { seenBy: ['sender_id'], api: ['SELECT'], worker: ['INSERT', 'SELECT'] },
  rule_sets: reference,
  schema_migrations: { seenBy: 'everyone', api: [], worker: [] },
  second_factors: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (confirmed_at, ended_at, last_step)'],
    worker: [],
  },
  review_recommendations: {
    seenBy: ['$1::uuid IS NOT NULL'],
    api: ['INSERT', 'SELECT', 'UPDATE (closed_at, note)'],
    worker: ['SELECT'],
  },
  review_report_figures: { seenBy: OWN, api: ['INSERT', 'SELECT'], worker: ['SELECT'] },
  review_reports: { seenBy: ['$1::uuid IS NOT NULL'], api: ['INSERT', 'SELECT'], worker: ['SELECT'] },
  service_capacities: {
    seenBy: ['operation_id IN (SELECT operation_id FROM operation_bodies WHERE organisation_id = $1)'],
    api: ['SELECT'],
    worker: ['INSERT', 'SELECT', 'UPDATE'],
  },
  sessions: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (ended_at, proved_at, second_factor_at, seen_at)'],
    worker: ['DELETE', 'SELECT', 'UPDATE (ended_at, proved_at, seen_at)'],
  },
  saved_filters: { seenBy: OWN, api: ['DELETE', 'INSERT', 'SELECT'], worker: [] },
  set_up_links: { seenBy: OWN, api: ['INSERT', 'SELECT', 'UPDATE (ended_at)'], worker: ['DELETE', 'SELECT'] },
  sign_in_addresses: { seenBy: 'nobody', api: [], worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'] },
  waiting_deliveries: {
    seenBy: OWN,
    api: ['INSERT', 'SELECT', 'UPDATE (held, next_attempt_at)'],
    worker: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
  },
  training_figures: {
    seenBy: [
      'organisation_id',
      `EXISTS (SELECT FROM recipients r WHERE r.message_id = training_figures.message_id AND r.organisation_id = $1
         AND r.withheld_at IS NULL)`,
    ],
    api: ['SELECT'],
    worker: ['INSERT', 'SELECT'],
  },
  webhook_endpoints: {
    seenBy: OWN,
    api: [
      'INSERT',
      'SELECT',
      'UPDATE (consecutive_failures, description, disabled_reason, encryption_key, event_types, failing_since, ' +
        'failure_warned, max_in_flight, not_before, paused_once_verified, payload, rate_limit, state, updated_at, url, ' +
        'verification_tries, verification_tries_since, verified_at, version)',
    ],
    worker: ['SELECT', 'UPDATE'],
  },
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
  doomed_keys_id_seq: { api: [], worker: [] },
  meeting_numbers: { api: ['USAGE'], worker: ['USAGE'] },
  meeting_record_numbers: { api: ['USAGE'], worker: [] },
  message_reference: { api: [], worker: ['USAGE'] },
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
  // The wall around allegations: who knows of one, whether a message is none, and whether a new one may begin.
  allegation_begins: asked,
  allegation_victim: asked,
  count_allegations: asked,
  allegation_is_open: asked,
  knows_of_allegation: asked,
  count_request: asked,
  count_sign_in: asked,
  evidence_hashes: asked,
  evidence_in_operations: asked,
  find_access_token: asked,
  find_acknowledgement_link: asked,
  find_api_key: asked,
  find_calendar_feed: asked,
  find_meeting_link: asked,
  find_oauth_client: asked,
  find_session: asked,
  find_set_up_link: asked,
  figures_to_release: asked,
  tables_to_release: asked,
  // A trigger: numbers a draft by the sequence and the key of its order, which nobody else reads.
  // The trigger of `attachments`: nobody calls it.
  doom_attachment_key: { ...asked, callers: [] },
  give_reference: { ...asked, callers: [] },
  // The trigger of `recipients`: notes that one changed, for the tallies of its day.
  note_recipient: { ...asked, callers: [] },
  // Makes and drops partitions, which needs the tables' owner; names every table with its schema.
  keep_attempt_partitions: {
    owner: 'the owner',
    settings: ['search_path=pg_catalog, pg_temp', 'TimeZone=UTC', 'lock_timeout=1500ms'],
    callers: ['liaison_worker'],
  },
  message_in_operations: asked,
  oldest_unsealed: asked,
  onward_consents: asked,
  // The record that a person was let see in an emergency, for as long as that holds.
  opened_record: asked,
  // Counts and times of the hub's own work, for its operators.
  hub_endpoints: asked,
  hub_work: asked,
  told_in_operations: asked,
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
