import { Matches } from 'class-validator';
import { Env } from './load-config';

/** The key that wraps every record's data key. Give it as a file: HUB_MASTER_KEY_FILE. */
export class VaultConfig {
  /** 32 random bytes in base64 (`openssl rand -base64 32`). Losing it loses all content; leaking it leaks all. */
  @Env('HUB_MASTER_KEY')
  @Matches(/^[A-Za-z0-9+/]{43}=$/, { message: '$property must be 32 bytes in base64 (openssl rand -base64 32)' })
  masterKey: string;
}
