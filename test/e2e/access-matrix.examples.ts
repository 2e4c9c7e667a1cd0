import { TestAuthority } from '#test/certificates';
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
  | 'client'
  | 'series'
  | 'meeting'
  | 'item'
  | 'decision'
  | 'action'
  | 'feed'
  | 'entry'
  | 'erasure'
  | 'opening'
  | 'notice'
  | 'person'
  | 'session';

/** What is there for everybody who may ask at all. */
export type SharedName = 'checkpoint' | 'review';

export interface MatrixExample {
  /** What stands in the path, in the order of its parameters: a record of the owner, or a text as it is. */
  readonly path?: readonly (RecordName | { readonly shared: SharedName } | { readonly text: string })[];
  readonly query?: Readonly<Record<string, string | { readonly of: RecordName }>>;
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
const issued = new TestAuthority().issue({ commonName: 'matrix', use: 'clientAuth' });
const occasion = { title: 'Exercise', bodies: ['unhcr'], start: '2031-03-05T09:00', minutes: 60 };
const series = { operation, ...occasion, chair: 'iom', secretary: 'isaf-hq', rule: 'FREQ=WEEKLY;COUNT=3' };
const meeting = { operation, ...occasion, reason: 'Exercise.' };
const reply = [
  ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REPLY', 'BEGIN:VEVENT'],
  ...['UID:01980000-0000-7000-8000-000000000001@liaison-hub', 'SEQUENCE:0', 'DTSTAMP:20260316T070000Z'],
  ...['ATTENDEE;PARTSTAT=ACCEPTED:mailto:focal-point@iom.example', 'END:VEVENT', 'END:VCALENDAR', ''],
].join('\r\n');
export const allegation = { nation: 'italy', conduct: 'other', personnel: 'unknown', account: 'Exercise.' };
const roles = [{ role: 'liaison-officer', operation }];
/** How a page of the hub says that it is one. */
const ownPage = { 'X-Liaison-Hub': 'person', 'Sec-Fetch-Site': 'same-origin' };
const ofPage = (body?: unknown): MatrixExample => ({ headers: ownPage, ...(body === undefined ? {} : { body }) });
const versioned = (body: unknown, ...path: NonNullable<MatrixExample['path']>): MatrixExample => ({
  ...{ path, headers: version },
  ...(body === undefined ? {} : { body }),
});

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
  getEvidenceKeys: {},
  listEvidence: { query: { subject: { of: 'referral' } } },
  listEvidenceCheckpoints: {},
  proveEvidenceConsistency: at({ shared: 'checkpoint' }),
  proveEvidenceEntry: at('entry'),
  exportEvidence: {},
  listOverseen: {},
  listUnusualReading: {},
  readHubState: {},
  listAccess: { query: { subject: { of: 'referral' } } },
  getAcknowledgementFigures: { query: { operation } },
  getPublishedFigures: { query: { operation, from: '2024-Q1', to: '2024-Q4' } },
  listReturnCampaigns: { query: { operation } },
  listTrainingCourses: {},
  importReturn: { path: ['received'], form: true },
  getReturnTemplate: at({ text: 'training-return-request' }),
  getTrainingCoverage: { query: { operation } },
  listFigureReleases: { query: { operation } },
  releaseFigures: send({ operation, quarter: '2024-Q1' }),
  makeReviewReport: send({ operations: [operation], from: '2024-Q1', to: '2024-Q1' }),
  listReviewReports: { query: { operation } },
  getReviewReport: at({ shared: 'review' }),
  getReviewReportAsPdf: at({ shared: 'review' }),
  getReviewReportAsHtml: at({ shared: 'review' }),
  getReviewReportAsCsv: at({ shared: 'review' }),
  recommend: send({ operations: [operation], recommendation: 'Exercise.', dueOn: '2031-03-12' }),
  listRecommendations: { query: { operation } },
  closeRecommendation: send(note, { text: '01980000-0000-7000-8000-000000000000' }),
  agreeToBeNamed: at({ text: '01980000-0000-7000-8000-000000000000' }),
  getMeetingFigures: { query: { operation } },

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
    body: { certificate: issued.cert, privateKey: issued.key },
  },
  removeWebhookClientCertificate: { path: ['endpoint'], headers: version },
  setWebhookTokenClient: {
    path: ['endpoint'],
    headers: version,
    body: { tokenUrl: url, clientId: 'hub', clientSecret: 'not a secret' },
  },
  removeWebhookTokenClient: { path: ['endpoint'], headers: version },
  listWebhookDeliveries: { query: { limit: '10' } },

  listMeetingSeries: { query: { operation } },
  createMeetingSeries: send(series),
  previewNewMeetingSeries: send(series),
  getMeetingSeries: at('series'),
  changeMeetingSeries: versioned({ title: 'Exercise, changed' }, 'series'),
  previewMeetingSeries: send({ title: 'Exercise, changed' }, 'series'),
  endMeetingSeries: versioned(undefined, 'series'),
  listMeetingOccurrences: at('series'),
  listMeetings: { query: page },
  createMeeting: send(meeting),
  getMeeting: at('meeting'),
  previewMeeting: send({ minutes: 45 }, 'meeting'),
  rescheduleMeeting: versioned({ minutes: 45 }, 'meeting'),
  cancelMeeting: versioned({ reason: 'Exercise.' }, 'meeting'),
  openMeeting: versioned(undefined, 'meeting'),
  closeMeeting: versioned(undefined, 'meeting'),
  getMeetingTimeline: at('meeting'),
  listMeetingAnswers: at('meeting'),
  answerMeeting: send({ answer: 'accepted' }, 'meeting'),
  getMeetingAgenda: at('meeting'),
  proposeAgendaItem: send({ title: 'Exercise', tag: 'discussion', minutes: 5, references: ['AFG-1'] }, 'meeting'),
  orderMeetingAgenda: versioned({ items: [] }, 'meeting'),
  changeAgendaItem: versioned({ title: 'Exercise, changed' }, 'meeting', 'item'),
  writeMeetingNote: versioned(note, 'meeting', 'item'),
  startAgendaItem: at('meeting', 'item'),
  stopAgendaItem: at('meeting', 'item'),
  recordMeetingDecision: send({ decision: 'Exercise.' }, 'meeting', 'item'),
  recordMeetingAction: send({ task: 'Exercise.', body: 'iom', dueOn: '2031-03-12' }, 'meeting', 'item'),
  getMeetingAttendance: at('meeting'),
  getAttendanceSheet: at('meeting'),
  noteMeetingAttendance: send({ body: 'iom', state: 'present', representedBy: 'Liaison officer' }, 'meeting'),
  getMinutes: at('meeting'),
  getMinutesAsHtml: at('meeting'),
  getMinutesAsPdf: at('meeting'),
  getMinutesAsText: at('meeting'),
  submitMinutes: versioned(undefined, 'meeting'),
  approveMinutes: send({ remarks: 'Exercise.' }, 'meeting'),
  requestChangesOfMinutes: send({ remarks: 'Exercise.' }, 'meeting'),
  amendMinutes: send(
    { item: '01980000-0000-7000-8000-000000000001', note: 'Exercise, amended.', reason: 'Exercise.' },
    'meeting',
  ),
  verifyMinutes: at('meeting'),
  exportMeeting: at('meeting'),
  listDecisions: { query: { operation, meeting: { of: 'meeting' } } },
  listActions: { query: { operation, meeting: { of: 'meeting' } } },
  closeAction: send({ outcome: 'done' }, 'action'),
  searchMeetingRecords: { query: { operation, q: 'exercise' } },

  listCalendarFeeds: {},
  createCalendarFeed: send({ name: 'matrix', operation }),
  revokeCalendarFeed: at('feed'),
  readCalendarFeed: at({ text: 'A'.repeat(43) }),
  takeCalendarReply: send({ calendar: reply }),

  listErasures: {},
  requestErasure: send({
    cause: 'body',
    reason: 'Exercise: no longer needed.',
    case: { operation, caseCode: 'NONE-1' },
  }),
  getErasure: at('erasure'),
  approveErasure: at('erasure'),
  refuseErasure: at('erasure'),

  listOpenings: {},
  requestOpening: send({
    messageId: '01980000-0000-7000-8000-000000000000',
    reason: 'Exercise: in danger.',
    minutes: 10,
  }),
  getOpening: at('opening'),
  getOpenedRecord: at('opening'),
  approveOpening: at('opening'),
  refuseOpening: at('opening'),
  endOpening: at('opening'),

  getProvisions: { query: { operation } },
  acknowledgeProvisions: send({ operation, unit: 'isaf-hq-staff', provisions: [{ id: 'AFG-P1', version: 1 }] }),

  listNotices: {},
  writeNotice: send({ operation, draft: true, body: allegation }),
  getNotice: at('notice'),
  getNoticeHistory: at('notice'),
  listNoticeEvidence: at('notice'),
  submitNotice: at('notice'),
  noteNationStatus: send({ nationStatus: 'received' }, 'notice'),
  requestRepatriation: send({ reason: 'Exercise: beside the witness.' }, 'notice'),
  releaseReporter: send({ consentedOn: '2026-03-02' }, 'notice'),
  getNoticeFigures: { query: { quarter: '2026-Q1' } },
  letKnowOfNotice: send({ email: 'nobody@iom.example' }, 'notice'),

  listPeople: {},
  addPerson: send({ email: 'matrix@iom.example', displayName: 'M. Matrix', roles }),
  getPerson: at('person'),
  changePerson: versioned({ displayName: 'N. Matrix' }, 'person'),
  changeRoles: versioned({ roles: [{ role: 'liaison-officer' }] }, 'person'),
  makeSetUpLink: at('person'),
  removeSecondFactorOf: at('person'),

  getSignInWays: {},
  signIn: ofPage({ organisation: 'iom', email: 'nobody@iom.example', password: 'a pass phrase of nobody' }),
  signOut: ofPage(),
  setUpPassword: ofPage({ token: 'A'.repeat(43), password: 'a pass phrase of nobody' }),
  stepUp: ofPage({ password: 'a pass phrase of nobody' }),
  beginSecondFactor: ofPage(),
  confirmSecondFactor: ofPage({ code: '000000' }),
  removeSecondFactor: ofPage(),
  renewRecoveryCodes: ofPage(),
  beginOidcSignIn: {},
  finishOidcSignIn: {},
  listSessions: {},
  endSession: { path: ['session'], headers: ownPage },
  listSavedFilters: {},
  saveFilter: ofPage({ page: 'inbox', name: 'Late', search: { show: 'overdue' } }),
  removeSavedFilter: { path: ['session'], headers: ownPage },
};

/** What the name of a record stands for. */
type IdOf = (name: RecordName | SharedName) => string;

export function pathOf(template: string, { path = [] }: MatrixExample, idOf: IdOf): string {
  const parts = path.map((part) => {
    if (typeof part === 'string') return idOf(part);
    return 'text' in part ? part.text : idOf(part.shared);
  });
  let next = 0;
  return template.replaceAll(/\{[^}]+\}/g, () => parts[next++] ?? '');
}

export function queryOf({ query = {} }: MatrixExample, idOf: IdOf): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : idOf(value.of)]),
  );
}
