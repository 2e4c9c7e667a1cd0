import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiCaller, type CallOptions } from '#test/api-caller';
import { TestAuthority } from '#test/certificates';
import { fictitiousCase } from '#test/fictitious';
import type { RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { verifiedEndpoint } from '#test/verified-endpoint';
import { exampleKey } from '../../apps/api/openapi/schemas/example-key';
import { evidenceExamples } from './evidence-examples';
import { MeetingExamples } from './meeting-examples';
import type { Example, Examples } from './specmatic-input';

interface Made {
  readonly id: string;
}

const operation = 'afghanistan';
const MISSION = 'isaf-hq';
/** The body whose key Specmatic has: it sends referrals and receives them. */
export const CALLER = 'iom';
const OTHER = 'unhcr';
const POLICE = 'afghan-security-forces';
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const share = { topics: ['recruitment'], text: 'Exercise: offers of work abroad on market days.', areas: ['AF'] };
/** Every member that these bodies can have, so that what is varied is the only thing that is not fit. */
const move = { recipients: [OTHER], note: 'Exercise: the person was found.' };
const progress = { state: 'completed', outcome: 'services_provided', note: 'Exercise: done.' };
const watching = {
  description: 'Exercise',
  eventTypes: ['referral.routed'],
  state: 'paused',
  maxInFlight: 8,
  rateLimit: 20,
};
const encrypted = { payload: 'encrypted', encryptionKey: exampleKey };
const tokens = { authMethod: 'client_secret_post', scope: 'deliver', audience: 'cases' };
const shown = new TestAuthority().issue({ commonName: 'liaison-hub', use: 'clientAuth' });
const agreed = { operation, caseCode: 'FICTION-1', given: 'yes', grants: [{ purposes: ['assistance'] }] };
const declined = ['decision', { decision: 'declined', reason: 'capacity' }] as const;
const completed = [
  ['decision', { decision: 'accepted' }],
  ['progress', progress],
] as const;
const definition = readFileSync(join(__dirname, '../../config/operations', `${operation}.yaml`), 'utf8');
const task = { task: 'Exercise: ask the shelter.', dueOn: inHours(240).slice(0, 10) };

/**
 * Fills the hub and tells for each operation a request that it can fulfil then. What an operation changes is there for
 * that operation alone, so that none finds it used up by another.
 */
export async function examplesIn(hub: RunningHub, webhookUrl: string): Promise<Examples> {
  const [caller, mission] = [new ApiCaller(hub, CALLER), new ApiCaller(hub, MISSION)];
  const secondOfficer = new ApiCaller({ api: hub.api, keys: hub.secondKeys }, CALLER);

  const done = async <T = Made>(by: ApiCaller, method: string, path: string, options: CallOptions = {}): Promise<T> => {
    const { status, body } = await by.call<T>(method, path, options);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const draft = async (by = caller, to?: readonly string[]): Promise<string> => {
    const json = { operation, body: fictitiousCase(), ...(to ? { to } : {}) };
    return (await done(by, 'POST', '/v1/referrals', { json })).id;
  };
  const routed = async (by = caller, to?: readonly string[]): Promise<string> => {
    const id = await draft(by, to);
    await done(by, 'POST', `/v1/referrals/${id}/submit`);
    await eventually('the referral is routed', async () => {
      const { state } = await done<{ state: string }>(by, 'GET', `/v1/referrals/${id}`);
      return state === 'routed';
    });
    return id;
  };
  const message = async (isDraft: boolean): Promise<string> => {
    const json = { operation, kind: 'information-share', to: [OTHER], body: share, draft: isDraft };
    return (await done(caller, 'POST', '/v1/messages', { json })).id;
  };
  const received = async (...steps: readonly (readonly [ApiCaller, string, object?])[]): Promise<string> => {
    const id = await routed(mission);
    for (const [by, action, json = {}] of steps)
      await done(by, 'POST', `/v1/${by === caller ? 'inbox' : 'referrals'}/${id}/${action}`, { json });
    return id;
  };
  const endpoint = async (): Promise<string> =>
    (await done(caller, 'POST', '/v1/webhook-endpoints', { json: { url: webhookUrl } })).id;
  const deliveredTo = async (id: string): Promise<string> => {
    await done(caller, 'POST', `/v1/webhook-endpoints/${id}/test`);
    const path = `/v1/webhook-endpoints/${id}/deliveries?state=delivered`;
    const list = async (): Promise<string | undefined> =>
      (await done<{ data: Made[] }>(caller, 'GET', path)).data[0]?.id;
    await eventually('a test event is delivered', async () => (await list()) !== undefined);
    return (await list()) ?? '';
  };
  /** A referral of the caller that one body was asked, and what this body then did with it. */
  const asked = async (slug: string, ...steps: readonly (readonly [string, object])[]): Promise<string> => {
    const id = await routed(caller, [slug]);
    for (const [action, json] of steps)
      await done(new ApiCaller(hub, slug), 'POST', `/v1/inbox/${id}/${action}`, { json });
    return id;
  };
  const closed = async (): Promise<string> => {
    const id = await asked(OTHER, ...completed);
    await done(caller, 'POST', `/v1/referrals/${id}/close`, { json: move });
    return id;
  };
  const accept = [caller, 'decision', { decision: 'accepted' }] as const;
  const consent = async (): Promise<string> => (await done(caller, 'POST', '/v1/consents', { json: agreed })).id;
  /** An exception that another officer of the caller asked for, on a draft of its own. */
  const exception = async (): Promise<string> => {
    const json = { recipient: POLICE, reason: 'Exercise: a life is at risk.', expiresAt: inHours(24) };
    return (await done(secondOfficer, 'POST', `/v1/referrals/${await draft()}/release-exceptions`, { json })).id;
  };
  const approved = async (): Promise<string> => {
    const id = await exception();
    await done(caller, 'POST', `/v1/release-exceptions/${id}/approve`, { json: {} });
    return id;
  };
  const closedReceived = async (): Promise<string> => {
    const id = await received(accept, [caller, 'progress', progress]);
    await done(mission, 'POST', `/v1/referrals/${id}/close`, { json: { recipients: [CALLER] } });
    return id;
  };
  const at = (path: string, rest: Omit<Example, 'path'> = {}): Example => ({ path, ...rest });

  const sent = await routed();
  const held = await received();
  const hook = (await verifiedEndpoint(caller, { url: webhookUrl })).id;
  const delivery = await deliveredTo(hook);
  const first = { headers: { 'If-Match': '"1"' } };
  const page = { query: { operation, limit: '10' } };
  return {
    listAgreements: at('/v1/agreements', { query: { operation } }),
    listAgendaRequests: at('/v1/agenda-requests', { query: { operation } }),
    recordConsent: at('/v1/consents', { body: agreed }),
    getConsent: at(`/v1/consents/${await consent()}`),
    withdrawConsentRecord: at(`/v1/consents/${await consent()}/withdraw`, { body: { note: 'Exercise.' } }),
    requestException: at(`/v1/referrals/${await draft()}/release-exceptions`, {
      body: { recipient: POLICE, reason: 'Exercise: a life is at risk.', expiresAt: inHours(24) },
    }),
    getException: at(`/v1/release-exceptions/${await exception()}`),
    approveException: at(`/v1/release-exceptions/${await exception()}/approve`, { body: { note: 'Exercise.' } }),
    refuseException: at(`/v1/release-exceptions/${await exception()}/refuse`, { body: { note: 'Exercise.' } }),
    revokeException: at(`/v1/release-exceptions/${await approved()}/revoke`),
    referOnward: at(`/v1/inbox/${await received()}/refer-onward`, { body: { to: [OTHER] } }),
    reopenReceived: at(`/v1/inbox/${await closedReceived()}/reopen`, { body: { note: 'Exercise.' } }),
    suggestRecipients: at(`/v1/referrals/${sent}/suggested-recipients`),
    listCapacities: at('/v1/capacities', { query: { operation } }),
    listAccess: at('/v1/access', { query: { subject: sent } }),
    getAcknowledgementFigures: at('/v1/figures/acknowledgement', { query: { operation } }),
    getPublishedFigures: at('/v1/figures/published', { query: { operation, from: '2024-Q1', to: '2024-Q4' } }),
    listReturnCampaigns: at('/v1/return-campaigns', { query: { operation } }),
    listTrainingCourses: at('/v1/training-courses'),
    getReturnTemplate: at('/v1/return-templates/training-return-request', { query: { format: 'csv' } }),
    getTrainingCoverage: at('/v1/training-coverage', { query: { operation } }),
    listFigureReleases: at('/v1/figure-releases', { query: { operation } }),
    listReviewReports: at('/v1/reports/review', { query: { operation } }),
    listRecommendations: at('/v1/recommendations', { query: { operation } }),
    getMeetingFigures: at('/v1/figures/meetings', { query: { operation } }),
    getProvisions: at('/v1/provisions', { query: { operation } }),
    // Nothing is waited for: of what Specmatic makes up beside it, many pages are empty.
    listInbox: at('/v1/inbox', { query: { after: '0', wait: '0' } }),
    exportInbox: at('/v1/inbox/export', { query: { format: 'csv', operation } }),
    getInboxItem: at(`/v1/inbox/${held}`),
    listReceivedAttachments: at(`/v1/inbox/${held}/attachments`),
    getInboxItemAsEdxl: at(`/v1/inbox/${held}/edxl`),
    getInboxItemAsFhir: at(`/v1/inbox/${held}/fhir`),
    acknowledgeInboxItem: at(`/v1/inbox/${await received()}/acknowledge`),
    decideInboxItem: at(`/v1/inbox/${await received()}/decision`, {
      body: { decision: 'declined', reason: 'capacity', note: 'Exercise.' },
    }),
    progressInboxItem: at(`/v1/inbox/${await received(accept)}/progress`, { body: progress }),
    confirmCancel: at(`/v1/inbox/${await received(accept, [mission, 'cancel'])}/confirm-cancel`),
    confirmRecall: at(`/v1/inbox/${await received(accept, [mission, 'withdraw-consent'])}/confirm-recall`),
    listMessages: at('/v1/messages', page),
    // Specmatic completes a body by the first shape of those that the document offers, which is the one of this kind.
    sendMessage: at('/v1/messages', { body: { operation, kind: 'action-item', to: [OTHER], body: task } }),
    getMessage: at(`/v1/messages/${sent}`),
    listAttachments: at(`/v1/messages/${sent}/attachments`),
    cancelMessage: at(`/v1/messages/${await message(false)}/cancel`, { body: move }),
    previewMessage: at(`/v1/messages/${await message(true)}/preview`),
    submitMessage: at(`/v1/messages/${await message(true)}/submit`),
    getThread: at(`/v1/messages/${sent}/thread`),
    getMessageTimeline: at(`/v1/messages/${sent}/timeline`),
    listReferrals: at('/v1/referrals', page),
    createReferral: at('/v1/referrals', { body: { operation, body: fictitiousCase() } }),
    exportReferrals: at('/v1/referrals/export', { query: { format: 'csv', operation } }),
    getReferral: at(`/v1/referrals/${sent}`),
    changeReferral: at(`/v1/referrals/${await draft()}`, { ...first, body: { priority: 'urgent' } }),
    cancelReferral: at(`/v1/referrals/${await asked(OTHER)}/cancel`, { body: move }),
    closeReferral: at(`/v1/referrals/${await asked(OTHER, ...completed)}/close`, { body: move }),
    reopenReferral: at(`/v1/referrals/${await closed()}/reopen`, { body: move }),
    getReferralAsEdxl: at(`/v1/referrals/${sent}/edxl`),
    enterReferralInError: at(`/v1/referrals/${await draft()}/entered-in-error`),
    getReferralAsFhir: at(`/v1/referrals/${sent}/fhir`),
    previewReferral: at(`/v1/referrals/${await draft()}/preview`),
    rerouteReferral: at(`/v1/referrals/${await asked('aihrc', declined)}/reroute`, {
      body: { to: [OTHER], instead: ['aihrc'] },
    }),
    submitReferral: at(`/v1/referrals/${await draft()}/submit`),
    getReferralTimeline: at(`/v1/referrals/${sent}/timeline`),
    withdrawConsent: at(`/v1/referrals/${await asked(OTHER)}/withdraw-consent`, { body: move }),
    getRoutingRules: at('/v1/routing-rules', { query: { operation } }),
    explainRouting: at('/v1/routing-rules/explain', { body: { operation, facts: { services: ['legal'] } } }),
    previewRoutingRules: at('/v1/routing-rules/preview', { body: { operation, definition } }),
    getRoutingRulesVersion: at(`/v1/routing-rules/${operation}/1`),
    createWebhookEndpoint: at('/v1/webhook-endpoints', { body: { url: webhookUrl, ...watching, ...encrypted } }),
    deleteWebhookEndpoint: at(`/v1/webhook-endpoints/${await endpoint()}`),
    getWebhookEndpoint: at(`/v1/webhook-endpoints/${hook}`),
    changeWebhookEndpoint: at(`/v1/webhook-endpoints/${await endpoint()}`, {
      ...first,
      body: { url: webhookUrl, ...watching, ...encrypted },
    }),
    setWebhookClientCertificate: at(`/v1/webhook-endpoints/${await endpoint()}/client-certificate`, {
      ...first,
      body: { certificate: shown.cert, privateKey: shown.key },
    }),
    removeWebhookClientCertificate: at(`/v1/webhook-endpoints/${await endpoint()}/client-certificate`, first),
    setWebhookTokenClient: at(`/v1/webhook-endpoints/${await endpoint()}/oauth2`, {
      ...first,
      body: { tokenUrl: webhookUrl, clientId: 'hub', clientSecret: 'not a secret', ...tokens },
    }),
    removeWebhookTokenClient: at(`/v1/webhook-endpoints/${await endpoint()}/oauth2`, first),
    verifyWebhookEndpoint: at(`/v1/webhook-endpoints/${hook}/verify`),
    recoverWebhookEndpoint: at(`/v1/webhook-endpoints/${hook}/recover`, {
      body: { since: inHours(-24), until: inHours(1) },
    }),
    getWebhookEndpointHealth: at(`/v1/webhook-endpoints/${hook}/health`),
    listDeliveries: at(`/v1/webhook-endpoints/${hook}/deliveries`),
    getDelivery: at(`/v1/webhook-endpoints/${hook}/deliveries/${delivery}`),
    resendDelivery: at(`/v1/deliveries/${delivery}/resend`),
    listWebhookAttempts: at(`/v1/webhook-endpoints/${hook}/attempts`),
    rotateWebhookSecret: at(`/v1/webhook-endpoints/${await endpoint()}/rotate-secret`),
    testWebhookEndpoint: at(`/v1/webhook-endpoints/${hook}/test`, { body: { eventType: 'referral.routed' } }),
    ...(await evidenceExamples(caller, sent)),
    ...(await new MeetingExamples(caller).all('focal-point@iom.example')),
    listWebhookDeliveries: at('/v1/webhook-deliveries', { query: { endpoint: hook, limit: '10' } }),
  };
}
