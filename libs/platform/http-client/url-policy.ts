import { isIP } from 'node:net';
import { HubError } from '#kernel';
import { AddressPolicy } from './address-policy';

/** Which URLs beyond `https` on an ordinary port are taken. */
export interface UrlPolicyOptions {
  /** Also takes plain http to any host: only for closed networks with their own encryption. Default false. */
  readonly allowHttp?: boolean;
  /** The only ports that are taken. Default: 80, 443, and every port from 1024 up. */
  readonly ports?: readonly number[];
}

/** Which rule a URL broke; carried in `extra.reason` of the error. */
export type UrlRefusal = 'too_long' | 'malformed' | 'scheme' | 'credentials' | 'fragment' | 'host' | 'port' | 'address';

const MAX_LENGTH = 2048;
const BLANK_OR_BACKSLASH = /[\s\\\p{Cc}]/u;
const STARTS_AS_HTTP = /^https?:\/\/[^/?#]/i;
const USER_INFO = /^[^/]*\/\/[^/?#]*@/;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/**
 * Decides which URLs a receiver may give, before any name is resolved. What the name resolves to is judged again at
 * every connection (guarded-agent.ts).
 */
export class UrlPolicy {
  constructor(
    private readonly addresses: AddressPolicy,
    private readonly options: UrlPolicyOptions = {},
  ) {}

  /** The parsed URL; throws HubError `url_refused` whose detail names the rule and the likely fix, never the URL. */
  checkUrl(text: string): URL {
    checkText(text);
    const url = parse(text);
    const host = hostOf(url);
    this.checkScheme(url, host);
    this.checkHost(host);
    this.checkPort(url);
    return url;
  }

  private checkScheme(url: URL, host: string): void {
    if (url.protocol === 'https:' || this.options.allowHttp === true) return;
    if (this.addresses.allowLoopback && this.isLoopbackHost(host)) return;
    refuse('scheme', 'The URL is plain http. Use https:// with a certificate that this hub trusts.');
  }

  private checkHost(host: string): void {
    if (isIP(host) !== 0) {
      const range = this.addresses.refusal(host);
      if (range === undefined) return;
      refuse('address', `The host ${host} is in a range that may not be reached (${range}). Give a public host name.`);
    }
    if (host.endsWith('.')) refuse('host', 'The host name ends in a dot. Leave the dot out.');
    if (!HOST_NAME.test(host)) refuse('host', 'The host name is not a valid DNS name. Check it for typing mistakes.');
    if (this.isLoopbackHost(host) && !this.addresses.allowLoopback) {
      refuse('address', 'localhost is this hub itself. Give the public host name of the receiver.');
    }
  }

  private checkPort(url: URL): void {
    const port = portOf(url);
    const { ports } = this.options;
    if (ports === undefined ? port === 80 || port === 443 || port >= 1024 : ports.includes(port)) return;
    refuse(
      'port',
      `Port ${port} is not open for deliveries. Use ${ports?.join(', ') ?? '443, or a port from 1024 up'}.`,
    );
  }

  private isLoopbackHost(host: string): boolean {
    return host === 'localhost' || host.endsWith('.localhost') || this.addresses.isLoopback(host);
  }
}

/** What WHATWG parsing would silently repair or drop is refused as it was written. */
function checkText(text: string): void {
  if (text.length > MAX_LENGTH) refuse('too_long', `The URL is longer than ${MAX_LENGTH} characters. Shorten it.`);
  if (BLANK_OR_BACKSLASH.test(text)) {
    refuse('malformed', 'The URL holds a blank, a control character or a backslash. Percent-encode or remove it.');
  }
  if (!STARTS_AS_HTTP.test(text))
    refuse('scheme', 'The URL does not start with https:// and a host. Write it in full.');
  if (text.includes('#')) refuse('fragment', 'The URL has a fragment (#…), which is never sent. Remove it.');
  if (USER_INFO.test(text)) {
    refuse('credentials', 'The URL holds credentials before an @. Remove them: deliveries are signed instead.');
  }
}

function parse(text: string): URL {
  if (!URL.canParse(text)) refuse('malformed', 'The URL cannot be parsed. Check the host and the port.');
  return new URL(text);
}

function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function refuse(reason: UrlRefusal, detail: string): never {
  throw new HubError('url_refused', detail, { extra: { reason } });
}
