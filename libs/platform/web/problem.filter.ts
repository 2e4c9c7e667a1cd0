import type { Readable } from 'node:stream';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HubError, type ErrorCode } from '#kernel';
import { toProblem } from './problem';

interface Reply {
  sent: boolean;
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

/** Errors of Fastify and of its plug-ins, by their code. */
const FASTIFY: Readonly<Record<string, { readonly code: ErrorCode; readonly detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'body_too_large',
    detail: 'The body is larger than this address takes. Send less, or split it.',
  },
  FST_REQ_FILE_TOO_LARGE: {
    code: 'body_too_large',
    detail: 'The file is larger than this address takes. Split the workbook.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'unsupported_media_type',
    detail: 'Send application/json (or multipart/form-data where a file is asked for).',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'malformed_json',
    detail: 'The body is empty, but the content type says JSON. Send {} or leave the content type out.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: 'malformed_json',
    detail: 'The body is not valid JSON. Check quotes, commas and the encoding (UTF-8).',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'malformed_json',
    detail: 'The body is shorter or longer than Content-Length says.',
  },
  FST_INVALID_MULTIPART_CONTENT_TYPE: {
    code: 'unsupported_media_type',
    detail: 'Send the file as multipart/form-data, in the part "file".',
  },
};

const STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'malformed_json',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

/** Turns whatever was thrown into problem+json. What is no HubError never shows its own words to the caller. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly onFault: (error: unknown) => void) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<Reply>();
    if (reply.sent) return;
    const error = toHubError(thrown);
    if (error.code === 'internal' || error.code === 'unavailable') this.onFault(thrown);
    const problem = toProblem(error);
    reply.status(problem.status).header('content-type', 'application/problem+json').header('cache-control', 'no-store');
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="liaison-hub"');
    if (problem.status === 503) reply.header('retry-after', '5');
    const send = (): void => {
      reply.send(JSON.stringify(problem));
    };
    if (error.code === 'body_too_large') void drain(host.switchToHttp().getRequest<{ raw: Readable }>().raw).then(send);
    else send();
  }
}

/** A sender that is still sending would not read the answer, and would see a broken connection instead. */
const DRAIN_MS = 5_000;
const DRAIN_BYTES = 67_108_864;

/** Reads what is left of a body and throws it away: to its end, or for a bounded time and number of bytes. */
function drain(body: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (body.readableEnded || body.destroyed) {
      resolve();
      return;
    }
    let bytes = 0;
    const done = (): void => {
      clearTimeout(timer);
      body.removeListener('data', count);
      resolve();
    };
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > DRAIN_BYTES) done();
    };
    const timer = setTimeout(done, DRAIN_MS);
    body.once('end', done).once('error', done).once('close', done).on('data', count);
  });
}

function toHubError(thrown: unknown): HubError {
  if (thrown instanceof HubError) return thrown;
  const code = (thrown as { code?: unknown } | null)?.code;
  const known = typeof code === 'string' ? FASTIFY[code] : undefined;
  if (known) return new HubError(known.code, known.detail);
  const status =
    thrown instanceof HttpException ? thrown.getStatus() : (thrown as { statusCode?: unknown } | null)?.statusCode;
  const byStatus = typeof status === 'number' ? STATUS[status] : undefined;
  if (byStatus === 'not_found')
    return new HubError('not_found', 'There is nothing at this address. See /docs for what there is.');
  if (byStatus === 'malformed_json')
    return new HubError('malformed_json', 'The request cannot be read. Check that the body is valid JSON in UTF-8.');
  if (byStatus) return new HubError(byStatus, 'The request was refused. See /docs for what this address takes.');
  return new HubError(
    'internal',
    'The hub failed; nothing was changed by halves. Send it again with the same Idempotency-Key.',
  );
}
