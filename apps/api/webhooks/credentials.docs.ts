import { Documented } from '../http/answers';

const changed = {
  path: { id: 'Id of the webhook endpoint.' },
  status: 200,
  answer: 'The endpoint as changed: facts of the credential, never its secret part.',
  schema: 'WebhookEndpoint',
  etag: true,
  ifMatch: true,
  stepUp: true,
} as const;

export const SetClientCertificateDoc = (): MethodDecorator =>
  Documented({
    ...changed,
    operationId: 'setWebhookClientCertificate',
    summary: 'Give the hub a client certificate to show to your endpoint (mutual TLS)',
    description:
      'The certificate and its key are checked: they belong together, are valid now and for client authentication, and each certificate comes before its issuer. It replaces the one before.',
    problems: ['invalid_input'],
  });

export const RemoveClientCertificateDoc = (): MethodDecorator =>
  Documented({
    ...changed,
    operationId: 'removeWebhookClientCertificate',
    summary: 'Take the client certificate away',
    description: 'Harmless when there is none.',
  });

export const SetOAuth2ClientDoc = (): MethodDecorator =>
  Documented({
    ...changed,
    operationId: 'setWebhookTokenClient',
    summary: 'Give the hub an OAuth2 client, so that it brings an access token with each webhook',
    description:
      'The hub asks your token URL by the client credentials grant (RFC 6749, section 4.4), keeps the token until shortly before it ends, and asks for a new one when your endpoint answers 401. It replaces the client before.',
    problems: ['invalid_input', 'url_refused'],
  });

export const RemoveOAuth2ClientDoc = (): MethodDecorator =>
  Documented({
    ...changed,
    operationId: 'removeWebhookTokenClient',
    summary: 'Take the OAuth2 client away',
    description: 'Harmless when there is none.',
  });
