import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What this installation keeps to itself: made once, in a file that only its user reads. */
export interface LocalSecrets {
  readonly masterKey: string;
  readonly apiPassword: string;
  readonly workerPassword: string;
  readonly queuePassword: string;
  /** Signs the checkpoints of the evidence. */
  readonly evidenceKey: string;
}

/**
 * The secrets of a data directory; made on first use.
 *
 * @throws Error when the file is damaged: a new master key would make every record unreadable.
 */
export function localSecrets(dataDir: string): LocalSecrets {
  const file = join(dataDir, 'hub-secrets.json');
  if (!existsSync(file)) {
    const password = (): string => randomBytes(24).toString('base64url');
    writePrivate(file, {
      masterKey: newKey(),
      apiPassword: password(),
      workerPassword: password(),
      queuePassword: password(),
      evidenceKey: newKey(),
    });
  }
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalSecrets>;
  const { masterKey, apiPassword, workerPassword, queuePassword, evidenceKey } = kept;
  if (!masterKey || !apiPassword || !workerPassword || !queuePassword)
    throw new Error(
      'hub-secrets.json in the data directory is damaged. Restore it from a backup: without its master key nothing can be read.',
    );
  if (evidenceKey === undefined) {
    // Made by a hub that did not sign its evidence yet.
    writePrivate(file, { ...kept, evidenceKey: newKey() });
    return localSecrets(dataDir);
  }
  return { masterKey, apiPassword, workerPassword, queuePassword, evidenceKey };
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}

/** Writes JSON that only this user reads; a kill in the middle leaves the old file or none. */
export function writePrivate(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
