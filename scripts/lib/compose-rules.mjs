// What the compose file must hold to, whatever tool reads it. Pure: texts in, problems out.
import { parse } from 'yaml';

/** Variables that are secrets: given as NAME_FILE, never by value. */
const SECRET_NAMES = /(?:PASSWORD|SECRET|TOKEN|KEY|DATABASE\w*_URL)$/;
const CREDENTIALS = /:\/\/[^/\s:@]*:[^/\s@]+@/;
/** Who may be reached from outside, and where. */
const PUBLISHED = /^127\.0\.0\.1:(?:\$\{\w+:-\d+\}|\d+):3000$/;
const ONE_SHOTS = ['no', 'on-failure'];

/**
 * @param {{compose: string, dockerfile: string, dockerignore: string, exampleEnv: string, hubVariables: readonly string[],
 *   apps: readonly string[]}} files
 * @returns {string[]} every breach, each with its place
 */
export function composeProblems({ compose, dockerfile, dockerignore, exampleEnv, hubVariables, apps }) {
  const document = parse(compose, { merge: true });
  const services = Object.entries(document.services ?? {});
  const image = { nonRoot: imageIsNonRoot(dockerfile), problems: imageProblems(dockerfile, dockerignore) };
  return [
    ...(services.length === 0 ? ['no services'] : []),
    ...image.problems,
    ...services.flatMap(([name, service]) =>
      [
        ...hardening(service, image.nonRoot),
        ...health(service),
        ...publishing(name, service),
        ...secrets(service, document.secrets ?? {}),
        ...queueServer(service),
        ...hubProcess(service, hubVariables, apps),
      ].map((problem) => `service ${name}: ${problem}`),
    ),
    ...unusedSecrets(services, document.secrets ?? {}),
    ...(CREDENTIALS.test(compose) ? ['an address in the file holds a password: give it as a secret file'] : []),
    ...(/postgres/.test(compose) && !services.some(([, service]) => isQueueServer(service))
      ? ['no service is the queue server (valkey or redis)']
      : []),
    ...variables(compose, exampleEnv),
  ];
}

function hardening(service, imageNonRoot) {
  const user = service.user === undefined ? undefined : String(service.user);
  const rootUser = user === undefined ? !(service.build && imageNonRoot) : /^(?:root|0)(?::|$)/.test(user);
  return [
    ...(rootUser ? ['runs as root: set user'] : []),
    ...(service.read_only === true ? [] : ['read_only is not true']),
    ...(service.cap_drop?.includes('ALL') ? [] : ['cap_drop does not hold ALL']),
    ...(service.cap_add?.length > 0 ? ['cap_add is set'] : []),
    ...(service.privileged === true ? ['privileged is set'] : []),
    ...(service.security_opt?.includes('no-new-privileges:true') ? [] : ['security_opt lacks no-new-privileges:true']),
    ...(service.network_mode === undefined ? [] : ['network_mode is set: name its networks']),
    ...(JSON.stringify(service.volumes ?? []).includes('docker.sock') ? ['mounts the socket of the engine'] : []),
    ...(service.build || /:[\w.${}:-]+$/.test(service.image ?? '') ? [] : ['image has no tag']),
    ...(/:latest$/.test(service.image ?? '') ? ['image is tagged latest: name a version'] : []),
  ];
}

function health(service) {
  const oneShot = ONE_SHOTS.includes(String(service.restart));
  if (oneShot) return [];
  return [
    ...(service.restart === undefined ? ['no restart policy'] : []),
    ...(service.healthcheck?.test && service.healthcheck.disable !== true ? [] : ['no health check']),
  ];
}

function publishing(name, service) {
  const ports = (service.ports ?? []).map((port) => (typeof port === 'string' ? port : JSON.stringify(port)));
  if (ports.length === 0) return [];
  if (name !== 'api') return ['publishes a port: only the api may'];
  return ports.every((port) => PUBLISHED.test(port)) ? [] : ['publishes beyond 127.0.0.1, or another port than 3000'];
}

