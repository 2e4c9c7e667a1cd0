import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startHub, type RunningHub } from '#test/running-hub';
import { freePort } from '#test/servers';
import { startOidcServer, type OidcServer } from '#test/oidc-server';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
];

interface Answer {
  readonly status: number;
  readonly body: {
    readonly code?: string;
    readonly organisation?: string;
    readonly session?: { readonly method: string };
  };
}

/** Each test draws /docs, which is a large page, on a machine that may do other things too, milliseconds. */
jest.setTimeout(60_000);

const NOT_LET_IN = /^You were not signed in by the identity provider/;

describe('signing in with a real browser', () => {
  let hub: RunningHub;
  let provider: OidcServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What the provider says of whoever signs in there. */
  const claims = { email: 'someone@unhcr.example', email_verified: true, name: 'Someone', groups: ['officers'] };

  beforeAll(async () => {
    const executablePath = process.env['CHROMIUM'];
    if (!executablePath) throw new Error('CHROMIUM is not set: run `npm test -- --only browser`, which finds one.');
    const port = await freePort();
    const [clientId, clientSecret] = ['liaison-hub', 'a fictitious secret of the client'];
    hub = await startHub('one process on its own PostgreSQL', {
      OIDC_ISSUER: `http://127.0.0.1:${port}`,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_ROLES: JSON.stringify({ officers: [{ organisation: 'unhcr', role: 'liaison-officer' }] }),
    });
    provider = await startOidcServer({
      ...{ port, clientId, clientSecret },
      redirectUri: `${hub.api}/v1/session/oidc/callback`,
      claims,
    });
    browser = await chromium.launch({ executablePath, args: FLAGS });
  }, 120_000);
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());
  afterAll(async () => {
    await browser.close();
    await provider.close();
    await hub.stop();
  }, 60_000);

  /** What a script of the open page gets. */
  const ask = (method: string, path: string, json?: object): Promise<Answer> =>
    page.evaluate(
      async ([url, verb, body]) => {
        const answer = await fetch(url, {
          method: verb,
          headers: { 'x-liaison-hub': 'person', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body }),
        });
        const text = await answer.text();
        return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
      },
      [path, method, json === undefined ? undefined : JSON.stringify(json)] as const,
    );
  const printed = (email: string): string =>
    new RegExp(`${email.replaceAll('.', '\\.')}\\s+(\\S{16})\\s`).exec(hub.output())?.[1] ?? '';

  it('at an identity provider leads back with a session', async () => {
    await page.goto(`${hub.api}/console/account`);
    await page.getByRole('link', { name: 'Sign in with' }).click();
    // Signs in, then consents.
    await page.getByRole('button').click();
    await page.getByRole('button').click();
    await page.waitForURL(`${hub.api}/console/account`);
    await page.goto(`${hub.api}/docs`);
    const { status, body } = await ask('GET', '/v1/me');
    expect([status, body.organisation, body.session?.method]).toEqual([200, 'unhcr', 'oidc']);
  });

  it('at an identity provider that knows no role of the person leads back to the sign-in, which says so', async () => {
    claims.groups = ['strangers'];
    try {
      await page.goto(`${hub.api}/console/account`);
      await page.getByRole('link', { name: 'Sign in with' }).click();
      await page.getByRole('button').click();
      await page.getByRole('button').click();
      await page.getByText(NOT_LET_IN).waitFor();
      expect((await ask('GET', '/v1/me')).status).toBe(401);
    } finally {
      claims.groups = ['officers'];
    }
  });

  it('that was broken off at the provider, or was not begun here, leads back to the sign-in', async () => {
    for (const begin of [true, false]) {
      if (begin) {
        await page.goto(`${hub.api}/console/account`);
        await page.getByRole('link', { name: 'Sign in with' }).click();
        await page.getByRole('button').waitFor();
      }
      await page.goto(`${hub.api}/v1/session/oidc/callback?error=access_denied&state=fictitious`);
      await page.getByText(NOT_LET_IN).waitFor();
    }
  });

  it('with the password that the start printed once works, and no script sees the cookie', async () => {
    await page.goto(`${hub.api}/docs`);
    const email = 'officer@iom.example';
    const signedIn = await ask('POST', '/v1/session', { organisation: 'iom', email, password: printed(email) });
    expect(signedIn.status).toBe(201);
    expect(await page.evaluate<string>('document.cookie')).toBe('');
    expect((await ask('GET', '/v1/me')).body.organisation).toBe('iom');
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict' });
  });

  it('is of no use to a page of another site', async () => {
    await page.goto(`${hub.api}/docs`);
    const email = 'protection@iom.example';
    await ask('POST', '/v1/session', { organisation: 'iom', email, password: printed(email) });
    const evil: Server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<form method="post" action="${hub.api}/v1/session" enctype="text/plain"><button>Win</button></form>`,
      );
    }).listen(0, '127.0.0.1');
    try {
      await once(evil, 'listening');
      const { port } = evil.address() as { port: number };
      await page.goto(`http://localhost:${port}/`);
      const sent = await page.evaluate(
        (url) =>
          fetch(url, { method: 'DELETE', credentials: 'include', headers: { 'x-liaison-hub': 'person' } }).then(
            () => 'sent',
            () => 'blocked',
          ),
        `${hub.api}/v1/session`,
      );
      expect(sent).toBe('blocked');
      const answered = page.waitForResponse(`${hub.api}/v1/session`);
      await page.getByRole('button').click();
      expect((await answered).status()).toBeGreaterThanOrEqual(400);
      await page.goto(`${hub.api}/docs`);
      expect((await ask('GET', '/v1/me')).status).toBe(200);
    } finally {
      evil.closeAllConnections();
      evil.close();
    }
  });
});
