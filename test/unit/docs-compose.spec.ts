import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { composeProblems, type ProductionFiles } from '../../scripts/lib/compose-rules.mjs';

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const files: ProductionFiles = {
  compose: read('docker-compose.yml'),
  dockerfile: read('Dockerfile'),
  dockerignore: read('.dockerignore'),
  exampleEnv: read('config/production.env.example'),
  hubVariables: readdirSync(join(root, 'config'))
    .filter((name) => name.endsWith('.config.ts'))
    .flatMap((name) => [...read(join('config', name)).matchAll(/@Env\('(\w+)'\)/g)].map((match) => match[1] ?? '')),
  apps: readdirSync(join(root, 'apps')),
};

/** The compose file with one thing broken. */
function broken(good: string | RegExp, bad: string): ProductionFiles {
  const compose = files.compose.replace(good, bad);
  expect(compose).not.toBe(files.compose);
  return { ...files, compose };
}

describe('the rules of the compose file', () => {
  it('hold', () => {
    expect(composeProblems(files)).toEqual([]);
  });

  it.each([
    ['a secret by value', 'HUB_MASTER_KEY_FILE: /run/secrets/master-key', 'HUB_MASTER_KEY: abc', 'given inline'],
    ['a password in an address', 'redis://valkey', 'redis://:hunter2@valkey', 'holds a password'],
    [
      'a secret that is not granted',
      'secrets: [master-key, database-api-url, outbound-proxy-url, oidc-client-secret]',
      'secrets: [master-key]',
      'not granted',
    ],
    ['a process as root', 'user: node', 'user: root', 'runs as root'],
    ['a writable file system', 'read_only: true', 'read_only: false', 'read_only'],
    ['capabilities', 'cap_drop: [ALL]', 'cap_drop: [NET_RAW]', 'cap_drop'],
    ['more privileges', 'no-new-privileges:true', 'no-new-privileges:false', 'no-new-privileges'],
    ['a service without health check', / {2}healthcheck: &ready[\s\S]*?retries: 3\n/, '', 'no health check'],
    ['a queue that forgets', '- noeviction', '- allkeys-lru', 'noeviction'],
    ['a queue without a log', "- 'yes'", "- 'no'", '--appendonly'],
    ['a port for everybody', '127.0.0.1:${HUB_PORT', '0.0.0.0:${HUB_PORT', 'beyond 127.0.0.1'],
    ['a published database', 'shm_size: 256m', "ports: ['127.0.0.1:5432:5432']", 'only the api may'],
    ['an app that is not there', 'dist/apps/routing-worker', 'dist/apps/router', 'no app router'],
    ['a variable that nobody reads', 'LOG_LEVEL: $', 'LOG_LEVELS: $', 'reads no variable LOG_LEVELS'],
    ['a variable that nobody explains', '${LOG_LEVEL:-info}', '${LOUDNESS:-info}', 'lacks LOUDNESS'],
    ['a floating image', 'image: postgres:18', 'image: postgres:latest', 'tagged latest'],
  ])('refuse %s', (_, good, bad, problem) => {
    expect(composeProblems(broken(good, bad)).join('\n')).toContain(problem);
  });

  it('refuse an image that runs as root', () => {
    const dockerfile = files.dockerfile.replace('USER node', '');
    expect(composeProblems({ ...files, dockerfile }).join('\n')).toContain('Dockerfile');
  });
});
