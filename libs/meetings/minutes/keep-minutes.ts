import { HubError, assertNever, canonicalJson, uuidv7, type Uuid } from '#kernel';
import { witness } from '#evidence';
import { leaveMeetingMails } from '#delivery';
import { createMessage, submitMessage } from '#referrals';
import type { Transaction } from '#platform/database';
import { concludeApproval } from '../agenda/conclude-approval';
import { outcomeOf } from '../domain/approval';
import { lineDiff } from '../domain/line-diff';
import { findMeeting, type MeetingRow } from '../meetings/meeting';
import { publishedMail } from '../meetings/meeting-mails';
import { noteMeetings } from '../note-meeting';
import { senderTools, type SendingTools } from '../session/keep-actions';
import { slugsOf } from '../tools';
import { digestOf, minutesContent, recordDigest, renditionFor, salted, type MinutesRecord } from './minutes-record';
import { answersOf, minutesOf } from './minutes-use-cases';

const WORKER = { kind: 'worker' } as const;

/**
 * Draws the conclusion of every round: changes were asked for; or the rule is met, or silence approves, and the record is
 * made, chained to the one before it in its series, with what each body may see of it.
 *
 * @returns how many rounds ended.
 */
export async function settleMinutes(tools: SendingTools): Promise<number> {
  const submitted = await tools.database.transaction(WORKER, (tx) =>
    tx.rows<{ id: Uuid }>(`SELECT meeting_id AS id FROM minutes WHERE state = 'submitted' ORDER BY meeting_id`),
  );
  let settled = 0;
  for (const { id } of submitted)
    settled += await tools.database.transaction(WORKER, async (tx) => {
      const [held] = await tx.rows(
        `SELECT FROM minutes WHERE meeting_id = $1 AND state = 'submitted' FOR UPDATE SKIP LOCKED`,
        [id],
      );
      const meeting = held && (await findMeeting(tx, id));
      return meeting ? settleOne(tools, tx, meeting) : 0;
    });
  return settled;
}

async function settleOne(tools: SendingTools, tx: Transaction, meeting: MeetingRow): Promise<number> {
  const at = tools.clock.now();
  const minutes = await minutesOf(tx, meeting.id);
  if (!minutes) return 0;
  const { approval, quorum } = meeting.settings;
  const bodies = await slugsOf(tools, meeting.bodyIds);
  const chair = await tools.directory.slugOf(meeting.chairId);
  const answers = (await answersOf(tx, meeting.id)).filter(({ round }) => round === minutes.round);
  const outcome = outcomeOf({ rule: approval, quorum, bodies, chair, answers, deadline: minutes.deadline }, at);
  switch (outcome) {
    case 'open':
      return 0;
    case 'changes_requested':
      await tx.execute(`UPDATE minutes SET state = 'changes_requested', version = version + 1 WHERE meeting_id = $1`, [
        meeting.id,
      ]);
      await note(tools, tx, meeting, 'minutes_returned', { round: minutes.round });
      return 1;
    case 'approved':
      if (at >= minutes.deadline) await noteSilence(tx, meeting, minutes.round, at);
      await approve(tools, tx, meeting, at);
      return 1;
    default:
      return assertNever(outcome);
  }
}

/** Who said nothing until the deadline is on record as that. */
async function noteSilence(tx: Transaction, meeting: MeetingRow, round: number, at: Date): Promise<void> {
  await tx.execute(
    `INSERT INTO minutes_answers (id, meeting_id, operation_id, round, organisation_id, answer, answered_at)
     SELECT gen_random_uuid(), $1, $2, $3, body, 'silent', $4 FROM unnest($5::uuid[]) AS body
     ON CONFLICT (meeting_id, round, organisation_id) DO NOTHING`,
    [meeting.id, meeting.operationId, round, at, meeting.bodyIds],
  );
}

async function approve(tools: SendingTools, tx: Transaction, meeting: MeetingRow, at: Date): Promise<void> {
  const { header, items } = await minutesContent(tools, tx, meeting);
  const { number, previous, chainId } = await nextOfChain(tx, meeting);
  const record: MinutesRecord = {
    header,
    approval: {
      approvedAt: at.toISOString(),
      rule: meeting.settings.approval,
      answers: await answersOf(tx, meeting.id),
    },
    items: salted(items),
    ...{ number, previous },
  };
  const digest = recordDigest(record);
  const id = await insertRecord(tx, meeting, { kind: 'minutes', chainId, number, previous, digest, record, at });
  const renditions: [Uuid, unknown][] = [];
  for (const body of meeting.bodyIds) renditions.push([body, renditionFor(record, await tools.directory.slugOf(body))]);
  await insertRenditions(tx, meeting, id, renditions);
  await tx.execute(
    `UPDATE minutes SET state = 'approved', approved_at = $2, version = version + 1 WHERE meeting_id = $1`,
    [meeting.id, at],
  );
  await note(tools, tx, meeting, 'minutes_approved', { number, digest });
  await concludeApproval(tx, meeting, at);
}

