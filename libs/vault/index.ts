export { localKeyProvider, type KeyProvider } from './key-provider';
export { Vault, type DataKey, type SealedPlace } from './vault';
