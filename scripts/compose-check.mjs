// `npm run compose:check`: whether docker-compose.yml is valid, and holds to the hub's own rules for production.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeProblems } from './lib/compose-rules.mjs';
import { capture, findInPath, root, script, ScriptError } from './lib/run.mjs';

const exampleEnv = 'config/production.env.example';

script(() => {
  const problems = composeProblems({
    compose: read('docker-compose.yml'),
    dockerfile: read('Dockerfile'),
    dockerignore: read('.dockerignore'),
    exampleEnv: read(exampleEnv),
    hubVariables: hubVariables(),
    apps: readdirSync(join(root, 'apps')),
  });
  if (problems.length > 0) {
    throw new ScriptError(
      `docker-compose.yml breaks rules of scripts/lib/compose-rules.mjs:\n- ${problems.join('\n- ')}`,
    );
  }
  console.log('docker-compose.yml holds to the rules of scripts/lib/compose-rules.mjs.');
  console.log(askDocker());
});

function askDocker() {
  const docker = findInPath(['docker', 'docker.exe']);
  if (docker === undefined || !capture(docker, ['compose', 'version']).ok) {
    return (
      '"docker compose" is not on this machine, so these rules and the schema of the Compose Specification were checked (dclint), not what Compose itself makes of it. To get it, ' +
      'install the docker-compose-plugin (or docker-compose-v2) package, or Docker Desktop, and run this again.'
    );
  }
  const { ok, stderr } = capture(docker, ['compose', '--env-file', exampleEnv, 'config', '--quiet'], { cwd: root });
  if (!ok) throw new ScriptError(`docker compose refuses docker-compose.yml:\n${stderr}`);
  return '"docker compose config" takes it.';
}

/** The variables that config classes are read from. */
function hubVariables() {
  return readdirSync(join(root, 'config'))
    .filter((name) => name.endsWith('.config.ts'))
    .flatMap((name) => [...read(join('config', name)).matchAll(/@Env\('(\w+)'\)/g)].map(([, variable]) => variable));
}

function read(path) {
  return readFileSync(join(root, path), 'utf8');
}
