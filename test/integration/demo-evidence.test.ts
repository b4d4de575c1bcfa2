import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatVerifierKey } from '../../src/log/note.ts';
import { readEvidenceBundle } from '../../src/registry/evidence-bundle.ts';
import { refreshStatusLists } from '../../src/registry/maintain-credentials.ts';
import { ASPECTS } from '../../src/sdk/verify/verdict.ts';
import { verifyArtefact } from '../../src/sdk/verify/verify.ts';
import { createDemoRegistry } from '../support/demo-registry.ts';
import type { TestRegistry } from '../support/registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createDemoRegistry({ plays: (party) => CAST.includes(party) });
  await refreshStatusLists(registry.deps);
}, 180_000);
afterAll(() => registry.close());

/** Certificates that rest on telemetry, one of them on watch, one suspended for it; and every way in which others end. */
const CAST = [
  'velocitytech',
  'larkfield-insurance',
  'greywacke-hosting',
  'nordhafen-retail',
  'glasswing-post',
  'quarrystone-hosting',
  'ferrum-analytics',
  'lakeshore-clinics',
  'marigold-genetics',
];

/** What a verifier with nothing but the key of the log makes of a certificate in each state. */
const EXPECTED: Readonly<Record<string, string>> = {
  active: 'ok ok ok ok ok ok',
  watch: 'ok ok ok ok ok ok',
  suspended: 'ok ok failed ok ok ok',
  superseded: 'ok ok failed ok ok ok',
  withdrawn: 'ok ok failed failed ok ok',
  expired: 'ok ok failed failed ok ok',
};

test('every certificate of the demo holds offline, or says how it ended', async () => {
  const vkeys = registry.deps.log.signers.map(({ key }) => formatVerifierKey(key));
  const { rows } = await registry.database.pool.query<{ id: string; state: string; ends: Date }>(
    `select id, state, (select max(valid_until) from credentials where certificate_id = certificates.id) as ends
     from certificates order by leaf`,
  );
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(Object.keys(EXPECTED)));
  for (const { id, state, ends } of rows) {
    const { bytes } = await readEvidenceBundle(registry.deps, id);
    const verification = await verifyArtefact(bytes, { vkeys }, { now: registry.deps.now() });
    const words = ASPECTS.map((aspect) => verification[aspect]).join(' ');
    // The credential of a certificate that was superseded long ago has also run out.
    const expected = ends > registry.deps.now() ? EXPECTED[state] : 'ok ok failed failed ok ok';
    expect(words, `${id}: ${JSON.stringify(verification.reasons)}`).toBe(expected);
  }
}, 180_000);
