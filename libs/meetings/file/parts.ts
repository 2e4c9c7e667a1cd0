import type { Uuid } from '#kernel';

/** What the file of a meeting of version 1 says that it is. */
export const FILE_FORMAT = 'liaison-hub-meeting-file/1';

/** The parts that are checked by more than their digests. */
export const parts = {
  manifest: 'manifest.json',
  minutes: 'minutes.json',
  pdf: 'minutes.pdf',
  html: 'minutes.html',
  text: 'minutes.txt',
  receipts: 'evidence/receipts.ndjson',
  amendment: (number: number): string => `amendments/${String(number).padStart(4, '0')}.json`,
} as const;

/** The last part of a file: what it is of, and the SHA-256 of each other part. */
export interface Manifest {
  readonly format: typeof FILE_FORMAT;
  readonly meeting: Uuid;
  readonly reference: string;
  /** Slug of the body whose rendition it holds. */
  readonly body: string;
  /** The keys that sign the hub's evidence, as verifier keys. */
  readonly keys: readonly string[];
  readonly parts: Readonly<Record<string, string>>;
}
