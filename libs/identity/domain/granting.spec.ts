import { GRANTABLE, notTheirs } from './granting';
import { grants, roles } from './roles';

describe('granting roles', () => {
  it('is not for roles of the hub itself', () => {
    const all = roles.map((role) => ({ role, operation: null }));
    expect(notTheirs(all, 'all').map(({ role }) => role)).toEqual([
      'auditor',
      'operator',
      'senior-coordinator',
      'accountability-officer',
      'senior-commander',
    ]);
  });

  it('gives nobody what oversees them', () => {
    for (const role of GRANTABLE) expect(grants[role]).not.toContain('evidence:audit');
  });

  it('ends where managing people ends', () => {
    const role = 'liaison-officer';
    const wanted = ['afghanistan', 'kosovo', null].map((operation) => ({ role, operation }) as const);
    expect(notTheirs(wanted, ['afghanistan']).map(({ operation }) => operation)).toEqual(['kosovo', null]);
    expect(notTheirs(wanted, 'all')).toEqual([]);
    expect(notTheirs(wanted, [])).toEqual(wanted);
  });
});