/** Puts amendments on the chain of their series. @returns how many. */
export async function chainAmendments(tools: SendingTools): Promise<number> {
  return tools.database.transaction(WORKER, async (tx) => {
    const amendments = await tx.rows<Amendment>(
      `SELECT a.id, a.meeting_id AS "meetingId", a.number, a.item_id AS item, a.reason, a.before, a.after,
         a.visible_to AS "visibleTo", o.slug AS author, a.amended_at AS "amendedAt"
       FROM minutes_amendments a JOIN organisations o ON o.id = a.author_id
       WHERE a.record_id IS NULL ORDER BY a.id LIMIT 50 FOR NO KEY UPDATE OF a SKIP LOCKED`,
    );
    for (const amendment of amendments) await chainOne(tools, tx, amendment);
    return amendments.length;
  });
}

interface Amendment {
  readonly id: Uuid;
  readonly meetingId: Uuid;
  readonly number: number;
  readonly item: Uuid;
  readonly reason: string;
  readonly before: string;
  readonly after: string;
  readonly visibleTo: readonly Uuid[] | null;
  readonly author: string;
  readonly amendedAt: Date;
}

async function chainOne(tools: SendingTools, tx: Transaction, amendment: Amendment): Promise<void> {
  const meeting = await findMeeting(tx, amendment.meetingId);
  if (!meeting) return;
  const at = tools.clock.now();
  const { number, previous, chainId } = await nextOfChain(tx, meeting);
  const { item, reason, before, after, author, amendedAt } = amendment;
  const record = {
    ...{ amends: meeting.id, amendment: amendment.number, item, reason, author, number, previous },
    diff: lineDiff(before, after),
    amendedAt: amendedAt.toISOString(),
  };
  const digest = digestOf(record);
  const id = await insertRecord(tx, meeting, { kind: 'amendment', chainId, number, previous, digest, record, at });
  await tx.execute(`UPDATE minutes_amendments SET record_id = $2 WHERE id = $1`, [amendment.id, id]);
  const readers = amendment.visibleTo ?? meeting.bodyIds;
  await insertRenditions(
    tx,
    meeting,
    id,
    meeting.bodyIds.filter((body) => readers.includes(body)).map((body) => [body, { ...record, digest }] as const),
  );
  await note(tools, tx, meeting, 'amendment_recorded', { number, digest, amendment: amendment.number });
}

/** The next place in the chain of a series; a meeting by itself has a chain of its own. */
async function nextOfChain(
  tx: Transaction,
  meeting: MeetingRow,
): Promise<{ readonly chainId: Uuid; readonly number: number; readonly previous: string | null }> {
  const chainId = meeting.seriesId ?? meeting.id;
  await tx.execute(`SELECT pg_advisory_xact_lock(hashtext($1))`, [`minutes/${chainId}`]);
  const last = await tx.row<{ number: number; digest: string }>(
    `SELECT number, digest FROM minutes_records WHERE chain_id = $1 ORDER BY number DESC LIMIT 1`,
    [chainId],
  );
  return { chainId, number: (last?.number ?? 0) + 1, previous: last?.digest ?? null };
}

