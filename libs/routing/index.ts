export { releaseRules, type ReleaseRule } from './domain/release-rules';
export { route } from './domain/route';
export type { ConsentFacts, RoutingFacts, RoutingInput } from './domain/routing-input';
export type { RoutingDecision, RoutingReason, RoutingResult } from './domain/routing-result';
export { acknowledgeBy } from './deadline';
export { referralInput } from './referral-input';
export { releaseFor } from './release-for';
export { rerouteMessage, routeMessage, type Routed, type RoutingTools } from './route-message';
