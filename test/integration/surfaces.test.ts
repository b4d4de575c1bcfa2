import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../e2e/client.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { DECISIONS, type Decision, type Decisions, openDecisions, published } from '../support/random-decisions.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { SURFACES } from '../support/surface-list.ts';
import { BYSTANDER } from '../support/surface-list-derived.ts';
import { type Get, type Said, type Truth, truthOf } from '../support/surfaces.ts';

/* After any decision, whatever it is, every surface says the same of whoever it is about. */

let decisions: Decisions;
let server: TestServer;
beforeAll(async () => {
  decisions = await openDecisions('2026-03-03T12:00:00Z');
  await decisions.newcomer(BYSTANDER);
  server = await startServer(decisions.registry, 'sandbox');
});
afterAll(async () => {
  await server?.close();
  await decisions?.close();
});

const get: Get = (path, body) =>
  call(
    server.address,
    body === undefined
      ? { path }
      : { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );

/** Who is unknown is named nowhere: there is no tier, no figure and no state to compare. */
function expectedOf(truth: Truth, said: Said, own: Partial<Said> = {}): Said {
  const { seq, isShown, tier, composite, state } = { ...truth, ...own };
  const shown = { isShown, tier, composite, state };
  const members = isShown ? Object.keys(said) : ['isShown'];
  const named = Object.entries(shown).filter(([name]) => members.includes(name) && name in said);
  return { ...Object.fromEntries(named), seq: said.seq === null ? null : seq };
}

const visited = new Set<string | null>();

async function expectAgreement(party: string, told: string): Promise<void> {
  expect(await published(decisions.registry), `${told}: published within 2 s`).toBe(true);
  const truth = await truthOf(decisions.registry, party);
  visited.add(truth.isShown ? truth.state : 'hidden');
  for (const { name, read, expected } of SURFACES) {
    const said = await read(get, truth).catch((error: unknown) => {
      throw new Error(`${told}: ${name}: ${String(error)}`);
    });
    expect(said, `${told}: ${name}`).toEqual(expectedOf(truth, said, expected?.(truth)));
  }
}

/** One organisation's life. To begin with it is certified, so that there is something to decide about. */
const life = fc
  .array(fc.constantFrom<Decision[]>(...DECISIONS), { minLength: 7, maxLength: 9 })
  .map((after): readonly Decision[] => ['declare', 'accept', ...after]);

let count = 0;
test('whatever is decided, in whatever order', async () => {
  const property = fc.asyncProperty(life, async (sequence) => {
    const id = `org-${++count}`;
    await decisions.newcomer(id);
    await expectAgreement(id, 'registered');
    for (const [step, decision] of sequence.entries()) {
      const refusal = await decisions.decide(id, decision);
      await expectAgreement(id, `${id} ${sequence.slice(0, step + 1).join(', ')} (${refusal ?? 'done'})`);
    }
  });
  await fc.assert(property, { seed: 5, numRuns: 6, endOnFailure: true });
  await checkRegistry(decisions.registry);
}, 120_000);

test('and every state was met', () => {
  expect([...visited].sort()).toEqual(['active', 'expired', 'suspended', 'withdrawn', null].sort());
});
