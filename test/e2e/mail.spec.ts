import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { readableMail, tokenIn } from '#test/smtp-server';

interface Referral {
  readonly id: string;
  readonly reference: string;
  readonly recipients: readonly {
    readonly organisation: string;
    readonly state: string;
    readonly delivery: { readonly state: string; readonly attempts: number };
    readonly deliveredAt: string | null;
    readonly acknowledgedAt: string | null;
  }[];
}

const MARKERS = ['Zzgiven', 'Zzfamily', 'ZZ-CASE-1'];

describe('a body without a system acknowledges by the link in a mail', () => {
  let hub: RunningHub;
  let officer: ApiCaller;
  let referral: Referral;
  let mail: string;
  let link: string;
  let receiptId: string;

  const outbox = (): string => join(dirname(hub.credentialsFile!), 'mail-outbox');
  const mailsTo = (mailbox: string, reference: string): string[] => {
    let files: string[] = [];
    try {
      files = readdirSync(outbox()).filter((name) => name.endsWith('.eml'));
    } catch {
      // The folder comes with the first mail.
    }
    return files
      .map((file) => readFileSync(join(outbox(), file), 'utf8'))
      .filter((content) => content.includes(`To: ${mailbox}`) && readableMail(content).includes(reference));
  };
  const send = async (): Promise<Referral> => {
    const body = fictitiousCase({
      person: { caseCode: 'ZZ-CASE-1', isMinor: 'no', name: { given: 'Zzgiven', family: 'Zzfamily' } },
    });
    const created = await officer.call<Referral>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', priority: 'urgent', status: 'exercise', body },
    });
    await officer.call('POST', `/v1/referrals/${created.body.id}/submit`);
    return created.body;
  };
  const mailFor = async ({ reference }: Referral): Promise<string> => {
    await eventually('the mail is in the outbox', () => mailsTo('focal-point@unhcr.example', reference).length === 1);
    return mailsTo('focal-point@unhcr.example', reference)[0]!;
  };
  const atUnhcr = async () =>
    (await officer.call<Referral>('GET', `/v1/referrals/${referral.id}`)).body.recipients.find(
      ({ organisation }) => organisation === 'unhcr',
    );
  const post = (url: string) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '' });

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    officer = new ApiCaller(hub, 'isaf-hq');
    referral = await send();
    mail = await mailFor(referral);
    link = `${hub.api}/acknowledge/${tokenIn(mail)}`;
  }, 120_000);

  afterAll(() => hub.stop(), 60_000);

  it('gets a mail that only the hub’s user reads, marked, with a link to the hub and nothing of the person', () => {
    expect(mail).toMatch(/^Subject: \[EXERCISE\] \[Liaison Hub\] AFG-/m);
    expect(readableMail(mail)).toContain(link);
    for (const marker of MARKERS) expect(readableMail(mail)).not.toContain(marker);
    const [file] = readdirSync(outbox());
    expect(statSync(join(outbox(), file!)).mode & 0o777).toBe(0o600);
    for (const marker of [...MARKERS, tokenIn(mail)]) expect(hub.output()).not.toContain(marker);
  });

  it('counts as delivered by mail', async () => {
    await eventually('it is delivered', async () => (await atUnhcr())?.delivery.state === 'delivered');
    expect(await atUnhcr()).toMatchObject({ state: 'pending', acknowledgedAt: null, delivery: { attempts: 1 } });
  });

  it('opening the link acknowledges nothing and shows nothing of the person', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await fetch(link, { method });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow');
      const page = await answer.text();
      for (const marker of MARKERS) expect(page).not.toContain(marker);
      if (method === 'GET') expect(page).toContain(referral.reference);
    }
    expect(await atUnhcr()).toMatchObject({ state: 'pending', acknowledgedAt: null });
  });

  it('pressing the button acknowledges, and the sender sees it', async () => {
    const answer = await post(link);
    expect(answer.status).toBe(200);
    receiptId = /<code>([0-9a-f-]{36})<\/code>/.exec(await answer.text())?.[1] ?? '';
    expect(receiptId).not.toBe('');
    expect(await atUnhcr()).toMatchObject({ state: 'acknowledged', delivery: { state: 'delivered' } });
    const evidence = await officer.call<{ data: { id: string; detail: Record<string, unknown> }[] }>(
      'GET',
      `/v1/evidence?subject=${referral.id}`,
    );
    expect(evidence.body.data.find(({ id }) => id === receiptId)?.detail).toMatchObject({
      by: 'link',
      implicit: false,
    });
  });

  it('doing so again, or opening the link again, shows the same receipt', async () => {
    for (const again of [post(link), post(link), fetch(link)]) {
      const answer = await again;
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(receiptId);
    }
  });

  it('an unknown, a changed and a malformed token are the same 404', async () => {
    const token = tokenIn(mail);
    const changed = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    const pages = [];
    for (const wrong of [changed, 'A'.repeat(43), 'x', '%3Cscript%3E'])
      for (const answer of [
        await fetch(`${hub.api}/acknowledge/${wrong}`),
        await post(`${hub.api}/acknowledge/${wrong}`),
      ]) {
        expect(answer.status).toBe(404);
        pages.push(await answer.text());
      }
    expect(new Set(pages).size).toBe(1);
  });

  it('what was called off answers 409 and says whom to turn to', async () => {
    const other = await send();
    const url = `${hub.api}/acknowledge/${tokenIn(await mailFor(other))}`;
    expect((await officer.call('POST', `/v1/referrals/${other.id}/cancel`, { json: {} })).status).toBe(200);
    for (const answer of [await fetch(url), await post(url)]) {
      expect(answer.status).toBe(409);
      expect(await answer.text()).toContain('focal-point@isaf-hq.example');
    }
  });

  it('takes forms at these pages only', async () => {
    const answer = await fetch(`${hub.api}/v1/referrals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hub.keys['isaf-hq']!}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'operation=afghanistan',
    });
    expect(answer.status).toBe(415);
    expect((await fetch(link, { method: 'POST', body: '<x/>', headers: { 'content-type': 'text/xml' } })).status).toBe(
      415,
    );
  });
});
