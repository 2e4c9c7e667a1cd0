import { createHash } from 'node:crypto';

/**
 * The Content-Security-Policy of a page of the API's documents: only this server's own files, and of inline styles only
 * those that the page came with. No inline script, no other host.
 */
export function docsPolicy(html: string): string {
  const inline = [...html.matchAll(/<style>([^]*?)<\/style>| style="([^"]*)"/g)].map(
    ([, block, attribute]) =>
      `'sha256-${createHash('sha256')
        .update(block ?? attribute ?? '')
        .digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'unsafe-hashes' ${inline.join(' ')}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
