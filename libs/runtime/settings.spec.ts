import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '#config/load-config';
import { loadSettings, type Duties } from './settings';

const both: Duties = { api: true, worker: true };
const complete = {
  DATABASE_URL: 'postgres://api:x@db.example/hub',
  DATABASE_WORKER_URL: 'postgres://worker:x@db.example/hub',
  REDIS_URL: 'redis://redis.example:6379',
  HUB_MASTER_KEY: Buffer.alloc(32).toString('base64'),
  KEY_STORE_DIR: 'key-store',
};
const problemsOf = (environment: Record<string, string | undefined>, duties = both): readonly string[] => {
  try {
    loadSettings(environment, duties);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('loadSettings', () => {
  it('takes what is complete', () => {
    expect(loadSettings(complete, both)).toMatchObject({ queue: { backend: 'redis', url: complete.REDIS_URL } });
  });

  it('asks for what the duties need only', () => {
    const workerOnly = { ...complete, DATABASE_URL: undefined };
    expect(problemsOf(workerOnly, { api: false, worker: true })).toEqual([]);
    expect(problemsOf(workerOnly)).toEqual([expect.stringContaining('DATABASE_URL is missing')]);
  });

  it('lists everything at once', () => {
    const problems = problemsOf({ PORT: 'x' }).map((problem) => problem.split(' ')[0]);
    expect(problems).toEqual(['PORT', 'KEY_STORE_DIR', 'DATABASE_URL', 'DATABASE_WORKER_URL', 'REDIS_URL']);
  });

  it('wants something that wraps the keys', () => {
    const vault = { VAULT_URL: 'https://vault.example:8200', VAULT_TOKEN_PATH: '/run/vault/token' };
    const asked = (more: Record<string, string>): readonly string[] => problemsOf({ ...complete, ...more });
    expect(asked({ HUB_MASTER_KEY: '' })).toEqual([expect.stringContaining('HUB_MASTER_KEY is missing')]);
    expect(asked({ HUB_MASTER_KEY: 'c2hvcnQ=' })).toEqual([expect.stringContaining('HUB_MASTER_KEY is wrong')]);
    expect(asked({ HUB_MASTER_KEY: '{}' })).toEqual([expect.stringContaining('has no "versions"')]);
    expect(asked({ VAULT_URL: vault.VAULT_URL })).toEqual([expect.stringContaining('go together')]);
    expect(asked({ HUB_MASTER_KEY: '', ...vault })).toEqual([]);
    expect(asked(vault)).toEqual([]);
  });

  it('wants exactly one way for wake-ups', () => {
    const queue = 'postgres://queue:x@db.example/hub';
    expect(problemsOf({ ...complete, QUEUE_DATABASE_URL: queue })).toHaveLength(1);
    expect(problemsOf({ ...complete, REDIS_URL: '' })).toHaveLength(1);
    const settings = loadSettings({ ...complete, REDIS_URL: '', QUEUE_DATABASE_URL: queue }, both);
    expect(settings.queue).toEqual({ backend: 'postgres', url: queue });
  });

  it('wants deliveries to be kept for longer than their attempts, and those for a week', () => {
    expect(loadSettings(complete, both).retention).toMatchObject({ attemptDays: 90, deliveryDays: 400 });
    expect(problemsOf({ ...complete, ATTEMPT_RETENTION_DAYS: '7', DELIVERY_RETENTION_DAYS: '8' })).toEqual([]);
    expect(problemsOf({ ...complete, ATTEMPT_RETENTION_DAYS: '400' })).toEqual([
      expect.stringContaining('must be above ATTEMPT_RETENTION_DAYS (400)'),
    ]);
    expect(problemsOf({ ...complete, ATTEMPT_RETENTION_DAYS: '6' })).toEqual([
      expect.stringContaining('ATTEMPT_RETENTION_DAYS'),
    ]);
  });

  it('wants at most one way for mails, and a sender for a mail server', () => {
    const smtp = { ...complete, SMTP_URL: 'smtp://hub:p%40ss@mail.example:587', MAIL_FROM: 'Hub <hub@hub.example>' };
    expect(problemsOf(smtp)).toEqual([]);
    expect(problemsOf({ ...complete, MAIL_OUTBOX_DIR: 'outbox' })).toEqual([]);
    expect(problemsOf({ ...smtp, MAIL_OUTBOX_DIR: 'outbox' })).toEqual([expect.stringContaining('both set')]);
    expect(problemsOf({ ...smtp, MAIL_FROM: '' })).toEqual([expect.stringContaining('MAIL_FROM is missing')]);
    for (const wrong of [
      'hub',
      'a@b.example, c@d.example',
      'Hub\n <hub@hub.example>',
      'Hub <hub@hub.example>\nBcc: x@y',
    ])
      expect(problemsOf({ ...smtp, MAIL_FROM: wrong })).toHaveLength(1);
    expect(problemsOf({ ...smtp, SMTP_URL: 'https://mail.example' })).toHaveLength(1);
  });

  it('takes an empty file for a secret that is not there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-settings-'));
    const file = join(folder, 'smtp-url');
    writeFileSync(file, '\n');
    try {
      expect(loadSettings({ ...complete, SMTP_URL_FILE: file }, both).mail.smtpUrl).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads a secret from its file, also beside an empty variable', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-settings-'));
    const file = join(folder, 'url');
    writeFileSync(file, `${complete.DATABASE_URL}\n`);
    try {
      const settings = loadSettings({ ...complete, DATABASE_URL: '', DATABASE_URL_FILE: file }, both);
      expect(settings.database.apiUrl).toBe(complete.DATABASE_URL);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
