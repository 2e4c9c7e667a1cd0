import { randomBytes } from 'node:crypto';
import { systemClock, type Clock } from '#kernel';
import { openVault, type KeyStore, type Vault } from '#vault';
import { cleanUpAfterwards, temporaryDirectory } from './servers';

export interface TestVault {
  readonly vault: Vault;
  readonly store: KeyStore;
  readonly storeDir: string;
  readonly keyRing: string;
}

/** A vault on a key store of its own, or on one that is there. */
export function openTestVault(
  { masterKey, keyStoreDir }: { readonly masterKey?: string; readonly keyStoreDir?: string } = {},
  clock: Clock = systemClock,
): TestVault {
  const storeDir = keyStoreDir ?? newStoreDir();
  const keyRing = masterKey ?? randomBytes(32).toString('base64');
  return { ...openVault({ storeDir, keyRing }, clock), storeDir, keyRing };
}

function newStoreDir(): string {
  const directory = temporaryDirectory('key-store');
  cleanUpAfterwards({ pids: [], directories: [directory] });
  return directory;
}
