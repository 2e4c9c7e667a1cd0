import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonWebKey } from 'node:crypto';

/** What an independent implementation finds in a JWE. */
export interface OpenedJwe {
  readonly header: Readonly<Record<string, unknown>>;
  readonly plaintext: string;
}

const OPEN = `
import json, sys
from jwcrypto import jwe, jwk
given = json.load(sys.stdin)
token = jwe.JWE()
token.deserialize(given["jwe"], key=jwk.JWK(**given["key"]))
print(json.dumps({"header": token.jose_header, "plaintext": token.payload.decode("utf-8")}))`;

/** Opens a compact JWE with Python's jwcrypto. @throws Error when it does not open. */
export function openWithJwcrypto(jwe: string, key: JsonWebKey): OpenedJwe {
  const run = spawnSync(pythonWithJwcrypto(), ['-c', OPEN], { input: JSON.stringify({ jwe, key }), encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`jwcrypto did not open it: ${run.error?.message ?? run.stderr}`);
  return JSON.parse(run.stdout) as OpenedJwe;
}

/** `JWCRYPTO_PYTHON`, which `npm test` sets; else what it provisioned before; else the system's. */
function pythonWithJwcrypto(): string {
  const given = process.env['JWCRYPTO_PYTHON'];
  if (given !== undefined && given !== '') return given;
  const candidates = [resolve('.hub/tools/jwcrypto/python3'), '/usr/bin/python3'].filter((path) => existsSync(path));
  const found = [...candidates, 'python3'].find((path) => spawnSync(path, ['-c', 'import jwcrypto.jwe']).status === 0);
  if (found === undefined)
    throw new Error(
      'No Python with jwcrypto here: `npm test` fetches one (Debian: `apt-get install python3-jwcrypto`), or set JWCRYPTO_PYTHON.',
    );
  return found;
}
