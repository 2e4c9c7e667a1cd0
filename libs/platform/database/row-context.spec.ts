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
