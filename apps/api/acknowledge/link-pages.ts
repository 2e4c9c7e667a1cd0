import type { Operation } from '#directory';
import { HubError } from '#kernel';
import type { Reply } from '../http/reply';
import { unavailablePage, type Contact, type Page } from './page';

/** No script, no other host, no frame. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Answers with a page that a link in a mail opened. */
export function sendPage(reply: Reply, { status, html }: Page): void {
  reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .header('x-robots-tag', 'noindex, nofollow')
    .header('cache-control', 'no-store')
    .send(html);
}

/** The page for a record that cannot be reached. Any other error is thrown on. */
export function onFault(error: unknown): Page {
  if (error instanceof HubError && error.code === 'unavailable') return unavailablePage();
  throw error;
}

/** Whom to turn to: the operation's coordinator or, where it has none, its lead agency. */
export function coordinatorOf({ bodies, leadAgency }: Operation): Contact {
  const body =
    bodies.find(({ roles }) => roles.includes('coordinator')) ?? bodies.find(({ slug }) => slug === leadAgency.body);
  if (!body) throw new Error('an operation without a lead agency');
  return { body: body.shortName, role: body.focalPoint.role, mailbox: body.focalPoint.mailbox };
}
