import { factsOfRecord } from './consent-facts';

const record = { state: 'active', given: 'yes', date: '2026-01-20', expires: null, grants: [] } as const;

describe('what a consent record says to the rules', () => {
  it('is plain where it has one plain part', () => {
    expect(factsOfRecord({ ...record, grants: [{ purposes: ['assistance'], recipients: ['iom'] }] })).toEqual({
      given: 'yes',
      purposes: ['assistance'],
      recipients: ['iom'],
      date: '2026-01-20',
    });
    expect(factsOfRecord({ ...record, grants: [{ purposes: ['assistance'] }] })).not.toHaveProperty('recipients');
  });

  it.each([
    ['two parts', [{ purposes: ['assistance'] }, { purposes: ['investigation'], recipients: ['unmik-police'] }]],
    ['a part for some groups', [{ purposes: ['assistance'], groups: ['case'] }]],
    ['a part with an end of its own', [{ purposes: ['assistance'], expires: '2026-02-01' }]],
  ] as const)('is told part by part where it has %s, and allows nothing to who looks past them', (_, grants) => {
    expect(factsOfRecord({ ...record, grants })).toEqual({
      given: 'yes',
      purposes: [],
      recipients: [],
      date: '2026-01-20',
      grants,
    });
  });

  it('is no consent once it was withdrawn', () => {
    expect(factsOfRecord({ ...record, state: 'withdrawn', grants: [{ purposes: ['assistance'] }] })).toEqual({
      given: 'no',
      purposes: [],
    });
  });
});
