import { accessSchemas } from './access.schema';
import { accountabilitySchemas } from './accountability.schema';
import { agendaSchemas } from './agenda.schema';
import { apiKeySchemas } from './api-key.schema';
import { attachmentSchemas } from './attachment.schema';
import { capacitySchemas } from './capacity.schema';
import { consentSchemas } from './consent.schema';
import { directorySchemas } from './directory.schema';
import { breakGlassSchemas } from './break-glass.schema';
import { erasureSchemas } from './erasure.schema';
import { eventsSchemas } from './events.schema';
import { evidenceSchemas } from './evidence.schema';
import { figuresSchemas } from './figures.schema';
import { importSchemas } from './import.schema';
import { kindBodySchemas } from './kind-bodies.schema';
import { inboxSchemas } from './inbox.schema';
import { meetingSchemas } from './meeting.schema';
import { oauthClientSchemas } from './oauth-client.schema';
import { provisionsSchemas } from './provisions.schema';
import { previewSchemas } from './preview.schema';
import { problemSchemas } from './problem.schema';
import { referralBodySchemas } from './referral-body.schema';
import { referralSchemas } from './referral.schema';
import { releaseExceptionSchemas } from './release-exception.schema';
import { returnsSchemas } from './returns.schema';
import { hubSchemas } from './hub.schema';
import { reviewSchemas } from './review.schema';
import { routingRulesSchemas } from './routing-rules.schema';
import type { Schemas } from './schema';
import { sessionSchemas } from './session.schema';
import { timelineSchemas } from './timeline.schema';
import { webhookBodySchemas } from './webhook-body.schema';
import { webhookEndpointSchemas } from './webhook-endpoint.schema';

/** The schema of every answer, by the name that the routes document it with. */
export const componentSchemas: Schemas = {
  ...referralSchemas,
  ...referralBodySchemas,
  ...kindBodySchemas,
  ...consentSchemas,
  ...releaseExceptionSchemas,
  ...erasureSchemas,
  ...breakGlassSchemas,
  ...accountabilitySchemas,
  ...timelineSchemas,
  ...previewSchemas,
  ...importSchemas,
  ...inboxSchemas,
  ...eventsSchemas,
  ...attachmentSchemas,
  ...webhookEndpointSchemas,
  ...webhookBodySchemas,
  ...apiKeySchemas,
  ...sessionSchemas,
  ...oauthClientSchemas,
  ...directorySchemas,
  ...capacitySchemas,
  ...routingRulesSchemas,
  ...accessSchemas,
  ...meetingSchemas,
  ...agendaSchemas,
  ...figuresSchemas,
  ...reviewSchemas,
  ...returnsSchemas,
  ...provisionsSchemas,
  ...hubSchemas,
  ...evidenceSchemas,
  ...problemSchemas,
};
