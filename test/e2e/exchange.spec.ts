import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import { ApiCaller, type ApiAnswer } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';

interface Bundle {
  readonly entry: readonly { readonly resource: Record<string, unknown> & { readonly resourceType: string } }[];
}
interface Report {
  readonly created: readonly { readonly id: string }[];
  readonly existing: readonly { readonly id: string }[];
  readonly problems: readonly { readonly node?: string; readonly code: string }[];
  readonly warnings: readonly { readonly code: string }[];
}
interface FileAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

const FORMULA = "=cmd|' /C calc'!A0";

describe('a body takes its cases to other systems, and brings them back', () => {
  let hub: RunningHub;
  let officer: ApiCaller;
  let iom: ApiCaller;
  let unhcr: ApiCaller;
  let unicef: ApiCaller;
  let id: string;

  const file = async (body: string, path: string): Promise<FileAnswer> => {
    const answer = await fetch(`${hub.api}${path}`, { headers: { authorization: `Bearer ${hub.keys[body]}` } });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const importing = (bytes: Buffer, fields: Record<string, string> = {}): Promise<ApiAnswer<Report>> => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(bytes)]), 'upload');
    return officer.call<Report>('POST', '/v1/referrals/import', { form });
  };
  const evidenceOf = async (caller: ApiCaller, subject: string) =>
    (await caller.call<{ data: { action: string; actor: string }[] }>('GET', `/v1/evidence?subject=${subject}`)).body
      .data;
  const sendOne = async (caseCode: string): Promise<string> => {
    const { body } = await officer.call<{ id: string }>('POST', '/v1/referrals', {
      json: {
        operation: 'afghanistan',
        priority: 'urgent',
        to: ['unhcr'],
        body: fictitiousCase({
          person: { caseCode, isMinor: 'no', name: { given: FORMULA, family: 'Alpha' } },
        }),
      },
    });
    expect((await officer.call('POST', `/v1/referrals/${body.id}/submit`)).status).toBe(202);
    await eventually('it is in the inboxes', async () =>
      (await unhcr.call<{ data: { messageId: string }[] }>('GET', '/v1/inbox')).body.data.some(
        ({ messageId }) => messageId === body.id,
      ),
    );
    return body.id;
  };

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    officer = new ApiCaller(hub, 'isaf-hq');
    [iom, unhcr, unicef] = ['iom', 'unhcr', 'unicef'].map((slug) => new ApiCaller(hub, slug)) as [
      ApiCaller,
      ApiCaller,
      ApiCaller,
    ];
    id = await sendOne('FICTION-EXCHANGE-1');
  }, 120_000);

  afterAll(() => hub.stop(), 60_000);

  it('gives a recipient its own task as FHIR, with no more than its profile releases', async () => {
    const { status, headers, body } = await unhcr.call<Bundle>('GET', `/v1/inbox/${id}/fhir`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/fhir\+json/);
    expect(headers.get('cache-control')).toBe('no-store');
    const released = (await unhcr.call<{ body: Record<string, unknown> }>('GET', `/v1/inbox/${id}`)).body.body;
    expect(released).not.toHaveProperty('trafficking');
    expect(body.entry.filter(({ resource }) => resource.resourceType === 'Task')).toMatchObject([
      { resource: { status: 'requested', priority: 'urgent', businessStatus: { coding: [{ code: 'pending' }] } } },
    ]);
    const text = JSON.stringify(body);
    expect(text).not.toContain('PossibleVictim');
    expect(text).not.toContain('International Organization for Migration');
    const person = released['person'] as Record<string, unknown>;
    expect(text.includes('Alpha')).toBe(person['name'] !== undefined);
    expect(text).toContain('FICTION-EXCHANGE-1');
  });

  it('gives it the same part as EDXL-DE, and its digest holds', async () => {
    const answer = await file('unhcr', `/v1/inbox/${id}/edxl`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml; charset=utf-8']);
    const xml = answer.bytes.toString();
    const [, data = ''] = /<contentData>([^<]+)</.exec(xml) ?? [];
    const bytes = Buffer.from(data, 'base64');
    expect(xml).toContain(`<digest>${createHash('sha256').update(bytes).digest('hex')}</digest>`);
    expect(JSON.parse(bytes.toString())).toEqual((await unhcr.call('GET', `/v1/inbox/${id}`)).body['body']);
    expect(xml).toContain('<explicitAddressValue>unhcr</explicitAddressValue>');
    expect(xml).not.toContain('iom');
  });

  it('keeps each of these reads as evidence, and counts it as delivery', async () => {
    const only = await sendOne('FICTION-EXCHANGE-2');
    await unhcr.call('GET', `/v1/inbox/${only}/fhir`);
    await file('unhcr', `/v1/inbox/${only}/edxl`);
    const reads = (await evidenceOf(unhcr, only)).filter(({ action }) => action === 'content.read');
    expect(reads.map(({ actor }) => actor)).toEqual(['unhcr', 'unhcr']);
    const { body } = await officer.call<{ recipients: { organisation: string; deliveredAt: string | null }[] }>(
      'GET',
      `/v1/referrals/${only}`,
    );
    expect(body.recipients.find(({ organisation }) => organisation === 'unhcr')?.deliveredAt).not.toBeNull();
  });

  it('gives the sender every task, and its own copy with the whole content', async () => {
    const { body } = await officer.call<Bundle>('GET', `/v1/referrals/${id}/fhir`);
    expect(body.entry.filter(({ resource }) => resource.resourceType === 'Task').length).toBeGreaterThan(1);
    const [, data = ''] =
      /<contentData>([^<]+)</.exec((await file('isaf-hq', `/v1/referrals/${id}/edxl`)).bytes.toString()) ?? [];
    expect(JSON.parse(Buffer.from(data, 'base64').toString())).toHaveProperty('trafficking');
  });

  it('is 404 for every other body, in every form', async () => {
    for (const form of ['fhir', 'edxl']) {
      expect((await unicef.call('GET', `/v1/inbox/${id}/${form}`)).status).toBe(404);
      expect((await unhcr.call('GET', `/v1/referrals/${id}/${form}`)).status).toBe(404);
      expect((await officer.call('GET', `/v1/inbox/${id}/${form}`)).status).toBe(404);
      expect((await new ApiCaller(hub, undefined).call('GET', `/v1/inbox/${id}/${form}`)).status).toBe(401);
    }
  });

  it('exports what it sent as CSV in which nothing is a formula, and has it on record', async () => {
    const answer = await file('isaf-hq', '/v1/referrals/export?format=csv');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [, exportId = ''] =
      /^attachment; filename="htcds-sent-([0-9a-f-]{36})\.csv"$/.exec(
        answer.headers.get('content-disposition') ?? '',
      ) ?? [];
    const lines = answer.bytes.toString().split('\r\n');
    expect(lines[0]).toMatch(/^\ufeff"Case Owner","Salutation"/);
    expect(lines[1]).toContain(`"'${FORMULA}"`);
    expect(answer.bytes.toString()).not.toContain(`"${FORMULA}`);
    expect(await evidenceOf(officer, exportId)).toMatchObject([
      { action: 'referral.exported', actor: 'isaf-hq', detail: { side: 'sent', format: 'csv', count: 2 } },
    ]);
    expect(await evidenceOf(iom, exportId)).toEqual([]);
  });

  it('leaves drafts out unless they are asked for, and goes on where it ended', async () => {
    await officer.call('POST', '/v1/referrals', { json: { operation: 'afghanistan', body: fictitiousCase() } });
    const rows = async (query: string) => {
      const { bytes, headers } = await file('isaf-hq', `/v1/referrals/export?format=csv${query}`);
      return { text: bytes.toString(), count: bytes.toString().split('\r\n').length - 2, link: headers.get('link') };
    };
    expect((await rows('')).count).toBe(2);
    expect((await rows('&state=draft')).text).toContain('FICTION-1"');
    expect((await rows('&priority=emergency')).count).toBe(0);
    const first = await rows('&limit=1');
    const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(first.link ?? '') ?? [];
    const second = await file('isaf-hq', next);
    expect(first.text).toContain('FICTION-EXCHANGE-1');
    expect(second.bytes.toString()).toContain('FICTION-EXCHANGE-2');
    expect(second.headers.get('link')).toBeNull();
    expect((await file('isaf-hq', '/v1/referrals/export?format=pdf')).status).toBe(422);
  });

  it('exports a workbook, takes it in again as drafts, and the same file twice creates nothing twice', async () => {
    const { bytes, headers } = await file('isaf-hq', '/v1/referrals/export?format=xlsx');
    expect(headers.get('content-type')).toMatch(/spreadsheetml/);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
    expect(workbook.worksheets[0]!.getCell('D3').value).toBe(`'${FORMULA}`);
    const first = await importing(bytes, { operation: 'afghanistan' });
    expect(first.body).toMatchObject({ problems: [], existing: [] });
    expect(first.body.created).toHaveLength(2);
    const draft = await officer.call<{ body: { person: unknown } }>(
      'GET',
      `/v1/referrals/${first.body.created[0]!.id}`,
    );
    expect(draft.body.body.person).toMatchObject({
      caseCode: 'FICTION-EXCHANGE-1',
      name: { given: FORMULA, family: 'Alpha' },
    });
    const second = await importing(bytes, { operation: 'afghanistan' });
    expect([second.body.created.length, second.body.existing.length]).toEqual([0, 2]);
  });

  it('exports of its inbox what was released, and nothing that was called off', async () => {
    const gone = await sendOne('FICTION-EXCHANGE-3');
    const before = (await file('unhcr', '/v1/inbox/export?format=csv')).bytes.toString();
    expect(before).toContain('FICTION-EXCHANGE-3');
    expect(before).not.toContain('PossibleVictim');
    await officer.call('POST', `/v1/referrals/${gone}/withdraw-consent`, { json: { note: 'Withdrawn.' } });
    await eventually(
      'it is recalled',
      async () => (await unhcr.call('GET', `/v1/inbox/${gone}`)).body['body'] === null,
    );
    const after = (await file('unhcr', '/v1/inbox/export?format=csv')).bytes.toString();
    expect(after).not.toContain('FICTION-EXCHANGE-3');
    expect(after).toContain('FICTION-EXCHANGE-1');
    const fhir = JSON.stringify((await unhcr.call('GET', `/v1/inbox/${gone}/fhir`)).body);
    expect(fhir).toContain('"status":"cancelled"');
    expect(fhir).not.toContain('FICTION-EXCHANGE-3');
    const edxl = (await file('unhcr', `/v1/inbox/${gone}/edxl`)).bytes.toString();
    expect(edxl).toContain('<ct:value>Cancel</ct:value>');
    expect(edxl).not.toContain('contentData');
  });

  it('withholds what was called off also once that is closed', async () => {
    const gone = await sendOne('FICTION-EXCHANGE-4');
    await officer.call('POST', `/v1/referrals/${gone}/cancel`, { json: { note: 'Sent twice.' } });
    await officer.call('POST', `/v1/referrals/${gone}/close`, { json: {} });
    expect((await unhcr.call('GET', `/v1/inbox/${gone}`)).body['state']).toBe('closed');
    expect(JSON.stringify((await unhcr.call('GET', `/v1/inbox/${gone}/fhir`)).body)).not.toContain('FICTION-EXCHANGE');
    expect((await file('unhcr', `/v1/inbox/${gone}/edxl`)).bytes.toString()).not.toContain('contentData');
    expect((await file('unhcr', '/v1/inbox/export?format=csv')).bytes.toString()).not.toContain('FICTION-EXCHANGE-4');
  });

  it('takes a submission of the XForm, once, and names a wrong node', async () => {
    const submission = (gender: string) =>
      Buffer.from(
        `<?xml version="1.0"?><data id="htcds_xlsform" xmlns:orx="http://openrosa.org/xforms"><prs_First_Name>Testperson</prs_First_Name>` +
          `<prs_Birthdate>1990-03-04</prs_Birthdate><prs_Gender>${gender}</prs_Gender><prs_MailingCountry>Afghanistan</prs_MailingCountry>` +
          `<orx:meta><orx:instanceID>uuid:fiction-2</orx:instanceID></orx:meta></data>`,
      );
    const wrong = await importing(submission('Purple'));
    expect(wrong.body).toMatchObject({
      created: [],
      problems: [{ row: 1, node: '/data/prs_Gender', field: 'prs_Gender', code: 'unknown_code' }],
    });
    const first = await importing(submission('Feminine'));
    expect(first).toMatchObject({ status: 200, body: { problems: [], created: [{ row: 1 }] } });
    const again = await importing(submission('Feminine'));
    expect([again.body.created.length, again.body.existing.length]).toEqual([0, 1]);
    const attack = await importing(
      Buffer.from('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><data>&x;</data>'),
    );
    expect(attack).toMatchObject({ status: 422, body: { code: 'workbook_unreadable' } });
  });
});
