import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { WORLD_ORIGIN } from '../../../test/support/evidence-steps.ts';
import { buildWorld } from '../../../test/support/evidence-world.ts';
import { flipBit, noteSigner } from '../../../test/support/log-fixtures.ts';
import { worldSource } from '../../../test/support/world-source.ts';
import { BUNDLE } from '../../core/evidence-bundle.ts';
import { METHODOLOGY } from '../../core/methodology/cms-1.ts';
import { formatVerifierKey } from '../../log/note.ts';
import { ASPECTS, type Aspect, type Verification, type Word } from './verdict.ts';
import { verifyArtefact } from './verify.ts';
import { readZip } from './zip.ts';

const world = await buildWorld();
const { statements, credential } = world;
const verify = (bytes: Uint8Array, trust: Parameters<typeof verifyArtefact>[1] = world.trust, now = world.now) =>
  verifyArtefact(bytes, trust, { now });

const wordsOf = (verification: Verification) => Object.fromEntries(ASPECTS.map((one) => [one, verification[one]]));
const all = (word: string) => Object.fromEntries(ASPECTS.map((aspect) => [aspect, word]));
const failedIn = (verification: Verification): readonly Aspect[] =>
  ASPECTS.filter((aspect) => verification[aspect] === 'failed');

/** A generator whose numbers are the same in every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state;
  }
}

describe('an evidence bundle', () => {
  test('holds offline, in all six questions', async () => {
    const verification = await verify(world.zip());
    expect(wordsOf(verification)).toEqual(all('ok'));
    expect(verification.facts).toMatchObject({
      organisation: { party_id: 'acme', name: 'Company acme' },
      tier: 'Bronze',
      composite_6: '0.747103',
      audit: statements.audit.digest,
      auditors: ['lumen'],
      recomputed: { composite_6: '0.747103', tier: 'Bronze' },
    });
  });

  test('is no more than consistent without a key of the log', async () => {
    const verification = await verify(world.zip(), { vkeys: [] });
    expect(wordsOf(verification)).toEqual({ ...all('ok'), signature: 'unknown', log: 'unknown', status: 'unknown' });
    expect(verification.reasons.log).toContain('give the verifier key you trust');
  });

  test('of another log than the trusted one fails', async () => {
    const vkeys = [formatVerifierKey(noteSigner('registry.example/log', 9).key)];
    expect(await verify(world.zip(), { origin: WORLD_ORIGIN, vkeys })).toMatchObject({ log: 'failed' });
    const elsewhere = [formatVerifierKey(noteSigner('elsewhere.example/log').key)];
    expect(await verify(world.zip(), { origin: 'https://elsewhere.example', vkeys: elsewhere })).toMatchObject({
      log: 'failed',
      scope: 'failed',
    });
  });

  test('is of the registry its log key names, where no origin is given', async () => {
    expect(wordsOf(await verify(world.zip(), { vkeys: world.trust.vkeys }))).toEqual(all('ok'));
  });

  test('ends with its credential, and begins with it', async () => {
    expect(await verify(world.zip(), world.trust, new Date('2027-01-01T00:00:00Z'))).toMatchObject({ time: 'failed' });
    expect(await verify(world.zip(), world.trust, new Date('2026-01-01T00:00:00Z'))).toMatchObject({ time: 'failed' });
  });

  test('with an old status list leaves the status open', async () => {
    const verification = await verify(world.zip(), world.trust, new Date('2026-03-20T00:00:00Z'));
    expect(wordsOf(verification)).toEqual({ ...all('ok'), status: 'unknown' });
    expect(verification.reasons.status).toContain('out of date');
  });
});

const { org, auditor, accredit, audit, opinion } = statements;
const EXPECTED: readonly (readonly [string, Aspect])[] = [
  [BUNDLE.readme, 'scope'],
  [BUNDLE.certificate, 'scope'],
  [BUNDLE.credential, 'signature'],
  [BUNDLE.keys, 'signature'],
  [BUNDLE.logKeys, 'log'],
  [BUNDLE.statusList, 'status'],
  [BUNDLE.parameters(METHODOLOGY), 'scope'],
  [BUNDLE.methodology(METHODOLOGY), 'scope'],
  ...[org, auditor, accredit, audit, opinion].map(({ digest }) => [BUNDLE.statement(digest), 'signature'] as const),
  ...[...world.entries.keys()].filter((name) => name.startsWith('receipts/')).map((name) => [name, 'log'] as const),
];

describe('one bit turned', () => {
  test('the table names every entry', () => {
    expect(EXPECTED.map(([name]) => name).sort()).toEqual([...world.entries.keys()].sort());
  });

  test.each(EXPECTED)('in %s fails %s', async (name, aspect) => {
    const bytes = Buffer.from(world.entries.get(name) ?? '');
    const random = numbers(bytes.length);
    const bits = [
      0,
      bytes.length * 8 - 1,
      ...Array.from({ length: 6 }, () => (random.next().value ?? 0) % (bytes.length * 8)),
    ];
    for (const bit of bits) {
      const changed = flipBit(bytes, bit);
      const verification = await verify(world.zip({ [name]: changed }));
      const failed = failedIn(verification);
      // A turned bit within the score of the record shows where it is worked out again.
      const isRight = failed.includes(aspect) || (name === BUNDLE.certificate && failed.includes('recomputation'));
      expect(isRight, `${name}, bit ${bit}: ${JSON.stringify(verification.reasons)}`).toBe(true);
    }
  });

  test('anywhere in the archive is found, unless it changes nothing that is in it', async () => {
    const zip = world.zip();
    const contents = (bytes: Uint8Array) =>
      new Map(readZip(bytes).map(({ name, bytes: own }) => [name, Buffer.from(own)]));
    const random = numbers(7);
    for (let tries = 0; tries < 100; tries++) {
      const changed = flipBit(zip, (random.next().value ?? 0) % (zip.length * 8));
      const words = await verify(changed).then(wordsOf, ({ code }: { code: string }) => code);
      const isSame = words !== 'request_invalid' && isDeepStrictEqual(contents(changed), contents(zip));
      expect(isDeepStrictEqual(words, all('ok'))).toBe(isSame);
    }
  }, 60_000);

  test('in the record is found wherever it is', async () => {
    const bytes = Buffer.from(world.entries.get(BUNDLE.certificate) ?? '');
    const random = numbers(3);
    for (let tries = 0; tries < 200; tries++) {
      const changed = flipBit(bytes, (random.next().value ?? 0) % (bytes.length * 8));
      expect(failedIn(await verify(world.zip({ [BUNDLE.certificate]: changed }))), changed.toString()).not.toEqual([]);
    }
  }, 60_000);
});

describe('an entry left out', () => {
  const LEFT_OUT: readonly (readonly [string, Partial<Record<Aspect, Word>>])[] = [
    [BUNDLE.readme, { scope: 'failed' }],
    [BUNDLE.certificate, { scope: 'failed' }],
    [BUNDLE.credential, { signature: 'unknown', status: 'unknown', time: 'unknown' }],
    [BUNDLE.keys, { signature: 'unknown', status: 'unknown' }],
    [BUNDLE.logKeys, {}],
    [BUNDLE.statusList, { status: 'unknown' }],
    [BUNDLE.parameters(METHODOLOGY), { scope: 'failed' }],
    [BUNDLE.statement(audit.digest), { recomputation: 'unknown' }],
    [BUNDLE.statement(opinion.digest), { recomputation: 'unknown' }],
    [BUNDLE.statement(accredit.digest), { recomputation: 'unknown' }],
    [BUNDLE.statement(org.digest), { signature: 'unknown', recomputation: 'unknown' }],
    [BUNDLE.receipt(audit.digest), { log: 'unknown', time: 'unknown', recomputation: 'unknown' }],
    [BUNDLE.receipt(credential.digest), { signature: 'unknown', log: 'unknown', time: 'unknown' }],
  ];
  test.each(LEFT_OUT)('%s', async (name, expected) => {
    expect(await verify(world.zip({ [name]: undefined }))).toMatchObject(expected);
  });

  test.each([...world.entries.keys()].filter((name) => !name.startsWith('methodology/') && name !== BUNDLE.readme))(
    '%s is missed even where it could be found elsewhere',
    async (name) => {
      const source = worldSource(world);
      const verification = await verifyArtefact(world.zip({ [name]: undefined }), world.trust, {
        now: world.now,
        source,
      });
      expect(verification.scope).toBe('failed');
      expect(verification.reasons.scope).toMatch(/is missing|is not the text/);
    },
  );

  test('and a strange one put in', async () => {
    expect(await verify(world.zip({ 'statements/notes.txt': 'x' }))).toMatchObject({ scope: 'failed' });
  });
});
