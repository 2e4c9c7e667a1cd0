import { createHash, randomBytes } from 'node:crypto';
import { invalidInput, notFound, uuidv7, type Uuid } from '#kernel';
import { heldTo } from '#identity';
import type { ApiDatabase } from '#platform/database';
import { listMeetingRows } from '../meetings/meeting';
import { seriesOf } from '../series/series';
import { ownOperation, type HubTools, type MeetingTools } from '../tools';
import { calendarOf, type CalendarEvent } from './icalendar';
import { meetingEvent, seriesEvents } from './invitations';

/** 256 bits, base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
/** Meetings by themselves are shown from so long ago on, milliseconds. */
const BACK = 90 * 86_400_000;

export interface FeedView {
  readonly id: Uuid;
  readonly name: string;
  readonly operation: string | null;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** A feed with its secret, which is shown once. */
export interface NewFeed extends FeedView {
  readonly token: string;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Makes a feed of the meetings of the caller's body, in one operation or, for who is not held to some, in all of them.
 *
 * @throws HubError `operation_unknown`, `not_found`, `invalid_input`
 */
export async function createFeed(
  tools: MeetingTools,
  given: { readonly name: string; readonly operation?: string },
): Promise<NewFeed> {
  const { tx, clock, caller } = tools;
  if (given.operation !== undefined) await ownOperation(tools, given.operation);
  else if (heldTo(caller) !== 'all')
    throw invalidInput([
      { pointer: '/operation', code: 'required', message: 'name one that your key, or your role, is held to' },
    ]);
  const id = uuidv7();
  const token = randomBytes(32).toString('base64url');
  const at = clock.now();
  await tx.execute(
    `INSERT INTO calendar_feeds (id, organisation_id, operation_id, token_hash, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, caller.organisationId, given.operation ?? null, hashOf(token), given.name, at],
  );
  return { id, token, name: given.name, operation: given.operation ?? null, createdAt: at, revokedAt: null };
}

export function listFeeds({ tx }: Pick<MeetingTools, 'tx'>): Promise<FeedView[]> {
  return tx.rows<FeedView>(
    `SELECT id, name, operation_id AS operation, created_at AS "createdAt", revoked_at AS "revokedAt"
     FROM calendar_feeds ORDER BY id DESC LIMIT 200`,
  );
}

/** From now on nobody reads a calendar by it. Asked again, nothing changes. @throws HubError `not_found` */
export async function revokeFeed({ tx, clock }: MeetingTools, id: Uuid): Promise<void> {
  const changed = await tx.execute(`UPDATE calendar_feeds SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1`, [
    id,
    clock.now(),
  ]);
  if (changed === 0) throw notFound('calendar feed');
}

/**
 * The calendar behind a token: series and meetings of its body, with nothing of what they are about but their titles.
 *
 * @throws HubError `not_found` for a token that is unknown, malformed or revoked: all the same
 */
export async function readFeed(
  database: ApiDatabase,
  services: Pick<HubTools, 'clock' | 'directory' | 'zones'> & { readonly publicUrl: string },
  token: string,
): Promise<string> {
  const [feed] = TOKEN.test(token)
    ? await database.statement<{ organisation_id: Uuid; operation_id: string | null }>(
        `SELECT organisation_id, operation_id FROM find_calendar_feed($1)`,
        [hashOf(token)],
        'find-calendar-feed',
      )
    : [];
  if (!feed) throw notFound('calendar');
  const operations = feed.operation_id === null ? {} : { operations: [feed.operation_id] };
  return database.transaction({ kind: 'body', organisationId: feed.organisation_id, ...operations }, async (tx) => {
    const events: CalendarEvent[] = [];
    for (const series of await seriesOf(tx, feed.operation_id ?? undefined))
      if (series.state === 'active') events.push(...(await seriesEvents(services, tx, series)));
    const from = new Date(services.clock.now().getTime() - BACK);
    for (const meeting of await listMeetingRows(tx, { from, limit: 500 }))
      if (meeting.seriesId === null) events.push(await meetingEvent(services, tx, meeting));
    return calendarOf('PUBLISH', events, services.zones);
  });
}
