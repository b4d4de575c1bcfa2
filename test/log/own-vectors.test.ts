import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/log/base64.ts';
import { verifyCheckpoint } from '../../src/log/checkpoint.ts';
import { verifyCosignature } from '../../src/log/cosignature.ts';
import { EMPTY_EDGE, edgeRoot, growTree } from '../../src/log/edge.ts';
import { leafHash } from '../../src/log/hash.ts';
import { parseSignature, parseVerifierKey } from '../../src/log/note.ts';
import { formatProof, parseProof, verifyProof } from '../../src/log/proof.ts';
import { proveConsistency, proveInclusion, verifyConsistency, verifyInclusion } from '../../src/log/tree.ts';
import { nodesFromLeaves } from '../support/log-fixtures.ts';

/* Vectors of our own making, computed with Go's sumdb packages: they need nothing beside the repository. */

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/log/${name}.json`, import.meta.url), 'utf8'));
const bytes = (text: string): Uint8Array => decodeBase64(text) ?? new Uint8Array();

interface Inclusion {
  readonly desc: string;
  readonly index: number;
  readonly size: number;
  readonly root: string;
  readonly path: readonly string[];
  readonly valid: boolean;
}
interface Consistency {
  readonly desc: string;
  readonly old_size: number;
  readonly size: number;
  readonly old_root: string;
  readonly root: string;
  readonly proof: readonly string[];
  readonly valid: boolean;
}
interface Tree {
  readonly leaves: readonly string[];
  readonly roots: readonly string[];
  readonly inclusion: readonly Inclusion[];
  readonly consistency: readonly Consistency[];
}
interface Note {
  readonly desc: string;
  readonly note: string;
  readonly opens: boolean;
}

describe('trees', () => {
  const { leaves, roots, inclusion, consistency }: Tree = read('tree');
  const hashes = leaves.map((leaf) => leafHash(bytes(leaf)));
  const nodes = nodesFromLeaves(hashes);

  test('roots by size', () => {
    const found = roots.map((_, size) => encodeBase64(edgeRoot(growTree(EMPTY_EDGE, hashes.slice(0, size)).edge)));
    expect(found).toEqual(roots);
    expect(roots).toHaveLength(10);
  });

  test.each(inclusion)('inclusion: $desc: $valid', async ({ index, size, root, path, valid }) => {
    const leaf = { index, hash: hashes[index] ?? new Uint8Array() };
    expect(verifyInclusion(leaf, { size, root: bytes(root) }, path.map(bytes))).toBe(valid);
    if (valid) expect((await proveInclusion(index, size, nodes)).map(encodeBase64)).toEqual(path);
  });

  test.each(consistency)('consistency: $desc: $valid', async ({ old_size, size, old_root, root, proof, valid }) => {
    const old = { size: old_size, root: bytes(old_root) };
    expect(verifyConsistency(old, { size, root: bytes(root) }, proof.map(bytes))).toBe(valid);
    if (valid) expect((await proveConsistency(old_size, size, nodes)).map(encodeBase64)).toEqual(proof);
  });
});

describe('checkpoints', () => {
  const vectors = read('checkpoints');
  const key = parseVerifierKey(vectors.vkey);
  const notes: readonly Note[] = vectors.notes;

  test.each(notes)('$desc: $opens', async ({ note, opens }) => {
    const verdict = await verifyCheckpoint(note, vectors.origin, key === undefined ? [] : [key]);
    expect(verdict.ok).toBe(opens);
  });

  test('after a rotation the next key opens what both signed', async () => {
    const next = parseVerifierKey(vectors.vkey_after_rotation);
    const both = notes.find(({ desc }) => desc.includes('two keys'))?.note ?? '';
    expect((await verifyCheckpoint(both, vectors.origin, next === undefined ? [] : [next])).ok).toBe(true);
  });
});

interface CosignatureCase {
  readonly desc: string;
  readonly text: string;
  readonly line: string;
  /** Null: refused. */
  readonly time: number | null;
}
interface ProofCase {
  readonly desc: string;
  readonly proof: string;
  readonly leaf: string;
  readonly valid: boolean;
}

describe('cosignatures', () => {
  const vectors: { vkey: string; cosignatures: readonly CosignatureCase[] } = read('cosignatures');
  const key = parseVerifierKey(vectors.vkey);

  test.each(vectors.cosignatures)('$desc: $time', async ({ text, line, time }) => {
    const signature = parseSignature(line);
    if (key === undefined || signature === undefined) throw new Error('the vector is not read');
    const verdict = await verifyCosignature({ text }, signature, key);
    expect(verdict.ok ? verdict.value.time : null).toBe(time);
  });
});

describe('proofs', () => {
  const vectors: { origin: string; vkey: string; proofs: readonly ProofCase[] } = read('proofs');
  const key = parseVerifierKey(vectors.vkey);
  const trust = { origin: vectors.origin, keys: key === undefined ? [] : [key] };

  test.each(vectors.proofs)('$desc: $valid', async ({ proof, leaf, valid }) => {
    const parsed = parseProof(proof);
    const verdict = parsed === undefined ? { ok: false } : await verifyProof(parsed, bytes(leaf), trust);
    expect(verdict.ok).toBe(valid);
    if (valid && parsed !== undefined) expect(formatProof(parsed)).toBe(proof);
  });
});
