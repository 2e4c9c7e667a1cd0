import { parseCookie, stringifySetCookie } from 'cookie';

/** With this prefix a browser takes the cookie over TLS (or on the machine itself) only, for this host and every path. */
const NAME = '__Host-liaison-session';
const ATTRIBUTES = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

/** The token of the session cookie that came with a request. */
export function sessionTokenOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? parseCookie(header)[NAME] : undefined;
}

/** Set-Cookie that keeps a session in the browser until it is closed; when it ends, the hub knows. */
export function sessionCookie(token: string): string {
  return stringifySetCookie({ name: NAME, value: token, ...ATTRIBUTES });
}

/** Set-Cookie that removes it. */
export function noSessionCookie(): string {
  return stringifySetCookie({ name: NAME, value: '', ...ATTRIBUTES, maxAge: 0 });
}
