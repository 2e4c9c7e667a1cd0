import type { Uuid } from '#kernel';
import { announce, leaveMails, type Announced, type Announcement } from '#delivery';
import { publishedDigests } from '#meetings';
import type { Transaction } from '#platform/database';
import type { Routed } from '#routing';
import { routedAnnouncements } from './announcements';
import { contentSource } from './content-source';
import type { DrainTools } from './drain-tools';

/** Leaves deliveries and mails for the recipients of routed messages; with the content who asked for that. @returns the endpoints to wake. */
export async function tellRecipients(
  tools: DrainTools,
  tx: Transaction,
  routed: readonly Routed[],
): Promise<readonly Uuid[]> {
  const announcements = routed.flatMap((one) => routedAnnouncements(one, tools.publicUrl));
  const announced = await announce(tx, await withDigests(tx, announcements), contentSource(tools));
  await noteReachability(tx, announced);
  if (announced.withoutEndpoint.length > 0)
    for (const one of routed) await leaveRoutedMails(tx, one, announced.withoutEndpoint);
  return announced.wake;
}

/** What tells of minutes holds what binds them: a body can prove years later which ones it was told of. */
async function withDigests(tx: Transaction, announcements: readonly Announcement[]): Promise<readonly Announcement[]> {
  const minutes = announcements.filter(({ type }) => type === 'minutes.published').map(({ messageId }) => messageId);
  if (minutes.length === 0) return announcements;
  const found = await publishedDigests(tx, minutes);
  return announcements.map((one) => {
    const digests = found.get(one.messageId);
    return digests ? { ...one, digests } : one;
  });
}

/** A recipient without an active endpoint is seen as such by the sender: it has to poll, or be called. */
async function noteReachability(tx: Transaction, { withoutEndpoint, held }: Announced): Promise<void> {
  // Mostly all of them can be reached, and stay as they were written.
  if (withoutEndpoint.length + held.length === 0) return;
  await tx.execute(
    `UPDATE recipients SET delivery_state = CASE WHEN id = ANY($1) THEN 'no_endpoint' ELSE 'held' END
     WHERE id = ANY($1) OR id = ANY($2)`,
    [recipientsOf(withoutEndpoint), recipientsOf(held)],
    'note-reachability',
  );
}

/** Who has no endpoint is written to: a mail with a link to acknowledge by, and no content. */
async function leaveRoutedMails(
  tx: Transaction,
  routed: Routed,
  withoutEndpoint: readonly Announcement[],
): Promise<void> {
  const unreached = recipientsOf(withoutEndpoint);
  const mails = routed.recipients
    .filter(({ id }) => unreached.includes(id))
    .map(({ id, organisationId }) => ({
      kind: 'routed' as const,
      organisationId,
      recipientId: id,
      messageId: routed.message.id,
      dedupe: 'routed',
      toBackUp: false,
    }));
  await leaveMails(tx, mails, routed.at);
}

function recipientsOf(announcements: readonly Announcement[]): Uuid[] {
  return announcements.flatMap(({ recipientId }) => recipientId ?? []);
}
