import { Documented } from '../http/answers';

export const RegisterOAuthClientDoc = (): MethodDecorator =>
  Documented({
    operationId: 'registerOAuthClient',
    summary: 'Register a system that signs in with a key pair of its own',
    description:
      'The stronger choice beside API keys: the private key never leaves your system. It signs an assertion, and gets an ' +
      'access token for ten minutes at `POST /oauth/token` (`private_key_jwt`, RFC 7523; see ' +
      '`/.well-known/oauth-authorization-server`). You cannot give it more than your own roles allow.',
    status: 201,
    answer: 'The client. Its `id` is the `client_id`.',
    schema: 'OAuthClient',
    idempotent: true,
    location: true,
    problems: ['invalid_input', 'illegal_transition'],
  });

export const ListOAuthClientsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listOAuthClients',
    summary: "List your body's OAuth clients, newest first",
    status: 200,
    answer: 'The clients that there ever were.',
    schema: 'OAuthClient',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadOAuthClientDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getOAuthClient',
    summary: 'Read one OAuth client',
    path: { id: 'The `client_id`.' },
    status: 200,
    answer: 'The client.',
    schema: 'OAuthClient',
  });

export const ReplaceClientKeysDoc = (): MethodDecorator =>
  Documented({
    operationId: 'replaceOAuthClientKeys',
    summary: 'Replace the public keys of an OAuth client',
    description: 'Send the new key beside the old one, change your system over, then send the new one alone.',
    path: { id: 'The `client_id`.' },
    status: 200,
    answer: 'The client as changed.',
    schema: 'OAuthClient',
    idempotent: true,
    problems: ['invalid_input', 'illegal_transition'],
  });

export const RevokeOAuthClientDoc = (): MethodDecorator =>
  Documented({
    operationId: 'revokeOAuthClient',
    summary: 'End an OAuth client: its tokens are refused from the next request on',
    description: 'Harmless when it was revoked before.',
    path: { id: 'The `client_id`.' },
    status: 200,
    answer: 'The client as revoked.',
    schema: 'OAuthClient',
    idempotent: true,
  });
