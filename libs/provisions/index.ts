export { acknowledgeProvisions, readProvisionMatrix, type AcknowledgementGiven } from './acknowledge-provisions';
export { acknowledgementStates, type AcknowledgementState } from './domain/acknowledgement-state';
export { remindUnits } from './remind-units';
export {
  provisionMatrix,
  type ProvisionInForce,
  type ProvisionMatrix,
  type UnitAcknowledgement,
  type UnitRow,
} from './provisions-in-force';
