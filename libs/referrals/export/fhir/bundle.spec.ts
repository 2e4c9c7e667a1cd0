import { recipientStates } from '#messages';
import { exchanged, exchangedRecipient } from '#test/exchanged';
import type { ExchangedReferral } from '../exchanged-referral';
import { fhirBundle } from './bundle';
import type { Bundle, Patient, Resource, ServiceRequest, Task } from './resources';
import { requestStatusOf, taskStatusOf } from './status';

const NOW = new Date('2026-01-21T00:00:00.000Z');
const bundleOf = (over: Partial<ExchangedReferral> = {}): Bundle => fhirBundle(exchanged(over), NOW);
const all = <T extends Resource>(bundle: Bundle, type: T['resourceType']): T[] =>
  bundle.entry.map(({ resource }) => resource).filter((resource): resource is T => resource.resourceType === type);
const requestOf = (bundle: Bundle) => all<ServiceRequest>(bundle, 'ServiceRequest')[0]!;
const patientOf = (bundle: Bundle) => all<Patient>(bundle, 'Patient')[0]!;
const taskWith = (over: Parameters<typeof exchangedRecipient>[0]) =>
  all<Task>(bundleOf({ recipients: [exchangedRecipient(over)] }), 'Task')[0]!;

describe('a referral as FHIR', () => {
  it('is a request with a task per recipient, and every reference leads into the bundle', () => {
    const second = exchangedRecipient({
      id: '01900000-0000-7000-8000-0000000000a2',
      body: { ...exchangedRecipient().body, id: '01900000-0000-7000-8000-000000000003', slug: 'unhcr' },
    });
    const bundle = bundleOf({ recipients: [exchangedRecipient(), second] });
    const text = JSON.stringify(bundle);
    const urls = bundle.entry.map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    expect(urls).toHaveLength(7);
    const references = [...text.matchAll(/"reference":"([^"]+)"/g)].map(([, to]) => to);
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((to) => !urls.includes(to!))).toEqual([]);
    for (const { fullUrl, resource } of bundle.entry) expect(fullUrl).toBe(`urn:uuid:${resource.id}`);
    expect(all<Task>(bundle, 'Task').map(({ owner }) => owner.reference)).toEqual(
      requestOf(bundle).performer!.map(({ reference }) => reference),
    );
  });

  it('asks for the first service, and names the others as its detail', () => {
    const request = requestOf(bundleOf());
    expect(request).toMatchObject({
      status: 'active',
      intent: 'order',
      priority: 'urgent',
      identifier: [{ system: 'urn:liaison-hub:reference', value: 'AFG-2026-000123' }],
      code: { coding: [{ system: 'urn:liaison-hub:service', code: 'protection', display: 'Protection' }] },
      orderDetail: [{ coding: [{ code: 'legal' }] }],
      note: [{ text: 'Fictitious case for tests.' }],
    });
  });

  it('has the person by the case code, and by name only where that was released', () => {
    expect(patientOf(bundleOf())).toMatchObject({
      identifier: [{ system: 'urn:liaison-hub:case-code', value: 'AFG-TEST-001' }],
      name: [{ family: 'Omega', given: ['Testperson'] }],
      gender: 'female',
      address: [{ state: 'Kabul', country: 'AF' }],
    });
    const bundle = bundleOf({ content: { person: { caseCode: 'AFG-TEST-001', isMinor: 'no' } } });
    expect(Object.keys(patientOf(bundle)).sort()).toEqual(['id', 'identifier', 'meta', 'resourceType']);
    expect(requestOf(bundle)).not.toHaveProperty('code');
  });

  it('says nothing of the person once the content is withheld', () => {
    const bundle = bundleOf({ content: null, recipients: [exchangedRecipient({ state: 'recalled' })] });
    expect(Object.keys(patientOf(bundle)).sort()).toEqual(['id', 'meta', 'resourceType']);
    expect(requestOf(bundle).status).toBe('revoked');
    expect(JSON.stringify(bundle)).not.toMatch(/Omega|AFG-TEST|Kabul|Fictitious/);
  });

  it('marks exercises and tests, and everything as very restricted', () => {
    for (const { resource } of bundleOf({ status: 'exercise' }).entry) {
      if (resource.resourceType === 'Organization') continue;
      expect(resource.meta.security[0]?.code).toBe('V');
      expect(resource.meta.tag?.map(({ code }) => code)).toEqual(['HTEST', 'exercise']);
    }
    expect(bundleOf().meta.tag).toBeUndefined();
  });

  it('tells of a decline and of an outcome by our codes, and of the deadline', () => {
    expect(taskWith({ state: 'declined', reason: 'capacity' })).toMatchObject({
      status: 'rejected',
      statusReason: { coding: [{ system: 'urn:liaison-hub:decline-reason', code: 'capacity' }] },
      businessStatus: { coding: [{ system: 'urn:liaison-hub:recipient-state', code: 'declined' }] },
      restriction: { period: { end: '2026-01-23T08:00:00.000Z' } },
      lastModified: '2026-01-20T08:00:00.000Z',
    });
    expect(taskWith({ state: 'completed', outcome: 'services_provided' })).toMatchObject({
      status: 'completed',
      output: [{ valueCodeableConcept: { coding: [{ code: 'services_provided' }] } }],
    });
  });
});

describe('the status of a task', () => {
  it('exists for every state', () => {
    expect(Object.fromEntries(recipientStates.map((state) => [state, taskStatusOf(state, null)]))).toEqual({
      pending: 'requested',
      acknowledged: 'received',
      accepted: 'accepted',
      declined: 'rejected',
      onward_referred: 'rejected',
      in_progress: 'in-progress',
      on_hold: 'on-hold',
      completed: 'completed',
      failed: 'failed',
      cancel_requested: 'received',
      cancelled: 'cancelled',
      recalled: 'cancelled',
      recall_confirmed: 'cancelled',
      closed: 'completed',
    });
  });

  it('stays what it was while a cancellation is asked for, and once it is closed', () => {
    expect(taskStatusOf('cancel_requested', 'in_progress')).toBe('in-progress');
    expect(taskStatusOf('closed', 'failed')).toBe('failed');
    expect(taskStatusOf('closed', 'declined')).toBe('rejected');
  });
});

describe('the status of the request', () => {
  it.each([
    ['draft', [], 'draft'],
    ['entered_in_error', [], 'entered-in-error'],
    ['withdrawn', ['completed'], 'revoked'],
    ['routed', ['completed', 'in-progress'], 'active'],
    ['routed', ['completed', 'rejected'], 'completed'],
    ['routed', ['cancelled', 'cancelled'], 'revoked'],
    ['routed', ['rejected'], 'active'],
    [undefined, ['requested'], 'active'],
  ] as const)('is, of %s with tasks %j, %s', (state, tasks, expected) => {
    expect(requestStatusOf(state, tasks)).toBe(expected);
  });
});
