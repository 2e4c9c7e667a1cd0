export {
  agendaReasons,
  agendaStates,
  listAgendaRequests,
  settleAgendaRequests,
  type AgendaFilter,
  type AgendaReason,
  type AgendaRequest,
  type AgendaState,
} from './agenda-requests.store';
export { closeFinished } from './close-finished';
export { remindOfQuiet } from './remind-of-quiet';
export { sweep } from './sweep';
