import type { FileVerdict } from '#meetings';
import { KEY_NOT_GIVEN } from '../evidence/verdict-words';

/** The verdict on the file of a meeting for a person. */
export function fileVerdictInWords(verdict: FileVerdict & { readonly keyGiven: boolean }): string {
  if (!verdict.ok) return ['Not as it was:', ...verdict.faults.map(({ part, why }) => `  ${part}: ${why}`)].join('\n');
  const { reference, body, digest, renditionDigest, amendments, receipts, signedBy, keyGiven } = verdict;
  return [
    `Minutes of ${reference}, as ${body} has them: every part is as it was.`,
    `The whole record: SHA-256 ${digest}`,
    `This rendition:   SHA-256 ${renditionDigest}`,
    `${amendments} amendments, ${receipts} receipts of the evidence, signed by ${(signedBy ?? []).join(', ')}`,
    ...(keyGiven ? [] : [KEY_NOT_GIVEN]),
  ].join('\n');
}
