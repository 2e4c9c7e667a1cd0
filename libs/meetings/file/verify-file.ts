import { createHash } from 'node:crypto';
import { openReceipt, verifierKey, type Receipt, type VerifierKey } from '#evidence-log';
import { digestOf, isBound, isWhole, type AmendmentRendition, type Rendition } from '../minutes/minutes-record';
import { pdfOf } from '../minutes/pdf';
import { htmlOf, printableOf, printed, textOf } from '../minutes/printed-minutes';
import { FILE_FORMAT, parts, type Manifest } from './parts';
import { readParts } from './read-parts';

export interface FileVerdict {
  readonly ok: boolean;
  /** What is wrong, each with the part that it is wrong with; none when all is as it was sealed. */
  readonly faults: readonly { readonly part: string; readonly why: string }[];
  readonly reference?: string;
  readonly body?: string;
  /** SHA-256 of the whole record, and of what the body has of it. */
  readonly digest?: string;
  readonly renditionDigest?: string;
  readonly amendments?: number;
  readonly receipts?: number;
  /** Keys that signed, as verifier keys. */
  readonly signedBy?: readonly string[];
}

/** Thrown within, and told as the verdict. */
class Found extends Error {
  constructor(
    readonly part: string,
    readonly why: string,
  ) {
    super(why);
  }
}

/**
 * Checks the file of a meeting from its bytes alone: that no part is another than the manifest says, that what the body has
 * is bound to the record, that its prints are prints of it, and that the hub's signed evidence names it and each amendment.
 *
 * @param keys The keys that the reader trusts. Without them it is checked by the keys that it names itself.
 */
export async function verifyMeetingFile(bytes: Buffer, keys?: readonly VerifierKey[]): Promise<FileVerdict> {
  try {
    const found = await readParts(bytes);
    if (found === undefined) throw new Found('file', 'this is no zip archive that can be read to its end');
    return await verified(found, keys);
  } catch (error) {
    // Whatever else somebody wrote into it is found by its shape.
    const { part, why } = error instanceof Found ? error : { part: 'file', why: 'a part is not as the hub writes it' };
    return { ok: false, faults: [{ part, why }] };
  }
}

type Parts = ReadonlyMap<string, Buffer>;

async function verified(found: Parts, trusted: readonly VerifierKey[] | undefined): Promise<FileVerdict> {
  const manifest = manifestOf(found);
  const keys = keysOf(manifest, trusted);
  const faults: { part: string; why: string }[] = [];
  const check = (part: string, holds: boolean, why: string): void => {
    if (!holds) faults.push({ part, why });
  };
  const expected = new Set([parts.manifest, ...Object.keys(manifest.parts)]);
  for (const name of found.keys()) check(name, expected.has(name), 'the manifest does not name it');
  for (const [name, digest] of Object.entries(manifest.parts))
    check(name, sha256(partOf(found, name)) === digest, 'its bytes are not those that the manifest names');
  const rendition = jsonOf(found, parts.minutes) as Rendition;
  const renditionDigest = digestOf(rendition);
  check(parts.minutes, isBound(rendition), 'it is not bound to the record whose digest it names');
  check(parts.minutes, rendition.header.meeting === manifest.meeting, 'it is of another meeting');
  const amendments = amendmentsOf(found);
  amendments.forEach((one, index) => {
    const part = parts.amendment(one.amendment);
    check(part, isWhole(one) && one.amends === manifest.meeting, 'it is not the amendment whose digest it names');
    const before = index === 0 ? rendition : amendments[index - 1];
    if (before && one.number === before.number + 1)
      check(part, one.previous === before.digest, 'it does not go on from the record before it');
  });
  const prints = printed(printableOf(rendition, renditionDigest, amendments));
  check(parts.html, partOf(found, parts.html).equals(Buffer.from(htmlOf(prints))), NO_PRINT);
  check(parts.text, partOf(found, parts.text).equals(Buffer.from(textOf(prints))), NO_PRINT);
  check(parts.pdf, partOf(found, parts.pdf).equals(await pdfOf(prints)), NO_PRINT);
  const { receipts, signedBy, published } = receiptsIn(found, keys, manifest.meeting);
  check(
    parts.receipts,
    published.has(`${rendition.digest}/${renditionDigest}`),
    'no entry names these minutes: the hub did not publish them to this body',
  );
  for (const one of amendments)
    check(parts.receipts, published.has(`${one.digest}/${digestOf(one)}`), `no entry names amendment ${one.amendment}`);
  return {
    ...{ ok: faults.length === 0, faults, reference: manifest.reference, body: manifest.body },
    ...{ digest: rendition.digest, renditionDigest, amendments: amendments.length, receipts, signedBy },
  };
}

const NO_PRINT = 'it is no print of these minutes';
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function receiptsIn(found: Parts, keys: readonly VerifierKey[], meeting: string) {
  const lines = partOf(found, parts.receipts).toString('utf8').split('\n').slice(0, -1);
  const signedBy = new Set<string>();
  /** Digests of records and of what the body has of them. */
  const published = new Set<string>();
  lines.forEach((line, index) => {
    const receipt = parsed(line, parts.receipts) as Receipt;
    const checkpoint = openReceipt(receipt, keys);
    if (!checkpoint) throw new Found(parts.receipts, `receipt ${index + 1} does not hold under any key that you trust`);
    signedBy.add(checkpoint.key.text);
    const entry = parsed(receipt.entry, parts.receipts) as {
      action: string;
      subject_id: string;
      detail: Record<string, unknown>;
    };
    if (entry.subject_id !== meeting) throw new Found(parts.receipts, `receipt ${index + 1} is about something else`);
    const { digest, rendition } = entry.detail;
    if (entry.action === 'minutes.published') published.add(`${String(digest)}/${String(rendition)}`);
  });
  return { receipts: lines.length, signedBy: [...signedBy], published };
}

function manifestOf(found: Parts): Manifest {
  const manifest = jsonOf(found, parts.manifest) as Manifest;
  const shaped =
    (manifest.format as string) === FILE_FORMAT &&
    Array.isArray(manifest.keys) &&
    typeof manifest.parts === 'object' &&
    Object.values(manifest.parts).every((digest) => typeof digest === 'string');
  if (!shaped) throw new Found(parts.manifest, 'it is not that of a file of version 1');
  return manifest;
}

function keysOf({ keys }: Manifest, trusted: readonly VerifierKey[] | undefined): readonly VerifierKey[] {
  if (trusted) return trusted;
  try {
    return keys.map(verifierKey);
  } catch {
    throw new Found(parts.manifest, 'a key that it names is damaged');
  }
}

function amendmentsOf(found: Parts): AmendmentRendition[] {
  return [...found.keys()]
    .filter((name) => name.startsWith('amendments/'))
    .sort()
    .map((name) => jsonOf(found, name) as AmendmentRendition);
}

function partOf(found: Parts, name: string): Buffer {
  const part = found.get(name);
  if (!part) throw new Found(name, 'it is missing');
  return part;
}

function jsonOf(found: Parts, name: string): unknown {
  return parsed(partOf(found, name).toString('utf8'), name);
}

function parsed(text: string, part: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Found(part, 'it is no JSON');
  }
}
