import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';

interface Referral {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly thread: string;
  readonly recipients: readonly {
    readonly organisation: string;
    readonly state: string;
    readonly decision: string | null;
  }[];
}

const consent = { given: 'yes', purposes: ['assistance', 'protection'], recipients: ['iom', 'unhcr', 'aihrc'] };

/** A case goes on: by the body that received it, by its sender after a decline, and back to life after it was closed. */
describe('a case that is passed on', () => {
  let hub: RunningHub;
  const as = (slug: string) => new ApiCaller(hub, slug);

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
  }, 120_000);
  afterAll(() => hub.stop(), 60_000);

  const read = async (slug: string, id: string): Promise<Referral> =>
    (await as(slug).call<Referral>('GET', `/v1/messages/${id}`)).body;
  const stateAt = async (slug: string, id: string, organisation: string): Promise<string | undefined> =>
    (await read(slug, id)).recipients.find((recipient) => recipient.organisation === organisation)?.state;
  const item = (slug: string, id: string) => as(slug).call('GET', `/v1/inbox/${id}`);
  const inbox = (slug: string, id: string, action: string, json: unknown = {}) =>
    as(slug).call<Referral & { code: string; refused: { organisation: string; reasons: { rule: string }[] }[] }>(
      'POST',
      `/v1/inbox/${id}/${action}`,
      { json },
    );

  async function routed(over: Record<string, unknown> = {}): Promise<string> {
    const officer = as('isaf-hq');
    const draft = await officer.call<Referral>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', to: ['iom', 'unhcr'], body: fictitiousCase({ consent }), ...over },
    });
    expect(draft.status).toBe(201);
    const submitted = await officer.call('POST', `/v1/referrals/${draft.body.id}/submit`);
    expect(submitted).toMatchObject({ status: 202, body: { state: 'submitted' } });
    await eventually('it is routed', async () => (await read('isaf-hq', draft.body.id)).state === 'routed');
    return draft.body.id;
  }

  it('goes onward as a referral of its own, on the same consent, and is recalled with it', async () => {
    const id = await routed();
    const onward = await inbox('unhcr', id, 'refer-onward', { to: ['aihrc'], note: 'Legal help is asked for.' });
    expect(onward).toMatchObject({ status: 201, body: { state: 'submitted', thread: id } });
    expect(onward.headers.get('location')).toBe(`/v1/referrals/${onward.body.id}`);
    await eventually('it is routed', async () => (await read('unhcr', onward.body.id)).state === 'routed');
    expect((await read('unhcr', onward.body.id)).recipients.map(({ organisation }) => organisation)).toEqual(
      expect.arrayContaining(['aihrc', 'iom']),
    );
    expect((await read('isaf-hq', id)).recipients).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ organisation: 'unhcr', state: 'onward_referred', decision: 'onward_referred' }),
      ]),
    );
    const timeline = await as('isaf-hq').call<{ data: { event: string; detail: unknown; note: string | null }[] }>(
      'GET',
      `/v1/referrals/${id}/timeline`,
    );
    expect(timeline.body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          event: 'onward_referred',
          detail: { onward: onward.body.reference },
          note: 'Legal help is asked for.',
        }),
      ]),
    );
    const received = (await item('aihrc', onward.body.id)).body;
    expect(received).toMatchObject({ sender: 'unhcr', inReplyTo: id, body: { person: { caseCode: 'FICTION-1' } } });
    // UNHCR's profile holds nothing of the trafficking, so there is nothing of it to pass on.
    expect(JSON.stringify(received)).not.toContain('PossibleVictim');
    expect(JSON.stringify(received)).not.toContain('recipients');

    await as('isaf-hq').call('POST', `/v1/referrals/${id}/withdraw-consent`, { json: {} });
    await eventually('it is recalled from who got it onward', async () => {
      return (await stateAt('unhcr', onward.body.id, 'aihrc')) === 'recalled';
    });
    expect((await item('aihrc', onward.body.id)).body).toMatchObject({ state: 'recalled', body: null });
    expect(await read('unhcr', onward.body.id)).toMatchObject({ state: 'withdrawn' });
    expect((await inbox('aihrc', onward.body.id, 'confirm-recall')).status).toBe(200);
  });

  it('does not go onward to a body that the person left out, nor past its marks, nor without what is needed', async () => {
    const id = await routed();
    const left = await inbox('unhcr', id, 'refer-onward', { to: ['unama-hru'] });
    expect(left).toMatchObject({ status: 422, body: { code: 'release_refused' } });
    expect(left.body.refused.find(({ organisation }) => organisation === 'unama-hru')?.reasons).toEqual([
      expect.objectContaining({ rule: 'CONSENT-NOT-NAMED' }),
    ]);
    expect(await stateAt('isaf-hq', id, 'unhcr')).toBe('pending');

    const strict = await routed({ marks: { tlp: 'AMBER+STRICT' } });
    expect(await inbox('unhcr', strict, 'refer-onward', { to: ['aihrc'] })).toMatchObject({
      status: 422,
      body: { code: 'release_refused', rule: 'MARK-TLP' },
    });

    const advised = await routed({
      to: [],
      body: fictitiousCase({
        request: { services: ['womens-services'], reason: 'Other', risk: 'low' },
        consent: { given: 'yes', purposes: ['assistance'] },
      }),
    });
    expect(await inbox('unama-gender-advisor', advised, 'refer-onward', { to: ['aihrc'] })).toMatchObject({
      status: 422,
      body: { code: 'release_refused', missing: expect.arrayContaining(['/body/consent']) as unknown },
    });
    expect((await inbox('aihrc', id, 'refer-onward', { to: ['iom'] })).status).toBe(404);
  });

  it('is opened again by the body that had it, unless it was taken back', async () => {
    const id = await routed({ to: ['iom'] });
    await inbox('iom', id, 'decision', { decision: 'accepted' });
    await inbox('iom', id, 'progress', { state: 'completed', outcome: 'services_provided' });
    await as('isaf-hq').call('POST', `/v1/referrals/${id}/close`, { json: {} });
    const reopened = await inbox('iom', id, 'reopen', { note: 'The person came back.' });
    expect(reopened).toMatchObject({ status: 200, body: { state: 'acknowledged' } });
    expect((await item('iom', id)).body).toMatchObject({ body: { person: { caseCode: 'FICTION-1' } } });
    expect((await inbox('iom', id, 'decision', { decision: 'accepted' })).status).toBe(200);

    const called = await routed({ to: ['iom'] });
    await as('isaf-hq').call('POST', `/v1/referrals/${called}/cancel`, { json: {} });
    await as('isaf-hq').call('POST', `/v1/referrals/${called}/close`, { json: {} });
    expect(await inbox('iom', called, 'reopen')).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    expect((await item('iom', called)).body).toMatchObject({ state: 'closed', body: null });
  });

  it('is offered to the bodies that may have it next, who has room first', async () => {
    const say = (slug: string, status: string) =>
      as(slug).call('POST', '/v1/messages', {
        json: {
          kind: 'capacity-update',
          operation: 'afghanistan',
          body: { services: [{ service: 'legal', status }] },
        },
      });
    await say('unhcr', 'full');
    await say('aihrc', 'open');
    const id = await routed({
      to: ['iom'],
      body: fictitiousCase({ consent: { given: 'yes', purposes: ['assistance', 'protection'] } }),
    });
    await inbox('iom', id, 'decision', { decision: 'declined', reason: 'capacity' });
    await eventually('the capacities are known', async () => {
      const { body } = await as('isaf-hq').call<{ data: unknown[] }>('GET', '/v1/capacities?operation=afghanistan');
      return body.data.length === 2;
    });
    const { body } = await as('isaf-hq').call<{ data: { organisation: string; capacity: string }[] }>(
      'GET',
      `/v1/referrals/${id}/suggested-recipients`,
    );
    const order = body.data.map(({ organisation, capacity }) => `${organisation}: ${capacity}`);
    expect(order[0]).toBe('aihrc: open');
    expect(order.at(-1)).toBe('unhcr: full');
    expect(order).not.toContain('iom: unknown');
    expect(order.join()).not.toContain('police');
    const next = await as('isaf-hq').call('POST', `/v1/referrals/${id}/reroute`, {
      json: { to: ['aihrc'], instead: ['iom'] },
    });
    expect(next.status).toBe(202);
    await eventually('it is routed again', async () => (await stateAt('isaf-hq', id, 'aihrc')) === 'pending');
    expect(await stateAt('isaf-hq', id, 'iom')).toBe('closed');
  });
});
