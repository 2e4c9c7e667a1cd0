import { fictitiousCase } from '#test/fictitious';

/** Records that belong to the owner alone; what another caller finds under their ids is nothing. */
export type RecordName =
  | 'referral'
  | 'draft'
  | 'received'
  | 'consent'
  | 'exception'
  | 'endpoint'
  | 'delivery'
  | 'attachment'
  | 'key'
  | 'client';

export interface MatrixExample {
  /** What stands in the path, in the order of its parameters: a record of the owner, or a text as it is. */
  readonly path?: readonly (RecordName | { readonly text: string })[];
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body that the route takes, so that no refusal is the body's. */
  readonly body?: unknown;
  readonly form?: true;
}

const operation = 'afghanistan';
const page = { operation, limit: '10' };
const version = { 'If-Match': '"1"' };
const note = { note: 'Exercise.' };
const at = (...path: NonNullable<MatrixExample['path']>): MatrixExample => ({ path });
const send = (body: unknown, ...path: NonNullable<MatrixExample['path']>): MatrixExample => ({ path, body });
const key = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', kid: 'a' };
const system = { name: 'matrix', scopes: ['inbox:read'] };
const url = 'http://127.0.0.1:18099/webhooks';

/** One request for each operation of the API. A new operation needs a line here: without it the matrix fails. */
export const EXAMPLES: Readonly<Record<string, MatrixExample>> = {
  getWebhookJwks: {},
  getLiveness: {},
  getReadiness: {},
  listEventTypes: {},
  getMe: {},
  followEvents: {},

  listApiKeys: {},
  createApiKey: send(system),
  getApiKey: at('key'),
  revokeApiKey: at('key'),
  rotateApiKey: send({ overlapHours: 1 }, 'key'),
  listOAuthClients: {},
  registerOAuthClient: send({ ...system, jwks: { keys: [key] } }),
  getOAuthClient: at('client'),
  replaceOAuthClientKeys: send({ jwks: { keys: [key] } }, 'client'),
  revokeOAuthClient: at('client'),

  listAgendaRequests: { query: { operation } },
  listAgreements: { query: { operation } },
  listCapacities: { query: { operation } },
  listMessageKinds: {},
  listOperations: {},
  listOrganisations: {},
  getRoutingRules: { query: { operation } },
  getRoutingRulesVersion: at({ text: operation }, { text: '1' }),
  explainRouting: send({ operation, facts: { services: ['legal'] } }),
  previewRoutingRules: send({ operation, definition: 'id: afghanistan' }),
  listEvidence: { query: { subject: '01980000-0000-7000-8000-000000000001' } },
  getAcknowledgementFigures: { query: { operation } },

  listConsents: { query: page },
  recordConsent: send({ operation, caseCode: 'FICTION-1', given: 'yes', grants: [{ purposes: ['assistance'] }] }),
  getConsent: at('consent'),
  withdrawConsentRecord: send(note, 'consent'),
  listExceptions: {},
  requestException: send(
    { recipient: 'unhcr', reason: 'Exercise: a life is at risk.', expiresAt: new Date(Date.now() + 86_400_000) },
    'draft',
  ),
  getException: at('exception'),
  approveException: send(note, 'exception'),
  refuseException: send(note, 'exception'),
  revokeException: at('exception'),

  listInbox: { query: { after: '0' } },
  exportInbox: { query: { format: 'csv', operation } },
  getInboxItem: at('received'),
  getInboxItemAsEdxl: at('received'),
  getInboxItemAsFhir: at('received'),
  listReceivedAttachments: at('received'),
  downloadReceivedAttachment: at('received', 'attachment'),
  acknowledgeInboxItem: at('received'),
  decideInboxItem: send({ decision: 'declined', reason: 'capacity' }, 'received'),
  progressInboxItem: send({ state: 'completed', outcome: 'services_provided' }, 'received'),
  confirmCancel: at('received'),
  confirmRecall: at('received'),
  referOnward: send({ to: ['unhcr'] }, 'received'),
  reopenReceived: send(note, 'received'),

  listMessages: { query: page },
  sendMessage: send({
    operation,
    kind: 'capacity-update',
    body: { services: [{ service: 'shelter', status: 'open', places: 12 }] },
  }),
  getMessage: at('referral'),
  getThread: at('referral'),
  getMessageTimeline: at('referral'),
  previewMessage: at('draft'),
  submitMessage: at('draft'),
  cancelMessage: send(note, 'referral'),
  listAttachments: at('draft'),
  addAttachment: { path: ['draft'], form: true },
  downloadAttachment: at('draft', 'attachment'),
  removeAttachment: at('draft', 'attachment'),

  listReferrals: { query: page },
  createReferral: send({ operation, body: fictitiousCase() }),
  exportReferrals: { query: { format: 'csv', operation } },
  importReferrals: { form: true },
  getReferral: at('referral'),
  getReferralAsEdxl: at('referral'),
  getReferralAsFhir: at('referral'),
  getReferralTimeline: at('referral'),
  suggestRecipients: at('referral'),
  previewReferral: at('draft'),
  submitReferral: at('draft'),
  enterReferralInError: at('draft'),
  changeReferral: { path: ['draft'], headers: version, body: { priority: 'urgent' } },
  cancelReferral: send(note, 'referral'),
  closeReferral: send(note, 'referral'),
  reopenReferral: send(note, 'referral'),
  rerouteReferral: send({ to: ['unhcr'] }, 'referral'),
  withdrawConsent: send(note, 'referral'),

  listWebhookEndpoints: {},
  createWebhookEndpoint: send({ url, state: 'paused' }),
  getWebhookEndpoint: at('endpoint'),
  changeWebhookEndpoint: { path: ['endpoint'], headers: version, body: { state: 'paused' } },
  deleteWebhookEndpoint: at('endpoint'),
  getWebhookEndpointHealth: at('endpoint'),
  listWebhookAttempts: at('endpoint'),
  listDeliveries: at('endpoint'),
  getDelivery: at('endpoint', 'delivery'),
  resendDelivery: at('delivery'),
  recoverWebhookEndpoint: send({ since: new Date(Date.now() - 3_600_000) }, 'endpoint'),
  rotateWebhookSecret: at('endpoint'),
  testWebhookEndpoint: send({}, 'endpoint'),
  verifyWebhookEndpoint: at('endpoint'),
  setWebhookClientCertificate: {
    path: ['endpoint'],
    headers: version,
    body: { certificate: 'not looked at', privateKey: 'not looked at' },
  },
  removeWebhookClientCertificate: { path: ['endpoint'], headers: version },
  setWebhookTokenClient: {
    path: ['endpoint'],
    headers: version,
    body: { tokenUrl: url, clientId: 'hub', clientSecret: 'not a secret' },
  },
  removeWebhookTokenClient: { path: ['endpoint'], headers: version },
  listWebhookDeliveries: { query: { limit: '10' } },
};
