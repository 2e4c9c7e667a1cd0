import type { HeldRole, Role } from '#identity';
import type { Uuid } from '#kernel';
import { withdrawConsent } from '#referrals';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { provingPerson, type ProvingPerson } from '#test/proving-person';
import { SENDER, consentingToInvestigation, drain, idOf, routed } from '#test/referral-flow';
import { serveApi, type ServedApi } from '#test/served-api';
import { sentMails } from '#test/sent-mails';
import { endBreakGlass, listBreakGlass } from '../../apps/cli/break-glass/break-glass-commands';

jest.setTimeout(60_000);

const MINUTE = 60_000;
/** Was sent the record, and sees a part of it. */
const ASKS = 'afghan-security-forces';
/** Guards personal data in the operation. */
const GUARD = 'iom';
/** Takes part in the operation, and was not sent the record. */
const ELSE = 'aihrc';
const CASE = consentingToInvestigation(ASKS);
const REASON = 'Zz-reason: she is on her way to the place that the rest names.';

interface Opening {
  readonly id: Uuid;
  readonly state: string;
  readonly expiresAt: string | null;
}
describe('break-glass', () => {
  let hub: HubDatabase;
  let api: ServedApi;
  let asks: ProvingPerson;
  let decides: ProvingPerson;
  let guards: ProvingPerson;
  let messageId: Uuid;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    api = await serveApi(hub);
    asks = await person(ASKS, 'asks', 'liaison-officer', 'protection-officer');
    decides = await person(SENDER, 'decides', 'protection-officer');
    guards = await person(GUARD, 'guards', 'protection-officer');
  });
  afterAll(async () => {
    await api.close();
    await hub.close();
  });
  beforeEach(async () => {
    ({ id: messageId } = await sent());
  });

  const person = (slug: string, name: string, ...roles: readonly (Role | HeldRole)[]): Promise<ProvingPerson> =>
    provingPerson(hub, api.url, slug, name, ...roles);
  /** A case that the asking body was sent, by consent to an investigation. */
  const sent = () => routed(hub, { to: [ASKS], body: CASE });
  const ask = ({ tab }: ProvingPerson, over: object = {}) =>
    tab.call<Opening>('POST', '/v1/break-glass', { messageId, reason: REASON, minutes: 30, ...over });
  const asked = async (): Promise<Uuid> => {
    await asks.prove();
    const { status, body } = await ask(asks);
    expect([status, body]).toMatchObject([201, { state: 'requested', legal: [], requestedBy: asks.id }]);
    return body.id;
  };
  const move = ({ tab }: ProvingPerson, id: Uuid, event: string) =>
    tab.call<Opening>('POST', `/v1/break-glass/${id}/${event}`);
  const look = ({ tab }: ProvingPerson, id: Uuid) =>
    tab.call<{ readonly body: unknown; readonly expiresAt: string }>('GET', `/v1/break-glass/${id}/record`);
  const approved = async (by = decides): Promise<Uuid> => {
    const id = await asked();
    await by.prove();
    expect(await move(by, id, 'approve')).toMatchObject({ status: 200, body: { state: 'approved' } });
    return id;
  };

  it.each([
    ['the body that sent it', () => decides],
    ['the guard of personal data', () => guards],
  ])('shows all of one record to who asked once somebody of %s agrees, and not before', async (_, by) => {
    const part = await asks.tab.call<{ body: object }>('GET', `/v1/inbox/${messageId}`);
    expect(part.status).toBe(200);
    expect(JSON.stringify(part.body.body)).not.toContain(CASE.request.note);
    const id = await asked();
    expect(await look(asks, id)).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition', state: 'requested' },
    });
    await by().prove();
    const seen = await by().tab.call('GET', `/v1/break-glass/${id}`);
    expect(seen.body).toMatchObject({ reason: REASON, organisation: ASKS, sender: SENDER, requestedBy: null });
    expect(seen.body).toMatchObject({ legal: ['approve', 'refuse'] });
    const agreed = await move(by(), id, 'approve');
    expect(agreed).toMatchObject({ status: 200, body: { state: 'approved', decidedBy: by().id, legal: ['end'] } });
    const opened = await look(asks, id);
    expect(opened).toMatchObject({ status: 200, body: { messageId, sender: SENDER } });
    expect(opened.body.body).toMatchObject({ person: CASE.person, request: CASE.request });
    expect(opened.headers.get('cache-control')).toBe('no-store');
  });

  it('asks both for the second factor of a moment ago', async () => {
    hub.clock.advance(11 * MINUTE);
    expect(await ask(asks)).toMatchObject({ status: 401, body: { code: 'step_up_required' } });
    const id = await asked();
    hub.clock.advance(11 * MINUTE);
    expect(await move(decides, id, 'approve')).toMatchObject({ status: 401, body: { code: 'step_up_required' } });
  });

  it('is over when its minutes are, and when nobody answered within the hour', async () => {
    const id = await approved();
    const { body } = await look(asks, id);
    hub.clock.advance(new Date(body.expiresAt).getTime() - hub.clock.now().getTime() - 1);
    expect((await look(asks, id)).status).toBe(200);
    hub.clock.advance(1);
    expect(await look(asks, id)).toMatchObject({ status: 409, body: { state: 'expired' } });
    const late = await asked();
    hub.clock.advance(60 * MINUTE);
    const [again, other] = [await person(SENDER, 'late', 'protection-officer'), await person(ASKS, 'o', 'focal-point')];
    expect(await move(again, late, 'approve')).toMatchObject({ status: 409, body: { state: 'expired', legal: [] } });
    // The sessions of the others ended meanwhile, as they do.
    [decides, asks] = [again, other];
    guards = await person(GUARD, 'guards-on', 'protection-officer');
  });

  it('ends at once when the body concerned ends it, and is decided on once', async () => {
    const id = await approved();
    expect(await move(decides, id, 'approve')).toMatchObject({
      status: 409,
      body: { state: 'approved', legal: ['end'] },
    });
    expect(await move(guards, id, 'end')).toMatchObject({ status: 200, body: { state: 'ended' } });
    expect(await look(asks, id)).toMatchObject({ status: 409, body: { state: 'ended' } });
    const lines: string[] = [];
    const environment = { DATABASE_URL: hub.apiUrl };
    const again = await approved();
    await listBreakGlass(environment, SENDER, { open: true }, (line) => lines.push(line));
    expect(lines[0]).toContain(`${again}  approved  ${ASKS} asks for message ${messageId}`);
    await expect(endBreakGlass(environment, ASKS, again, () => undefined)).rejects.toMatchObject({ code: 'forbidden' });
    await endBreakGlass(environment, SENDER, again, () => undefined);
    expect(await look(asks, again)).toMatchObject({ status: 409, body: { state: 'ended' } });
    const refused = await asked();
    expect(await move(decides, refused, 'refuse')).toMatchObject({ status: 200, body: { state: 'refused' } });
    expect(await look(asks, refused)).toMatchObject({ status: 409, body: { state: 'refused' } });
  });

  it('takes another body’s person who may approve, and tells nothing to anybody else', async () => {
    const id = await asked();
    const [self, colleague, officer, stranger] = await Promise.all([
      person(ASKS, 'both', 'focal-point', 'protection-officer'),
      person(ASKS, 'colleague', 'protection-officer'),
      person(SENDER, 'officer', 'liaison-officer'),
      person(ELSE, 'stranger', 'protection-officer', 'liaison-officer'),
    ]);
    const elsewhere = await person(SENDER, 'elsewhere', { role: 'protection-officer', operation: 'kosovo' });
    // Who asked, with the role of a second person.
    const { body: own } = await ask(self);
    expect(await move(self, own.id, 'approve')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    // Two of the asking body.
    expect(await move(colleague, id, 'approve')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    // One of the body concerned who may not approve; one whose role is in another operation; one of another body.
    expect(await move(officer, id, 'approve')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await move(elsewhere, id, 'approve')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    for (const path of ['approve', 'refuse', 'end'])
      expect(await move(stranger, id, path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await look(stranger, id)).toMatchObject({ status: 404 });
    expect((await stranger.tab.call('GET', '/v1/break-glass')).body).toEqual({ data: [], next: null });
    await decides.prove();
    expect((await move(decides, id, 'approve')).status).toBe(200);
    // Approved for one person: neither for their colleague, nor for who approved.
    for (const other of [self, stranger]) expect(await look(other, id)).toMatchObject({ status: 404 });
    expect(await look(decides, id)).toMatchObject({ status: 403 });
    expect(await look(asks, id)).toMatchObject({ status: 200 });
  });

  it('opens one record: no other of the same sender, nothing that the body was not sent, nothing that was taken back', async () => {
    const { id: other } = await sent();
    const { id: never } = await routed(hub);
    const id = await approved();
    const { body } = await look(asks, id);
    expect(body).toMatchObject({ messageId });
    for (const path of [`/v1/messages/${messageId}`, `/v1/referrals/${messageId}`, `/v1/messages/${other}/timeline`])
      expect((await asks.tab.call('GET', path)).status).toBe(404);
    const whole = await asks.tab.call<{ body: object }>('GET', `/v1/inbox/${messageId}`);
    expect(JSON.stringify(whole.body.body)).not.toContain(CASE.request.note);
    expect(await ask(asks, { messageId: never })).toMatchObject({ status: 404, body: { code: 'not_found' } });
    await hub.as(SENDER, (tools) => withdrawConsent(tools, messageId, {}));
    await drain(hub);
    expect(await look(asks, id)).toMatchObject({ status: 409 });
    expect(await ask(asks)).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
  });

  it.each([
    [{ minutes: 61 }, '/minutes'],
    [{ minutes: 0 }, '/minutes'],
    [{ reason: 'short' }, '/reason'],
    [{ messageId: 'all' }, '/messageId'],
    [{ expiresAt: '2031-01-01T00:00:00Z' }, '/expiresAt'],
  ])('refuses %j', async (over, pointer) => {
    await asks.prove();
    const { status, body } = await ask(asks, over);
    expect([status, body]).toMatchObject([422, { errors: [{ pointer }] }]);
  });

  it('is held by the record, whatever the API does', async () => {
    const id = await asked();
    const [body, sender] = [await idOf(hub, ASKS), await idOf(hub, SENDER)];
    const as = (organisationId: Uuid, by: Uuid, sql: string) =>
      hub.api.transaction({ kind: 'body', organisationId, person: by }, (tx) => tx.rows(sql, [id]));
    const approve = `UPDATE break_glass SET state = 'approved', decided_at = now(), expires_at = now() + interval '9 minutes'`;
    const opened = `SELECT * FROM opened_record($1, '2001-01-01')`;
    // Nobody of the asking body, nobody in another's name, not for longer than was asked, not twice.
    expect(await as(body, asks.id, `${approve}, decided_by = gen_random_uuid() WHERE id = $1 RETURNING id`)).toEqual(
      [],
    );
    await expect(as(sender, decides.id, `${approve}, decided_by = gen_random_uuid() WHERE id = $1`)).rejects.toThrow();
    await expect(
      as(sender, decides.id, `${approve.replace('9', '31')}, decided_by = '${decides.id}' WHERE id = $1`),
    ).rejects.toThrow();
    expect(await as(body, asks.id, opened)).toEqual([]);
    await as(sender, decides.id, `${approve}, decided_by = '${decides.id}' WHERE id = $1`);
    expect(await as(body, asks.id, opened)).toHaveLength(1);
    expect(await as(body, decides.id, opened)).toEqual([]);
    expect(await as(sender, asks.id, opened)).toEqual([]);
    await expect(
      as(sender, decides.id, `UPDATE break_glass SET decided_at = now() + interval '1 day' WHERE id = $1`),
    ).rejects.toThrow();
    // A clock that is slow opens nothing: the server's counts too.
    await hub.superuser(`ALTER TABLE break_glass DISABLE TRIGGER guard`);
    await hub.superuser(
      `UPDATE break_glass SET decided_at = now() - interval '1 hour', expires_at = now() - interval '31 minutes' WHERE id = $1`,
      [id],
    );
    await hub.superuser(`ALTER TABLE break_glass ENABLE TRIGGER guard`);
    expect(await as(body, asks.id, opened)).toEqual([]);
  });

  it('leaves each step and each look as evidence of the body concerned, and writes to it and to the guard', async () => {
    const id = await approved();
    await look(asks, id);
    await look(asks, id);
    const { body } = await decides.tab.call<{ data: { organisation: string; way: string; person: string | null }[] }>(
      'GET',
      `/v1/access?subject=${messageId}`,
    );
    const looks = body.data.filter(({ way }) => way === 'break_glass');
    expect(looks.map(({ organisation, person: who }) => [organisation, who])).toEqual([
      [ASKS, null],
      [ASKS, null],
    ]);
    for (const { tab } of [decides, guards]) {
      const { body: trail } = await tab.call<{ data: { action: string }[] }>('GET', `/v1/evidence?subject=${id}`);
      expect(trail.data.map(({ action }) => action)).toContain('break_glass.requested');
    }
    await drain(hub);
    const mails = await sentMails(hub);
    const about = mails.filter(({ text }) => text.includes('/v1/break-glass'));
    const boxes = about.map(({ to, subject }) => `${to} ${subject.includes('asks') ? 'asked' : 'opened'}`);
    expect(new Set(boxes)).toEqual(
      new Set([
        ...['asked', 'opened'].flatMap((what) => [
          `focal-point@${SENDER}.example ${what}`,
          `data-protection@${GUARD}.example ${what}`,
        ]),
      ]),
    );
    for (const { subject, text, html } of about)
      for (const marker of ['Zz-reason', CASE.person.caseCode, 'Testperson'])
        expect(`${subject}${text}${html}`).not.toContain(marker);
  });
});
