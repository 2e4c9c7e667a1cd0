import type { RunningHub } from './running-hub';

export interface ApiAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface CallOptions {
  readonly json?: unknown;
  readonly raw?: { readonly type: string; readonly bytes: Buffer | string };
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the hub as one body. */
export class ApiCaller {
  constructor(
    private readonly hub: Pick<RunningHub, 'api' | 'keys'>,
    private readonly body: string | undefined,
  ) {}

  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<ApiAnswer<T>> {
    const answer = await this.fetch(method, path, options);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }

  /** The same, with whatever is answered as it comes. */
  fetch(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const key = this.body === undefined ? undefined : this.hub.keys[this.body];
    const payload = options.json !== undefined ? JSON.stringify(options.json) : (options.raw?.bytes ?? options.form);
    const type = options.json !== undefined ? 'application/json' : options.raw?.type;
    return fetch(`${this.hub.api}${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(type === undefined ? {} : { 'content-type': type }),
        ...options.headers,
      },
      ...(payload === undefined ? {} : { body: payload as NonNullable<RequestInit['body']> }),
    });
  }
}
