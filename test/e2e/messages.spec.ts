import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { verifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver } from '#test/webhook-receiver';

interface Message {
  readonly id: string;
  readonly reference: string;
  readonly kind: string;
  readonly thread: string;
  readonly state: string;
  readonly recipients: readonly {
    readonly organisation: string;
    readonly state: string;
    readonly outcome: string | null;
    readonly delivery: { readonly state: string };
  }[];
}

interface Inbox {
  readonly data: readonly { readonly messageId: string; readonly kind: string }[];
}

/** The kinds beside the referral, in every direction in which they travel. */
describe('bodies tell, ask and answer one another', () => {
  let hub: RunningHub;
  let receiver: WebhookReceiver;
  const as = (slug: string) => new ApiCaller(hub, slug);

  beforeAll(async () => {
    receiver = await WebhookReceiver.open();
    hub = await startHub('one process on its own PostgreSQL');
    await verifiedEndpoint(as('unhcr'), { url: receiver.url });
  }, 120_000);
  afterAll(async () => {
    await hub.stop();
    await receiver.close();
  }, 60_000);

  const send = (from: string, json: Record<string, unknown>) =>
    as(from).call<Message & { code: string; errors: { pointer: string; code: string }[] }>('POST', '/v1/messages', {
      json: { operation: 'afghanistan', ...json },
    });
  const sent = async (from: string, json: Record<string, unknown>): Promise<Message> => {
    const { status, body } = await send(from, json);
    expect({ status, code: body.code, errors: body.errors }).toEqual({ status: 201 });
    await eventually('it is routed', async () => (await read(from, body.id)).state === 'routed');
    return read(from, body.id);
  };
  const read = async (slug: string, id: string): Promise<Message> =>
    (await as(slug).call<Message>('GET', `/v1/messages/${id}`)).body;
  const inboxOf = async (slug: string): Promise<Inbox['data']> =>
    (await as(slug).call<Inbox>('GET', '/v1/inbox?limit=200')).body.data;
  const item = (slug: string, id: string) => as(slug).call('GET', `/v1/inbox/${id}`);
  const question = { topics: ['route'], question: 'Exercise: which crossings are used at night?' };
  const share = { topics: ['recruitment'], text: 'Exercise: offers of work abroad on market days.', areas: ['AF'] };

  it('lists the kinds with their schemas', async () => {
    const { body } = await as('iom').call<{ data: { name: string; asks: string; schema: object }[] }>(
      'GET',
      '/v1/message-kinds',
    );
    expect(body.data.map(({ name, asks }) => [name, asks])).toEqual(
      expect.arrayContaining([
        ['capacity-update', 'acknowledgement'],
        ['information-request', 'answer'],
        ['information-response', 'acknowledgement'],
        ['information-share', 'acknowledgement'],
        ['referral', 'decision'],
        ['referral-update', 'acknowledgement'],
      ]),
    );
  });

  it.each([
    ['from headquarters to a body', 'isaf-hq', 'unhcr'],
    ['from a body to headquarters', 'unhcr', 'isaf-hq'],
    ['from one body to another', 'unicef', 'unhcr'],
    ['from headquarters to a security body', 'isaf-hq', 'afghan-security-forces'],
  ])('information goes %s, and is tracked until acknowledged', async (_, from, to) => {
    const message = await sent(from, { kind: 'information-share', to: [to], subject: 'Exercise', body: share });
    expect(message.recipients.map(({ organisation }) => organisation)).toContain(to);
    expect((await item(to, message.id)).body).toMatchObject({
      kind: 'information-share',
      sender: from,
      subject: 'Exercise',
      marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
      legal: ['acknowledge'],
      body: share,
    });
    expect((await item('aihrc', message.id)).status).toBe(404);
    const refused = await as(to).call('POST', `/v1/inbox/${message.id}/decision`, { json: { decision: 'accepted' } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'illegal_transition', legal: ['acknowledge'] } });
    expect((await as(to).call('POST', `/v1/inbox/${message.id}/acknowledge`)).status).toBe(200);
    const after = await read(from, message.id);
    expect(after.recipients.find(({ organisation }) => organisation === to)).toMatchObject({ state: 'acknowledged' });
  });

  it('tells of other kinds by events of their own', async () => {
    const message = await sent('isaf-hq', { kind: 'information-share', to: ['unhcr'], body: share });
    await eventually('the webhook arrives', () => receiver.captured.some(({ raw }) => raw.includes(message.id)));
    const { raw } = receiver.captured.find((captured) => captured.raw.includes(message.id)) ?? { raw: '{}' };
    expect(JSON.parse(raw)).toMatchObject({
      type: 'message.routed',
      data: { kind: 'information-share', href: `${hub.api}/v1/inbox/${message.id}` },
    });
    expect(raw).not.toContain('market');
    await eventually('it counts as delivered', async () =>
      (await read('isaf-hq', message.id)).recipients.some(
        ({ organisation, delivery }) => organisation === 'unhcr' && delivery.state === 'delivered',
      ),
    );
  });

  it('a question stays open until it is answered in full, and only who asked gets the answer', async () => {
    const asked = await sent('isaf-hq', { kind: 'information-request', to: ['unhcr', 'unicef'], body: question });
    const stateAt = async (slug: string) =>
      (await read('isaf-hq', asked.id)).recipients.find(({ organisation }) => organisation === slug);

    const part = { answer: 'Exercise: the northern one.', final: false };
    const partly = await sent('unhcr', { kind: 'information-response', inReplyTo: asked.id, body: part });
    expect(partly).toMatchObject({ thread: asked.thread });
    expect(partly.recipients.map(({ organisation }) => organisation)).toContain('isaf-hq');
    expect(await stateAt('unhcr')).toMatchObject({ state: 'in_progress', outcome: null });

    await sent('unhcr', {
      kind: 'information-response',
      inReplyTo: asked.id,
      body: { answer: 'Exercise: and the eastern one.', final: true },
    });
    expect(await stateAt('unhcr')).toMatchObject({ state: 'completed', outcome: 'answered' });
    expect(await stateAt('unicef')).toMatchObject({ state: 'pending' });
    expect((await item('isaf-hq', partly.id)).body).toMatchObject({ body: part, inReplyTo: asked.id });

    const again = await send('unhcr', {
      kind: 'information-response',
      inReplyTo: asked.id,
      body: { ...part, final: true },
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    const declined = await as('unicef').call('POST', `/v1/inbox/${asked.id}/decision`, {
      json: { decision: 'declined', reason: 'outside_mandate' },
    });
    expect(declined.status).toBe(200);

    const thread = await as('isaf-hq').call<{ data: { kind: string; direction: string }[] }>(
      'GET',
      `/v1/messages/${asked.id}/thread`,
    );
    expect(thread.body.data.map(({ kind, direction }) => [kind, direction])).toEqual([
      ['information-request', 'sent'],
      ['information-response', 'received'],
      ['information-response', 'received'],
    ]);
    const other = await as('unicef').call<{ data: unknown[] }>('GET', `/v1/messages/${asked.id}/thread`);
    expect(other.body.data).toHaveLength(1);
    expect((await as('aihrc').call('GET', `/v1/messages/${asked.id}/thread`)).status).toBe(404);
  });

  it('an update of a case goes to who has the case, with what each may see', async () => {
    const draft = await as('isaf-hq').call<Message>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', status: 'exercise', body: fictitiousCase() },
    });
    await as('isaf-hq').call('POST', `/v1/referrals/${draft.body.id}/submit`);
    await eventually('it is routed', async () =>
      (await inboxOf('iom')).some(({ messageId }) => messageId === draft.body.id),
    );
    const { person, consent, trafficking } = fictitiousCase();
    const update = await sent('isaf-hq', {
      kind: 'referral-update',
      inReplyTo: draft.body.id,
      body: { changed: ['location'], note: 'Exercise: has moved to another province.', person, trafficking },
    });
    expect(update).toMatchObject({ status: 'exercise', thread: draft.body.id });
    expect((await item('iom', update.id)).body).toMatchObject({
      body: { changed: ['location'], note: 'Exercise: has moved to another province.' },
    });
    const unhcr = await item('unhcr', update.id);
    expect(unhcr.body).toMatchObject({ body: { changed: ['location'] } });
    expect(JSON.stringify(unhcr.body)).not.toContain('trafficking');

    const back = await sent('unhcr', {
      kind: 'referral-update',
      inReplyTo: draft.body.id,
      body: { changed: ['status'], person, consent },
    });
    expect(back.recipients.map(({ organisation }) => organisation)).toEqual(expect.arrayContaining(['isaf-hq', 'iom']));
    expect(JSON.stringify((await item('isaf-hq', back.id)).body)).not.toContain('Testperson');
  });

  it('a capacity update is kept for routing, the last word of each service', async () => {
    const said = (status: string, places?: number) => ({
      services: [{ service: 'shelter', status, ...(places === undefined ? {} : { places }) }],
    });
    await sent('unhcr', { kind: 'capacity-update', body: said('open', 12) });
    await sent('unhcr', { kind: 'capacity-update', body: said('full') });
    const exercise = await send('unhcr', { kind: 'capacity-update', status: 'exercise', body: said('open') });
    await eventually('it is routed', async () => (await read('unhcr', exercise.body.id)).state === 'routed');
    const { body } = await as('isaf-hq').call('GET', '/v1/capacities?operation=afghanistan');
    expect(body).toMatchObject({ data: [{ organisation: 'unhcr', service: 'shelter', status: 'full', places: null }] });
    expect((await as('kfor-hq').call('GET', '/v1/capacities?operation=afghanistan')).status).toBe(422);
  });

  it('a draft is submitted later, a message supersedes an earlier one once, and what is sent is called off', async () => {
    const draft = await send('isaf-hq', { kind: 'information-share', to: ['unhcr'], body: share, draft: true });
    expect(draft.body.state).toBe('draft');
    expect((await as('isaf-hq').call('POST', `/v1/messages/${draft.body.id}/submit`)).status).toBe(202);
    await eventually('it is routed', async () => (await read('isaf-hq', draft.body.id)).state === 'routed');
    const newer = { kind: 'information-share', to: ['unhcr'], supersedes: draft.body.id, body: share };
    const next = await sent('isaf-hq', newer);
    expect(next.thread).toBe(draft.body.id);
    expect(await send('isaf-hq', newer)).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'superseded_before' }] },
    });
    const called = await as('isaf-hq').call<Message>('POST', `/v1/messages/${next.id}/cancel`, { json: {} });
    expect(called.body.recipients).toEqual(expect.arrayContaining([expect.objectContaining({ state: 'cancelled' })]));
    expect((await item('unhcr', next.id)).body).toMatchObject({ state: 'cancelled', body: null });
    expect((await as('isaf-hq').call('GET', `/v1/referrals/${next.id}`)).status).toBe(404);
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['an unknown kind', { kind: 'gossip', body: {} }, '/kind', 'unknown_code'],
    ['a body of another kind', { kind: 'information-share', body: question }, '/body/text', 'missing'],
    [
      'an answer to nothing',
      { kind: 'information-response', body: { answer: 'x', final: true } },
      '/inReplyTo',
      'required',
    ],
    [
      'a reply to what it does not know',
      { kind: 'information-share', inReplyTo: '01902f4e-7b1a-7c3d-9e5f-000000000000', body: share },
      '/inReplyTo',
      'unknown_message',
    ],
    ['a country that is none', { kind: 'information-share', areas: ['XX'], body: share }, '/areas', 'isIn'],
    [
      'a classification above the ceiling',
      { kind: 'information-share', marks: { classification: 'SECRET' }, body: share },
      '/marks/classification',
      'above_ceiling',
    ],
    ['an unknown mark', { kind: 'information-share', marks: { tlp: 'PINK' }, body: share }, '/marks/tlp', 'isIn'],
    [
      'a time that has passed',
      { kind: 'information-share', expiresAt: '2020-01-01T00:00:00Z', body: share },
      '/expiresAt',
      'past',
    ],
    [
      'one service twice',
      {
        kind: 'capacity-update',
        body: {
          services: [
            { service: 'food', status: 'open' },
            { service: 'food', status: 'full' },
          ],
        },
      },
      '/body/services/1/service',
      'contradiction',
    ],
  ])('refuses %s, naming where', async (_, json, pointer, code) => {
    const { status, body } = await send('unhcr', json);
    expect({ status, errors: body.errors }).toMatchObject({ status: 422 });
    expect(body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer, code })]));
  });
});
