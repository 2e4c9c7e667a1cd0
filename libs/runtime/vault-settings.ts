import type { VaultConfig } from '#config/vault.config';
import { parseKeyRing, type VaultSettings } from '#vault';

/** What is wrong with how keys are wrapped, beyond what each variable says by itself. */
export function vaultProblems(config: VaultConfig): string[] {
  const { masterKey, vaultUrl, tokenPath } = config;
  const problems: string[] = [];
  if (masterKey === undefined && vaultUrl === undefined)
    problems.push('HUB_MASTER_KEY is missing: without it, or VAULT_URL, nothing wraps the keys');
  if ((vaultUrl === undefined) !== (tokenPath === undefined))
    problems.push('VAULT_URL and VAULT_TOKEN_PATH go together: set both or neither');
  try {
    if (masterKey !== undefined) parseKeyRing(masterKey);
  } catch (error) {
    problems.push(`HUB_MASTER_KEY is wrong: ${error instanceof Error ? error.message : 'it cannot be read'}`);
  }
  return problems;
}

export function vaultSettings(config: VaultConfig): VaultSettings {
  const { vaultUrl, tokenPath } = config;
  return {
    storeDir: config.storeDir,
    keyRing: config.masterKey,
    ...(vaultUrl === undefined || tokenPath === undefined
      ? {}
      : {
          transit: {
            url: vaultUrl,
            mount: config.transitMount,
            key: config.transitName,
            tokenPath,
            deadlineMs: config.vaultDeadlineMs,
          },
        }),
  };
}
