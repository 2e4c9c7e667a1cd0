import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { AttachmentsConfig } from './attachments.config';
import { DatabaseConfig } from './database.config';
import { DeliveryConfig } from './delivery.config';
import { HttpConfig } from './http.config';
import { ConfigError, Env, loadConfig } from './load-config';
import { QueueConfig } from './queue.config';
import { VaultConfig } from './vault.config';

class Sample {
  @Env('SAMPLE_NAME')
  @IsString()
  name: string;

  @Env('SAMPLE_COUNT')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(9)
  count = 3;

  @Env('SAMPLE_NOTE')
  @IsOptional()
  @IsString()
  note?: string;
}

const noFiles = (): never => {
  throw new Error('no such file');
};
const load = (environment: Record<string, string | undefined>, readFile: (path: string) => string = noFiles) =>
  loadConfig({ sample: Sample }, environment, readFile).sample;
const problemsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('loadConfig', () => {
  it('reads variables, and takes defaults for what is absent', () => {
    expect(load({ SAMPLE_NAME: 'x' })).toEqual({ name: 'x', count: 3 });
    expect(load({ SAMPLE_NAME: 'x', SAMPLE_COUNT: '7', SAMPLE_NOTE: 'y' })).toEqual({ name: 'x', count: 7, note: 'y' });
  });

  it('lists every problem of every class at once, by variable', () => {
    const problems = problemsOf(() =>
      loadConfig({ sample: Sample, vault: VaultConfig }, { SAMPLE_COUNT: '10' }, noFiles),
    );
    expect(problems).toEqual([
      expect.stringContaining('SAMPLE_NAME is missing'),
      expect.stringContaining('SAMPLE_COUNT is wrong: SAMPLE_COUNT must not be greater than 9'),
      expect.stringContaining('KEY_STORE_DIR is missing: KEY_STORE_DIR must name the directory of the key store'),
    ]);
  });

  it('says all problems in its message, and never a value', () => {
    const secret = 'postgres//mistyped:secret';
    const work = () => loadConfig({ database: DatabaseConfig }, { DATABASE_URL: secret }, noFiles);
    expect(work).toThrow(/DATABASE_URL is wrong: DATABASE_URL must be postgres:\/\//);
    expect(problemsOf(work).join()).not.toContain('secret');
  });

  it('takes an empty variable for absent', () => {
    expect(load({ SAMPLE_NAME: 'x', SAMPLE_COUNT: '', SAMPLE_NOTE: '' })).toEqual({ name: 'x', count: 3 });
    expect(problemsOf(() => load({ SAMPLE_NAME: '' }))).toEqual([expect.stringContaining('SAMPLE_NAME is missing')]);
  });

  it('reads NAME_FILE from the file, without the line end', () => {
    const read = (path: string): string => `content of ${path}\n`;
    expect(load({ SAMPLE_NAME_FILE: '/run/secrets/name' }, read).name).toBe('content of /run/secrets/name');
    expect(load({ SAMPLE_NAME: '', SAMPLE_NAME_FILE: 'f' }, read).name).toBe('content of f');
  });

  it('refuses a variable and its file together, and a file that cannot be read', () => {
    expect(problemsOf(() => load({ SAMPLE_NAME: 'x', SAMPLE_NAME_FILE: 'f' }, () => 'y'))).toEqual([
      'SAMPLE_NAME and SAMPLE_NAME_FILE are both set: keep one',
    ]);
    expect(problemsOf(() => load({ SAMPLE_NAME_FILE: 'f' }))).toContain(
      'SAMPLE_NAME_FILE names a file that cannot be read',
    );
  });

  it('leaves every other variable alone', () => {
    expect(load({ SAMPLE_NAME: 'x', name: 'y', OTHER: 'z' })).toEqual({ name: 'x', count: 3 });
  });
});

describe('the config classes', () => {
  const read = <Config extends object>(Config: new () => Config, environment: Record<string, string>) =>
    loadConfig({ config: Config }, environment, noFiles).config;

  it.each([
    [DatabaseConfig, { poolSize: 16 }],
    [HttpConfig, { host: '127.0.0.1', port: 3000, trustedProxies: [] }],
    [DeliveryConfig, { allowLoopback: false, allowedNetworks: [], scheduleScale: 1 }],
    [QueueConfig, {}],
    [AttachmentsConfig, { fileBytes: 10_485_760, messageFiles: 10, messageBytes: 26_214_400 }],
  ])('%p needs nothing', (Config, expected) => {
    expect(read(Config as new () => object, {})).toMatchObject(expected);
  });

  it('reads lists and switches', () => {
    const config = read(DeliveryConfig, {
      DELIVERY_ALLOW_LOOPBACK: 'true',
      DELIVERY_ALLOWED_NETWORKS: '10.0.0.0/8, fd00::/8,',
    });
    expect(config).toMatchObject({ allowLoopback: true, allowedNetworks: ['10.0.0.0/8', 'fd00::/8'] });
  });

  it.each([
    [HttpConfig, 'PORT', '65536'],
    [HttpConfig, 'PORT', '80a'],
    [HttpConfig, 'PORT', '3.5'],
    [HttpConfig, 'PUBLIC_URL', 'ftp://hub.example'],
    [HttpConfig, 'BODY_LIMIT', '1'],
    [HttpConfig, 'TRUSTED_PROXIES', 'proxy.example'],
    [HttpConfig, 'TRUSTED_PROXIES', '0.0.0.0/0'],
    [HttpConfig, 'TRUSTED_PROXIES', '10.0.0.1/33'],
    [DatabaseConfig, 'DATABASE_POOL', '1'],
    [DatabaseConfig, 'DATABASE_WORKER_POOL', '1'],
    [DatabaseConfig, 'DATABASE_WORKER_URL', 'mysql://x'],
    [DeliveryConfig, 'DELIVERY_DEADLINE_MS', '60000'],
    [DeliveryConfig, 'DELIVERY_SCHEDULE_SCALE', '0'],
    [DeliveryConfig, 'DELIVERY_SCHEDULE_SCALE', 'fast'],
    [QueueConfig, 'REDIS_URL', 'http://x'],
    [AttachmentsConfig, 'ATTACHMENT_LIMIT', '67108865'],
    [AttachmentsConfig, 'ATTACHMENTS_PER_MESSAGE', '0'],
    [AttachmentsConfig, 'ATTACHMENTS_TOTAL_LIMIT', '25M'],
  ])('%p refuses %s=%s', (Config, variable, value) => {
    expect(problemsOf(() => read(Config as new () => object, { [variable]: value }))).toEqual([
      expect.stringMatching(new RegExp(`^${variable} is wrong: `)) as string,
    ]);
  });
});
