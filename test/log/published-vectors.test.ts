import { existsSync, readdirSync, readFileSync } from 'node:fs';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../src/log/base64.ts';
import { firstWrongLeaf, parseBundle } from '../../src/log/bundle.ts';
import { parseCheckpoint, verifyCheckpoint } from '../../src/log/checkpoint.ts';
import { EMPTY_EDGE, edgeRoot, growTree } from '../../src/log/edge.ts';
import { emptyRoot, leafHash } from '../../src/log/hash.ts';
import { parseVerifierKey } from '../../src/log/note.ts';
import { tilePath } from '../../src/log/tile.ts';
import { verifyConsistency, verifyInclusion } from '../../src/log/tree.ts';
import { recursiveRoot } from '../support/log-fixtures.ts';

/** Published test vectors, read where they lie beside the repository and never copied; skipped where they are absent. */
const folder = new URL('../../../shared/vectors/', import.meta.url);
const present = existsSync(folder);
if (!present) console.warn(`SKIPPED: no published vectors at ${folder.pathname}`);

const read = (name: string): Buffer => readFileSync(new URL(name, folder));
const namesBelow = (name: string): string[] =>
  readdirSync(new URL(name, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => `${name}${file.split('/').map(encodeURIComponent).join('/')}`)
    .sort();
/** A hash of a vector; null and nonsense stay what they are: no hash. */
const hash = (text: string | null): Uint8Array => Buffer.from(text ?? '', 'base64');

interface InclusionCase {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string | null;
  readonly leafHash: string | null;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}
interface ConsistencyCase {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string | null;
  readonly root2: string | null;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

describe.skipIf(!present)('transparency-dev/merkle', () => {
  test('inclusion: 98 of 98 as labelled', () => {
    const names = namesBelow('merkle/testdata/inclusion/');
    for (const name of names) {
      const {
        leafIdx,
        treeSize,
        root,
        leafHash: leaf,
        proof,
        wantErr,
      }: InclusionCase = JSON.parse(read(name).toString());
      const path = (proof ?? []).map(hash);
      const isIn = verifyInclusion({ index: leafIdx, hash: hash(leaf) }, { size: treeSize, root: hash(root) }, path);
      expect(isIn, name).toBe(!wantErr);
    }
    expect(names).toHaveLength(98);
  });

  test('consistency: 98 of 98 as labelled', () => {
    const names = namesBelow('merkle/testdata/consistency/');
    for (const name of names) {
      const { size1, size2, root1, root2, proof, wantErr }: ConsistencyCase = JSON.parse(read(name).toString());
      const [old, head] = [
        { size: size1, root: hash(root1) },
        { size: size2, root: hash(root2) },
      ];
      expect(verifyConsistency(old, head, (proof ?? []).map(hash)), name).toBe(!wantErr);
    }
    expect(names).toHaveLength(98);
  });
});

describe.skipIf(!present)('transparency-dev/tessera: the log of sizes 0 to 15', () => {
  const VKEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
  const ORIGIN = 'example.com/log/testdata';
  const key = parseVerifierKey(VKEY);
  const keys = key === undefined ? [] : [key];
  const sizes = Array.from({ length: 16 }, (_, size) => size);
  const leavesOf = (size: number): Uint8Array[] => {
    if (size === 0) return [];
    const leaves = parseBundle(read(`tessera/testdata/log/${tilePath({ level: 'entries', index: 0, width: size })}`));
    if (leaves === undefined) throw new Error(`bundle ${size} is not read`);
    return leaves;
  };

  test.each(sizes)('size %d: checkpoint, bundle, tile and root', async (size) => {
    const opened = await verifyCheckpoint(read(`tessera/testdata/log/checkpoint.${size}`).toString(), ORIGIN, keys);
    if (!opened.ok) throw new Error(opened.reason);
    const leaves = leavesOf(size);
    expect(opened.value.size).toBe(size);
    expect(leaves).toHaveLength(size);
    const hashes = leaves.map(leafHash);
    expect(opened.value.root).toEqual(size === 0 ? emptyRoot() : recursiveRoot(hashes));
    const { edge, grown } = growTree(EMPTY_EDGE, hashes);
    expect(edgeRoot(edge)).toEqual(opened.value.root);
    if (size === 0) return;
    const tile = read(`tessera/testdata/log/${tilePath({ level: 0, index: 0, width: size })}`);
    expect(firstWrongLeaf(leaves, tile)).toBeUndefined();
    expect(grown).toEqual([{ level: 0, index: 0, hashes: tile }]);
  });

  test('a changed line and it does not open', async () => {
    const note = read('tessera/testdata/log/checkpoint.7').toString();
    const { origin, size } = parseCheckpoint(note) ?? { origin: '', size: 0 };
    expect([origin, size]).toEqual([ORIGIN, 7]);
    expect((await verifyCheckpoint(note.replace('\n7\n', '\n8\n'), ORIGIN, keys)).ok).toBe(false);
    expect((await verifyCheckpoint(note, 'example.com/log', keys)).ok).toBe(false);
  });
});

describe.skipIf(!present)('cyberphone/json-canonicalization', () => {
  const names = present ? namesBelow('jcs/testdata/input/') : [];
  test.each(names)('%s', (name) => {
    const output = canonicalize(JSON.parse(read(name).toString('utf8')));
    expect(output).toBe(read(name.replace('/input/', '/output/')).toString('utf8'));
    const octets = read(name.replace('/input/', '/outhex/').replace('.json', '.txt')).toString().replace(/\s/g, '');
    expect(Buffer.from(output ?? '', 'utf8').toString('hex')).toBe(octets);
  });

  test('6 of them', () => {
    expect(names).toHaveLength(6);
  });
});

test('the reader of vectors reads hashes as the log does', () => {
  const text = Buffer.alloc(32, 7).toString('base64');
  expect(hash(text)).toEqual(decodeBase64(text));
});
