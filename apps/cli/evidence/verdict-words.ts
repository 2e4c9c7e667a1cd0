import type { Fault, StampedCheckpoint } from '#evidence-log';

export type ShownVerdict =
  | {
      readonly ok: true;
      /** The signed note. */
      readonly checkpoint: string;
      readonly key: string;
      readonly keyGiven: boolean;
      readonly entries: number;
      readonly hidden: number;
      readonly goesOnFrom: readonly number[];
      readonly timestamps: readonly StampedCheckpoint[];
    }
  | { readonly ok: false; readonly fault: Fault };

export const KEY_NOT_GIVEN = 'That key is the one that the export names. Give the key that you know with --key.';

/** The verdict on an export for a person. */
export function verdictInWords(verdict: ShownVerdict): string {
  if (!verdict.ok) return faultInWords(verdict.fault);
  const { entries, hidden, key, keyGiven, goesOnFrom, timestamps } = verdict;
  return [
    `Every entry is as it was sealed: ${entries} read${hidden > 0 ? `, ${hidden} hidden from you` : ''}.`,
    ...(goesOnFrom.length > 0 ? [`The log goes on from your checkpoints of ${goesOnFrom.join(', ')} entries.`] : []),
    `Signed by ${key}`,
    ...stampsInWords(timestamps),
    ...(keyGiven ? [] : [KEY_NOT_GIVEN]),
  ].join('\n');
}

function stampsInWords(timestamps: readonly StampedCheckpoint[]): string[] {
  const last = timestamps.at(-1);
  if (!last) return [];
  const { size, at } = timestamps.reduce((newest, one) => (one.size > newest.size ? one : newest), last);
  if (!at) return [`Time stamps: ${timestamps.length}, not checked. Name who they must be by with --timestamp-ca.`];
  return [`Time stamps: ${timestamps.length}; the first ${size} entries were there at ${at.toISOString()}.`];
}

function faultInWords({ code, line, index, upTo, why }: Fault): string {
  const last = upTo !== undefined && upTo !== index ? ` to ${upTo}` : '';
  const place = index === undefined ? `line ${line}` : `entry ${index}${last} (line ${line})`;
  return `Not as it was sealed, from ${place} on: ${why}. [${code}]`;
}
