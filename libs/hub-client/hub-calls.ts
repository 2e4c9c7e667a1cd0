import { EventSourceReader, type EventBlock } from './event-source';
import type { EventData, EventsQuery, StreamedEvent } from './hub-api.types';
import { HubApiError, HubUnreachableError } from './hub-client.errors';

export interface HubClientOptions {
  /** Where the hub answers, without `/v1`. */
  readonly api: string;
  /** `lh_…`: speaks for one body. */
  readonly apiKey: string;
  /** One deadline per request, milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
}

/** A hub, and the headers by which whoever calls it says who they are. */
export interface HubCallsOptions extends Omit<HubClientOptions, 'apiKey'> {
  readonly credential: Readonly<Record<string, string>>;
}

export interface HubCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 10_000;
/** The hub says every 15 seconds that its stream lives. */
const SILENCE_MS = 45_000;

/**
 * How the hub is called: in one name, within one deadline, and every answer that is no success is an error.
 *
 * @throws HubApiError for an answer that is not a success, HubUnreachableError for none; the reason of a signal that the
 *   caller aborted.
 */
export class HubCalls {
  readonly api: string;
  /** The deadline of a request that says nothing else, milliseconds. */
  readonly timeoutMs: number;

  constructor(private readonly options: HubCallsOptions) {
    this.api = options.api.replace(/\/+$/, '');
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  /** Sends what is safe to repeat under its key. */
  post(path: string, body: unknown, idempotencyKey: string): Promise<unknown> {
    const key = { 'idempotency-key': idempotencyKey };
    return body === undefined
      ? this.ask({ method: 'POST', path, headers: key })
      : this.ask({
          method: 'POST',
          path,
          headers: { ...key, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
  }

  /** One request; what its answer holds. */
  async ask(call: HubCall): Promise<unknown> {
    return parsed((await this.answered(call)).content.toString());
  }

  /** One request; the cookie that its answer sets, as the next ones carry it. */
  async cookieFrom(call: HubCall): Promise<string> {
    const { headers } = await this.answered(call);
    return headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ');
  }

  /** One request; the file that it is answered with. */
  async file(path: string): Promise<Buffer> {
    return (await this.answered({ method: 'GET', path, headers: { accept: '*/*' } })).content;
  }

  private async answered({
    method,
    path,
    headers,
    body,
    timeoutMs,
    signal,
  }: HubCall): Promise<{ readonly content: Buffer; readonly headers: Headers }> {
    const deadline = AbortSignal.timeout(timeoutMs ?? this.timeoutMs);
    let response: Response;
    let content: Buffer;
    try {
      response = await this.fetched(path, {
        method,
        headers: { accept: 'application/json', ...headers },
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        ...(body === undefined ? {} : { body }),
      });
      content = Buffer.from(await response.arrayBuffer());
    } catch (error) {
      // Who ended the request knows why: that says nothing about the hub.
      signal?.throwIfAborted();
      throw new HubUnreachableError(this.api, error);
    }
    if (!response.ok) throw problemOf(response, parsed(content.toString()));
    return { content, headers: response.headers };
  }

  /**
   * What happens to the body's messages, as it happens. It goes on until the signal; whoever wants to be persistent opens
   * it anew after the last id. The same event may come twice.
   *
   * @throws HubUnreachableError when the hub ends the stream, breaks it off, or is silent for too long.
   */
  async *events({ after, signal }: EventsQuery): AsyncGenerator<StreamedEvent, never, void> {
    const silence = new AbortController();
    const fallSilent = (): void => {
      silence.abort(new DOMException('The hub is silent.', 'TimeoutError'));
    };
    let timer = setTimeout(fallSilent, this.timeoutMs);
    try {
      const response = await this.fetched('/v1/events', {
        headers: { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) },
        signal: AbortSignal.any([signal, silence.signal]),
      });
      if (!response.ok || !response.body) throw problemOf(response, parsed(await response.text()));
      const reader = new EventSourceReader();
      for await (const piece of response.body as AsyncIterable<Uint8Array>) {
        clearTimeout(timer);
        timer = setTimeout(fallSilent, SILENCE_MS);
        yield* reader.read(piece).map(streamedOf);
      }
      throw new Error('the stream has ended');
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof HubApiError) throw error;
      throw new HubUnreachableError(this.api, error);
    } finally {
      clearTimeout(timer);
    }
  }

  private fetched(
    path: string,
    { headers, ...request }: Omit<RequestInit, 'headers'> & { headers: Record<string, string> },
  ) {
    return fetch(`${this.api}${path}`, {
      ...request,
      // A redirect would carry the credential to wherever it points.
      redirect: 'error',
      headers: { ...headers, ...this.options.credential },
    });
  }
}

function streamedOf({ id, event, data }: EventBlock): StreamedEvent {
  if (data === undefined) return { is: 'place', id };
  return event === 'gap' ? { is: 'gap', id } : { is: 'event', id, type: event, data: JSON.parse(data) as EventData };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(response: Response, content: unknown): HubApiError {
  const problem = (typeof content === 'object' && content !== null ? content : {}) as Readonly<Record<string, unknown>>;
  const { code, detail } = problem;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new HubApiError(
    response.status,
    typeof code === 'string' ? code : `http_${response.status}`,
    typeof detail === 'string' ? detail : 'The answer has no explanation. Is this the address of a hub?',
    Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) * 1_000 : undefined,
    problem,
  );
}