function secrets(service, defined) {
  const granted = grantedTo(service);
  const environment = environmentOf(service);
  const named = [...new Set(JSON.stringify(environment).match(/\/run\/secrets\/[\w.-]+/g) ?? [])].map((path) =>
    path.slice('/run/secrets/'.length),
  );
  return [
    ...Object.entries(environment)
      .filter(([variable, value]) => SECRET_NAMES.test(variable) && value !== '' && value !== null)
      .map(([variable]) => `${variable} is given inline: use ${variable}_FILE and a secret`),
    ...named.filter((secret) => !granted.includes(secret)).map((secret) => `secret ${secret} is used and not granted`),
    ...granted.filter((secret) => !(secret in defined)).map((secret) => `secret ${secret} is granted and not defined`),
    ...granted
      .filter((secret) => secret in defined && typeof defined[secret]?.file !== 'string')
      .map((secret) => `secret ${secret} comes from no file`),
    ...(service.env_file === undefined ? [] : ['env_file is set: name each variable']),
  ];
}

function unusedSecrets(services, defined) {
  const granted = new Set(services.flatMap(([, service]) => grantedTo(service)));
  return Object.keys(defined)
    .filter((secret) => !granted.has(secret))
    .map((secret) => `secret ${secret} is granted to nobody`);
}

function queueServer(service) {
  if (!isQueueServer(service)) return [];
  const command = [service.command ?? []].flat().join(' ');
  return [
    ...(/--maxmemory-policy noeviction\b/.test(command) ? [] : ['--maxmemory-policy is not noeviction']),
    ...(/--appendonly yes\b/.test(command) ? [] : ['--appendonly is not yes']),
  ];
}

function hubProcess(service, hubVariables, apps) {
  if (!service.build) return [];
  const [, app] = /dist\/apps\/([\w-]+)\/main\.js/.exec([service.command ?? []].flat().join(' ')) ?? [];
  const known = new Set([...hubVariables, ...hubVariables.map((variable) => `${variable}_FILE`)]);
  return [
    ...(app === undefined ? ['the command names no app'] : apps.includes(app) ? [] : [`there is no app ${app}`]),
    ...Object.keys(environmentOf(service))
      .filter((variable) => !known.has(variable))
      .map((variable) => `the hub reads no variable ${variable}`),
  ];
}

function variables(compose, exampleEnv) {
  const used = new Set([...compose.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, variable]) => variable));
  const explained = new Set([...exampleEnv.matchAll(/^(\w+)=/gm)].map(([, variable]) => variable));
  return [
    ...[...used].filter((name) => !explained.has(name)).map((name) => `the example environment lacks ${name}`),
    ...[...explained]
      .filter((name) => !used.has(name))
      .map((name) => `the example environment has ${name}, which the compose file does not use`),
    ...[...explained]
      .filter((name) => SECRET_NAMES.test(name))
      .map((name) => `the example environment holds a secret: ${name}`),
  ];
}

function imageProblems(dockerfile, dockerignore) {
  const ignored = dockerignore.split('\n').map((line) => line.trim());
  return [
    ...(imageIsNonRoot(dockerfile) ? [] : ['Dockerfile: the last USER is root, or there is none']),
    ...(/^HEALTHCHECK /m.test(dockerfile) ? [] : ['Dockerfile: no HEALTHCHECK']),
    ...(/^FROM \S+:latest\b/m.test(dockerfile) ? ['Dockerfile: builds on a latest tag'] : []),
    ...(ignored.includes('*') ? [] : ['.dockerignore: does not begin by leaving everything out']),
  ];
}

function imageIsNonRoot(dockerfile) {
  const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  const user = [...lastStage.matchAll(/^USER (\S+)/gm)].at(-1)?.[1];
  return user !== undefined && !/^(?:root|0)(?::|$)/.test(user);
}

function isQueueServer(service) {
  return /(?:valkey|redis)[^/]*$/.test(service.image ?? '');
}

function grantedTo(service) {
  return (service.secrets ?? []).map((secret) => (typeof secret === 'string' ? secret : secret.source));
}

function environmentOf(service) {
  const { environment = {} } = service;
  if (!Array.isArray(environment)) return environment;
  return Object.fromEntries(environment.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]));
}
