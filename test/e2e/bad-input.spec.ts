import { exampleCases, writeHtcdsWorkbook } from '#referrals';
import { ApiCaller, type CallOptions } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { zipOf } from '#test/zip-of';

const referral = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  operation: 'afghanistan',
  body: fictitiousCase(),
  ...over,
});

function upload(bytes: Buffer, name = 'cases.xlsx'): CallOptions {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  return { form };
}

describe('bad input gets a clear error, and nothing is stored by halves', () => {
  let hub: RunningHub;
  let officer: ApiCaller;

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    officer = new ApiCaller(hub, 'isaf-hq');
  }, 120_000);

  afterAll(() => hub.stop(), 60_000);

  const stored = async (): Promise<number> =>
    (await officer.call<{ data: unknown[] }>('GET', '/v1/referrals?limit=200')).body.data.length;

  // Each ends with the process up and as many referrals as before.
  afterEach(async () => {
    expect((await officer.call('GET', '/health/ready')).status).toBe(200);
    expect(await stored()).toBe(0);
  });

  it.each<[string, CallOptions, number, string]>([
    [
      'JSON that breaks off',
      { raw: { type: 'application/json', bytes: '{"operation": "afgh' } },
      400,
      'malformed_json',
    ],
    ['no body at all', {}, 422, 'invalid_input'],
    ['an empty JSON body', { raw: { type: 'application/json', bytes: '' } }, 400, 'malformed_json'],
    ['a list instead of an object', { json: [] }, 422, 'invalid_input'],
    ['another media type', { raw: { type: 'text/xml', bytes: '<referral/>' } }, 415, 'unsupported_media_type'],
    ['an unknown field', { json: referral({ urgent: true }) }, 422, 'invalid_input'],
    [
      'an unknown field deep inside',
      {
        json: referral({
          body: fictitiousCase({ request: { services: ['legal'], reason: 'Other', risk: 'low', extra: 1 } }),
        }),
      },
      422,
      'invalid_input',
    ],
    ['a wrong type', { json: referral({ priority: 7 }) }, 422, 'invalid_input'],
    [
      'an unknown code',
      { json: referral({ body: fictitiousCase({ request: { services: ['magic'], reason: 'Other', risk: 'low' } }) }) },
      422,
      'invalid_input',
    ],
    [
      'a prototype in disguise',
      { raw: { type: 'application/json', bytes: '{"__proto__": {"x": 1}, "operation": "afghanistan"}' } },
      400,
      'malformed_json',
    ],
    [
      'NUL in a text',
      { json: referral({ body: fictitiousCase({ person: { caseCode: 'A\u0000B', isMinor: 'no' } }) }) },
      422,
      'invalid_input',
    ],
    ['an unknown operation', { json: referral({ operation: 'atlantis' }) }, 422, 'operation_unknown'],
    ['an operation of others', { json: referral({ operation: 'kosovo' }) }, 422, 'operation_unknown'],
    ['an unknown body', { json: referral({ to: ['nobody'] }) }, 422, 'invalid_input'],
    [
      'nesting without end',
      { raw: { type: 'application/json', bytes: `{"operation": ${'['.repeat(5_000)}${']'.repeat(5_000)}}` } },
      422,
      'invalid_input',
    ],
    ['10 MB', { json: referral({ keywords: ['x'.repeat(10_000_000)] }) }, 413, 'body_too_large'],
    [
      'an Idempotency-Key with a blank',
      { json: referral(), headers: { 'idempotency-key': 'a b' } },
      422,
      'invalid_input',
    ],
  ])('POST /v1/referrals with %s', async (_, options, status, code) => {
    const answer = await officer.call('POST', '/v1/referrals', options);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(String(answer.body['detail']).length).toBeGreaterThan(20);
  });

  it('names every problem of a body by its place, and never repeats what was sent', async () => {
    const marked = 'MARKED-VALUE';
    const answer = await officer.call<{ errors: { pointer: string }[] }>('POST', '/v1/referrals', {
      json: referral({ body: fictitiousCase({ person: { caseCode: 'X', isMinor: marked, gender: marked } }) }),
    });
    expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/body/person/isMinor', '/body/person/gender']),
    );
    expect(JSON.stringify(answer.body)).not.toContain(marked);
  });

  it.each([
    ['no key', undefined],
    ['a key of the right shape that nobody has', `Bearer lh_${'A'.repeat(12)}_${'B'.repeat(43)}`],
    ['a word', 'Bearer secret'],
    ['another scheme', 'Basic aW9tOmlvbQ=='],
  ])('%s is 401, with the way to sign in', async (_, authorization) => {
    const answer = await new ApiCaller(hub, undefined).call('GET', '/v1/inbox', {
      ...(authorization === undefined ? {} : { headers: { authorization } }),
    });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it.each([
    ['GET', '/v1/referrals/not-an-id', 404],
    ['GET', '/v1/referrals/01980000-0000-7000-8000-000000000000', 404],
    ['POST', '/v1/inbox/01980000-0000-7000-8000-000000000000/acknowledge', 404],
    ['GET', '/v1/nothing', 404],
    ['GET', '/v1/inbox?after=-1', 422],
    ['GET', "/v1/referrals?operation=x';DROP TABLE messages;--", 422],
    ['GET', '/v1/referrals?limit=100000', 422],
    ['GET', '/v1/referrals?unknown=1', 422],
  ])('%s %s is %i', async (method, path, status) => {
    expect((await officer.call(method, path)).status).toBe(status);
  });

  it('takes a cursor of webhook attempts only where it is a time and an id', async () => {
    const endpoint = await officer.call<{ id: string }>('POST', '/v1/webhook-endpoints', {
      json: { url: 'http://127.0.0.1:18099/webhooks', state: 'paused' },
    });
    const attempts = async (cursor: string): Promise<number> =>
      (await officer.call('GET', `/v1/webhook-endpoints/${endpoint.body.id}/attempts?cursor=${cursor}`)).status;
    const id = '01980000-0000-7000-8000-000000000000';
    expect(await attempts(`2026-02-28T10:00:00.000Z_${id}`)).toBe(200);
    expect(await attempts(`2026-02-31T10:00:00.000Z_${id}`)).toBe(200);
    expect(await attempts(`2026-35-41T10:00:00.000Z_${id}`)).toBe(422);
    expect(await attempts(`2026-02-28T10:00:00.000Z_${'-'.repeat(36)}`)).toBe(422);
  });

  it.each([
    ['/v1/referrals', referral({ priority: null })],
    ['/v1/webhook-endpoints', { url: 'http://127.0.0.1:18099/webhooks', description: null }],
  ])('POST %s takes no null for a member that can be left out', async (path, json) => {
    expect(await officer.call('POST', path, { json })).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
  });

  it('POST /v1/routing-rules/explain holds its Idempotency-Key to the documented shape', async () => {
    const json = { operation: 'afghanistan', facts: { services: ['legal'], minor: 'no', priority: 'normal' } };
    const explain = async (key: string): Promise<number> =>
      (await officer.call('POST', '/v1/routing-rules/explain', { json, headers: { 'idempotency-key': key } })).status;
    expect(await explain('x'.repeat(255))).toBe(200);
    expect(await explain('x'.repeat(256))).toBe(422);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'ftp://example.org/',
    'https://user:secret@example.org/',
    'nope',
  ])('a webhook to %s is refused', async (url) => {
    expect(await officer.call('POST', '/v1/webhook-endpoints', { json: { url } })).toMatchObject({
      status: 422,
      body: { code: 'url_refused' },
    });
  });

  it('a PDF that is named .xlsx says what it is', async () => {
    const answer = await officer.call('POST', '/v1/referrals/import', upload(Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj')));
    expect(answer).toMatchObject({ status: 422, body: { code: 'workbook_unreadable' } });
    expect(String(answer.body['detail'])).toMatch(/PDF/);
  });

  it('a zip bomb is refused before it is unpacked', async () => {
    const bomb = zipOf([
      { name: '[Content_Types].xml', content: Buffer.from('<Types/>') },
      { name: 'xl/workbook.xml', content: Buffer.alloc(200_000_000) },
    ]);
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await officer.call('POST', '/v1/referrals/import', upload(bomb))).toMatchObject({
      status: 422,
      body: { code: 'workbook_unreadable' },
    });
  });

  it('5,000 rows are refused with the number that is taken', async () => {
    const [sample] = exampleCases().filter(({ operation }) => operation === 'afghanistan');
    const rows = Array.from({ length: 5_000 }, (_, index) => ({
      body: { ...sample!.body, person: { ...sample!.body.person, caseCode: `FICTION-${index}` } },
    }));
    const workbook = await writeHtcdsWorkbook(rows, { layout: 'multi-select' });
    const answer = await officer.call('POST', '/v1/referrals/import', upload(workbook));
    expect(answer).toMatchObject({ status: 422, body: { code: 'workbook_unreadable' } });
    expect(String(answer.body['detail'])).toContain('2');
  }, 60_000);

  it('an upload without a file, with a stray part, or as JSON says what is missing', async () => {
    const empty = new FormData();
    empty.append('operation', 'afghanistan');
    expect(await officer.call('POST', '/v1/referrals/import', { form: empty })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/file' }] },
    });
    expect(await officer.call('POST', '/v1/referrals/import', { json: {} })).toMatchObject({ status: 415 });
  });

  it('a file above the limit is 413', async () => {
    const answer = await officer.call('POST', '/v1/referrals/import', upload(Buffer.alloc(9_000_000, 1)));
    expect(answer).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  });

  it('a referral that no body may receive is refused with every rule, and stays a draft', async () => {
    const draft = await new ApiCaller(hub, 'kfor-hq').call<{ id: string }>('POST', '/v1/referrals', {
      json: { operation: 'kosovo', body: fictitiousCase({ consent: { given: 'no', purposes: [] } }) },
    });
    const refused = await new ApiCaller(hub, 'kfor-hq').call<{
      code: string;
      refused: { reasons: { rule: string }[] }[];
    }>('POST', `/v1/referrals/${draft.body.id}/submit`);
    expect(refused).toMatchObject({ status: 422, body: { code: 'release_refused' } });
    expect(refused.body.refused.flatMap(({ reasons }) => reasons.map(({ rule }) => rule))).toContain('CONSENT-MISSING');
    const still = await new ApiCaller(hub, 'kfor-hq').call('GET', `/v1/referrals/${draft.body.id}`);
    expect(still.body['state']).toBe('draft');
  });
});
