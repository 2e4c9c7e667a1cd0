// `node scripts/security-scans.mjs`: wapiti and sqlmap (Debian: apt-get install wapiti sqlmap) against a hub of its own: its
// pages with a session, and every GET of openapi.json with its query, with a session and with an API key. Ends with 1 when
// something is found that docs/security-scans.md does not explain. Nothing but this machine is asked. Takes some minutes.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildIfStale } from './lib/build.mjs';
import { checkNodeVersion, installIfNeeded } from './lib/install.mjs';
import { findInPath, root, script, ScriptError } from './lib/run.mjs';

const READY_WITHIN_MS = 120_000;
/** Seconds for each module of wapiti. */
const ATTACK_SECONDS = 10;
/** None of those that ask a server outside (ssrf, xxe), or load lists from one (nikto, wapp). */
const MODULES =
  'backup,blindsql,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,xss';
/** What wapiti finds and docs/security-scans.md explains. */
const EXPLAINED = new Set([
  'HTTP Secure Headers: X-XSS-Protection is not set',
  'HTTP Secure Headers: Strict-Transport-Security is not set',
]);

script(async () => {
  checkNodeVersion();
  await installIfNeeded();
  await buildIfStale();
  const [wapiti, sqlmap] = ['wapiti', 'sqlmap'].map((name) => findInPath([name]));
  if (!wapiti || !sqlmap) throw new ScriptError('This needs wapiti and sqlmap: apt-get install wapiti sqlmap.');
  const folder = mkdtempSync(join(tmpdir(), 'hub-scans-'));
  // PostgreSQL does not run as root; its own account passes through here.
  chmodSync(folder, 0o711);
  const hub = await startHub(folder);
  try {
    const cookie = await signIn(hub);
    const queries = apiQueries(hub.api);
    console.log(`${queries.length} addresses of the API with their queries.`);
    const key = `Authorization: Bearer ${hub.key}`;
    const session = `Cookie: ${cookie}`;
    const found = [
      ...(await scan(wapiti, folder, 'pages', `${hub.api}/console/`, 'folder', [session, 'X-Liaison-Hub: person'])),
      ...(await scan(wapiti, folder, 'api-key', `${hub.api}/v1/me`, 'domain', [key], queries)),
      ...(await scan(wapiti, folder, 'api-session', `${hub.api}/v1/me`, 'domain', [session], queries)),
      ...(await injections(sqlmap, folder, queries, key)),
    ];
    const new_ = found.filter(({ what }) => !EXPLAINED.has(what));
    for (const { by, what, where } of found)
      console.log(`${EXPLAINED.has(what) ? 'explained' : 'NEW'}: ${by}: ${what}: ${where}`);
    const { status } = await fetch(`${hub.api}/health/ready`);
    if (status !== 200) throw new ScriptError('The hub is not well after the scans.');
    const faults = hub.output().match(/"status":5\d\d/g)?.length ?? 0;
    console.log(
      `${found.length} findings, ${new_.length} of them not explained; ${faults} answers of 5xx were logged.`,
    );
    return new_.length === 0 && faults === 0 ? 0 : 1;
  } finally {
    hub.process.kill('SIGTERM');
    await hub.ended;
    rmSync(folder, { recursive: true, force: true });
  }
});

async function startHub(folder) {
  const dataDir = join(folder, 'data');
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--port', '0', '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'exit');
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (child.exitCode !== null || Date.now() > until) throw new ScriptError(`The hub did not start:\n\n${output}`);
    const [, password] = /officer@iom\.example\s+(\S+)/.exec(output) ?? [];
    if (password) {
      const { api, bodies } = JSON.parse(readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8'));
      return { process: child, ended, api, key: bodies.iom.apiKey, password, output: () => output };
    }
    await wait(200);
  }
}

