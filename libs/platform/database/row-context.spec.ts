import fc from 'fast-check';
import { uuidv7 } from '#kernel';
import { openingStatements } from './row-context';

describe('openingStatements', () => {
  it('sets the body for this transaction only', () => {
    const organisationId = uuidv7();
    expect(openingStatements({ kind: 'body', organisationId })).toBe(
      `BEGIN; SELECT set_config('app.body', '${organisationId}', true)`,
    );
  });

  it('names the key, or the person and the operations that the person is held to', () => {
    const [organisationId, key, person] = [uuidv7(), uuidv7(), uuidv7()];
    expect(openingStatements({ kind: 'body', organisationId, key })).toBe(
      `BEGIN; SELECT set_config('app.body', '${organisationId}', true), set_config('app.key', '${key}', true)`,
    );
    expect(openingStatements({ kind: 'body', organisationId, person, operations: ['afghanistan', 'kosovo'] })).toBe(
      `BEGIN; SELECT set_config('app.body', '${organisationId}', true), set_config('app.person', '${person}', true), ` +
        `set_config('app.operations', 'afghanistan,kosovo', true)`,
    );
    expect(openingStatements({ kind: 'body', organisationId, person, operations: 'all' })).not.toContain('operations');
  });

  it('holds a person without an operation to none, not to all', () => {
    expect(openingStatements({ kind: 'body', organisationId: uuidv7(), operations: [] })).toContain(
      `set_config('app.operations', '-', true)`,
    );
  });

  it('takes nothing but ids of operations', () => {
    fc.assert(
      fc.property(fc.string(), (operation) => {
        fc.pre(!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(operation));
        expect(() =>
          openingStatements({ kind: 'body', organisationId: uuidv7(), operations: ['kosovo', operation] }),
        ).toThrow('not the id of an operation');
      }),
    );
  });

  it('sets nothing for a worker', () => {
    expect(openingStatements({ kind: 'worker' })).toBe('BEGIN');
  });

  it('takes nothing but a UUID', () => {
    fc.assert(
      fc.property(fc.string(), (organisationId) => {
        expect(() => openingStatements({ kind: 'body', organisationId })).toThrow('not a UUID');
      }),
    );
    expect(() => openingStatements({ kind: 'body', organisationId: `${uuidv7()}\n` })).toThrow('not a UUID');
    expect(() => openingStatements({ kind: 'body', organisationId: uuidv7().toUpperCase() })).toThrow('not a UUID');
  });
});
