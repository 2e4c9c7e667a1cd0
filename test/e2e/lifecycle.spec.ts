import {
  declineReasons,
  legalEvents,
  recipientEvents,
  recipientLifecycle,
  recipientStates,
  type RecipientEvent,
  type RecipientState,
} from '#messages';
import { ApiCaller, type ApiAnswer } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { verifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver } from '#test/webhook-receiver';

interface Referral {
  readonly id: string;
  readonly state: string;
  readonly recipients: readonly {
    readonly organisation: string;
    readonly state: string;
    readonly delivery: { readonly state: string };
    readonly acknowledgedAt: string | null;
    readonly reason: string | null;
  }[];
}

/** A referral asks for a decision: a question alone is answered. The hub's own moves have no call. */
const callable = recipientEvents.filter((event) => event !== 'answer');

/** How a recipient comes to a state, by calls alone. */
const ways: Readonly<Record<RecipientState, readonly RecipientEvent[]>> = {
  pending: [],
  acknowledged: ['acknowledge'],
  accepted: ['accept'],
  declined: ['decline'],
  onward_referred: ['refer_onward'],
  in_progress: ['accept', 'start'],
  on_hold: ['accept', 'hold'],
  completed: ['accept', 'complete'],
  failed: ['accept', 'fail'],
  cancel_requested: ['acknowledge', 'cancel'],
  cancelled: ['cancel'],
  recalled: ['acknowledge', 'withdraw_consent'],
  recall_confirmed: ['acknowledge', 'withdraw_consent', 'confirm_recall'],
  closed: ['accept', 'complete', 'close'],
};

