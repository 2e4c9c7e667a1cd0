import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { verifyCheckpoint, verifyGrowth, verifyReceipt } from './evidence';
import type { EvidenceReceipt } from './hub.types';

const sha = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const node = (left: Buffer, right: Buffer): Buffer => sha(Buffer.of(1), left, right);
const base64 = (bytes: Buffer): string => bytes.toString('base64');

/** A log of five entries, whose tree and proofs are written out by hand as RFC 9162 draws them. */
const entries = ['a', 'b', 'c', 'd', 'e'].map((id) => JSON.stringify({ action: 'content.read', id }));
const [a, b, c, d, e] = entries.map((entry) => sha(Buffer.of(0), sha(Buffer.from(entry)))) as [
  Buffer,
  Buffer,
  Buffer,
  Buffer,
  Buffer,
];
const [ab, cd] = [node(a, b), node(c, d)];
const roots: Readonly<Record<number, Buffer>> = { 2: ab, 3: node(ab, c), 4: node(ab, cd), 5: node(node(ab, cd), e) };

const NAME = 'hub.example/evidence';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const raw = Buffer.concat([Buffer.of(1), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
const keyId = sha(Buffer.from(`${NAME}\n`), raw).subarray(0, 4);
const keys = [`${NAME}+${keyId.toString('hex')}+${base64(raw)}`];
const noteOf = (size: number, root = roots[size]!, name = NAME): string => {
  const text = `${name}\n${size}\n${base64(root)}\n`;
  return `${text}\n— ${name} ${base64(Buffer.concat([keyId, sign(null, Buffer.from(text), privateKey)]))}\n`;
};
const receiptOf = (index: number, proof: readonly Buffer[], size = 5): EvidenceReceipt => ({
  format: 'liaison-hub-evidence-receipt/1',
  entry: entries[index]!,
  index,
  proof: proof.map(base64),
  checkpoint: noteOf(size),
});
const inclusion: readonly EvidenceReceipt[] = [
  receiptOf(0, [b, cd, e]),
  receiptOf(2, [d, ab, e]),
  receiptOf(4, [node(ab, cd)]),
  receiptOf(2, [ab], 3),
];
const whole = inclusion[1]!;

describe('a receipt that a partner kept', () => {
  it.each(inclusion)('holds without the hub: %#', (receipt) => {
    const proved = verifyReceipt(receipt, ['other.example/log+', ...keys].slice(1));
    expect(proved).toMatchObject({ index: receipt.index, entry: JSON.parse(receipt.entry) as object });
    expect(proved.checkpoint.origin).toBe(NAME);
  });

  it.each<[string, Partial<EvidenceReceipt>, string]>([
    ['a changed entry', { entry: whole.entry.replace('read', 'sent') }, 'not_in_log'],
    ['another place', { index: 3 }, 'not_in_log'],
    ['a place after the end', { index: 5 }, 'not_in_log'],
    ['a proof without its end', { proof: whole.proof.slice(0, 2) }, 'not_in_log'],
    ['a proof that goes on', { proof: [...whole.proof, base64(a)] }, 'not_in_log'],
    ['another root', { checkpoint: noteOf(5, ab) }, 'not_in_log'],
    ['a root that nobody signed', { checkpoint: whole.checkpoint.replace('\n5\n', '\n6\n') }, 'no_matching_signature'],
    ['another log', { checkpoint: noteOf(5, roots[5], 'else.example') }, 'no_matching_signature'],
    ['a proof that holds no hashes', { proof: ['AAAA'] }, 'malformed'],
    ['no checkpoint', { checkpoint: 'hello\n' }, 'malformed'],
    ['another form', { format: 'x' as EvidenceReceipt['format'] }, 'malformed'],
  ])('does not hold with %s', (_, over, code) => {
    expect(() => verifyReceipt({ ...whole, ...over }, keys)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('says so when the kept key is none', () => {
    for (const key of ['x', keys[0]!.replace(NAME, 'else.example')])
      expect(() => verifyReceipt(whole, [key])).toThrow(expect.objectContaining({ code: 'malformed' }) as Error);
    expect(() => verifyReceipt(whole, [])).toThrow(expect.objectContaining({ code: 'no_matching_signature' }) as Error);
  });
});

describe('checkpoints that a partner kept', () => {
  const at = (size: number, root?: Buffer) => verifyCheckpoint(noteOf(size, root), keys);

  it.each<[number, number, readonly Buffer[]]>([
    [3, 5, [c, d, ab, e]],
    [4, 5, [e]],
    [2, 3, [c]],
    [5, 5, []],
  ])('go on from %d to %d entries, and from no other root', (from, to, proof) => {
    const asked = { proof: proof.map(base64) };
    expect(() => {
      verifyGrowth(at(from), at(to), asked);
    }).not.toThrow();
    for (const [one, other] of [
      [at(from, a), at(to)],
      [at(from), at(to, a)],
    ] as const)
      expect(() => {
        verifyGrowth(one, other, asked);
      }).toThrow(expect.objectContaining({ code: 'rewritten' }) as Error);
  });

  it('do not go backwards, nor over to another log', () => {
    expect(() => {
      verifyGrowth(at(5), at(3), { proof: [] });
    }).toThrow(expect.objectContaining({ code: 'rewritten' }) as Error);
    expect(() => {
      verifyGrowth({ ...at(5), origin: 'else' }, at(5), { proof: [] });
    }).toThrow(expect.objectContaining({ code: 'another_log' }) as Error);
  });
});
