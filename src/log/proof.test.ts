import { describe, expect, test } from 'vitest';
import { leafHashes, leafText, nodesFromLeaves, noteSigner, recursiveRoot } from '../../test/support/log-fixtures.ts';
import { encodeBase64 } from './base64.ts';
import { signCheckpoint } from './checkpoint.ts';
import { formatProof, type LogProof, parseProof, verifyProof } from './proof.ts';
import { proveInclusion } from './tree.ts';

const ORIGIN = 'registry.example/log';
const LOG = noteSigner(ORIGIN);
const TRUST = { origin: ORIGIN, keys: [LOG.key] };
const LEAVES = leafHashes(9);
const leaf = (n: number): Uint8Array => Buffer.from(leafText(n));

async function prove(index: number, size: number, signer = LOG, origin = ORIGIN): Promise<LogProof> {
  const head = { size, root: recursiveRoot(LEAVES.slice(0, size)) };
  const note = await signCheckpoint(origin, head, [signer]);
  return { extra: undefined, index, path: await proveInclusion(index, size, nodesFromLeaves(LEAVES)), note };
}
const PROOF = await prove(4, 7);
const TEXT = formatProof(PROOF);

describe('form', () => {
  test('header, index, path, an empty line, the checkpoint as it is', () => {
    const hashes = PROOF.path.map(encodeBase64).join('\n');
    expect(TEXT).toBe(`c2sp.org/tlog-proof@v1\nindex 4\n${hashes}\n\n${PROOF.note}`);
    expect(parseProof(TEXT)).toEqual({ ...PROOF, path: PROOF.path.map((hash) => Buffer.from(hash)) });
  });

  test('with extra data, even none of it', () => {
    for (const extra of [Buffer.from('{"leaf":"x"}'), Buffer.alloc(0)])
      expect(parseProof(formatProof({ ...PROOF, extra }))?.extra).toEqual(extra);
  });

  test('a tree of one leaf has no path', async () => {
    const text = formatProof(await prove(0, 1));
    expect(text.startsWith('c2sp.org/tlog-proof@v1\nindex 0\n\n')).toBe(true);
    expect(parseProof(text)?.path).toEqual([]);
  });

  const [hash = ''] = PROOF.path.map(encodeBase64);
  test.each([
    ['nothing', ''],
    ['another version', TEXT.replace('@v1', '@v2')],
    ['no header', TEXT.slice(TEXT.indexOf('\n') + 1)],
    ['a line before the header', `\n${TEXT}`],
    ['no index', TEXT.replace('index 4\n', '')],
    ['a leading zero', TEXT.replace('index 4', 'index 04')],
    ['a negative index', TEXT.replace('index 4', 'index -4')],
    ['a fraction', TEXT.replace('index 4', 'index 4.0')],
    ['two spaces', TEXT.replace('index 4', 'index  4')],
    ['a space after the index', TEXT.replace('index 4', 'index 4 ')],
    ['an unsafe index', TEXT.replace('index 4', 'index 9007199254740993')],
    ['capitals', TEXT.replace('index 4', 'Index 4')],
    ['extra after index', TEXT.replace('index 4', 'index 4\nextra YQ==')],
    ['two extra lines', TEXT.replace('index 4', 'extra YQ==\nextra YQ==\nindex 4')],
    ['extra without a space', TEXT.replace('index 4', 'extra\nindex 4')],
    ['extra in base64url', TEXT.replace('index 4', 'extra _w==\nindex 4')],
    ['extra without padding', TEXT.replace('index 4', 'extra YQ\nindex 4')],
    ['a short hash', TEXT.replace(hash, hash.slice(4))],
    ['a hash without padding', TEXT.replace(hash, hash.slice(0, -1))],
    ['a space before a hash', TEXT.replace(hash, ` ${hash}`)],
    ['64 hashes', TEXT.replace(hash, Array.from({ length: 64 - 2 }, () => hash).join('\n'))],
    ['no empty line', TEXT.replace('\n\n', '\n')],
    ['two empty lines', TEXT.replace('\n\n', '\n\n\n')],
    ['no checkpoint', TEXT.slice(0, TEXT.indexOf('\n\n') + 2)],
    ['a checkpoint cut short', TEXT.slice(0, -1)],
    ['text after the checkpoint', `${TEXT}more`],
    ['carriage returns', TEXT.replaceAll('\n', '\r\n')],
  ])('refused: %s', (_, text) => {
    expect(parseProof(text)).toBeUndefined();
  });
});

describe('trust', async () => {
  test('the leaf is in the log', async () => {
    for (let size = 1; size <= 9; size++) {
      for (let index = 0; index < size; index++) {
        expect(await verifyProof(await prove(index, size), leaf(index), TRUST)).toMatchObject({ value: { size } });
      }
    }
  });

  const stranger = noteSigner(ORIGIN, 9);
  test.each<[string, LogProof, Uint8Array, RegExp]>([
    ['another leaf', PROOF, leaf(5), /does not lead from leaf 4/],
    ['a bit of the leaf', PROOF, Buffer.from('leaf 5'), /does not lead/],
    ['another index', { ...PROOF, index: 5 }, leaf(4), /does not lead from leaf 5/],
    ['an index at the size', { ...PROOF, index: 7 }, leaf(4), /index 7 lies outside the tree of 7 leaves/],
    ['a truncated path', { ...PROOF, path: PROOF.path.slice(1) }, leaf(4), /does not lead/],
    ['a path too long', { ...PROOF, path: [...PROOF.path, ...PROOF.path] }, leaf(4), /does not lead/],
    ['the path of another size', { ...PROOF, path: (await prove(4, 8)).path }, leaf(4), /does not lead/],
    ['the head of another size', { ...PROOF, note: (await prove(4, 8)).note }, leaf(4), /does not lead/],
    ['an unknown key', await prove(4, 7, stranger), leaf(4), /no signature by a trusted/],
    ['another log', await prove(4, 7, LOG, 'other.example/log'), leaf(4), /of the log other\.example/],
  ])('refused: %s', async (_, proof, bytes, reason) => {
    const verdict = await verifyProof(proof, bytes, TRUST);
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });
});
