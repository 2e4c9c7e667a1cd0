/** What came back to a page. */
export interface TabAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** The headers by which a browser and a page of the hub say what they are. */
const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'x-liaison-hub': 'person' };

/** A page of the hub in a browser: keeps the cookie and sends what a browser would. */
export class BrowserTab {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly api: string) {}

  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    json?: unknown,
    headers: Readonly<Record<string, string | undefined>> = {},
  ): Promise<TabAnswer<T>> {
    const all: Record<string, string | undefined> = {
      ...OWN_PAGE,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.cookies.size > 0 ? { cookie: this.cookie } : {}),
      ...headers,
    };
    const given = Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined);
    const answer = await fetch(`${this.api}${path}`, {
      method,
      headers: Object.fromEntries(given),
      redirect: 'manual',
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }

  signIn({ organisation, email, password }: { organisation: string; email: string; password: string }) {
    return this.call<{ session: { id: string } }>('POST', '/v1/session', { organisation, email, password });
  }

  /** As the header carries them; setting it is what a thief, or who plants a session, does. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  set cookie(header: string) {
    this.cookies.clear();
    for (const pair of header.split('; ')) this.keep(pair);
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.some((attribute) => attribute.trim() === 'Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
