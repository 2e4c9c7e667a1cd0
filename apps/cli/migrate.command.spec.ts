import { ConfigError } from '#config/load-config';
import { expiryOf, scopesOf } from './keys.command';
import { migrateTargets } from './migrate.command';

const at = (user: string): string => `postgres://${user}:x@127.0.0.1:5432/hub`;
const complete = { DATABASE_OWNER_URL: at('owner'), DATABASE_URL: at('api'), DATABASE_WORKER_URL: at('worker') };

describe('migrate', () => {
  it('names every missing URL at once', () => {
    try {
      migrateTargets({});
      throw new Error('should have been refused');
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).problems.map((problem) => problem.split(' ')[0])).toEqual([
        'DATABASE_OWNER_URL',
        'DATABASE_URL',
        'DATABASE_WORKER_URL',
      ]);
    }
  });

  it('refuses one user for two duties', () => {
    expect(() => migrateTargets({ ...complete, DATABASE_WORKER_URL: at('api') })).toThrow('different users');
    expect(() => migrateTargets({ ...complete, QUEUE_DATABASE_URL: at('owner') })).toThrow('different users');
  });

  it('makes the queue user only where wake-ups travel in PostgreSQL', () => {
    expect(migrateTargets(complete)).not.toHaveProperty('queueUrl');
    expect(migrateTargets({ ...complete, QUEUE_DATABASE_URL: at('queue') }).queueUrl).toBe(at('queue'));
  });
});

describe('keys', () => {
  it('takes known scopes only', () => {
    expect(scopesOf('inbox:write, inbox:read')).toEqual(['inbox:read', 'inbox:write']);
    expect(() => scopesOf('inbox:read,all')).toThrow('Scopes are');
  });

  it('takes an end in the future only', () => {
    expect(expiryOf('9999-01-31').toISOString()).toBe('9999-01-31T00:00:00.000Z');
    expect(() => expiryOf('2001-01-01')).toThrow('past');
    for (const text of ['tomorrow', '9999-02-31T00:00', '1', '9999-13-01'])
      expect(() => expiryOf(text)).toThrow('Write a date');
  });
});
