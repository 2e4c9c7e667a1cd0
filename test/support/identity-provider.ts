import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair, type JWTPayload } from 'jose';

/** How the next ID token is made; what is left out is as it should be. */
export interface Misbehaviour {
  readonly claims?: JWTPayload;
  readonly without?: readonly string[];
  readonly unsigned?: boolean;
  readonly foreignKey?: boolean;
}

/** An identity provider that can be told to lie. Each code is good once, and only with its PKCE verifier. */
export class IdentityProvider {
  next: Misbehaviour = {};
  private readonly codes = new Map<string, { readonly challenge: string; readonly nonce: string }>();

  private constructor(
    readonly issuer: string,
    readonly close: () => Promise<void>,
  ) {}

  static async open(clientId: string): Promise<IdentityProvider> {
    const [own, foreign] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
    const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new IdentityProvider(issuer, async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    });
    const tokenFor = async (nonce: string): Promise<string> => {
      const { claims, without = [], unsigned, foreignKey } = provider.next;
      const now = Math.floor(Date.now() / 1_000);
      const all: JWTPayload = {
        ...{ iss: issuer, aud: clientId, sub: 'subject-1', nonce, iat: now, exp: now + 300 },
        ...{ email: 'someone@iom.example', email_verified: true, name: 'Someone', groups: ['officers'] },
        ...claims,
      };
      const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
      if (unsigned === true) return new UnsecuredJWT(kept).encode();
      const key = foreignKey === true ? foreign.privateKey : own.privateKey;
      return new SignJWT(kept).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(key);
    };
    server.on('request', (request, response) => {
      const answer = async (): Promise<[number, object]> => {
        switch (request.url) {
          case '/.well-known/openid-configuration':
            return [
              200,
              {
                issuer,
                authorization_endpoint: `${issuer}/authorize`,
                token_endpoint: `${issuer}/token`,
                jwks_uri: `${issuer}/jwks`,
                response_types_supported: ['code'],
                subject_types_supported: ['public'],
                id_token_signing_alg_values_supported: ['RS256'],
              },
            ];
          case '/jwks':
            return [200, { keys: [jwk] }];
          default: {
            const form = new URLSearchParams(await textOf(request));
            const code = form.get('code') ?? '';
            const known = provider.codes.get(code);
            provider.codes.delete(code);
            const verifier = createHash('sha256')
              .update(form.get('code_verifier') ?? '')
              .digest('base64url');
            if (known?.challenge !== verifier) return [400, { error: 'invalid_grant' }];
            return [200, { access_token: 'unused', token_type: 'Bearer', id_token: await tokenFor(known.nonce) }];
          }
        }
      };
      void answer().then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    return provider;
  }

  /** What the provider does when somebody signs in there: the query with which it sends the browser back. */
  consent(authorizationUrl: string): string {
    const asked = new URL(authorizationUrl).searchParams;
    const code = createHash('sha256').update(authorizationUrl).digest('hex');
    this.codes.set(code, { challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') ?? '' });
    return new URLSearchParams({ code, state: asked.get('state') ?? '' }).toString();
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