async function signIn({ api, password }) {
  const answer = await fetch(`${api}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-liaison-hub': 'person' },
    body: JSON.stringify({ organisation: 'iom', email: 'officer@iom.example', password }),
  });
  if (answer.status !== 201) throw new ScriptError(`The sign-in was answered with ${answer.status}.`);
  return answer.headers.getSetCookie()[0].split(';')[0];
}

/** Each GET that has a query, with a value for every member of it; ids in the path are nobody's. */
function apiQueries(api) {
  const { paths } = JSON.parse(readFileSync(join(root, 'apps/api/openapi.json'), 'utf8'));
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const members = (get?.parameters ?? []).filter((one) => one.in === 'query' && one.name !== 'wait');
    if (members.length === 0) return [];
    const query = members.map(({ name, schema }) => `${name}=${encodeURIComponent(valueFor(schema))}`).join('&');
    return [`${api}${path.replaceAll(/\{[^}]+\}/g, () => randomUUID())}?${query}`];
  });
}

function valueFor({ enum: choices, type, format, minimum, default: usual } = {}) {
  if (choices) return choices[0];
  if (usual !== undefined) return usual;
  if (format === 'uuid') return randomUUID();
  if (format === 'date') return '2026-01-20';
  if (format === 'date-time') return '2026-01-20T00:00:00Z';
  if (type === 'integer' || type === 'number') return minimum ?? 1;
  return type === 'boolean' ? 'true' : 'afghanistan';
}

/** One scan of wapiti's. @returns what it found. */
async function scan(wapiti, folder, name, url, scope, headers, more = []) {
  console.log(`\nwapiti: ${name} ...`);
  const report = join(folder, `${name}.json`);
  const store = join(folder, `${name}-session`);
  mkdirSync(store);
  const args = [
    ...['-u', url, '--scope', scope, '-m', MODULES, '--max-attack-time', String(ATTACK_SECONDS)],
    ...['--max-scan-time', '120', '--store-session', store, '--store-config', store, '--no-bugreport'],
    ...['-v', '2', '-f', 'json', '-o', report, ...headers.flatMap((header) => ['-H', header])],
    ...more.flatMap((address) => ['-s', address]),
  ];
  const { code, said } = await heard(wapiti, args);
  if (code !== 0) throw new ScriptError(`wapiti ended with ${code}:\n${said.slice(-2_000)}`);
  const { vulnerabilities, anomalies } = JSON.parse(readFileSync(report, 'utf8'));
  const tried = said.match(/^.{0,8}(?:GET|POST|PUT) http/gm)?.length ?? 0;
  console.log(`wapiti: ${name}: ${tried} requests`);
  if (tried < more.length) throw new ScriptError(`wapiti asked too little:\n${said.slice(-2_000)}`);
  return Object.entries({ ...vulnerabilities, ...anomalies }).flatMap(([what, list]) =>
    list.map(({ method, path, parameter, info }) => ({
      by: `wapiti (${name})`,
      what: `${what}: ${info}`,
      where: `${method} ${path}${parameter ? ` in ${parameter}` : ''}`,
    })),
  );
}

/** What sqlmap can do in each member of each query. @returns what it found. */
async function injections(sqlmap, folder, queries, header) {
  console.log('\nsqlmap: each member of each query ...');
  const list = join(folder, 'addresses.txt');
  const output = join(folder, 'sqlmap');
  writeFileSync(list, queries.join('\n'));
  const results = join(folder, 'sqlmap.csv');
  const { code, said } = await heard(sqlmap, [
    ...['-m', list, '-H', header, '--batch', '--dbms', 'postgresql', '--technique', 'BEU', '--threads', '4'],
    ...['--ignore-code', '*', '--output-dir', output, '--results-file', results, '--disable-coloring'],
  ]);
  if (code !== 0) throw new ScriptError(`sqlmap ended with ${code}:\n${said.slice(-2_000)}`);
  const tested = said.match(/testing if GET parameter/g)?.length ?? 0;
  console.log(`sqlmap: ${tested} members tested`);
  if (tested < queries.length) throw new ScriptError(`sqlmap tested too little:\n${said.slice(-2_000)}`);
  return [...said.matchAll(/^Parameter: (.+)\n\s+Type: (.+)$/gm)].map(([, where, what]) => ({
    by: 'sqlmap',
    what,
    where,
  }));
}

/** Runs a program. @returns how it ended, and what it said on standard output. */
async function heard(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  const [code] = await once(child, 'close');
  return { code, said: Buffer.concat(said).toString() };
}
