import fc from 'fast-check';
import type { Request } from './client.ts';
import { OPERATIONS, type Operation, type Parameter } from './contract.ts';

/** Requests and documents made by altering sound ones. */

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
  cosigned: ['true', 'false'],
  level: ['0', '1', '63'],
  index: ['000', '000.p/1', '000.p/9', 'x001/000'],
};

/** Digests and ids that name something. */
type Ids = readonly string[];

const sampleOf = ({ name }: Parameter, ids: Ids): fc.Arbitrary<string> => {
  const sound = ['digest', 'thumbprint'].includes(name)
    ? ids
    : [...(SOUND[name] ?? ['x']), ...(name === 'id' ? ids : [])];
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...sound) }, { weight: 2, arbitrary: written });
};

function pathOf(operation: Operation, ids: Ids): fc.Arbitrary<string> {
  const parameters = operation.parameters.filter((one) => one.in === 'path');
  return fc
    .tuple(...parameters.map((one) => sampleOf(one, ids)))
    .map((values) =>
      parameters.reduce((path, { name }, index) => path.replace(`{${name}}`, values[index] ?? ''), operation.path),
    );
}

function queryOf(operation: Operation, ids: Ids): fc.Arbitrary<string> {
  const known = operation.parameters.filter((one) => one.in === 'query');
  const pair = fc.oneof(
    ...known.map((one) => ({ weight: 6, arbitrary: sampleOf(one, ids).map((value) => `${one.name}=${value}`) })),
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
    'prefer',
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

/** Any operation of the published document, its request sound or not. */
export const requests = (ids: Ids): fc.Arbitrary<{ operation: Operation; request: Request }> =>
  fc.constantFrom(...fuzzed).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      request: fc
        .tuple(pathOf(operation, ids), queryOf(operation, ids), headers, body, fc.integer({ min: 0, max: 9 }))
        .map(([path, query, more, text, luck]) => {
          const request = { method: luck === 0 ? 'POST' : operation.method, path: path + query };
          if (request.method === 'GET') return { ...request, headers: more };
          const type = luck === 1 ? 'text/plain' : (operation.consumes ?? 'application/json');
          return { ...request, headers: { ...more, 'content-type': type }, body: text };
        }),
    }),
  );

/** A document with one value anywhere replaced by any other. */
export function mutate(value: unknown, steps: readonly number[], by: unknown): unknown {
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

/** What a value is replaced by. */
export const replacement = fc.oneof(
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
