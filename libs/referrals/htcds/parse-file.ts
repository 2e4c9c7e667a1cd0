import { parseHtcdsWorkbook } from './parse';
import type { HtcdsOptions, HtcdsReading } from './reading';
import { looksLikeXml } from './xform/instance';
import { parseHtcdsSubmission } from './xform/submission';

/**
 * Reads an HTCDS workbook or a submission of the HTCDS XForm, whichever the file is by its content, in this thread.
 *
 * @throws HubError `workbook_unreadable`
 */
export function parseHtcdsFile(file: Buffer, options: HtcdsOptions = {}): HtcdsReading {
  return looksLikeXml(file) ? parseHtcdsSubmission(file, options) : parseHtcdsWorkbook(file, options);
}
