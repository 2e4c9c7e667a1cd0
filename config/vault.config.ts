import { Type } from 'class-transformer';
import { IsInt, IsNotEmpty, IsOptional, IsUrl, Matches, Max, Min } from 'class-validator';
import { Env } from './load-config';

const MASTER_KEY = /^(?:[A-Za-z0-9+/]{43}=|\{[\s\S]*\})$/;

/** Where the keys of what the record holds lie, and what wraps them: a key ring, or HashiCorp Vault's transit engine. */
export class VaultConfig {
  /**
   * The directory of the key store, shared by every process of the hub, and no part of the database's backups. Losing it
   * loses all content.
   */
  @Env('KEY_STORE_DIR')
  @IsNotEmpty({ message: '$property must name the directory of the key store' })
  storeDir: string;

  /**
   * 32 random bytes in base64 (`openssl rand -base64 32`), or a key ring as `hub keyring rotate` writes it. Give it as a
   * file: HUB_MASTER_KEY_FILE. Beside a key service it only opens what it wrapped before.
   */
  @Env('HUB_MASTER_KEY')
  @IsOptional()
  @Matches(MASTER_KEY, { message: '$property must be 32 bytes in base64 (openssl rand -base64 32), or a key ring' })
  masterKey?: string;

  /** Where Vault answers. */
  @Env('VAULT_URL')
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  vaultUrl?: string;

  /** Where its transit engine is mounted. */
  @Env('VAULT_TRANSIT_MOUNT')
  @IsNotEmpty()
  transitMount = 'transit';

  /** The name of the key in it, of type aes256-gcm96. */
  @Env('VAULT_TRANSIT_NAME')
  @IsNotEmpty()
  transitName = 'liaison-hub';

  /** The path of the file with the token. It is read at each request: an agent may renew it. */
  @Env('VAULT_TOKEN_PATH')
  @IsOptional()
  tokenPath?: string;

  /** One deadline for a request to Vault, milliseconds. */
  @Env('VAULT_DEADLINE_MS')
  @Type(() => Number)
  @IsInt()
  @Min(100)
  @Max(30_000)
  vaultDeadlineMs = 5_000;
}
