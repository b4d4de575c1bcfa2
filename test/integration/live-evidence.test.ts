import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatVerifierKey } from '../../src/log/note.ts';
import { readEvidenceBundle } from '../../src/registry/evidence-bundle.ts';
import { refreshStatusLists } from '../../src/registry/maintain-credentials.ts';
import { packEvidence } from '../../src/registry/pack-evidence.ts';
import { verifyArtefact } from '../../src/sdk/verify/verify.ts';
import { replayFaults } from '../support/check-replay.ts';
import { createDemoRegistry, type DemoRegistry } from '../support/demo-registry.ts';

let registry: DemoRegistry;
let bytes: Uint8Array;
let files: Record<string, Uint8Array>;
beforeAll(async () => {
  registry = await createDemoRegistry({ plays: (party) => party === 'velocitytech' });
  await refreshStatusLists(registry.deps);
  const { rows } = await registry.database.pool.query<{ id: string }>(
    "select id from certificates where party_id = 'velocitytech' and state = 'active'",
  );
  bytes = (await readEvidenceBundle(registry.deps, rows[0]?.id ?? '')).bytes;
  files = unzipSync(bytes);
}, 240_000);
afterAll(() => registry.close());

const verify = (archive: Uint8Array) => {
  const vkeys = registry.deps.log.signers.map(({ key }) => formatVerifierKey(key));
  return verifyArtefact(archive, { vkeys }, { now: registry.deps.now() });
};
const without = (name: string) => packEvidence(new Map(Object.entries(files).filter(([one]) => one !== name)));
const named = (start: string): string => Object.keys(files).filter((name) => name.startsWith(start))[5] ?? '';

test('the whole story follows from the log, rows and public statements', async () => {
  const evidence = { registry, statements: new Map(), leaves: [] };
  expect(await replayFaults(evidence)).toEqual([]);
}, 120_000);

describe('the bundle of a live certificate', () => {
  test('gives the live figure again, with no network', async () => {
    const verification = await verify(bytes);
    expect(verification.reasons.recomputation).toContain('rows of 56 days, capped by the audit, give');
    expect(verification.recomputation).toBe('ok');
  });

  test('fails with one bit of a row flipped', async () => {
    const name = named('rows/');
    const row = Uint8Array.from(files[name] ?? []);
    row[row.length - 40] = (row[row.length - 40] ?? 0) ^ 1;
    const verification = await verify(packEvidence(new Map(Object.entries({ ...files, [name]: row }))));
    expect(verification.recomputation).toBe('failed');
  });

  test.each(['rows/', 'row-proofs/'])('does not stand without one of %s', async (start) => {
    const verification = await verify(without(named(start)));
    expect(verification.recomputation).not.toBe('ok');
  });

  test('leaves no row out: a proof that names fewer is refused', async () => {
    const name = named('row-proofs/');
    const proof = JSON.parse(Buffer.from(files[name] ?? []).toString());
    const fewer = Buffer.from(JSON.stringify({ ...proof, rows: proof.rows.slice(0, 1) }));
    const verification = await verify(packEvidence(new Map(Object.entries({ ...files, [name]: fewer }))));
    expect(verification.recomputation).toBe('failed');
  });

  test('has the same bytes every time', async () => {
    const id = JSON.parse(Buffer.from(files['certificate.json'] ?? []).toString()).id;
    expect(Buffer.compare((await readEvidenceBundle(registry.deps, id)).bytes, bytes)).toBe(0);
  });
});
