import { createHash } from 'node:crypto';
import {
  CompactRange,
  EMPTY_ROOT,
  consistencyPath,
  inclusionPath,
  isConsistent,
  leafHash,
  nodeHash,
  rootFromInclusion,
  rootOf,
  subtreesOf,
  type Hash,
  type Leaves,
} from './index';

/** The leaves and roots of Certificate Transparency's reference tree. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (text) => Buffer.from(text, 'hex'),
);
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const leaf = (index: number): Hash => leafHash(createHash('sha256').update(String(index)).digest());
const LEAVES = Array.from({ length: 70 }, (_, index) => leaf(index));

const roots = new Map<string, Hash>();

/** The root as RFC 9162 §2.1.1 defines it. */
function rootBetween({ from, to }: Leaves): Hash {
  const known = roots.get(`${from}-${to}`);
  if (known) return known;
  const root = definedRoot({ from, to });
  roots.set(`${from}-${to}`, root);
  return root;
}

function definedRoot({ from, to }: Leaves): Hash {
  if (to === from) return EMPTY_ROOT;
  if (to - from === 1) return LEAVES[from] ?? EMPTY_ROOT;
  const half = 2 ** Math.ceil(Math.log2(to - from) - 1);
  return nodeHash(rootBetween({ from, to: from + half }), rootBetween({ from: from + half, to }));
}

const root = (size: number): Hash => rootBetween({ from: 0, to: size });

describe('a Merkle tree', () => {
  it('has the roots of the reference tree at each size', () => {
    const range = CompactRange.empty();
    const seen = [range.root()];
    for (const input of INPUTS) {
      range.append(leafHash(input));
      seen.push(range.root());
    }
    expect(seen.map((hash) => hash.toString('hex'))).toEqual(ROOTS);
  });

  it('grows from its edge as it would have without a stop', () => {
    for (let stop = 0; stop <= LEAVES.length; stop += 1) {
      const before = CompactRange.empty();
      for (const hash of LEAVES.slice(0, stop)) before.append(hash);
      const after = CompactRange.of(stop, before.bytes());
      for (const hash of LEAVES.slice(stop)) after.append(hash);
      expect(after.root()).toEqual(root(LEAVES.length));
    }
  });

  it('refuses an edge that does not fit its size', () => {
    expect(() => CompactRange.of(3, Buffer.alloc(32))).toThrow('one hash for each bit');
  });

  it('takes whole subtrees for their leaves, where they fit', () => {
    const range = CompactRange.empty();
    for (const { level, index } of [...subtreesOf({ from: 0, to: 5 }), ...subtreesOf({ from: 5, to: 70 })])
      range.appendSubtree(level, rootBetween({ from: index * 2 ** level, to: (index + 1) * 2 ** level }));
    expect(range.root()).toEqual(root(70));
    expect(() => {
      range.appendSubtree(2, leaf(0));
    }).toThrow('multiple of its width');
  });

  it('tells of each subtree that it completes', () => {
    const made = new Map<string, Hash>();
    const range = CompactRange.empty();
    for (const hash of LEAVES) range.append(hash, (node) => made.set(`${node.level}/${node.index}`, node.hash));
    expect(made.size).toBe(70 + 35 + 17 + 8 + 4 + 2 + 1);
    expect(made.get('3/7')).toEqual(rootBetween({ from: 56, to: 64 }));
  });

  it('is the root over the subtrees of any run of its leaves', () => {
    for (let from = 0; from < 40; from += 1)
      for (const length of [1, 2, 3, 8, 29]) {
        const to = from + length;
        const covered = subtreesOf({ from, to });
        expect(covered.reduce((sum, { level }) => sum + 2 ** level, 0)).toBe(length);
        if (from % 32 === 0)
          expect(
            rootOf(
              covered.map(({ level, index }) =>
                rootBetween({ from: index * 2 ** level, to: (index + 1) * 2 ** level }),
              ),
            ),
          ).toEqual(rootBetween({ from, to }));
      }
  });
});

describe('an inclusion proof', () => {
  it('leads from each leaf to the root of each size, and from no other leaf or place', () => {
    const wrong: string[] = [];
    for (let size = 1; size <= LEAVES.length; size += 1)
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionPath(index, size).map(rootBetween);
        const leads = (from: number, at: number): boolean =>
          rootFromInclusion(leaf(from), at, size, proof)?.equals(root(size)) === true;
        if (!leads(index, index) || leads(index + 1, index) || (index > 0 && leads(index, index - 1)))
          wrong.push(`${index} of ${size}`);
      }
    expect(wrong).toEqual([]);
  });

  it('of another length is none', () => {
    const proof = inclusionPath(3, 13).map(rootBetween);
    expect(rootFromInclusion(leaf(3), 3, 13, proof.slice(1))).toBeUndefined();
    expect(rootFromInclusion(leaf(3), 3, 13, [...proof, leaf(0)])).toBeUndefined();
    expect(rootFromInclusion(leaf(3), 13, 13, proof)).toBeUndefined();
  });
});

describe('a consistency proof', () => {
  const tree = (size: number): { size: number; root: Hash } => ({ size, root: root(size) });

  it('holds between each two sizes, and for no other root', () => {
    const wrong: string[] = [];
    for (let second = 1; second <= LEAVES.length; second += 1)
      for (let first = 1; first <= second; first += 1) {
        const proof = consistencyPath(first, second).map(rootBetween);
        const forged = leaf(99);
        if (
          !isConsistent(tree(first), tree(second), proof) ||
          isConsistent({ size: first, root: forged }, tree(second), proof) ||
          isConsistent(tree(first), { size: second, root: forged }, proof)
        )
          wrong.push(`${first} to ${second}`);
      }
    expect(wrong).toEqual([]);
  });

  it('of another length, or backwards, is none', () => {
    const proof = consistencyPath(6, 13).map(rootBetween);
    expect(isConsistent(tree(6), tree(13), proof.slice(0, -1))).toBe(false);
    expect(isConsistent(tree(6), tree(13), [...proof, leaf(0)])).toBe(false);
    expect(isConsistent(tree(13), tree(6), proof)).toBe(false);
    expect(isConsistent(tree(6), tree(13), [])).toBe(false);
  });
});
