/** The operator's proxy for everything that leaves the hub. */
export interface OutboundProxyOptions {
  /** `http://` or `https://`, host, port, and credentials where it asks for them. Never logged. */
  readonly url: string;
  /** Hands names over instead of judged addresses: only for a proxy that judges addresses itself. Default false. */
  readonly resolves?: boolean;
  /** PEM certificates that are trusted for an https proxy instead of the public ones. */
  readonly ca?: string;
}

/** Where the proxy is, and how to speak to it. */
export interface OutboundProxy {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly resolves: boolean;
  /** The Basic credentials of its URL (RFC 7617). */
  readonly authorization?: string;
  readonly ca?: string;
}

/** Reads the options. Throws an Error that says what is wrong with the URL without showing it. */
export function outboundProxy({ url: text, resolves = false, ca }: OutboundProxyOptions): OutboundProxy {
  const problem = problemWithProxyUrl(text);
  if (problem !== undefined) throw new Error(`The URL of the outbound proxy ${problem}`);
  const url = new URL(text);
  const secure = url.protocol === 'https:';
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return {
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 443 : 80),
    resolves,
    ...(credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
    ...(ca === undefined ? {} : { ca }),
  };
}

/** What is wrong with a proxy's URL, as the end of a sentence that does not show it; undefined when nothing is. */
export function problemWithProxyUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return 'cannot be parsed: write http://user:password@host:port';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'begins with neither http:// nor https://';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return 'has a path: leave all after the port out';
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return 'has credentials with a stray %: write it as %25';
  }
  return undefined;
}
