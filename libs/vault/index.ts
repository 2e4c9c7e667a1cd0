export { parseKeyRing, withNewVersion, withoutVersion, writeKeyRing, type KeyRing } from './keys/key-ring';
export { transitProvider, type TransitOptions } from './keys/transit-provider';
export { openVault, type VaultSettings } from './open-vault';
export { KeyStore, type KeyringStanding } from './store/key-store';
export { Vault, type DataKey, type SealedPlace } from './vault';
