import type { FastifyHelmetOptions } from '@fastify/helmet';

/** A browser remembers for a year that the hub is reached by TLS only. */
const YEAR_SECONDS = 31_536_000;

/**
 * What browsers are told with every answer: load nothing, frame nothing, post nowhere, tell nobody where you came from. Pages
 * of the hub that need more say so in a policy of their own, without 'unsafe-inline' too.
 *
 * @param publicUrl HSTS is only for a hub that its partners reach by TLS
 */
export function securityHeaders(publicUrl: string): FastifyHelmetOptions {
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
