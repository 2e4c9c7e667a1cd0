import { parseCookie, stringifySetCookie } from 'cookie';
import type { PendingSignIn } from '#identity';

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

/** A sign-in that was begun at an identity provider, and the page that it is to lead to. */
type Pending = PendingSignIn & { readonly to: string };

const PENDING = '__Host-liaison-oidc';
/** It comes back from another site, which `strict` would not let through. Seconds within which it has to. */
const PENDING_ATTRIBUTES = { ...ATTRIBUTES, sameSite: 'lax', maxAge: 600 } as const;

/** What of a cookie is taken, by member. */
const PART = /^[\w./-]{1,200}$/;

/** Set-Cookie by which only the browser that began a sign-in can end it. */
export function pendingCookie({ state, nonce, verifier, to }: Pending): string {
  return stringifySetCookie({ name: PENDING, value: [state, nonce, verifier, to].join('~'), ...PENDING_ATTRIBUTES });
}

/** Set-Cookie that removes it: it ends one sign-in. */
export function noPendingCookie(): string {
  return stringifySetCookie({ name: PENDING, value: '', ...PENDING_ATTRIBUTES, maxAge: 0 });
}

/** The sign-in that was begun in this browser. */
export function pendingOf(header: string | string[] | undefined): Pending | undefined {
  const parts = (typeof header === 'string' ? (parseCookie(header)[PENDING] ?? '') : '').split('~');
  const [state, nonce, verifier, to] = parts;
  if (parts.length !== 4 || !parts.every((part) => PART.test(part))) return undefined;
  if (state === undefined || nonce === undefined || verifier === undefined || to?.startsWith('/console') !== true)
    return undefined;
  return { state, nonce, verifier, to };
}
