export { releaseRules, type ReleaseRule } from './domain/release-rules';
export { capacityOf } from './domain/capacity-of';
export { route } from './domain/route';
export { suggestBodies, type SuggestedBody } from './domain/suggest-bodies';
export type {
  ChildProcedure,
  ConsentFacts,
  ConsentGrant,
  HandlingMarks,
  RiskToLifeException,
  RoutingFacts,
  RoutingInput,
} from './domain/routing-input';
export type { RoutingDecision, RoutingReason, RoutingResult } from './domain/routing-result';
export { deadlinesOf, type Deadlines } from './deadline';
export { decideRouting } from './decide-routing';
export { messageInput, type RoutingContext } from './message-input';
export { capacitiesOf, routingContext } from './routing-context';
export { releaseFor } from './release-for';
export { rerouteMessage, routeMessages, type Routed } from './route-messages';
export type { RoutingTools } from './decide-recipients';
export type { DecidedView, DecisionChange } from './explain/compare-decisions';
export type { RuleView } from './explain/describe-rule';
export { explainRouting, type RoutingExplanation } from './explain/explain-routing';
export { ownOperation } from './explain/own-operation';
export { PREVIEWED_MESSAGES, previewRules, type RulesPreview } from './explain/preview-rules';
export type { RoutingQuestion } from './explain/routing-question';
export { readRuleSet, type RuleSetView } from './explain/read-rule-set';
export { factsOfRecord } from './consent/consent-facts';
export { namesForPurpose } from './consent/names-for-purpose';
export {
  consentOf,
  findConsent,
  insertConsents,
  linkConsent,
  listConsents,
  lockConsent,
  referralsOn,
  restsOnRecord,
  withdrawConsentRecord,
  type ConsentRow,
  type NewConsent,
  type ReferralOnConsent,
} from './consent/consent.store';
export { groundsOf, releaseGrounds, type ReleaseGrounds } from './consent/release-grounds';
