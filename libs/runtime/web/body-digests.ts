import { createHash, type Hash } from 'node:crypto';
import { Transform, type Readable, type TransformCallback } from 'node:stream';
import type { CallerRequest } from './authenticator';

/** The digests of RFC 9530 that are no longer than they need to be. */
const ALGORITHMS = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const;

/** Lets a body through as it arrives, and knows its digests in the end. */
class Digesting extends Transform {
  /** Fastify compares it with Content-Length. */
  receivedEncodedLength = 0;
  private readonly hashes = new Map<string, Hash>(
    Object.entries(ALGORITHMS).map(([name, algorithm]) => [name, createHash(algorithm)]),
  );

  constructor(private readonly request: CallerRequest) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.receivedEncodedLength += chunk.length;
    for (const hash of this.hashes.values()) hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    this.request.bodyDigests = new Map([...this.hashes].map(([name, hash]) => [name, hash.digest()]));
    done();
  }
}

/**
 * The body of a request that tells a digest, to be read in its place: its own digests are on the request once it was read. What
 * is no JSON is left alone: it is read later, piece by piece.
 */
export function digested(request: CallerRequest, body: Readable): Readable {
  const type = request.headers['content-type']?.toString() ?? '';
  if (request.headers['content-digest'] === undefined || !/^application\/json\b/i.test(type)) return body;
  const digesting = new Digesting(request);
  body.on('error', (error: Error) => digesting.destroy(error));
  return body.pipe(digesting);
}
