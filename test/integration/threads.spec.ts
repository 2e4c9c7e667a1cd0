import type { Uuid } from '#kernel';
import {
  acknowledge,
  cancelReferral,
  changeReferral,
  closeReferral,
  confirm,
  createMessage,
  decide,
  readInboxItem,
  readReferral,
  recordConsent,
  referOnward,
  reopenReferral,
  submitMessage,
  withdrawConsent,
  type NewMessage,
} from '#referrals';
import { sweep } from '#tracking';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, fictitiousBody, routed } from '#test/referral-flow';

jest.setTimeout(120_000);

const { person, trafficking, request, consent } = fictitiousBody;
const to = ['iom', 'unhcr'];

/** What goes on in the thread of a case, once the case itself is taken back, called off, or bound by a consent. */
describe('what goes on with a case in its thread', () => {
  let hub: HubDatabase;

  beforeEach(async () => {
    hub = await openHubDatabase();
  });
  afterEach(() => hub.close());

  const update = (inReplyTo: Uuid, over: Partial<NewMessage> = {}): NewMessage => ({
    kind: 'referral-update',
    operation: 'afghanistan',
    priority: 'normal',
    inReplyTo,
    body: { changed: ['location'], person, consent, request },
    ...over,
  });
  const without = (reply: NewMessage): NewMessage => {
    const { kind, operation, priority, body, supersedes } = reply;
    return { kind, operation, priority, body, ...(supersedes === undefined ? {} : { supersedes }) };
  };
  const drafted = (body: string, message: NewMessage): Promise<Uuid> =>
    hub.as(body, async (tools) => (await createMessage(tools, message))?.id ?? '');
  const submit = (body: string, id: Uuid) => hub.as(body, (tools) => submitMessage(tools, id));
  const statesOf = async (id: Uuid) =>
    Object.fromEntries(
      (
        await hub.superuser<{ slug: string; state: string }>(
          `SELECT o.slug, r.state FROM recipients r JOIN organisations o ON o.id = r.organisation_id WHERE r.message_id = $1`,
          [id],
        )
      ).map(({ slug, state }) => [slug, state]),
    );
  const withdraw = (id: Uuid, recipients?: readonly string[]) =>
    hub.as(SENDER, (tools) => withdrawConsent(tools, id, recipients ? { recipients } : {}));

  it.each([SENDER, 'unhcr'])('a draft of %s in it is not sent any more once the case is taken back', async (author) => {
    const { id } = await routed(hub, { to });
    const reply = await drafted(author, update(id, { to: author === SENDER ? ['unhcr'] : ['aihrc'] }));
    await withdraw(id);
    await expect(submit(author, reply)).rejects.toMatchObject({ code: 'illegal_transition' });
  });

  it.each([SENDER, 'unhcr'])('what %s sent a moment before reaches nobody', async (author) => {
    const { id } = await routed(hub, { to });
    const reply = await drafted(author, update(id, { to: author === SENDER ? ['unhcr'] : ['aihrc'] }));
    await submit(author, reply);
    // Taken back before any worker routed the reply.
    await withdraw(id);
    await drain(hub);
    expect(await statesOf(reply)).toEqual({});
  });

  it('a body from which the case was taken back gets no update of it, also when it leads', async () => {
    const { id } = await routed(hub, { to });
    await withdraw(id, [LEAD]);
    const reply = await drafted(SENDER, update(id));
    await submit(SENDER, reply);
    await drain(hub);
    expect(await statesOf(reply)).toEqual({ unhcr: 'pending' });
  });

  it('an update that names nobody never goes to strangers, or back to who has no part any more', async () => {
    const { id } = await routed(hub, { to: [LEAD] });
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'declined', reason: 'capacity' }));
    for (const named of [undefined, []])
      await expect(drafted(SENDER, update(id, named ? { to: named } : {}))).rejects.toMatchObject({
        code: 'invalid_input',
        errors: [{ pointer: '/to', code: 'required' }],
      });
    const reply = await drafted(SENDER, update(id, { to: ['unhcr'] }));
    await expect(
      hub.as(SENDER, (tools) => changeReferral(tools, reply, 1, { to: [], status: 'actual' }, 'message')),
    ).rejects.toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '/to' }),
        expect.objectContaining({ pointer: '/status', code: 'other_status' }),
      ]) as unknown,
    });
  });

  it('what takes the place of an update goes to who got it, in the same status', async () => {
    const { id } = await routed(hub, { to });
    const first = await drafted(SENDER, update(id, { to: ['unhcr'] }));
    await submit(SENDER, first);
    await drain(hub);
    const alone = without(update(id, { supersedes: first }));
    await expect(drafted(SENDER, { ...alone, status: 'actual' })).rejects.toMatchObject({ code: 'invalid_input' });
    const next = await drafted(SENDER, alone);
    expect(await hub.as(SENDER, (tools) => readReferral(tools, next, 'message'))).toMatchObject({
      status: 'exercise',
      inReplyTo: id,
      to: expect.arrayContaining(['unhcr']) as unknown,
    });
    expect((await hub.as(SENDER, (tools) => readReferral(tools, next, 'message'))).to).not.toEqual([]);
  });

  it('a body passes on by an update no more than the person agreed to, however the section reads', async () => {
    const { id: consentId } = await hub.as(SENDER, (tools) =>
      recordConsent(tools, {
        operation: 'afghanistan',
        caseCode: person.caseCode,
        given: 'yes',
        date: '2026-01-20',
        grants: [{ recipients: ['iom', 'unhcr'], purposes: ['assistance', 'protection'] }],
      }),
    );
    const { id } = await routed(hub, { to, consentId, body: { person, trafficking, request } });
    const reply = await drafted('unhcr', update(id, { to: ['aihrc'] }));
    await expect(submit('unhcr', reply)).rejects.toMatchObject({
      code: 'release_refused',
      extra: { refused: [{ organisation: 'aihrc', reasons: [{ rule: 'CONSENT-NOT-NAMED' }] }] },
    });
    // Its sender knows the case, whether the person named it or not.
    const back = await drafted('unhcr', update(id));
    await submit('unhcr', back);
    await drain(hub);
    expect(await statesOf(back)).toMatchObject({ [SENDER]: 'pending' });
  });

  it.each(['RED', 'AMBER+STRICT'] as const)('what came marked %s stays between the two', async (tlp) => {
    const { id } = await routed(hub, { to, marks: { tlp } });
    const passed = await drafted('unhcr', update(id, { to: ['aihrc'], marks: { tlp: 'AMBER' } }));
    await expect(submit('unhcr', passed)).rejects.toMatchObject({ code: 'release_refused' });
    const back = await drafted('unhcr', update(id));
    await submit('unhcr', back);
    await drain(hub);
    expect(await statesOf(back)).toEqual({ [SENDER]: 'pending' });
    expect(await hub.as('unhcr', (tools) => readReferral(tools, back, 'message'))).toMatchObject({ marks: { tlp } });
  });

  it('a case that was called off and then withdrawn is taken back, also from whom it was passed on to', async () => {
    const { id } = await routed(hub, { to });
    await hub.as('unhcr', (tools) => acknowledge(tools, id));
    const passed = await drafted('unhcr', update(id, { to: ['aihrc'] }));
    await submit('unhcr', passed);
    await drain(hub);
    expect(await statesOf(passed)).toMatchObject({ aihrc: 'pending' });
    await hub.as(SENDER, (tools) => cancelReferral(tools, id, {}));
    await hub.as('unhcr', (tools) => confirm(tools, id, 'confirm_cancel'));
    await withdraw(id);
    await drain(hub);
    expect(await statesOf(id)).toMatchObject({ unhcr: 'recalled' });
    expect(await statesOf(passed)).toMatchObject({ aihrc: 'recalled' });
    expect((await hub.as('aihrc', (tools) => readInboxItem(tools, passed))).body).toBeNull();
  });

  it('what was withdrawn is never opened again by its sender', async () => {
    const { id } = await routed(hub, { to });
    await hub.as(SENDER, (tools) => cancelReferral(tools, id, { recipients: [LEAD] }));
    await withdraw(id);
    await hub.as(SENDER, (tools) => closeReferral(tools, id, { recipients: [LEAD] })).catch(() => undefined);
    await expect(hub.as(SENDER, (tools) => reopenReferral(tools, id, {}))).rejects.toMatchObject({
      code: 'illegal_transition',
    });
    expect((await hub.as(LEAD, (tools) => readInboxItem(tools, id))).body).toBeNull();
  });

  it('nothing is completed from a case that its author may not read any more', async () => {
    const { id } = await routed(hub, { to });
    await hub.superuser(`UPDATE recipients SET readable_until = now() - interval '1 day' WHERE message_id = $1`, [id]);
    await expect(drafted('unhcr', update(id, { body: { changed: ['location'], person } }))).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(hub.as('unhcr', (tools) => referOnward(tools, id, { to: ['aihrc'] }))).rejects.toMatchObject({
      code: 'illegal_transition',
    });
  });

  it('an answer goes to who asked, and to nobody that is named beside', async () => {
    const ask = { kind: 'information-request', operation: 'afghanistan', priority: 'normal', to: ['unhcr'] } as const;
    const asked = await drafted(SENDER, { ...ask, body: { topics: ['route'], question: 'Exercise: which way?' } });
    await submit(SENDER, asked);
    await drain(hub);
    const answer = {
      kind: 'information-response',
      operation: 'afghanistan',
      priority: 'normal',
      inReplyTo: asked,
      body: { answer: 'Exercise: north.', final: true },
    } as const;
    await expect(drafted('unhcr', { ...answer, to: ['unicef'] })).rejects.toMatchObject({
      errors: [{ pointer: '/to', code: 'unexpected' }],
    });
    const draft = await drafted('unhcr', answer);
    await expect(
      hub.as('unhcr', (tools) => changeReferral(tools, draft, 1, { to: ['unicef'] }, 'message')),
    ).rejects.toMatchObject({ errors: [{ pointer: '/to', code: 'unexpected' }] });
    await submit('unhcr', draft);
    await drain(hub);
    const corrected = await drafted('unhcr', {
      ...without(answer),
      supersedes: draft,
      body: { answer: 'Exercise: south.', final: true },
    });
    await submit('unhcr', corrected);
    await drain(hub);
    expect(await statesOf(corrected)).toMatchObject({ [SENDER]: 'pending' });
  });

  it('after its time a message is neither reminded of nor escalated, and is not sent', async () => {
    const expiresAt = new Date(hub.clock.now().getTime() + 3_600_000);
    const { id } = await routed(hub, { to: [LEAD], expiresAt });
    const lasting = await routed(hub, { to: [LEAD] });
    const late = await drafted(SENDER, { ...update(id), expiresAt });
    hub.clock.advance(60 * 86_400_000);
    expect(await sweep(hub.worker, hub.clock)).toEqual(['escalation']);
    const reminded = await hub.superuser<{ message: Uuid }>(
      `SELECT subject_id AS message FROM evidence_entries WHERE action = 'recipient.reminded'`,
    );
    expect(reminded).toEqual([{ message: lasting.id }]);
    expect(await hub.as(LEAD, (tools) => readInboxItem(tools, id))).toMatchObject({ expiresAt });
    await expect(submit(SENDER, late)).rejects.toMatchObject({ code: 'illegal_transition' });
  });
});
