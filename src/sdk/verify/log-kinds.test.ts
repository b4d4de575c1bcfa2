import { describe, expect, test } from 'vitest';
import { CERTIFICATE } from '../../../test/support/evidence-steps.ts';
import { buildWorld } from '../../../test/support/evidence-world.ts';
import { cosigner } from '../../../test/support/log-fixtures.ts';
import { checkpointOf, LOG_SIGNER, madeUpLeaves, publishLog } from '../../../test/support/published-log.ts';
import { worldSource } from '../../../test/support/world-source.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import { cosign } from '../../log/cosignature.ts';
import { formatVerifierKey } from '../../log/note.ts';
import { parsePolicy } from '../../log/policy.ts';
import type { Trust } from './trust.ts';
import { ASPECTS, type Verification } from './verdict.ts';
import { verifyArtefact } from './verify.ts';

const world = await buildWorld();
const { statements, credential, receipt } = world;
const online = worldSource(world);
const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');
const json = (value: object): Uint8Array => text(JSON.stringify(value));

interface Setting {
  readonly trust?: Trust;
  readonly now?: Date;
  readonly online?: boolean;
}
const verify = (bytes: Uint8Array, { trust = world.trust, now = world.now, online: isOnline = false }: Setting = {}) =>
  verifyArtefact(bytes, trust, { now, ...(isOnline ? { source: online } : {}) });
const wordsOf = (verification: Verification) => ASPECTS.map((aspect) => verification[aspect]).join(' ');
const OFFLINE: Setting = {};
const ONLINE: Setting = { online: true };

describe('a receipt', () => {
  const own = receipt(statements.audit.digest);

  test('holds by itself', async () => {
    const verification = await verify(json(own), OFFLINE);
    expect(wordsOf(verification)).toBe('ok ok unknown ok ok unknown');
    expect(verification).toMatchObject({
      kind: 'receipt',
      facts: { digest: statements.audit.digest, type: 'audit.declared', index: 6, organisation: { party_id: 'acme' } },
    });
  });

  test('is found in the answer to a statement', async () => {
    expect(await verify(json({ digest: own['digest'] ?? '', seq: 6, receipt: own }))).toMatchObject({
      kind: 'receipt',
      log: 'ok',
    });
  });

  test.each<readonly [string, JsonObject, object]>([
    ['another digest', { digest: statements.org.digest }, { scope: 'failed', log: 'failed' }],
    ['another index', { index: 5 }, { scope: 'failed', log: 'failed' }],
    ['another leaf', { leaf: world.leaves[5] ?? '' }, { scope: 'failed', log: 'failed' }],
    ['no proof', { tlog_proof: '' }, { log: 'failed', signature: 'failed' }],
    ['a window', { window: { index: 0, size: 1, path: [] } }, { scope: 'failed' }],
    ['a malformed window', { window: 7 }, { scope: 'failed' }],
    [
      'a proof of another index',
      { tlog_proof: String(own['tlog_proof']).replace('index 6', 'index 7') },
      { log: 'failed', signature: 'ok' },
    ],
    ['a cut path', { tlog_proof: String(own['tlog_proof']).replace(/(index 6\n)[^\n]+\n/, '$1') }, { log: 'failed' }],
  ])('with %s fails', async (_name, members, expected) => {
    expect(await verify(json({ ...own, ...members }))).toMatchObject(expected);
  });

  test('under another key is nobody’s', async () => {
    expect(wordsOf(await verify(json(own), { trust: { vkeys: [] } }))).toBe(
      'unknown unknown unknown unknown unknown unknown',
    );
  });

  test('from the future fails', async () => {
    expect(await verify(json(own), { now: new Date('2026-03-01T00:00:00Z') })).toMatchObject({ time: 'failed' });
  });
});

describe('a proof', () => {
  const proof = String(receipt(credential.digest)['tlog_proof']);

  test('in the form of C2SP holds by itself', async () => {
    const verification = await verify(text(proof));
    expect(wordsOf(verification)).toBe('ok ok unknown ok ok unknown');
    expect(verification.facts).toMatchObject({ type: 'certificate.issued', certificate: CERTIFICATE });
  });

  test('without its leaf shows the head alone', async () => {
    expect(await verify(text(proof.replace(/extra .*\n/, '')))).toMatchObject({ signature: 'ok', log: 'unknown' });
  });

  test('of a later form is not read', async () => {
    expect(await verify(text(proof.replace('@v1', '@v2')))).toMatchObject({ log: 'failed' });
  });
});

describe('cosignatures', () => {
  const witness = cosigner('witness.example');
  const vkey = formatVerifierKey(witness.key);
  const read = (lines: string) => {
    const policy = parsePolicy(`log ${formatVerifierKey(LOG_SIGNER.key)}\n${lines}\n`);
    if (!policy.ok) throw new Error(policy.reason);
    return { vkeys: [], policy: policy.value };
  };
  const asked = read(`witness w ${vkey}\nquorum w`);
  const proof = String(receipt(statements.audit.digest)['tlog_proof']);
  const note = proof.slice(proof.indexOf('\n\n') + 2);
  const cosigned = async (time: number, over = parseCheckpoint(note)?.text ?? ''): Promise<string> =>
    `${proof}${await cosign(over, time, witness.key, (message) => witness.sign(message))}\n`;

  test('that a policy asks for are absent, or there', async () => {
    const bare = await verify(text(proof), { trust: asked });
    expect(bare).toMatchObject({ log: 'unknown', signature: 'ok' });
    expect(bare.reasons.log).toContain('policy');
    const full = await verify(text(await cosigned(1_772_000_000)), { trust: asked });
    expect(full).toMatchObject({ log: 'ok', facts: { cosigners: ['w'] } });
    expect(await verify(text(proof), { trust: read('quorum none') })).toMatchObject({ log: 'ok' });
  });

  test('that do not verify fail', async () => {
    const wrong = await cosigned(1_772_000_000, 'another text\n1\nAAAA\n');
    expect(await verify(text(wrong), { trust: asked })).toMatchObject({ log: 'failed' });
  });
});

describe('a head', () => {
  test('holds where the log goes on from it', async () => {
    expect(wordsOf(await verify(text(checkpointOf(world.log)), ONLINE))).toBe('ok ok unknown unknown ok unknown');
    const earlier = checkpointOf(await publishLog(world.leaves.slice(0, 4)));
    expect(await verify(text(earlier), ONLINE)).toMatchObject({ log: 'ok', facts: { size: 4 } });
    expect(await verify(text(earlier), OFFLINE)).toMatchObject({ log: 'unknown', signature: 'ok' });
  });

  test('of another history is found out', async () => {
    const forked = checkpointOf(await publishLog(madeUpLeaves(4)));
    expect(await verify(text(forked), ONLINE)).toMatchObject({ signature: 'ok', log: 'failed' });
  });

  test('of another log fails', async () => {
    const other = checkpointOf(await publishLog(madeUpLeaves(4), [LOG_SIGNER], 'other.example/log'));
    expect(await verify(text(other))).toMatchObject({ signature: 'failed' });
  });
});
