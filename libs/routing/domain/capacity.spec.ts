import type { CapacityLevel, CapacityStatus, RoutingRule } from '#directory';
import { afghanistan, consent, outcomeOf, referral } from '#test/routing-questions';
import { capacityOf } from './capacity-of';
import { suggestBodies } from './suggest-bodies';

describe('the capacity of a body', () => {
  const capacities = { unhcr: { legal: 'full', shelter: 'limited', cash: 'suspended' } } as const;

  it.each<[string, string[], CapacityLevel]>([
    ['is the best over the services asked for', ['cash', 'legal', 'shelter'], 'limited'],
    ['leaves out what nobody asked for', ['cash', 'legal'], 'full'],
    ['is unknown where it said nothing of what is asked for', ['food'], 'unknown'],
    ['takes no heed of services that it said nothing of', ['food', 'cash'], 'suspended'],
    ['is unknown where nothing is asked for', [], 'unknown'],
  ])('%s', (_what, services, expected) => {
    expect(capacityOf(capacities, 'unhcr', services)).toBe(expected);
  });

  it('is unknown of a body that said nothing, whatever it is called', () => {
    expect(capacityOf(capacities, 'aihrc', ['legal'])).toBe('unknown');
    expect(capacityOf(capacities, 'constructor', ['name'])).toBe('unknown');
    expect(capacityOf(undefined, 'unhcr', ['legal'])).toBe('unknown');
  });
});

describe('a rule that asks for capacity', () => {
  const rule = (id: string, capacity: readonly CapacityLevel[], then: RoutingRule['then']): RoutingRule => ({
    id,
    title: 'By capacity',
    provision: 'AFG-P4',
    when: { kinds: ['referral'], services: ['legal'], capacity },
    then,
  });
  const told = { as: 'information', profile: 'legal-human-rights' } as const;
  const under = (extra: RoutingRule, capacities?: Record<string, Partial<Record<'legal', CapacityStatus>>>) =>
    referral(
      { services: ['legal'] },
      {
        operation: { ...afghanistan, rules: [...afghanistan.rules, extra] },
        ...(capacities && { capacities }),
      },
    );

  it('applies to each of its bodies as its own capacity stands', () => {
    const include = rule('AFG-R90', ['open', 'limited'], { include: ['human-rights'], ...told });
    const input = under(include, { 'unama-hru': { legal: 'open' }, aihrc: { legal: 'full' } });
    expect(outcomeOf('unama-hru', input)).toBe('information legal-human-rights');
    expect(outcomeOf('unama-hru', under(include, { 'unama-hru': { legal: 'full' } }))).toBe('not_concerned NO-RULE');
    expect(outcomeOf('unama-hru', under(include))).toBe('not_concerned NO-RULE');
    expect(outcomeOf('unama-hru', under(rule('AFG-R90', ['unknown'], { include: ['unama-hru'], ...told })))).toBe(
      'information legal-human-rights',
    );
  });

  it('keeps a message from a body that has no room, and from no other', () => {
    const refuse = rule('AFG-R91', ['full', 'suspended'], { refuse: ['partner'] });
    const input = under(refuse, { aihrc: { legal: 'suspended' }, iom: { legal: 'open' } });
    expect(outcomeOf('aihrc', input)).toBe('refused AFG-R91');
    expect(outcomeOf('iom', input)).toBe('lead lead-agency-full');
  });
});

describe('suggested bodies', () => {
  const asked = referral({ services: ['legal', 'protection', 'cash'] }, { addressees: ['unicef'] });
  const slugs = (input: typeof asked) => suggestBodies(input).map(({ organisation }) => organisation);

  it('are those that would receive it if addressed; who offers most comes first', () => {
    expect(suggestBodies(asked)).toEqual([
      {
        organisation: 'unhcr',
        capacity: 'unknown',
        reasons: [
          expect.objectContaining({ rule: 'AFG-R3', provision: 'AFG-P4' }),
          expect.objectContaining({ rule: 'AFG-R4', provision: 'AFG-P4' }),
        ],
      },
      { organisation: 'aihrc', capacity: 'unknown', reasons: expect.any(Array) as unknown },
      { organisation: 'unama-hru', capacity: 'unknown', reasons: expect.any(Array) as unknown },
    ]);
  });

  it('come by their capacity: one that said nothing after those with room and before those without', () => {
    const capacities = { unhcr: { legal: 'full' }, 'unama-hru': { legal: 'limited' } } as const;
    expect(slugs({ ...asked, capacities })).toEqual(['unama-hru', 'aihrc', 'unhcr']);
    const more = { ...capacities, unhcr: { legal: 'full', cash: 'open' } } as const;
    expect(slugs({ ...asked, capacities: more })).toEqual(['unhcr', 'unama-hru', 'aihrc']);
  });

  it('are never bodies that the rules refuse', () => {
    const named = { ...consent, recipients: ['iom', 'unhcr'] };
    expect(slugs({ ...asked, consent: named })).toEqual(['unhcr']);
    expect(slugs({ ...asked, marks: { tlp: 'CLEAR', classification: 'UNCLASSIFIED' } })).toEqual([]);
  });

  it('do not prefer the lead agency', () => {
    const red = { ...asked, marks: { tlp: 'RED', classification: 'UNCLASSIFIED' } } as const;
    const capacities = { aihrc: { legal: 'open' } } as const;
    expect(slugs({ ...red, capacities })).toEqual(['aihrc', 'iom', 'unhcr', 'unama-hru']);
  });
});