async function insertRecord(
  tx: Transaction,
  meeting: MeetingRow,
  given: {
    readonly kind: 'minutes' | 'amendment';
    readonly chainId: Uuid;
    readonly number: number;
    readonly previous: string | null;
    readonly digest: string;
    readonly record: unknown;
    readonly at: Date;
  },
): Promise<Uuid> {
  const id = uuidv7();
  await tx.execute(
    `INSERT INTO minutes_records (id, meeting_id, operation_id, chain_id, number, kind, digest, previous_digest, record,
       recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      meeting.id,
      meeting.operationId,
      given.chainId,
      given.number,
      given.kind,
      given.digest,
      given.previous,
      canonicalJson(given.record),
      given.at,
    ],
  );
  return id;
}

async function insertRenditions(
  tx: Transaction,
  meeting: MeetingRow,
  recordId: Uuid,
  renditions: readonly (readonly [Uuid, unknown])[],
): Promise<void> {
  for (const [body, rendition] of renditions)
    await tx.execute(
      `INSERT INTO minutes_renditions (record_id, organisation_id, meeting_id, operation_id, digest, rendition, settled)
       VALUES ($1, $2, $3, $4, $5, $6, false)`,
      [recordId, body, meeting.id, meeting.operationId, digestOf(rendition), canonicalJson(rendition)],
    );
}

type PublishingTools = SendingTools & { readonly publicUrl: string };

/**
 * Sends each body what it has of new minutes, by a message that is tracked until it is acknowledged, in the name of the body
 * that keeps the record, and writes it the digests by mail. That body has them already; and where the rules let nobody send, they are in the hub all the same.
 *
 * @returns how many were dealt with.
 */
export async function publishMinutes(tools: PublishingTools): Promise<number> {
  const waiting = await tools.database.transaction(WORKER, (tx) =>
    tx.rows<{ recordId: Uuid; body: Uuid }>(
      `SELECT record_id AS "recordId", organisation_id AS body FROM minutes_renditions WHERE NOT settled
       ORDER BY record_id, organisation_id LIMIT 100`,
    ),
  );
  for (const { recordId, body } of waiting)
    if (!(await publishOne(tools, recordId, body, false))) await publishOne(tools, recordId, body, true);
  return waiting.length;
}

/** @returns false when the rules let nobody send it; nothing was changed then. */
async function publishOne(tools: PublishingTools, recordId: Uuid, body: Uuid, silently: boolean): Promise<boolean> {
  try {
    await tools.database.transaction(WORKER, async (tx) => {
      const row = await tx.row<{ meetingId: Uuid; digest: string; recordDigest: string; number: number; kind: string }>(
        `SELECT n.meeting_id AS "meetingId", n.digest, r.digest AS "recordDigest", r.number, r.kind
         FROM minutes_renditions n JOIN minutes_records r ON r.id = n.record_id
         WHERE n.record_id = $1 AND n.organisation_id = $2 AND NOT n.settled FOR NO KEY UPDATE OF n SKIP LOCKED`,
        [recordId, body],
      );
      const meeting = row && (await findMeeting(tx, row.meetingId));
      if (!meeting) return;
      const messageId = silently || body === meeting.secretaryId ? null : await send(tools, tx, meeting, body, row);
      await tx.execute(
        `UPDATE minutes_renditions SET settled = true, message_id = $3 WHERE record_id = $1 AND organisation_id = $2`,
        [recordId, body, messageId],
      );
      const about = { operation: meeting.operationId, calendarUid: meeting.seriesId ?? meeting.id };
      const mail = { organisationId: body, ...about, content: publishedMail(tools, meeting, row) };
      await leaveMeetingMails(tx, [{ ...mail, dedupe: `published/${recordId}` }], tools.clock.now());
      // Each body has an entry of its own: a receipt for it binds what it has, without the others.
      await witness(tx, [
        {
          ...{ action: 'minutes.published', at: tools.clock.now(), subjectType: 'meeting', subjectId: meeting.id },
          ...{ senderId: meeting.secretaryId, organisationId: body },
          detail: { kind: row.kind, number: row.number, digest: row.recordDigest, rendition: row.digest },
        },
      ]);
    });
    return true;
  } catch (error) {
    if (error instanceof HubError && error.code === 'release_refused') return false;
    throw error;
  }
}

async function send(
  tools: SendingTools,
  tx: Transaction,
  meeting: MeetingRow,
  body: Uuid,
  row: { readonly digest: string; readonly recordDigest: string; readonly number: number; readonly kind: string },
): Promise<Uuid> {
  const sender = await senderTools(tools, tx, meeting.secretaryId);
  const created = await createMessage(sender, {
    kind: 'minutes',
    operation: meeting.operationId,
    priority: 'normal',
    status: 'actual',
    to: [await tools.directory.slugOf(body)],
    subject: `${row.kind === 'minutes' ? 'Minutes' : 'Amendment of the minutes'} of ${meeting.reference}`,
    body: {
      meeting: meeting.reference,
      number: row.number,
      amendment: row.kind === 'amendment',
      digest: row.recordDigest,
      renditionDigest: row.digest,
    },
  });
  if (!created) throw new Error('a message without import key cannot have been imported before');
  await submitMessage(sender, created.id);
  return created.id;
}

async function note(
  { clock }: SendingTools,
  tx: Transaction,
  meeting: MeetingRow,
  event: string,
  detail: Record<string, string | number>,
): Promise<void> {
  const { id, operationId, seriesId, chairId, secretaryId } = meeting;
  await noteMeetings(tx, [
    {
      ...{ operationId, seriesId, chairId, secretaryId, meetingId: id, event, detail },
      ...{ at: clock.now(), evidence: 'minutes.settled' },
    },
  ]);
}
