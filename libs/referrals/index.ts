export { exampleCases, type ExampleCase } from './htcds/example-cases';
export { readHtcdsFile } from './htcds/read';
export type { HtcdsLayout, HtcdsOptions, HtcdsProblem, HtcdsReading, HtcdsRow } from './htcds/reading';
export { writeHtcdsWorkbook, type WriteOptions } from './htcds/write';
export type { WritableRow } from './htcds/written-value';
export { acknowledge, type Receipt } from './receiving/acknowledge';
export { decide, decisions, type Decided, type Decision, type DecisionGiven } from './receiving/decide';
export {
  progress,
  progressStates,
  type Progressed,
  type ProgressGiven,
  type ProgressState,
} from './receiving/progress';
export type { InboxItem } from './receiving/inbox-item';
export { readInbox, readInboxItem } from './receiving/read-inbox';
export { contentToSend, type ContentTools, type InboxContent } from './receiving/received-content';
export { importReturn, type ImportedReturn, type ReturnGiven, type ReturnImport } from './returns/import-return';
export type { ReturnProblem } from './returns/read-return';
export { returnSheets } from './returns/return-sheet';
export { returnTemplateCsv, returnTemplateXlsx } from './returns/return-template';
export { createMessage, type DraftCreated } from './messages/create-message';
export type { NewMessage } from './messages/new-message';
export { readThread, type ThreadMessage } from './messages/read-thread';
export { settlePart } from './messages/settle-question';
export { submitMessage } from './messages/submit-message';
export { readerOf, witnessOwnRead } from './access/witness-read';
export { erased } from './erasure/erased';
export { cancelMessage } from './messages/cancel-message';
export { createReferral, type NewReferral } from './sending/create-referral';
export { importReferrals, type ImportReport } from './sending/import-referrals';
export { previewReferral, type PreviewedBody } from './sending/preview-referral';
export {
  listReferrals,
  readReferral,
  readReferralSummary,
  type ReferralSummary,
  type ReferralView,
} from './sending/read-referral';
export { openTimeline, readTimeline, type TimelineLine } from './sending/read-timeline';
export { submitReferral, type Submitted } from './sending/submit-referral';
export { submitTogether } from './sending/submit-together';
export type { ReferralTools } from './tools';
export type { ReferralFilter } from './sending/list-messages.store';
export { recallOnward } from './lifecycle/recall-onward';
export { suggestRecipients } from './lifecycle/suggest-recipients';
export { referOnward, type OnwardGiven } from './receiving/refer-onward';
export { reopenReceived } from './receiving/reopen';
export { confirm, type Confirmed } from './lifecycle/confirm';
export { cancelReferral, closeReferral, enterInError, reopenReferral, withdrawConsent } from './lifecycle/end-referral';
export type { MoveGiven } from './lifecycle/move-recipients';
export { rerouteReferral, type RerouteGiven } from './lifecycle/reroute-referral';
export { changeReferral, type ReferralChange } from './sending/change-referral';
export { addAttachment, type ArrivingForm, type RunOnce } from './attachments/add-attachment';
export { keepAttachment, removeAttachment, type AttachmentGiven } from './attachments/keep-attachment';
export { listOwnAttachments, listReceivedAttachments, type AttachmentView } from './attachments/list-attachments';
export { openOwnAttachment, openReceivedAttachment, type OpenedAttachment } from './attachments/read-attachment';
export type { Run } from './attachments/run';
export { edxlDistribution } from './export/edxl/distribution';
export { exchangeReceived, exchangeSent, type ExchangedReferral } from './export/exchanged-referral';
export type { ExportFilter } from './export/export.store';
export { exportedRows, openExport, type ExportSide, type OpenedExport } from './export/export-rows';
export { fhirBundle } from './export/fhir/bundle';
export type { Bundle } from './export/fhir/resources';
export { csvHeader, csvLine, csvRow } from './export/htcds/csv';
export { xlsxOf } from './export/htcds/xlsx';
export { recordConsent, type ConsentGiven } from './consent/record-consent';
export {
  readConsent,
  readConsents,
  type ConsentFilter,
  type ConsentSummary,
  type ConsentView,
} from './consent/read-consent';
export { withdrawRecord, type ConsentWithdrawn } from './consent/withdraw-record';
export { approveException, refuseException, revokeException } from './exceptions/decide-exception';
export { exceptionStates, type ExceptionState } from './exceptions/exception-lifecycle';
export { expireExceptions } from './exceptions/expire-exceptions';
export { readException, readExceptions, type ExceptionView } from './exceptions/read-exception';
export { LONGEST_EXCEPTION, requestException, type ExceptionAsked } from './exceptions/request-exception';
export { deadlineOf, eventTypeOf, type EventLine } from './events/event-line';
export { destroyDoomedKeys, doomAgain } from './erasure/destroy-doomed-keys';
export { eraseNext } from './erasure/erase-content';
export { eraseExpired, type ContentRetention } from './erasure/erase-expired';
export { erasureCauses, erasureStates } from './erasure/erasure.store';
export { readErasure, readErasures, type ErasureView } from './erasure/read-erasure';
export { approveErasure, refuseErasure, requestErasure, type ErasureAsked } from './erasure/request-erasure';
export { approveOpening, endOpening, endOpeningFor, refuseOpening } from './break-glass/decide-opening';
export { listOpenings } from './break-glass/opening.store';
export { LONGEST_OPENING, openingStates, stateOf as openingStateOf } from './break-glass/opening-state';
export { readOpened, type OpenedView } from './break-glass/read-opened';
export { readOpening, readOpenings, type OpeningView } from './break-glass/read-opening';
export { requestOpening, type OpeningAsked } from './break-glass/request-opening';
export { noticeUnusualReading } from './access/notice-reading';
export { USUAL_LIMITS, overseeReading } from './access/oversee-reading';
export { adoptKeys, keysToAdopt } from './keys/adopt-keys';
export { LINES_AT_ONCE, eventLinesAfter } from './events/event-lines.store';
export { lowestIdAt, madeAt } from './events/line-time';
