import { exampleKey } from './example-key';
import { exampleJwks } from './oauth-client.schema';
import { exampleReferralBody } from './referral-body.schema';

/** What a request looks like, by the name of its DTO. */
export const requestExamples: Readonly<Record<string, unknown>> = {
  CreateReferralDto: {
    operation: 'afghanistan',
    priority: 'urgent',
    status: 'exercise',
    to: ['iom'],
    language: 'en',
    body: exampleReferralBody,
  },
  SendMessageDto: {
    kind: 'information-share',
    operation: 'afghanistan',
    priority: 'normal',
    status: 'exercise',
    to: ['unhcr', 'isaf-hq'],
    subject: 'Recruitment at a border crossing',
    areas: ['AF'],
    body: {
      topics: ['recruitment', 'place'],
      text: 'Exercise: offers of work abroad are made at the crossing each market day.',
      evaluation: { reliability: 'C', credibility: '3' },
    },
  },
  SignInDto: {
    organisation: 'iom',
    email: 'officer@iom.example',
    password: 'four words in a row',
  },
  ChangeReferralDto: { priority: 'emergency', to: [] },
  RecordConsentDto: {
    operation: 'afghanistan',
    caseCode: 'AFG-DEMO-001',
    given: 'yes',
    date: '2026-01-20',
    expires: '2027-01-20',
    grants: [
      { recipients: ['iom', 'unhcr'], purposes: ['assistance', 'protection'] },
      { recipients: ['german-police-project'], groups: ['case', 'request'], purposes: ['investigation'] },
    ],
    givenBy: 'The person',
    questions: { interview: true, withdrawalInformed: true },
  },
  WithdrawRecordDto: { note: 'The person withdrew consent today.' },
  RequestErasureDto: {
    cause: 'person',
    reason: 'The person asked for it, in writing.',
    case: { operation: 'afghanistan', caseCode: 'AFG-0001' },
  },
  RequestExceptionDto: {
    recipient: 'german-police-project',
    reason: 'The person is threatened where she is now.',
    expiresAt: '2026-03-04T08:00:00.000Z',
    groups: ['case', 'request'],
  },
  DecideExceptionDto: { note: 'Confirmed with the duty officer.' },
  DecisionDto: { decision: 'declined', reason: 'capacity', note: 'Full until Monday.' },
  ProgressDto: { state: 'completed', outcome: 'services_provided' },
  MoveDto: { recipients: ['iom'], note: 'The person has left the country.' },
  RerouteDto: { to: ['unhcr'], instead: ['aihrc'] },
  CreateApiKeyDto: {
    name: 'case-system',
    scopes: ['referrals:read', 'referrals:write', 'inbox:read', 'inbox:write'],
    operations: ['afghanistan'],
    allowedAddresses: ['203.0.113.0/24'],
    expiresAt: '2027-03-02T08:00:00Z',
  },
  RegisterOAuthClientDto: { name: 'case-system', scopes: ['inbox:read', 'inbox:write'], jwks: exampleJwks },
  ReplaceClientKeysDto: { jwks: exampleJwks },
  RotateApiKeyDto: { overlapHours: 48 },
  ExplainRoutingDto: {
    operation: 'afghanistan',
    kind: 'referral',
    facts: { services: ['legal', 'womens-services'], minor: 'no', priority: 'urgent' },
    consent: { given: 'yes', purposes: ['assistance', 'protection'] },
  },
  PreviewRulesDto: { operation: 'afghanistan', definition: 'id: afghanistan\ncode: AFG\n# … the whole file' },
  CreateEndpointDto: {
    url: 'https://partner.example/liaison-hub',
    description: 'Case system',
    payload: 'encrypted',
    encryptionKey: exampleKey,
  },
  SetClientCertificateDto: {
    certificate: '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n',
    privateKey: '-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----\n',
  },
  SetOAuth2ClientDto: {
    tokenUrl: 'https://login.partner.example/token',
    clientId: 'liaison-hub',
    clientSecret: 'example-not-a-secret',
    scope: 'webhooks:deliver',
  },
  ChangeEndpointDto: { state: 'paused' },
  RecoverDto: { since: '2026-03-02T08:00:00.000Z' },
};
