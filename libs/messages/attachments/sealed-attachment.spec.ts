import { randomBytes } from 'node:crypto';
import { uuidv7 } from '#kernel';
import { inPieces } from '#test/files';
import { openTestVault } from '#test/test-vault';
import { CHUNK_BYTES, chunksOf, type Chunk } from './chunks';
import { keyedDigest, openChunk, openMeta, sealChunk, sealMeta } from './sealed-attachment';

const vault = openTestVault().vault;
const id = uuidv7();

async function cut(file: Buffer, pieceSize?: number): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of chunksOf(inPieces(file, pieceSize))) chunks.push(chunk);
  return chunks;
}

describe('a file in chunks', () => {
  it.each([1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 5])(
    'of %d bytes is whole, its chunks are full but the last, and the last is known',
    async (size) => {
      const file = randomBytes(size);
      for (const pieceSize of [1_000, CHUNK_BYTES, 200_000]) {
        const chunks = await cut(file, pieceSize);
        expect(Buffer.concat(chunks.map(({ bytes }) => bytes)).equals(file)).toBe(true);
        expect(chunks.map(({ number }) => number)).toEqual(chunks.map((_, index) => index));
        expect(chunks.map(({ last }) => last)).toEqual(chunks.map((_, index) => index === chunks.length - 1));
        expect(chunks.slice(0, -1).every(({ bytes }) => bytes.length === CHUNK_BYTES)).toBe(true);
      }
    },
  );

  it('that is empty has none', async () => {
    expect(await cut(Buffer.alloc(0))).toEqual([]);
  });
});

describe('a sealed chunk', () => {
  const sealed = async () => {
    const dataKey = await vault.createDataKey();
    const chunks = await cut(randomBytes(3 * CHUNK_BYTES));
    const [first, second, third] = chunks.map((chunk) => ({ ...chunk, bytes: sealChunk(vault, dataKey, id, chunk) }));
    if (!first || !second || !third) throw new Error('three chunks were cut');
    return { dataKey, chunks, first, second, third };
  };

  it('opens at its place, and holds nothing of the file', async () => {
    const { dataKey, chunks, first, third } = await sealed();
    expect(openChunk(vault, dataKey, id, first)).toEqual(chunks[0]?.bytes);
    expect(openChunk(vault, dataKey, id, third)).toEqual(chunks[2]?.bytes);
    expect(first.bytes.includes(chunks[0]?.bytes.subarray(0, 16) ?? '')).toBe(false);
  });

  it('does not open at another place, in another file, under another key, or with a byte changed', async () => {
    const { dataKey, first, second } = await sealed();
    const spoilt = Buffer.from(first.bytes);
    spoilt[100] = (spoilt[100] ?? 0) ^ 1;
    const other = await vault.createDataKey();
    for (const work of [
      () => openChunk(vault, dataKey, id, { ...first, bytes: second.bytes }),
      () => openChunk(vault, dataKey, id, { ...first, number: 1 }),
      () => openChunk(vault, dataKey, uuidv7(), first),
      () => openChunk(vault, other, id, first),
      () => openChunk(vault, dataKey, id, { ...first, bytes: spoilt }),
      () => openChunk(vault, dataKey, id, { ...first, bytes: first.bytes.subarray(0, -1) }),
    ])
      expect(work).toThrow();
  });

  it('that is not the last does not open as the last, nor the last as one of the others', async () => {
    const { dataKey, second, third } = await sealed();
    expect(() => openChunk(vault, dataKey, id, { ...second, last: true })).toThrow();
    expect(() => openChunk(vault, dataKey, id, { ...third, last: false })).toThrow();
  });
});

describe('what is known of a file', () => {
  it('is sealed, and belongs to its attachment', async () => {
    const dataKey = await vault.createDataKey();
    const meta = { name: 'omega.pdf', title: null, sha256: 'ab'.repeat(32) };
    const sealed = sealMeta(vault, dataKey, id, meta);
    expect(openMeta(vault, dataKey, id, sealed)).toEqual(meta);
    expect(sealed.includes('omega')).toBe(false);
    expect(() => openMeta(vault, dataKey, uuidv7(), sealed)).toThrow();
  });

  it('has a digest that is the same for the same content, and another under another key', async () => {
    const digest = await keyedDigest(vault, 'ab'.repeat(32));
    expect(digest).toEqual(await keyedDigest(vault, 'ab'.repeat(32)));
    expect(digest).not.toEqual(await keyedDigest(vault, 'ac'.repeat(32)));
    const other = openTestVault().vault;
    expect(digest).not.toEqual(await keyedDigest(other, 'ab'.repeat(32)));
  });
});
