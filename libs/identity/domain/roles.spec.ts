import fc from 'fast-check';
import { permissions, scopes } from './permissions';
import { grants, operationsFor, permissionsOf, roles, type HeldRole } from './roles';

describe('the table of permissions', () => {
  it('grants each permission to somebody', () => {
    expect(permissionsOf(roles)).toEqual(permissions);
  });

  it.each(roles)('grants %s nothing twice', (role) => {
    expect(new Set(grants[role]).size).toBe(grants[role].length);
  });

  it.each(['auditor', 'operator', 'senior-coordinator'] as const)('keeps content from %s', (role) => {
    const content = ['referrals:read', 'messages:read', 'inbox:read', 'referrals:write', 'inbox:write'] as const;
    expect(content.filter((permission) => grants[role].includes(permission))).toEqual([]);
  });

  it('never lets one role both ask for what it approves', () => {
    const both = roles.filter(
      (role) => grants[role].includes('break-glass:request') && grants[role].includes('break-glass:approve'),
    );
    expect(both).toEqual([]);
  });

  it('keeps from systems what needs a person', () => {
    for (const permission of ['break-glass:approve', 'people:manage', 'keys:manage', 'records:erase'])
      expect(scopes).not.toContain(permission);
  });
});

describe('operationsFor', () => {
  const held = fc.array(
    fc.record<HeldRole>({
      role: fc.constantFrom(...roles),
      operation: fc.option(fc.constantFrom('afghanistan', 'kosovo', 'third')),
    }),
  );

  it('names an operation only when a role that is held there grants the permission', () => {
    fc.assert(
      fc.property(held, fc.constantFrom(...permissions), (assignments, permission) => {
        const found = operationsFor(assignments, permission);
        for (const operation of ['afghanistan', 'kosovo', 'third']) {
          const granted = assignments.some(
            (one) => (one.operation === null || one.operation === operation) && grants[one.role].includes(permission),
          );
          expect(found === 'all' || (found !== 'none' && found.includes(operation))).toBe(granted);
        }
      }),
    );
  });

  it('is for every operation only by a role that is held in every one', () => {
    expect(operationsFor([{ role: 'liaison-officer', operation: 'kosovo' }], 'inbox:read')).toEqual(['kosovo']);
    expect(operationsFor([{ role: 'liaison-officer', operation: null }], 'inbox:read')).toBe('all');
    expect(operationsFor([{ role: 'auditor', operation: null }], 'inbox:read')).toBe('none');
  });
});
