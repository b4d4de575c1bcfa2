import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { nodesFromLeaves } from '../../../test/support/log-fixtures.ts';
import { LOG_SIGNER, madeUpLeaf, publishLog } from '../../../test/support/published-log.ts';
import { encodeBase64url } from '../../core/base64url.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { leafHash } from '../../log/hash.ts';
import { encodeLeaf } from '../../log/leaf.ts';
import { formatVerifierKey } from '../../log/note.ts';
import { formatProof } from '../../log/proof.ts';
import { proveInclusion } from '../../log/tree.ts';
import { proveWindow, windowRoot, windowToJson } from '../../log/window.ts';
import { openExamination } from './examination.ts';
import { proveDigest } from './proof-check.ts';
import { openNotebook } from './verdict.ts';
import { verifyArtefact } from './verify.ts';

const DIGESTS = Array.from({ length: 5 }, (_, n) => leafHash(Buffer.from(`attestation ${n}`)));
const PLACE = 3;
const DIGEST = encodeBase64url(DIGESTS[PLACE] ?? new Uint8Array());
const WINDOW = windowToJson(proveWindow(PLACE, DIGESTS));
const LEAF = encodeLeaf(
  { t: 'telemetry.window', root: encodeBase64url(windowRoot(DIGESTS)), n: DIGESTS.length },
  new Date('2026-03-10T12:00:10Z'),
);
const LEAVES = [madeUpLeaf(0), madeUpLeaf(1), LEAF];
const INDEX = 2;

const trust = { origin: 'https://registry.example', vkeys: [formatVerifierKey(LOG_SIGNER.key)] };
const now = new Date('2026-03-11T00:00:00Z');

async function proofWith(window: unknown): Promise<string> {
  const log = await publishLog(LEAVES);
  const note = Buffer.from(log.get('checkpoint') ?? []).toString('utf8');
  const path = await proveInclusion(
    INDEX,
    LEAVES.length,
    nodesFromLeaves(LEAVES.map((leaf) => leafHash(Buffer.from(leaf)))),
  );
  const extra = Buffer.from(canonicalize({ leaf: LEAF, window }) ?? '', 'utf8');
  return formatProof({ extra, index: INDEX, path, note });
}

async function receiptWith(members: JsonObject): Promise<Uint8Array> {
  const tlog_proof = await proofWith(WINDOW);
  const receipt = { digest: DIGEST, index: INDEX, leaf: LEAF, tlog_proof, window: WINDOW, ...members };
  return Buffer.from(JSON.stringify(receipt), 'utf8');
}

describe('a receipt of two levels', () => {
  test('holds by itself', async () => {
    const verification = await verifyArtefact(await receiptWith({}), trust, { now });
    expect(verification).toMatchObject({ kind: 'receipt', log: 'ok', signature: 'ok', scope: 'ok', time: 'ok' });
    expect(verification.facts).toMatchObject({ digest: DIGEST, type: 'telemetry.window', index: INDEX });
    expect(verification.reasons.scope).toContain('the window the attestation');
  });

  test.each<readonly [string, JsonObject]>([
    ['another digest', { digest: encodeBase64url(DIGESTS[0] ?? new Uint8Array()) }],
    ['another place', { window: { ...WINDOW, index: 2 } }],
    ['another size', { window: { ...WINDOW, size: 6 } }],
    ['no window', { window: null }],
  ])('with %s fails', async (_name, members) => {
    expect(await verifyArtefact(await receiptWith(members), trust, { now })).toMatchObject({
      scope: 'failed',
      log: 'failed',
    });
  });
});

describe('the proof of an attestation as a statement is looked up', () => {
  const lookUp = async (window: unknown, digest = DIGEST) => {
    const proof = await proofWith(window);
    const source = { readText: async () => proof, readBytes: async () => undefined };
    return proveDigest(await openExamination(trust, {}, openNotebook(), { now, source }), digest);
  };

  test('leads from its digest through the window to the log', async () => {
    expect(await lookUp(WINDOW)).toMatchObject({ word: 'ok', value: { index: INDEX, window: { index: PLACE } } });
  });

  test.each<readonly [string, unknown, RegExp]>([
    ['without a window', null, /about something else/],
    ['with a malformed window', { index: 3 }, /no path in a window/],
    ['with the path of a neighbour', windowToJson(proveWindow(2, DIGESTS)), /does not lead/],
  ])('%s is none', async (_name, window, reason) => {
    const answer = await lookUp(window);
    expect(answer.word).toBe('failed');
    expect(answer.word === 'failed' ? answer.reason : '').toMatch(reason);
  });
});
