import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import { setPage, type PageOrder } from './set-page';

// Compiled code runs beside its compiled worker. From TypeScript sources (tests) there is none, and nobody who waits.
const script = join(__dirname, 'set-page.worker.js');
/** Milliseconds for a page, its turn included. */
const PATIENCE = 60_000;
/** Milliseconds without a page after which the thread ends and gives its memory back. */
const IDLE = 30_000;

let thread: Piscina<PageOrder, Uint8Array> | undefined;

/**
 * A template with its data as a tagged PDF. The same data give the same bytes: neither a clock nor a font of the machine
 * has a part in it. It is set in a thread of its own, one page at a time, so that no page holds up the hub.
 *
 * @throws Error when it cannot be set, or not within a minute
 */
export async function typesetPdf(template: string, doc: object): Promise<Buffer> {
  return await set({ template, doc: JSON.stringify(doc), as: 'pdf' });
}

/** A template with its data as an SVG that needs nothing beside itself, set likewise. @throws Error likewise */
export async function typesetSvg(template: string, doc: object): Promise<string> {
  const svg = await set({ template, doc: JSON.stringify(doc), as: 'svg' });
  return svg.toString('utf8');
}

async function set(order: PageOrder): Promise<Buffer> {
  if (!existsSync(script)) return setPage(order);
  thread ??= new Piscina({ filename: script, minThreads: 0, maxThreads: 1, idleTimeout: IDLE });
  const { buffer, byteOffset, byteLength } = await thread.run(order, { signal: AbortSignal.timeout(PATIENCE) });
  return Buffer.from(buffer, byteOffset, byteLength);
}
