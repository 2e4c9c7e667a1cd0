import { createHash } from 'node:crypto';
import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { ClientCertificate } from '#platform/http-client';
import type { Vault } from '#vault';
import type { ClientAuthMethod, CredentialKind } from '../endpoints/credentials';

/** What the hub shows to an endpoint that asks who it is. */
export interface LaneCredentials {
  readonly clientCertificate?: ClientCertificate;
  readonly oauth2?: OAuth2Credentials;
}

export interface OAuth2Credentials {
  /** New whenever the client was set anew: tokens are kept by it. */
  readonly id: Uuid;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authMethod: ClientAuthMethod;
  readonly scope: string | null;
  readonly audience: string | null;
}

export interface CredentialRow {
  readonly id: Uuid;
  readonly kind: CredentialKind;
  readonly facts: Omit<OAuth2Credentials, 'id' | 'clientSecret'>;
  readonly sealed: Buffer;
}

export function credentialRows(tx: Transaction, endpointId: Uuid): Promise<CredentialRow[]> {
  return tx.rows<CredentialRow>(
    `SELECT id, kind, facts, secret_sealed AS sealed FROM endpoint_credentials WHERE endpoint_id = $1`,
    [endpointId],
    'lane-credentials',
  );
}

export async function openCredentials(vault: Vault, rows: readonly CredentialRow[]): Promise<LaneCredentials> {
  const opened = await Promise.all(
    rows.map(async ({ id, kind, facts, sealed }): Promise<LaneCredentials> => {
      const secret = await vault.openAlone(sealed, { table: 'endpoint_credentials', id, field: 'secret' });
      if (kind === 'oauth2') return { oauth2: { ...facts, id, ...(secret as { clientSecret: string }) } };
      const { chain, privateKey } = secret as { chain: string; privateKey: string };
      return {
        clientCertificate: { fingerprint: createHash('sha256').update(chain).digest('hex'), chain, privateKey },
      };
    }),
  );
  return Object.assign({}, ...opened) as LaneCredentials;
}
