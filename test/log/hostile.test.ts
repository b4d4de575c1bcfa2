import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddCheckpoint } from '../../src/log/add-checkpoint.ts';
import { decodeBase64 } from '../../src/log/base64.ts';
import { parseBundle } from '../../src/log/bundle.ts';
import { parseCheckpoint, signCheckpoint, verifyCheckpoint } from '../../src/log/checkpoint.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { parseNote, parseSignature, parseVerifierKey } from '../../src/log/note.ts';
import { parsePolicy } from '../../src/log/policy.ts';
import { formatProof, parseProof, verifyProof } from '../../src/log/proof.ts';
import { parseTilePath } from '../../src/log/tile.ts';
import { proveInclusion } from '../../src/log/tree.ts';
import { parseWindow } from '../../src/log/window.ts';
import { flipBit, leafHashes, leafText, nodesFromLeaves, noteSigner, recursiveRoot } from '../support/log-fixtures.ts';

const ORIGIN = 'registry.example/log';
const LOG = noteSigner(ORIGIN);
const LEAVES = leafHashes(11);
const HEAD = { size: 11, root: recursiveRoot(LEAVES) };
const NOTE = await signCheckpoint(ORIGIN, HEAD, [LOG, noteSigner('stranger.example', 9)]);
const PROOF = formatProof({
  extra: Buffer.from('{}'),
  index: 4,
  path: await proveInclusion(4, 11, nodesFromLeaves(LEAVES)),
  note: NOTE,
});

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  decodeBase64,
  parseAddCheckpoint,
  parseBundle: (text) => parseBundle(Buffer.from(text)),
  parseCheckpoint,
  parseLeaf,
  parseNote,
  parsePolicy,
  parseProof,
  parseSignature,
  parseTilePath,
  parseVerifierKey,
  parseWindow,
};
const SAMPLES = [
  NOTE,
  PROOF,
  NOTE.split('\n').at(-2) ?? '',
  'a+12345678+AQ==',
  '{"at":"2026-03-10T12:00:00Z","t":"case.closed","v":1}',
  'x001/234.p/5',
  'group a 1 b\nquorum a\n',
];

describe('whatever is sent, nothing is thrown', () => {
  const cut = fc.tuple(fc.constantFrom(...SAMPLES), fc.nat(), fc.nat(), fc.string({ unit: 'binary', maxLength: 9 }));
  const spoilt = cut.map(([text, a, b, more]) => {
    const [from, to] = [a % (text.length + 1), b % (text.length + 1)];
    return text.slice(0, from) + more + text.slice(to);
  });
  test.each(Object.entries(PARSERS))('%s', (_, parse) => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), spoilt), (text) => void parse(text)),
      { numRuns: 500 },
    );
  });
});

describe('every single bit', () => {
  const flips = (text: string): string[] => {
    const bytes = Buffer.from(text, 'utf8');
    return Array.from({ length: bytes.length * 8 }, (_, bit) => Buffer.from(flipBit(bytes, bit)).toString('utf8'));
  };

  test('of a checkpoint: it is refused, or it says what it said', async () => {
    let refused = 0;
    for (const note of flips(NOTE)) {
      const verdict = await verifyCheckpoint(note, ORIGIN, [LOG.key]);
      if (verdict.ok) expect([verdict.value.size, verdict.value.text]).toEqual([11, parseNote(NOTE)?.text]);
      else refused += 1;
    }
    // What remains readable are flips in the line of a stranger, which proves nothing to anybody.
    expect(refused).toBeGreaterThan((parseNote(NOTE)?.text.length ?? 0) * 8);
  });

  test('of a proof: it is refused, or it proves what it proved', async () => {
    const leaf = Buffer.from(leafText(4));
    for (const text of flips(PROOF)) {
      const proof = parseProof(text);
      if (proof === undefined) continue;
      const verdict = await verifyProof(proof, leaf, { origin: ORIGIN, keys: [LOG.key] });
      if (verdict.ok)
        expect([proof.index, verdict.value.size, verdict.value.root]).toEqual([4, 11, Buffer.from(HEAD.root)]);
    }
  });

  test('of a leaf: it is not in the tree', async () => {
    const proof = parseProof(PROOF);
    if (proof === undefined) throw new Error('the proof is not read');
    for (const text of flips(leafText(4))) {
      const verdict = await verifyProof(proof, Buffer.from(text), { origin: ORIGIN, keys: [LOG.key] });
      expect(verdict.ok).toBe(false);
    }
  });
});
