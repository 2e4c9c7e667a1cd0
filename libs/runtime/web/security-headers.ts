import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet, { type HelmetOptions } from 'helmet';

/** A browser remembers for a year that the hub is reached by TLS only. */
const YEAR_SECONDS = 31_536_000;

/**
 * What browsers are told with every answer: load nothing, frame nothing, post nowhere, tell nobody where you came from. Pages
 * of the hub that need more say so in a policy of their own, without 'unsafe-inline' too.
 *
 * They are the same with every answer, so helmet is asked for them once rather than with each.
 *
 * @param publicUrl HSTS is only for a hub that its partners reach by TLS
 * @returns names and values
 */
export function securityHeaders(publicUrl: string): readonly (readonly [name: string, value: string])[] {
  const headers: [string, string][] = [];
  const collector = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  };
  helmet(optionsFor(publicUrl))({} as IncomingMessage, collector as unknown as ServerResponse, () => undefined);
  return headers;
}

function optionsFor(publicUrl: string): HelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: publicUrl.startsWith('https:')
      ? { maxAge: YEAR_SECONDS, includeSubDomains: false }
      : false,
  };
}
