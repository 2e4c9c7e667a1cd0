import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { parseKeyRing, writeKeyRing, type KeyRing } from '#vault';

/**
 * Changes the key ring in a file: the secret by itself, or the `masterKey` of a data directory's hub-secrets.json. A kill in
 * between leaves the ring that was.
 *
 * @returns the ring as it is now
 */
export function changeRingFile(path: string, change: (ring: KeyRing) => KeyRing): KeyRing {
  const text = readFileSync(path, 'utf8');
  const secrets = secretsOf(text);
  const ring = change(parseKeyRing(secrets ? secrets.masterKey : text));
  const written = secrets ? JSON.stringify({ ...secrets, masterKey: writeKeyRing(ring) }, null, 2) : writeKeyRing(ring);
  const draft = `${path}.new`;
  writeFileSync(draft, `${written}\n`, { mode: statSync(path).mode });
  renameSync(draft, path);
  return ring;
}

function secretsOf(text: string): { readonly masterKey: string } | undefined {
  try {
    const parsed = JSON.parse(text) as { masterKey?: unknown } | null;
    return typeof parsed?.masterKey === 'string' ? { ...parsed, masterKey: parsed.masterKey } : undefined;
  } catch {
    return undefined;
  }
}
