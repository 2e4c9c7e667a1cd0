import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

export interface OidcServer {
  close(): Promise<void>;
}

export interface OidcServerOptions {
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A certified OpenID provider, with one client and one account: whoever presses its button is that account. */
export async function startOidcServer(options: OidcServerOptions): Promise<OidcServer> {
  const { port, clientId, clientSecret, redirectUri, claims } = options;
  const accountId = 'account-1';
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    findAccount: () => ({ accountId, claims: () => ({ sub: accountId, ...claims }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  });
  const handle = provider.callback();
  const server = createServer((request, response) => {
    const interact = async (): Promise<void> => {
      if (request.method === 'GET') {
        response.setHeader('content-type', 'text/html');
        response.end('<form method="post"><button>Sign in as the fictitious account</button></form>');
        return;
      }
      const { prompt } = await provider.interactionDetails(request, response);
      if (prompt.name === 'login') {
        await provider.interactionFinished(request, response, { login: { accountId } });
        return;
      }
      const grant = new provider.Grant({ accountId, clientId });
      grant.addOIDCScope('openid email profile');
      await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
    };
    if (request.url?.startsWith('/interaction/') === true) void interact();
    else void handle(request, response);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
