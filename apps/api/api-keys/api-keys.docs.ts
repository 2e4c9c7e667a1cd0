import { Documented } from '../http/answers';

export const CreateApiKeyDoc = (): MethodDecorator =>
  Documented({
    operationId: 'createApiKey',
    summary: 'Make an API key for one of your systems',
    description:
      'The answer shows the key once; the hub keeps a hash of it. A key does no more than its scopes say, and you cannot ' +
      'give it more than your own roles allow. Make one for each system, so that one can be revoked without the others.',
    status: 201,
    answer: 'The key with its secret.',
    schema: 'NewApiKey',
    idempotent: true,
    location: true,
    problems: ['invalid_input', 'illegal_transition'],
  });

export const ListApiKeysDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listApiKeys',
    summary: "List your body's API keys, newest first",
    status: 200,
    answer: 'The keys that there ever were, without their secrets.',
    schema: 'ApiKey',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadApiKeyDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getApiKey',
    summary: 'Read one API key',
    path: { id: 'Id of the key.' },
    status: 200,
    answer: 'The key, without its secret.',
    schema: 'ApiKey',
  });

export const RotateApiKeyDoc = (): MethodDecorator =>
  Documented({
    operationId: 'rotateApiKey',
    summary: 'Make a key in the place of another; both are good for a while',
    description:
      'The new key may do the same, from the same addresses, for as long as the old one was given. The old one ends after ' +
      'the overlap, and is answered with `credential_replaced` then.',
    path: { id: 'Id of the key to be replaced.' },
    status: 200,
    answer: 'The new key with its secret, and when the old one ends.',
    schema: 'RotatedApiKey',
    idempotent: true,
    problems: ['invalid_input', 'illegal_transition'],
  });

export const RevokeApiKeyDoc = (): MethodDecorator =>
  Documented({
    operationId: 'revokeApiKey',
    summary: 'End an API key: its next request is refused',
    description: 'Harmless when it was revoked before. A key that took its place goes on.',
    path: { id: 'Id of the key.' },
    status: 200,
    answer: 'The key as revoked.',
    schema: 'ApiKey',
    idempotent: true,
  });
