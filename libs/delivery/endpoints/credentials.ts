import { staleVersion, uuidv7, type Uuid } from '#kernel';
import { noteEndpoint, ownEndpoint, type EndpointTools } from './endpoints';
import type { EndpointView } from './endpoint.store';
import { readClientCertificate } from './read-client-certificate';

export type CredentialKind = 'client_certificate' | 'oauth2';
export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post';

/** An OAuth2 client for the client credentials grant (RFC 6749 §4.4) at a receiver's authorization server. */
export interface OAuth2Client {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authMethod: ClientAuthMethod;
  readonly scope?: string;
  readonly audience?: string;
}

interface Credential {
  readonly kind: CredentialKind;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly secret: Readonly<Record<string, string>>;
}

/** @throws HubError `invalid_input` for what no receiver could take, `stale_version`, `not_found`. */
export async function setClientCertificate(
  tools: EndpointTools,
  id: Uuid,
  expectedVersion: number,
  given: { readonly certificate: string; readonly privateKey: string },
): Promise<EndpointView> {
  const { chain, privateKey, facts } = readClientCertificate(given.certificate, given.privateKey, tools.clock.now());
  return setCredential(tools, id, expectedVersion, {
    kind: 'client_certificate',
    facts: { ...facts },
    secret: { chain, privateKey },
  });
}

/** @throws HubError `url_refused` for a token URL that the hub may not reach, `stale_version`, `not_found`. */
export async function setOAuth2Client(
  tools: EndpointTools,
  id: Uuid,
  expectedVersion: number,
  { tokenUrl, clientId, clientSecret, authMethod, scope, audience }: OAuth2Client,
): Promise<EndpointView> {
  tools.sender.checkUrl(tokenUrl);
  return setCredential(tools, id, expectedVersion, {
    kind: 'oauth2',
    facts: { tokenUrl, clientId, authMethod, scope: scope ?? null, audience: audience ?? null },
    secret: { clientSecret },
  });
}

/** Takes a credential away; harmless when there is none. @throws HubError `stale_version`, `not_found`. */
export async function removeCredential(
  tools: EndpointTools,
  id: Uuid,
  expectedVersion: number,
  kind: CredentialKind,
): Promise<EndpointView> {
  await nextVersion(tools, id, expectedVersion);
  if ((await drop(tools, id, kind)) > 0) await noteEndpoint(tools, 'endpoint.credential_removed', id, { kind });
  return ownEndpoint(tools, id);
}

async function setCredential(
  tools: EndpointTools,
  endpointId: Uuid,
  expectedVersion: number,
  { kind, facts, secret }: Credential,
): Promise<EndpointView> {
  await nextVersion(tools, endpointId, expectedVersion);
  await drop(tools, endpointId, kind);
  const id = uuidv7();
  const now = tools.clock.now();
  const sealed = await tools.vault.sealAlone(secret, { table: 'endpoint_credentials', id, field: 'secret' });
  await tools.tx.execute(
    `INSERT INTO endpoint_credentials (id, endpoint_id, organisation_id, kind, facts, secret_sealed, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, endpointId, tools.organisationId, kind, JSON.stringify({ ...facts, setAt: now.toISOString() }), sealed, now],
  );
  await noteEndpoint(tools, 'endpoint.credential_set', endpointId, { kind });
  return ownEndpoint(tools, endpointId);
}

/** The endpoint's row is locked by it, so that two changes follow one another. */
async function nextVersion(tools: EndpointTools, id: Uuid, expectedVersion: number): Promise<void> {
  const before = await ownEndpoint(tools, id);
  const changed = await tools.tx.execute(
    `UPDATE webhook_endpoints SET version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2`,
    [id, expectedVersion, tools.clock.now()],
  );
  if (changed === 0) throw staleVersion(before.version);
}

function drop(tools: EndpointTools, id: Uuid, kind: CredentialKind): Promise<number> {
  return tools.tx.execute(`DELETE FROM endpoint_credentials WHERE endpoint_id = $1 AND kind = $2`, [id, kind]);
}
