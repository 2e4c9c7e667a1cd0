import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { consolePolicy } from './console-policy';

/** Where the console's pages are. */
const PREFIX = '/console';
/** A year, in seconds: the name of an asset holds the hash of its content. */
const FOR_GOOD = 'public, max-age=31536000, immutable';

/**
 * The console at /console, as `npm run build` left it in `directory`. Every address there that is no file of it is a page
 * which the browser draws; the page itself holds nothing of anybody. Without a build there is no console, and the API is the same.
 */
export async function serveConsole(app: NestFastifyApplication, directory: string): Promise<void> {
  const page = readPage(directory);
  if (page === undefined) return;
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(fastifyStatic, {
    root: join(directory, 'assets'),
    prefix: `${PREFIX}/assets/`,
    decorateReply: false,
    preCompressed: true,
    index: false,
    cacheControl: false,
    setHeaders: (reply) => {
      void reply.header('cache-control', FOR_GOOD);
    },
  });
  for (const address of ['/', PREFIX]) fastify.get(address, (_request, reply) => reply.redirect(`${PREFIX}/`));
  fastify.get(`${PREFIX}/*`, (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', consolePolicy)
      .header('cross-origin-opener-policy', 'same-origin')
      .header('permissions-policy', 'camera=(), microphone=(), geolocation=()')
      .send(page),
  );
}

function readPage(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, 'index.html'), 'utf8');
  } catch {
    return undefined;
  }
}
