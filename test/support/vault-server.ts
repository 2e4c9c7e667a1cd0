import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A server that speaks what HashiCorp Vault's API documents of its transit engine, for keys of type aes256-gcm96. */
export interface VaultServer {
  readonly url: string;
  /** The only token that it takes. */
  token: string;
  /** How it misbehaves, if it does. */
  fault: 'none' | 'silent' | 'sealed' | 'moved';
  /** What was asked, without the bodies. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const MOUNT = '/v1/transit';

export async function startVaultServer(keyName: string): Promise<VaultServer> {
  const versions: Buffer[] = [randomBytes(32)];
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self: VaultServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: `hvs.${randomBytes(12).toString('hex')}`,
    fault: 'none',
    asked: [],
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const said = (status: number, body?: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body && JSON.stringify(body));
    };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = `${request.method ?? ''} ${request.url ?? ''}`;
    self.asked.push(path);
    if (self.fault === 'silent') return;
    if (self.fault === 'sealed') {
      said(503, { errors: ['Vault is sealed'] });
      return;
    }
    if (self.fault === 'moved') {
      response.writeHead(307, { location: 'http://127.0.0.1:9/' });
      response.end();
      return;
    }
    if (request.headers['x-vault-token'] !== self.token) {
      said(403, { errors: ['permission denied'] });
      return;
    }
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, string>;
    switch (path) {
      case `GET ${MOUNT}/keys/${keyName}`:
        said(200, { data: { name: keyName, type: 'aes256-gcm96', latest_version: versions.length } });
        return;
      case `POST ${MOUNT}/keys/${keyName}/rotate`:
        versions.push(randomBytes(32));
        said(204);
        return;
      case `POST ${MOUNT}/encrypt/${keyName}`: {
        const nonce = randomBytes(12);
        const cipher = createCipheriv('aes-256-gcm', versions.at(-1) ?? '', nonce);
        cipher.setAAD(Buffer.from(body['associated_data'] ?? '', 'base64'));
        const sealed = Buffer.concat([nonce, cipher.update(body['plaintext'] ?? '', 'base64'), cipher.final()]);
        const text = Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64');
        said(200, { data: { ciphertext: `vault:v${versions.length}:${text}`, key_version: versions.length } });
        return;
      }
      case `POST ${MOUNT}/decrypt/${keyName}`: {
        const [, version = '', text = ''] = /^vault:v(\d+):(.+)$/.exec(body['ciphertext'] ?? '') ?? [];
        const bytes = Buffer.from(text, 'base64');
        try {
          const decipher = createDecipheriv('aes-256-gcm', versions[Number(version) - 1] ?? '', bytes.subarray(0, 12));
          decipher.setAAD(Buffer.from(body['associated_data'] ?? '', 'base64'));
          decipher.setAuthTag(bytes.subarray(-16));
          const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
          said(200, { data: { plaintext: plain.toString('base64') } });
        } catch {
          said(400, { errors: ['cipher: message authentication failed'] });
        }
        return;
      }
      default:
        said(404, { errors: [] });
    }
  }
  return self;
}
