import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditBody } from '../support/journey.ts';
import { type Answer, call, jsonOf, type Request } from './client.ts';
import type { Operation } from './contract.ts';
import { forge, headerOf } from './forge.ts';
import { forgerOf } from './forger.ts';
import { mutate, replacement, requests } from './fuzz-requests.ts';
import { expectProblem } from './refusal.ts';
import { openWorld, stateDigest, type World } from './world.ts';

/** Requests made from the published document by altering sound ones: whatever comes, the document is kept. */

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Bounds the whole file to some fifteen seconds. */
const BUDGET = { interruptAfterTimeLimit: 5_000, numRuns: 1_500, endOnFailure: true } as const;

function judge(answer: Answer, { faults, method, statuses }: Operation, request: Request): void {
  const { status } = answer;
  const what = `${request.method} ${request.path} ${status} ${answer.text.slice(0, 200)}`;
  // oEmbed 1.0 section 2.3.3 gives 501 to a format that is not supported; no other input reaches a 5xx.
  if (!(status === 501 && request.path.startsWith('/oembed'))) expect(status, what).toBeLessThan(500);
  if (status >= 400) {
    const isPage = answer.headers['content-type']?.startsWith('text/html') ?? false;
    if (!isPage) expectProblem(answer);
    if (request.method === method) expect([...statuses, 404, 405, 415], what).toContain(status);
    return;
  }
  if (status === 304) return;
  if (answer.headers['content-type']?.startsWith('application/json') !== true || faults === undefined) return;
  if (request.method === method) expect([what, faults(JSON.parse(answer.text))]).toEqual([what, []]);
}

test('altered addresses, queries, headers and bodies', { timeout: 30_000 }, async () => {
  const before = await stateDigest(world.registry);
  const ids = [world.audit, world.certificate, world.server.publishedKid];
  await fc.assert(
    fc.asyncProperty(requests(ids), async ({ operation, request }) => {
      judge(await call(world.server.address, request), operation, request);
    }),
    BUDGET,
  );
  expect(await stateDigest(world.registry)).toBe(before);
});

test('altered audits, dry and signed', { timeout: 30_000 }, async () => {
  const forger = forgerOf(world);
  const sound = JSON.stringify(auditBody('acme'));
  const before = await stateDigest(world.registry);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(40), { minLength: 1, maxLength: 7 }), replacement, async (steps, by) => {
      const document = mutate(JSON.parse(sound), steps, by);
      const dry = await call(world.server.address, {
        method: 'POST',
        path: '/v1/score',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(document),
      });
      expect([200, 400], dry.text.slice(0, 300)).toContain(dry.status);
      if (dry.status === 400) expect(expectProblem(dry)).toBe('document_invalid');
      if (dry.status === 200 && jsonOf(dry)['rejected'] === false) return;
      const { key } = world.acme;
      const jws = forge(key, headerOf(key, 'cms-audit+jwt'), forger.claims('acme', document));
      const answer = await call(world.server.address, {
        method: 'POST',
        path: '/v1/audits',
        headers: { 'content-type': 'application/jose' },
        body: jws,
      });
      expect([400, 422], answer.text.slice(0, 300)).toContain(answer.status);
      expectProblem(answer);
    }),
    { ...BUDGET, numRuns: 150 },
  );
  expect(await stateDigest(world.registry)).toBe(before);
});
