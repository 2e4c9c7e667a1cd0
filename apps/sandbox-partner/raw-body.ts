import type { IncomingMessage } from 'node:http';

/**
 * The bytes of a request as they came: a signature is over these and nothing else.
 *
 * @returns undefined as soon as there are more than `most`
 */
export async function readRawBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > most) return undefined;
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size > most) resolve(undefined);
      else parts.push(part);
    });
    request.once('end', () => {
      resolve(Buffer.concat(parts));
    });
    request.once('error', reject);
    request.once('close', () => {
      reject(new Error('the request broke off'));
    });
  });
}
