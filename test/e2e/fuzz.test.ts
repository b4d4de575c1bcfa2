import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditBody } from '../support/journey.ts';
import { type Answer, call, jsonOf, type Request } from './client.ts';
import { OPERATIONS, type Operation, type Parameter } from './contract.ts';
import { forge, headerOf } from './forge.ts';
import { forgerOf } from './forger.ts';
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

/** Anything one can write into an address, a header or a document. */
const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '0',
      '-1',
      '1e9',
      'null',
      'true',
      '[]',
      '{}',
      "'",
      '"',
      '%',
      '\\',
      '..',
      '\u0000',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'NaN',
      'infinity',
      '9'.repeat(40),
      'a'.repeat(5_000),
    ),
  },
  { weight: 1, arbitrary: fc.integer().map(String) },
);
const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
/** Percent-encoded, or broken. */
const written = fc.oneof(
  { weight: 6, arbitrary: hostile.map(encode) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('%', '%f', '%ff', '%00', '%c0%af', '%ed%a0%80', '+', ';', '//', '%2f', '%252f'),
  },
);

const SOUND: Readonly<Record<string, readonly string[]>> = {
  id: ['acme', 'acme-too', 'clearwater', 'CMS-1.0.0'],
  party: ['acme'],
  domain: ['acme.example'],
  q: ['acme', 'energy'],
  limit: ['1', '200'],
  at: ['5', '2026-03-03', '2026-03-03T12:00:00Z'],
  name: ['Acme%20Energy'],
  lei: ['529900T8BM49AURSDO55'],
  url: ['https://acme.example/'],
  tier: ['Bronze', 'Obsidian%20Prime'],
  state: ['all', 'active,watch'],
  sort: ['name', '-composite'],
  country: ['DE'],
  dry_run: ['true'],
};

const sampleOf = ({ name }: Parameter): fc.Arbitrary<string> => {
  const ids = [world.audit, world.certificate, world.server.publishedKid];
  const sound = ['digest', 'thumbprint'].includes(name)
    ? ids
    : [...(SOUND[name] ?? ['x']), ...(name === 'id' ? ids : [])];
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...sound) }, { weight: 2, arbitrary: written });
};

function pathOf(operation: Operation): fc.Arbitrary<string> {
  const parameters = operation.parameters.filter((one) => one.in === 'path');
  return fc
    .tuple(...parameters.map(sampleOf))
    .map((values) =>
      parameters.reduce((path, { name }, index) => path.replace(`{${name}}`, values[index] ?? ''), operation.path),
    );
}

function queryOf(operation: Operation): fc.Arbitrary<string> {
  const known = operation.parameters.filter((one) => one.in === 'query');
  const pair = fc.oneof(
    ...known.map((one) => ({ weight: 6, arbitrary: sampleOf(one).map((value) => `${one.name}=${value}`) })),
    { weight: 1, arbitrary: fc.tuple(written, written).map(([name, value]) => `${name}=${value}`) },
    { weight: 1, arbitrary: written },
  );
  const most = known.length === 0 ? 1 : 4;
  return fc.array(pair, { maxLength: most }).map((pairs) => (pairs.length === 0 ? '' : `?${pairs.join('&')}`));
}

const headerValue = hostile.map((text) => text.replace(/[^\t\x20-\x7e]/g, '?').slice(0, 2_000));
const headers = fc.dictionary(
  fc.constantFrom(
    'accept',
    'accept-language',
    'authorization',
    'cookie',
    'if-none-match',
    'origin',
    'range',
    'te',
    'x-forwarded-for',
    'x-request-id',
    'referer',
  ),
  headerValue,
  { maxKeys: 3 },
);

const body = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }),
  fc.json({ maxDepth: 4 }),
  fc.json({ maxDepth: 2 }).map((json) => `{"queries":[${json}]}`),
  fc
    .record({ name: fc.string({ unit: 'binary' }), x: fc.anything() }, { requiredKeys: [] })
    .map((one) => JSON.stringify({ queries: [one] })),
  fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join('.')),
  fc
    .dictionary(fc.constantFrom('grant_type', 'client_assertion_type', 'client_assertion', 'scope', 'x'), written)
    .map((form) => new URLSearchParams(form).toString()),
);

/** Domain checks do what they are asked to; they are not for guessing. */
const fuzzed = OPERATIONS.filter(({ operationId }) => operationId !== 'checkDomain');

const requests = (): fc.Arbitrary<{ operation: Operation; request: Request }> =>
  fc.constantFrom(...fuzzed).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      request: fc
        .tuple(pathOf(operation), queryOf(operation), headers, body, fc.integer({ min: 0, max: 9 }))
        .map(([path, query, more, text, luck]) => {
          const request = { method: luck === 0 ? 'POST' : operation.method, path: path + query };
          if (request.method === 'GET') return { ...request, headers: more };
          const type = luck === 1 ? 'text/plain' : (operation.consumes ?? 'application/json');
          return { ...request, headers: { ...more, 'content-type': type }, body: text };
        }),
    }),
  );

function judge(answer: Answer, { faults, method, statuses }: Operation, request: Request): void {
  const { status } = answer;
  const what = `${request.method} ${request.path} ${status} ${answer.text.slice(0, 200)}`;
  expect(status, what).toBeLessThan(500);
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
  await fc.assert(
    fc.asyncProperty(requests(), async ({ operation, request }) => {
      judge(await call(world.server.address, request), operation, request);
    }),
    BUDGET,
  );
  expect(await stateDigest(world.registry)).toBe(before);
});

/** A document with one value anywhere replaced by any other. */
function mutate(value: unknown, steps: readonly number[], by: unknown): unknown {
  if (typeof value !== 'object' || value === null || steps.length === 0) return by;
  const [step = 0, ...rest] = steps;
  if (Array.isArray(value)) {
    const index = value.length === 0 ? 0 : step % value.length;
    return value.map((one, at) => (at === index ? mutate(one, rest, by) : one));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return by;
  const [name] = entries[step % entries.length] ?? [''];
  return Object.fromEntries(entries.map(([member, one]) => [member, member === name ? mutate(one, rest, by) : one]));
}

const replacement = fc.oneof(
  fc.constantFrom(
    '-1',
    '0',
    '1e5',
    'NaN',
    'Infinity',
    ' 12 ',
    '0x10',
    '1,5',
    '99999999999999999999',
    '0.1234567',
    '',
    '9'.repeat(20_000),
  ),
  fc.constantFrom(
    '2026-02-30T00:00:00Z',
    '2026-06-30T23:59:60Z',
    '2026-11-22T24:00:00Z',
    'infinity',
    '2026-11-22 10:00:00Z',
    '+275760-09-13T00:00:00Z',
  ),
  fc.constantFrom(null, true, 5, -1, 9_007_199_254_740_991, [], {}, [[]], { $numberDecimal: '1' }),
  fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.search(/\p{Surrogate}/u) < 0),
);

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
