export { dateIn, endOfDay, isCalendarDate, isTimeZone } from './domain/calendar-date';
export {
  bodyKinds,
  capacities,
  capacityLevels,
  capacityStatuses,
  caseKinds,
  childProtectionRole,
  classifications,
  fieldGroups,
  isSecurityKind,
  minorStates,
  priorityCodes,
  profileAges,
  provisionEffects,
  purposes,
  serviceCodes,
  standingRuleIds,
  tlpMarks,
  type BodyKind,
  type Capacity,
  type CapacityLevel,
  type CapacityStatus,
  type Classification,
  type FieldGroup,
  type MinorState,
  type PriorityCode,
  type ProfileAges,
  type ProvisionEffect,
  type Purpose,
  type ServiceCode,
  type StandingRuleId,
  type Tlp,
} from './domain/directory.codes';
export { durationMilliseconds } from './domain/duration';
export { authorityOf } from './domain/authority';
export { namesBody } from './domain/naming';
export type {
  Agreement,
  Body,
  ContactPoint,
  DataProtection,
  FieldProfile,
  LeadAgency,
  MeetingSeriesPlan,
  Operation,
  Provision,
  ProvisionSource,
  RoutingRule,
  RuleCondition,
  RuleEffect,
  Slug,
  Unit,
} from './domain/operation';
export { loadOperations, loadOperationText, type LoadOptions } from './operations-file/load-operations';
export { OperationsFileError, type OperationsProblem } from './operations-file/operations-problem';
export { Directory, type OperationVersion } from './store/directory';
export { seedDirectory } from './store/seed-directory';
