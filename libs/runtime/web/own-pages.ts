import { HubError } from '#kernel';

/** What a page of the hub sends with each request: `person` when somebody did something, `background` when it asks by itself. */
export const PAGE_HEADER = 'x-liaison-hub';

interface PageRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser sends the cookie along with whatever any page makes it send, so that a cookie alone proves nothing. What is
 * to change something needs two things that a foreign page cannot have: a header of our own, for which a browser first
 * asks the hub (which says no), and the browser's word that the page is ours (Fetch Metadata; Origin where it is older).
 *
 * @throws HubError `foreign_request`
 */
export function refuseForeignPages({ method, headers }: PageRequest, publicUrl: string): void {
  const reading = READING.has(method);
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  const own =
    site === undefined
      ? origin === undefined || isOwn(String(origin), headers, publicUrl)
      : site === 'same-origin' || (reading && site === 'none');
  if (own && (reading || isKnown(headers[PAGE_HEADER]))) return;
  throw new HubError(
    'foreign_request',
    own
      ? 'Send X-Liaison-Hub: person (or background, for what nobody did by hand) with what is to change something.'
      : 'With a session only pages of the hub itself may ask. Another program uses an API key.',
  );
}

/** Whether nobody sits before it: such requests do not keep a session alive. */
export function isBackground({ url, headers }: PageRequest & { readonly url: string }): boolean {
  const { pathname, searchParams } = new URL(url, 'http://hub');
  return headers[PAGE_HEADER] === 'background' || pathname === '/v1/events' || searchParams.has('wait');
}

function isKnown(value: string | string[] | undefined): boolean {
  return value === 'person' || value === 'background';
}

function isOwn(origin: string, headers: PageRequest['headers'], publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers['host'] || origin === new URL(publicUrl).origin;
}