/** What happens after a referral is routed, row by row of the lifecycle. */
describe('a referral is followed to its end, whichever end that is', () => {
  let hub: RunningHub;
  let officer: ApiCaller;
  let iom: ApiCaller;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    receiver = await WebhookReceiver.open();
    hub = await startHub('one process on its own PostgreSQL');
    officer = new ApiCaller(hub, 'isaf-hq');
    iom = new ApiCaller(hub, 'iom');
    await verifiedEndpoint(iom, { url: receiver.url });
  }, 120_000);

  afterAll(async () => {
    await hub.stop();
    await receiver.close();
  }, 60_000);

  const types = (id: string): string[] =>
    receiver.captured
      .map(({ raw }) => JSON.parse(raw) as { type: string; data: { messageId: string } })
      .filter(({ data }) => data.messageId === id)
      .map(({ type }) => type);
  const read = async (id: string): Promise<Referral> =>
    (await officer.call<Referral>('GET', `/v1/referrals/${id}`)).body;
  const stateAt = async (id: string, organisation = 'iom'): Promise<string | undefined> =>
    (await read(id)).recipients.find((recipient) => recipient.organisation === organisation)?.state;
  const sender = (id: string, action: string, json: unknown = {}) =>
    officer.call('POST', `/v1/referrals/${id}/${action}`, { json });
  const atIom = (id: string, action: string, json?: unknown) =>
    iom.call('POST', `/v1/inbox/${id}/${action}`, json === undefined ? {} : { json });

  async function routed(over: Record<string, unknown> = {}): Promise<string> {
    const draft = await officer.call<Referral>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', body: fictitiousCase(), ...over },
    });
    await officer.call('POST', `/v1/referrals/${draft.body.id}/submit`);
    await eventually('it is delivered', () => types(draft.body.id).includes('referral.routed'));
    return draft.body.id;
  }

  it('is changed as long as it is a draft, by whoever saw the newest version', async () => {
    const draft = await officer.call<Referral>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', body: fictitiousCase() },
    });
    const path = `/v1/referrals/${draft.body.id}`;
    const change = (json: unknown, version?: string) =>
      officer.call('PATCH', path, { json, ...(version === undefined ? {} : { headers: { 'if-match': version } }) });
    expect(await change({ priority: 'urgent' })).toMatchObject({ status: 428, body: { code: 'version_required' } });
    const changed = await change(
      { priority: 'urgent', body: fictitiousCase({ consent: { given: 'no', purposes: [] } }) },
      '"1"',
    );
    expect(changed).toMatchObject({
      status: 200,
      body: { priority: 'urgent', version: 2, body: { consent: { given: 'no' } } },
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(await change({ priority: 'normal' }, '"1"')).toMatchObject({ status: 412, body: { code: 'stale_version' } });
    expect(await change({ to: ['nobody'] }, '"2"')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/to/0' }] },
    });
    expect(await iom.call('PATCH', path, { json: {}, headers: { 'if-match': '"2"' } })).toMatchObject({ status: 404 });
    const submitted = await routed();
    expect(
      await officer.call('PATCH', `/v1/referrals/${submitted}`, { json: {}, headers: { 'if-match': '"3"' } }),
    ).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
  });

  it('is called off at once where nobody took it up, and its content is withheld', async () => {
    const id = await routed();
    expect((await sender(id, 'cancel', { note: 'Sent twice.' })).status).toBe(200);
    expect(await stateAt(id)).toBe('cancelled');
    await eventually('the body is told', () => types(id).includes('referral.cancelled'));
    expect((await iom.call('GET', `/v1/inbox/${id}`)).body).toMatchObject({ state: 'cancelled', body: null });
    expect(await atIom(id, 'acknowledge')).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
  });

  it('is called off by confirmation where a body took it up', async () => {
    const id = await routed();
    await atIom(id, 'acknowledge');
    await sender(id, 'cancel', { recipients: ['iom'] });
    expect(await stateAt(id)).toBe('cancel_requested');
    expect(await atIom(id, 'decision', { decision: 'accepted' })).toMatchObject({
      status: 409,
      body: { legal: ['confirm_cancel'] },
    });
    const first = await atIom(id, 'confirm-cancel');
    expect(first).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect((await atIom(id, 'confirm-cancel')).body).toEqual(first.body);
  });

  it('is recalled from every holder when consent is withdrawn, from the next request on', async () => {
    const id = await routed();
    await atIom(id, 'decision', { decision: 'accepted' });
    expect(await sender(id, 'withdraw-consent')).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    expect((await iom.call('GET', `/v1/inbox/${id}`)).body).toMatchObject({
      state: 'recalled',
      body: null,
      legal: ['confirm_recall'],
    });
    await eventually('the holder is told', () => types(id).includes('referral.recalled'));
    expect(await atIom(id, 'confirm-recall')).toMatchObject({ status: 200, body: { state: 'recall_confirmed' } });
    expect(await sender(id, 'withdraw-consent')).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
  });

  it('stops what was not sent yet when consent is withdrawn', async () => {
    const endpoint = await verifiedEndpoint(new ApiCaller(hub, 'unhcr'), { url: receiver.url, state: 'paused' });
    const id = await routed();
    await eventually('it is held for unhcr', async () =>
      (await read(id)).recipients.some(
        ({ organisation, delivery }) => organisation === 'unhcr' && delivery.state === 'held',
      ),
    );
    await sender(id, 'withdraw-consent');
    await eventually('it is taken back', async () =>
      (await read(id)).recipients.some(
        ({ organisation, delivery }) => organisation === 'unhcr' && delivery.state === 'superseded',
      ),
    );
    await new ApiCaller(hub, 'unhcr').call('PATCH', `/v1/webhook-endpoints/${endpoint.id}`, {
      json: { state: 'active' },
      headers: { 'if-match': `"${endpoint.version}"` },
    });
    await eventually(
      'only the recall is sent',
      () => types(id).filter((type) => type === 'referral.recalled').length === 2,
    );
    expect(types(id).filter((type) => type === 'referral.routed')).toHaveLength(1);
  });

  it('is asked of another body after a decline, by the rules, and the decline is closed', async () => {
    const id = await routed({ to: ['aihrc'] });
    expect(await stateAt(id, 'unhcr')).toBeUndefined();
    await new ApiCaller(hub, 'aihrc').call('POST', `/v1/inbox/${id}/decision`, {
      json: { decision: 'declined', reason: 'capacity' },
    });
    const refused = await sender(id, 'reroute', { to: ['afghan-security-forces'] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'release_refused' } });
    expect(await sender(id, 'reroute', { to: ['aihrc'] })).toMatchObject({
      status: 422,
      body: { code: 'invalid_input' },
    });
    expect((await sender(id, 'reroute', { to: ['unhcr'], instead: ['aihrc'] })).status).toBe(202);
    await eventually('unhcr has it', async () => (await stateAt(id, 'unhcr')) === 'pending');
    expect(await stateAt(id, 'aihrc')).toBe('closed');
    expect((await new ApiCaller(hub, 'unhcr').call('GET', `/v1/inbox/${id}`)).status).toBe(200);
  });

  it('is held, resumed, ended, closed, and opened again', async () => {
    const id = await routed();
    await atIom(id, 'decision', { decision: 'accepted' });
    for (const json of [
      { state: 'on_hold' },
      { state: 'in_progress' },
      { state: 'completed', outcome: 'partially_provided' },
    ])
      expect((await atIom(id, 'progress', json)).status).toBe(200);
    expect((await sender(id, 'close', { recipients: ['iom'] })).status).toBe(200);
    expect(await stateAt(id)).toBe('closed');
    expect((await sender(id, 'reopen', { recipients: ['iom'], note: 'The person came back.' })).status).toBe(200);
    expect(await stateAt(id)).toBe('acknowledged');
    await eventually(
      'the body is told of both',
      () => types(id).filter((type) => type === 'referral.updated').length === 2,
    );
  });

  it('is entered in error only as long as it reached nobody', async () => {
    const draft = await officer.call<Referral>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', body: fictitiousCase() },
    });
    expect(await sender(draft.body.id, 'entered-in-error')).toMatchObject({
      status: 200,
      body: { state: 'entered_in_error' },
    });
    expect(await sender(draft.body.id, 'submit')).toMatchObject({ status: 409 });
    expect(await sender(await routed(), 'entered-in-error')).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition' },
    });
  });

  it('lets one of two people win who decide at once, and tells the other', async () => {
    const id = await routed();
    const answers = await Promise.all([
      atIom(id, 'decision', { decision: 'accepted' }),
      atIom(id, 'decision', { decision: 'declined', reason: 'capacity' }),
      sender(id, 'cancel', { recipients: ['iom'] }),
    ]);
    expect(answers.slice(0, 2).filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    for (const { status, body } of answers)
      if (status !== 200) expect(body).toMatchObject({ code: 'illegal_transition' });
  });

  it('gives one of two decisions the case and tells the other what stands; the same decision twice is one', async () => {
    const id = await routed();
    const answers = await Promise.all([
      atIom(id, 'decision', { decision: 'accepted' }),
      atIom(id, 'decision', { decision: 'declined', reason: 'capacity' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const state = await stateAt(id);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'illegal_transition', state });
    expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ state, decision: state });

    const other = await routed();
    const [one, two] = await Promise.all([
      atIom(other, 'decision', { decision: 'accepted' }),
      atIom(other, 'decision', { decision: 'accepted' }),
    ]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body).toEqual(one.body);
  });

  it('is acknowledged by a decision, where nobody did before', async () => {
    const id = await routed();
    await atIom(id, 'decision', { decision: 'accepted' });
    const { recipients } = await read(id);
    expect(recipients.find(({ organisation }) => organisation === 'iom')).toMatchObject({
      state: 'accepted',
      acknowledgedAt: expect.any(String) as string,
    });
    const receipt = await atIom(id, 'acknowledge');
    expect(receipt.status).toBe(200);
    const evidence = await officer.call<{ data: { id: string; detail: unknown }[] }>(
      'GET',
      `/v1/evidence?subject=${id}`,
    );
    expect(evidence.body.data.find((entry) => entry.id === receipt.body['receiptId'])?.detail).toMatchObject({
      implicit: true,
    });
    expect(await stateAt(id)).toBe('accepted');
  });

  it.each(['completed', 'failed'])(
    'ends as %s only with a coded outcome, and is closed by its sender',
    async (state) => {
      const id = await routed();
      await atIom(id, 'decision', { decision: 'accepted' });
      for (const outcome of [undefined, 'gone well'])
        expect(await atIom(id, 'progress', { state, outcome })).toMatchObject({
          status: 422,
          body: { errors: [{ pointer: '/outcome' }] },
        });
      expect(await stateAt(id)).toBe('accepted');
      expect(await atIom(id, 'progress', { state, outcome: 'person_unreachable' })).toMatchObject({
        status: 200,
        body: { state, outcome: 'person_unreachable' },
      });
      expect((await sender(id, 'close', { recipients: ['iom'] })).status).toBe(200);
      expect(await stateAt(id)).toBe('closed');
    },
  );

  it('is declined for every coded reason, "other" in words, and closed', async () => {
    const id = await routed();
    for (const wrong of [{}, { reason: 'no time' }, { reason: 'other' }, { reason: 'other', note: ' ' }])
      expect((await atIom(id, 'decision', { decision: 'declined', ...wrong })).status).toBe(422);
    expect(await stateAt(id)).toBe('pending');
    for (const reason of declineReasons) {
      const note = reason === 'other' ? { note: 'Exercise: the office moves.' } : {};
      expect(await atIom(id, 'decision', { decision: 'declined', reason, ...note })).toMatchObject({
        status: 200,
        body: { state: 'declined', reason },
      });
      expect((await read(id)).recipients.find(({ organisation }) => organisation === 'iom')).toMatchObject({ reason });
      expect((await sender(id, 'close', { recipients: ['iom'] })).status).toBe(200);
      expect((await sender(id, 'reopen', { recipients: ['iom'] })).status).toBe(200);
    }
  });

  it('is an exercise all the way, and in no figure', async () => {
    const figures = async () =>
      (await officer.call('GET', '/v1/figures/acknowledgement?operation=afghanistan&by=organisation,priority,kind'))
        .body;
    const before = await figures();
    const id = await routed({ status: 'exercise' });
    expect((await iom.call('GET', `/v1/inbox/${id}`)).body).toMatchObject({ status: 'exercise' });
    await follow(id, ['acknowledge', 'accept', 'start', 'hold', 'resume', 'complete', 'close']);
    expect(await stateAt(id)).toBe('closed');
    const after = await figures();
    expect(withoutTime(after)).toEqual(withoutTime(before));
    const actual = await routed();
    await eventually('an actual one counts', async () => {
      const now = withoutTime(await figures());
      return JSON.stringify(now) !== JSON.stringify(withoutTime(before)) && (await stateAt(actual)) === 'pending';
    });
  });

  describe('by every call, in every state', () => {
    it.each(recipientStates)('%s: what is legal leads on, all else is refused with what is legal', async (from) => {
      const at = await inState(from);
      for (const event of callable) {
        for (const [party, call] of callsOf(event)) {
          if (legalEvents(from, party, 'decision').includes(event) || isSameAgain(from, event, party)) continue;
          // One call starts and resumes: where a start is legal, that is what it does.
          if (event === 'resume' && legalEvents(from, party, 'decision').includes('start')) continue;
          const answer = await call(at);
          const told = party === 'sender' && event !== 'reroute' ? theirs(answer) : answer.body;
          expect({ event, party, status: answer.status, code: answer.body['code'] }).toEqual({
            event,
            party,
            status: 409,
            code: 'illegal_transition',
          });
          const asked = event === 'resume' ? 'start' : event;
          expect({ event: asked, ...told }).toMatchObject({
            event: asked,
            state: from,
            legal: legalEvents(from, party, 'decision'),
          });
        }
      }
      expect(await stateAt(at)).toBe(from);
      const legal = Object.entries(recipientLifecycle[from]).flatMap(([name, step]) =>
        callsOf(name as RecipientEvent)
          .filter(([party]) => legalEvents(from, party, 'decision').includes(name as RecipientEvent))
          .map(([party, call]) => ({ event: name, party, call, to: step.to })),
      );
      await Promise.all(
        legal.map(async ({ event, party, call, to }) => {
          const id = await inState(from);
          const { status } = await call(id);
          expect({ event, party, status, state: await stateAt(id) }).toEqual({
            event,
            party,
            status: event === 'reroute' ? 202 : 200,
            state: to,
          });
          if (to === 'recalled') expect((await iom.call('GET', `/v1/inbox/${id}`)).body).toMatchObject({ body: null });
        }),
      );
    });
  });

  type Call = (id: string) => Promise<ApiAnswer<Record<string, unknown>>>;

  /** The calls that ask for an event, by who makes them. */
  function callsOf(event: RecipientEvent): ['sender' | 'recipient', Call][] {
    const named = { recipients: ['iom'] };
    const decided =
      (json: unknown): Call =>
      (id) =>
        atIom(id, 'decision', json);
    const told =
      (json: unknown): Call =>
      (id) =>
        atIom(id, 'progress', json);
    const calls: Readonly<Record<Exclude<RecipientEvent, 'answer'>, readonly ['sender' | 'recipient', Call][]>> = {
      acknowledge: [['recipient', (id) => atIom(id, 'acknowledge')]],
      accept: [['recipient', decided({ decision: 'accepted' })]],
      decline: [['recipient', decided({ decision: 'declined', reason: 'capacity' })]],
      refer_onward: [['recipient', decided({ decision: 'onward_referred' })]],
      start: [['recipient', told({ state: 'in_progress' })]],
      hold: [['recipient', told({ state: 'on_hold' })]],
      resume: [['recipient', told({ state: 'in_progress' })]],
      complete: [['recipient', told({ state: 'completed', outcome: 'services_provided' })]],
      fail: [['recipient', told({ state: 'failed', outcome: 'person_unreachable' })]],
      confirm_cancel: [['recipient', (id) => atIom(id, 'confirm-cancel')]],
      confirm_recall: [['recipient', (id) => atIom(id, 'confirm-recall')]],
      cancel: [['sender', (id) => sender(id, 'cancel', named)]],
      close: [['sender', (id) => sender(id, 'close', named)]],
      reroute: [['sender', (id) => sender(id, 'reroute', { to: ['unhcr'], instead: ['iom'] })]],
      withdraw_consent: [['sender', (id) => sender(id, 'withdraw-consent', named)]],
      reopen: [
        ['sender', (id) => sender(id, 'reopen', named)],
        ['recipient', (id) => atIom(id, 'reopen', {})],
      ],
    };
    return event === 'answer' ? [] : [...calls[event]];
  }

  /** A call that says again what was said: it answers the same as before, and changes nothing. */
  function isSameAgain(state: RecipientState, event: RecipientEvent, party: 'sender' | 'recipient'): boolean {
    if (party === 'sender') return false;
    const way = ways[state];
    switch (event) {
      case 'acknowledge':
        return way.some((step) => ['acknowledge', 'accept', 'decline', 'refer_onward'].includes(step));
      case 'start':
      case 'resume':
        // One call: what it means depends on the state.
        return state === 'in_progress' || state === 'on_hold';
      case 'confirm_cancel':
        return state === 'cancelled';
      case 'hold':
        return state === 'on_hold';
      case 'complete':
      case 'fail':
        return way.at(-1) === event;
      default:
        return way.includes(event);
    }
  }

  async function follow(id: string, way: readonly RecipientEvent[]): Promise<void> {
    for (const event of way) {
      const [[, call] = []] = callsOf(event);
      expect({ event, status: (await call!(id)).status }).toEqual({ event, status: 200 });
    }
  }

  async function inState(state: RecipientState): Promise<string> {
    const id = await routed({ to: ['iom'] });
    await follow(id, ways[state]);
    return id;
  }

  function theirs({ body }: ApiAnswer<Record<string, unknown>>): Record<string, unknown> {
    const [refused] = (body['recipients'] ?? []) as Record<string, unknown>[];
    return refused ?? {};
  }

  function withoutTime(report: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(report).filter(([name]) => name !== 'generatedAt' && name !== 'at'));
  }

  it("does not exist for others: no move of another body's referral", async () => {
    const id = await routed();
    for (const action of ['cancel', 'close', 'reopen', 'withdraw-consent', 'entered-in-error'])
      expect(
        (await new ApiCaller(hub, 'kfor-hq').call('POST', `/v1/referrals/${id}/${action}`, { json: {} })).status,
      ).toBe(404);
    expect((await iom.call('POST', `/v1/referrals/${id}/cancel`, { json: {} })).status).toBe(404);
    expect((await new ApiCaller(hub, 'unicef').call('POST', `/v1/inbox/${id}/confirm-recall`)).status).toBe(404);
    expect(await stateAt(id)).toBe('pending');
  });
});
