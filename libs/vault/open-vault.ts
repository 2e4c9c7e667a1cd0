import type { Clock } from '#kernel';
import { wrappingBy, type KeyProvider } from './keys/key-provider';
import { parseKeyRing, type KeyRing } from './keys/key-ring';
import { ringProvider } from './keys/ring-provider';
import { transitProvider, type TransitOptions } from './keys/transit-provider';
import { KeyStore } from './store/key-store';
import { Vault } from './vault';

export interface VaultSettings {
  /** The key ring as it is written, or a single key. With a key service it only opens what it wrapped before. */
  readonly keyRing?: string | undefined;
  readonly transit?: TransitOptions | undefined;
  /** The directory of the key store, which every process of the hub shares. */
  readonly storeDir: string;
}

/** The vault and the key store under it, as configuration says. @throws Error when neither a ring nor a service is given. */
export function openVault(settings: VaultSettings, clock: Clock): { readonly vault: Vault; readonly store: KeyStore } {
  const ring = settings.keyRing === undefined ? undefined : parseKeyRing(settings.keyRing);
  const provider = providerOf(ring, settings.transit, clock);
  const store = new KeyStore(settings.storeDir, provider, ring?.find(({ version }) => version === 1)?.key);
  return { vault: new Vault(store, provider), store };
}

function providerOf(ring: KeyRing | undefined, transit: TransitOptions | undefined, clock: Clock): KeyProvider {
  const inFile = ring && ringProvider(ring, clock);
  if (transit) return wrappingBy(transitProvider(transit), inFile ? [inFile] : []);
  if (!inFile) throw new Error('neither a key ring nor a key service is configured');
  return inFile;
}
