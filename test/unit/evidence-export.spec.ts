import {
  CompactRange,
  checkpointLine,
  entryLine,
  headerLine,
  hiddenLine,
  leafHash,
  openCheckpoint,
  sha256,
  signCheckpoint,
  signerKey,
  timestampLine,
  verifyExport,
  type Verdict,
  type VerifyOptions,
} from '#evidence-log';
import { madeEntry, madeExport, madeToken } from '#test/made-export';

jest.setTimeout(60_000);

const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));
const thief = signerKey('hub.example/evidence', Buffer.alloc(32, 2));
const SIZE = 60;
const EVERY = 16;
const lines = [...madeExport(SIZE, EVERY, signer)];

/** Asked in pieces of odd lengths, as a file or a connection gives them. */
async function* piecesOf(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const textOf = (of: readonly string[]): Buffer => Buffer.from(of.map((line) => `${line}\n`).join(''));
const verify = (bytes: Buffer, options: VerifyOptions = {}, length = 65_536): Promise<Verdict> =>
  verifyExport(piecesOf(bytes, length), options);
const faultOf = async (of: readonly string[], options: VerifyOptions = {}) => {
  const verdict = await verify(textOf(of), options);
  return verdict.ok ? undefined : verdict.fault;
};
const noteAt = (size: number, by = signer): string => {
  const tree = CompactRange.empty();
  for (let index = 0; index < size; index += 1) tree.append(leafHash(sha256(Buffer.from(madeEntry(index)))));
  return signCheckpoint(size, tree.root(), by);
};
/** The line of an entry: header, checkpoint, and a checkpoint for each 16 entries stand before it. */
const at = (index: number): number => 2 + index + Math.floor(Math.max(0, index) / EVERY);
const replaced = (index: number, line: string): string[] =>
  lines.map((one, place) => (place === at(index) ? line : one));

describe('an export that nobody touched', () => {
  it.each([1, 7, 100, 65_536])('verifies, read in pieces of %i bytes', async (length) => {
    expect(await verify(textOf(lines), { keys: [signer.verifier] }, length)).toMatchObject({
      ok: true,
      entries: SIZE,
      hidden: 0,
      checkpoint: { size: SIZE, origin: 'hub.example/evidence' },
    });
  });

  it('goes on from the checkpoints that were kept', async () => {
    const kept = [noteAt(1), noteAt(37), noteAt(SIZE)];
    expect(await verify(textOf(lines), { kept })).toMatchObject({ ok: true, goesOnFrom: [1, 37, SIZE] });
  });

  it('of an empty log verifies', async () => {
    expect(await verify(textOf([...madeExport(0, EVERY, signer)]))).toMatchObject({ ok: true, entries: 0 });
  });

  it('may hide whole subtrees', async () => {
    const subtree = CompactRange.empty();
    for (let index = 8; index < 16; index += 1) subtree.append(leafHash(sha256(Buffer.from(madeEntry(index)))));
    const partial = [
      headerLine({ keys: [signer.verifier.text], checkpoints: [], timestamps: [] }),
      checkpointLine(noteAt(18)),
      ...lines.slice(at(0), at(8)),
      hiddenLine({ from: 8, to: 16 }, subtree.root()),
      lines[at(16)] ?? '',
      lines[at(17)] ?? '',
    ];
    expect(await faultOf(partial)).toBeUndefined();
    expect(await verify(textOf(partial))).toMatchObject({ ok: true, entries: 10, hidden: 8 });
    expect(await faultOf(partial, { kept: [noteAt(12)] })).toMatchObject({ code: 'kept-within-hidden' });
    const moved = partial.map((line) => line.replace('"hidden":[8,16]', '"hidden":[8,24]'));
    expect(await faultOf(moved)).toMatchObject({ code: 'place', index: 8 });
  });
});

describe('the first bad entry is named', () => {
  it('when its content is another', async () => {
    const changed = replaced(20, (lines[at(20)] ?? '').replace('"actor_kind":"body"', '"actor_kind":"boby"'));
    expect(await faultOf(changed)).toMatchObject({ code: 'content', index: 20, line: at(20) + 1 });
  });

  it('when it is missing', async () => {
    const missing = lines.filter((_, place) => place !== at(33));
    expect(await faultOf(missing)).toMatchObject({
      code: 'place',
      index: 33,
      why: expect.stringContaining('entry 34') as string,
    });
  });

  it('when it stands elsewhere', async () => {
    const turned = [...lines];
    [turned[at(5)], turned[at(9)]] = [lines[at(9)] ?? '', lines[at(5)] ?? ''];
    expect(await faultOf(turned)).toMatchObject({ code: 'place', index: 5 });
  });

  it('as one of a run, when its digest was changed with it', async () => {
    const forged = madeEntry(20).replace('"actor_kind":"body"', '"actor_kind":"hub_"');
    const line = entryLine(20, sha256(Buffer.from(forged)).toString('hex'), forged);
    expect(await faultOf(replaced(20, line))).toMatchObject({ code: 'root', index: 16, upTo: 31 });
  });

  it('when the end is missing', async () => {
    expect(await faultOf(lines.slice(0, at(41)))).toMatchObject({ code: 'truncated', index: 41 });
  });

  it('when something follows', async () => {
    const more = madeEntry(SIZE);
    expect(await faultOf([...lines, entryLine(SIZE, sha256(Buffer.from(more)).toString('hex'), more)])).toMatchObject({
      code: 'beyond',
      index: SIZE,
    });
  });
});

describe('a log that its keeper rewrote and signed again', () => {
  it('is found by a kept checkpoint', async () => {
    const rewritten = [...madeExport(SIZE - 1, EVERY, signer)];
    expect(await faultOf(rewritten)).toBeUndefined();
    expect(await faultOf(rewritten, { kept: [noteAt(SIZE)] })).toMatchObject({
      code: 'shorter-than-kept',
      index: SIZE - 1,
    });
    const other = CompactRange.empty();
    for (let index = 0; index < 20; index += 1) other.append(leafHash(sha256(Buffer.from(`other ${index}`))));
    expect(await faultOf(lines, { kept: [signCheckpoint(20, other.root(), signer)] })).toMatchObject({
      code: 'other-than-kept',
      index: 16,
      upTo: 19,
    });
  });

  it('is found by the key, when another signed it', async () => {
    const forged = [...madeExport(SIZE, EVERY, thief)];
    expect(await faultOf(forged, { keys: [signer.verifier] })).toMatchObject({ code: 'key' });
    expect(await faultOf(lines, { kept: [noteAt(20, thief)] })).toMatchObject({ code: 'signature' });
  });
});

describe('time stamps of an export', () => {
  const stamped = [...madeExport(SIZE, EVERY, signer, [32, SIZE])];
  const at = new Date(Date.UTC(2026, 0, 2));
  const check = (token: Buffer, data: Buffer): Promise<Date> => {
    const { size } = openCheckpoint(data.toString(), [signer.verifier]) ?? { size: -1 };
    return token.equals(madeToken(size)) ? Promise.resolve(at) : Promise.reject(new Error('it is over something else'));
  };

  it('are checked over the checkpoint that they stand behind, by who knows the authority', async () => {
    const sizes = [{ size: SIZE }, { size: 32 }];
    expect(await verify(textOf(stamped))).toMatchObject({ ok: true, timestamps: sizes });
    expect(await verify(textOf(stamped), { timestamps: check })).toMatchObject({
      ok: true,
      timestamps: sizes.map((one) => ({ ...one, at })),
    });
    expect(await verify(textOf(lines), { timestamps: check })).toMatchObject({ ok: true, timestamps: [] });
  });

  it('are named by their line when they do not count, are missing or stand elsewhere', async () => {
    const [first, second] = [timestampLine(SIZE, madeToken(SIZE)), timestampLine(32, madeToken(32))].map((line) =>
      stamped.indexOf(line),
    );
    const turned = [...stamped];
    [turned[first ?? 0], turned[second ?? 0]] = [stamped[second ?? 0] ?? '', stamped[first ?? 0] ?? ''];
    expect(await faultOf(turned)).toMatchObject({ code: 'place', line: (first ?? 0) + 1 });
    const other = stamped.map((line, place) => (place === second ? timestampLine(32, madeToken(31)) : line));
    expect(await faultOf(other)).toBeUndefined();
    expect(await faultOf(other, { timestamps: check })).toMatchObject({ code: 'timestamp', line: (second ?? 0) + 1 });
    expect(await faultOf(stamped.filter((_, place) => place !== second))).toMatchObject({ code: 'place', index: 32 });
    const added = [...lines.slice(0, 2), timestampLine(SIZE, madeToken(SIZE)), ...lines.slice(2)];
    expect(await faultOf(added)).toMatchObject({ code: 'unreadable', index: 0 });
  });
});

/** xorshift32: the same edits at each run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

describe('10,000 random edits, deletions, reorderings and truncations', () => {
  const few = 18;
  const small = [...madeExport(few, EVERY, signer, [EVERY, few])];
  const whole = textOf(small);
  const random = numbersFrom(20_261_129);

  const flip = (): Buffer => {
    const bytes = Buffer.from(whole);
    const place = random(bytes.length);
    bytes.writeUInt8((bytes.readUInt8(place) + 1 + random(255)) % 256, place);
    return bytes;
  };
  const insert = (): Buffer => {
    const place = random(whole.length + 1);
    const piece = Buffer.from(Array.from({ length: 1 + random(40) }, () => random(256)));
    return Buffer.concat([whole.subarray(0, place), piece, whole.subarray(place)]);
  };
  const cut = (): Buffer => {
    const place = random(whole.length);
    return Buffer.concat([whole.subarray(0, place), whole.subarray(place + 1 + random(2_000))]);
  };
  const truncate = (): Buffer => whole.subarray(0, random(whole.length));
  const removeLines = (): Buffer => {
    const place = random(small.length);
    const count = 1 + random(5);
    return textOf(small.filter((_, index) => index < place || index >= place + count));
  };
  const turnLines = (): Buffer => {
    const turned = [...small];
    const [one, shift] = [random(small.length), 1 + random(small.length - 1)];
    const other = (one + shift) % small.length;
    [turned[one], turned[other]] = [turned[other] ?? '', turned[one] ?? ''];
    return textOf(turned);
  };
  const repeatLine = (): Buffer => {
    const place = random(small.length);
    return textOf([...small.slice(0, place + 1), small[place] ?? '', ...small.slice(place + 1)]);
  };
  const forgeEntry = (): Buffer => {
    const index = random(few);
    const entry = madeEntry(index).replace(/"at":"\d{4}/, `"at":"${1_000 + random(1_000)}`);
    const line = entryLine(index, sha256(Buffer.from(entry)).toString('hex'), entry);
    const place = small.findIndex((one) => one.startsWith(`{"index":${index},`));
    return textOf(small.map((one, other) => (other === place ? line : one)));
  };
  const cutAtLine = (): Buffer => textOf(small.slice(0, random(small.length)));

  it('are all found', async () => {
    const changes = [flip, insert, cut, truncate, removeLines, turnLines, repeatLine, forgeEntry, cutAtLine];
    const unfound: string[] = [];
    const codes = new Set<string>();
    for (let round = 0; round < 10_000; round += 1) {
      const change = changes[round % changes.length] ?? flip;
      const verdict = await verify(change());
      if (verdict.ok) unfound.push(`${change.name} in round ${round}`);
      else codes.add(verdict.fault.code);
    }
    expect(unfound).toEqual([]);
    expect([...codes]).toEqual(
      expect.arrayContaining(['beyond', 'content', 'place', 'root', 'signature', 'truncated', 'unreadable']),
    );
  });
});
