import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSigningKey, type PrivateJwk } from '../../src/sdk/sign.ts';
import { auditBody } from '../support/journey.ts';
import { casesOf, type Entry, entries, hasCatalogue, jsonSuite, tokensOf } from './catalogue.ts';
import { call, jsonOf, jsonTo, type Request, statementTo } from './client.ts';
import { type Forger, forgerOf } from './forger.ts';
import { sendRaw } from './raw.ts';
import { expectProblem } from './refusal.ts';
import { openWorld, stateDigest, type World } from './world.ts';

/** Every entry of the catalogue that can come over HTTP, mapped to this registry's routes. */

let world: World;
let f: Forger;
let newcomer: PrivateJwk;
let sound: string;
beforeAll(async () => {
  world = await openWorld();
  f = forgerOf(world);
  newcomer = await generateSigningKey();
  sound = JSON.stringify(auditBody('acme'));
});
afterAll(() => world.close());

const get = (path: string, headers: Record<string, string> = {}): Request => ({ path, headers });
const encode = (text: unknown): string => encodeURIComponent(String(text).replace(/\p{Surrogate}/gu, '\uFFFD'));
/** The catalogue's placeholders in this registry's words. */
const here = (text: string): string =>
  text
    .replaceAll('/v1/orgs', '/v1/organisations')
    .replaceAll('/v1/attestations', '/v1/acts')
    .replaceAll('/badge/', '/badges/')
    .replaceAll('org_a', 'acme');
const named = (name: unknown): Request => f.party('newcomer', newcomer, { legal_name: name });
/** An audit with a raw token in the place of a value, dry and signed. */
function audits(pattern: RegExp, replacement: string): Request[] {
  const document = sound.replace(pattern, () => replacement);
  expect(document).not.toBe(sound);
  const payload = JSON.stringify(f.claims('acme', null)).replace('"body":null', () => `"body":${document}`);
  return [jsonTo('/v1/score', document), f.audit(payload)];
}
const bearer = (token: unknown): Request => get('/v1/me', { authorization: `Bearer ${String(token)}` });
const texts = (text: unknown): Request[] => [
  get(`/v1/organisations?q=${encode(text)}`),
  get(`/v1/lookup?name=${encode(text)}`),
  get(`/v1/lookup?url=${encode(text)}`),
  get(`/v1/organisations/${encode(text)}`),
  get(`/v1/organisations?at=${encode(text)}`),
];

type Adapter = (value: unknown, entry: Entry) => readonly Request[];
const ADAPTERS: Readonly<Record<string, Adapter>> = {
  json: (value) => [jsonTo('/v1/score', bytesOf(value)), jsonTo('/v1/lookup', bytesOf(value)), f.audit(bytesOf(value))],
  'http-07': (type) => [
    { method: 'POST', path: '/v1/score', headers: { 'content-type': String(type) }, body: '{"a":1,"a":2}' },
  ],
  'http-08': () =>
    ['gzip', 'br', 'gzip, gzip'].map((coding) => ({
      ...jsonTo('/v1/score', 'x'),
      headers: { 'content-type': 'application/json', 'content-encoding': coding },
    })),
  'http-10': (path) => [get(here(String(path)))],
  'http-11': (path) => [get(here(String(path)))],
  'http-16': (value) => [
    { ...jsonTo('/v1/score', String(value)), headers: { 'content-type': 'text/plain', cookie: 'token=x' } },
  ],
  'query-01': (limit) => (limit === '101' ? [] : [get(`/v1/organisations?limit=${String(limit).replace(' ', '%20')}`)]),
  'query-02': (cursor) => [get(`/v1/organisations?cursor=${encode(cursor)}`)],
  'query-05': (query) => [get(`/v1/organisations${String(query)}`)],
  'query-07': (at) => [get(`/v1/organisations?at=${encode(at)}`)],
  'dos-04': (body) => [statementTo('/v1/acts', String(body))],
  'dos-05': (batch) => [jsonTo('/v1/lookup', JSON.stringify(batch))],
  'dos-07': (text) => [
    ...texts(text).map((one) => ({ ...one, path: one.path.slice(0, 9_000) })),
    named(text),
    statementTo('/v1/acts', String(text)),
    f.party('newcomer', newcomer, { website: `https://${String(text)}` }),
  ],
  'dos-10': (query) => [get(`/v1/organisations${String(query)}`)],
  'markup-05': (website) => [f.party('newcomer', newcomer, { website })],
  // Nobody can prove a public suffix: it needs no rule of its own.
  'unicode-19': (domain) =>
    domain === 'co.uk' || domain === 'github.io' ? [] : [f.party('newcomer', newcomer, { domains: [domain] })],
  'authz-03': (members) => [
    f.party('newcomer', newcomer, { ...Object(members) }),
    jsonTo('/v1/lookup', JSON.stringify({ queries: [], ...Object(members) })),
  ],
  'authz-09': (line) => [toRequest(String(line))],
  'authz-12': () => [{ method: 'POST', path: '/v1/parties/acme-too/domains/acme.example/check' }],
  'apijwt-08': (text) => [
    String(text).startsWith('?') ? get(`/v1/me${String(text)}`) : get('/v1/me', headerPair(String(text))),
  ],
  'time-18': (jws) => [f.audit(withIat(String(jws)))],
  'time-17': () => [f.audit(f.claims('acme', {}, { iat: f.nowS() + 360, exp: f.nowS() + 400 }))],
  'time-20': (token) => [bearer(token)],
  apijwt: (token) => [bearer(token)],
  // A null interval is one that was not measured.
  'num-12': () => audits(/"opening_kwh":"[^"]*"/, '"opening_kwh":null'),
  num: (_value, entry) =>
    tokensOf(entry).flatMap((token) => audits(/"facility_kwh":\["[^"]*"/, `"facility_kwh":[${token}`)),
  unit: (_value, entry) => tokensOf(entry).flatMap((token) => audits(/"measures":"facility"/, `"measures":${token}`)),
  time: (_value, entry) => tokensOf(entry).flatMap((token) => audits(/"start":"[^"]*"/, `"start":${token}`)),
};

const bytesOf = (value: unknown): Uint8Array | string => (value instanceof Uint8Array ? value : String(value));
function toRequest(line: string): Request {
  const [method = 'GET', path = '/'] = here(line).split(' ');
  return { method, path };
}
function headerPair(text: string): Record<string, string> {
  const [first = ''] = text.split('\r\n');
  const cut = first.indexOf(':');
  return { [first.slice(0, cut).toLowerCase()]: first.slice(cut + 1).trim() };
}
/** The raw `iat` of the catalogue's statement in one of ours. */
function withIat(jws: string): string {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString();
  const [, iat = ''] = /"iat":("[^"]*"|[^,}]+)/.exec(payload) ?? [];
  return JSON.stringify(f.claims('acme', {})).replace(/"iat":\d+/, () => `"iat":${iat}`);
}

const FATES: Readonly<Record<string, string>> = {
  'unicode-01': 'review',
  'unicode-03': 'document_invalid',
  'unicode-04': 'document_invalid',
  'unicode-06': 'document_invalid',
  'unicode-07': 'document_invalid',
  'unicode-08': 'document_invalid',
  'unicode-09': 'document_invalid',
  'unicode-10': 'review',
  'unicode-11': 'document_invalid',
  'unicode-13': 'document_invalid',
  'unicode-14': 'public',
  'unicode-15': 'public',
  'unicode-16': 'public',
  'markup-01': 'public',
  'markup-03': 'public',
  'markup-07': 'public',
  'markup-11': 'public',
};
/** What becomes of a name: `public`, `review` (confusable: an officer looks first) or the code of its refusal. */
async function fateOf(name: unknown, index: number): Promise<string> {
  const key = await generateSigningKey();
  const answer = await call(world.server.address, f.party(`named-${index}`, key, { legal_name: name }));
  if (answer.status !== 201) return expectProblem(answer);
  return jsonOf(answer)['state'] === 'name_under_review' ? 'review' : 'public';
}

const adapterOf = (entry: Entry): Adapter | undefined => ADAPTERS[entry.id] ?? ADAPTERS[entry.class];
/** Not one request, or tested where it belongs: load, log files, whole journeys, strings of other entries. */
const ELSEWHERE =
  /^(dos-0[12689]|dos-13|http-(01|02|05|06|09|12|15)|query-0[49]|authz-0[124579]$|apijwt-(09|11)|json-19|unit-0[89]|num-00)/;

async function expectRefusal(request: Request): Promise<void> {
  const answers = [await call(world.server.address, request), await call(world.server.address, request)];
  for (const answer of answers) {
    const what = `${request.method ?? 'GET'} ${request.path.slice(0, 120)}: ${answer.status} ${answer.text.slice(0, 200)}`;
    expect(answer.status, what).toBeLessThan(500);
    expect(answer.ms, what).toBeLessThan(3_000);
    if (answer.status === 431) continue;
    if (request.path === '/v1/score' && answer.status === 200)
      expect(jsonOf(answer), what).toMatchObject({ rejected: true });
    else {
      expect(answer.status, what).toBeGreaterThanOrEqual(400);
      expectProblem(answer);
    }
  }
  expect(answers[1]?.status).toBe(answers[0]?.status);
}

describe.skipIf(!hasCatalogue)('the catalogue', () => {
  const chosen = entries.filter((entry) => adapterOf(entry) !== undefined && !ELSEWHERE.test(entry.id));

  test.each(chosen)('$id $what', async (entry) => {
    const before = await stateDigest(world.registry);
    const adapt = adapterOf(entry);
    for (const value of await casesOf(entry)) {
      for (const request of adapt?.(value, entry) ?? []) await expectRefusal(request);
    }
    expect(await stateDigest(world.registry)).toBe(before);
    expect(Object.hasOwn(Object.prototype, 'isOperator')).toBe(false);
  });

  test.each(entries.filter(({ class: name, gen }) => name === 'http' && gen !== undefined))(
    '$id $what',
    async (entry) => {
      for (const text of await casesOf(entry)) {
        const answer = await sendRaw(world.server.address, [here(String(text))]);
        expect(answer.statuses.length, answer.text).toBeLessThanOrEqual(1);
        expect(answer.statuses[0] ?? 400, answer.text).toBeGreaterThanOrEqual(400);
        expect(answer.statuses[0] ?? 400, answer.text).toBeLessThan(502);
      }
    },
  );

  test('a badge leaves out what it does not know', async () => {
    for (const entry of entries.filter(({ id }) => id === 'markup-09')) {
      for (const value of await casesOf(entry)) {
        const path = here(String(value)).replace(/["<>]/g, encode);
        const [asked, plain] = [
          await call(world.server.address, get(path)),
          await call(world.server.address, get(path.replace(/\?.*/, ''))),
        ];
        expect([path, asked.status, asked.text]).toEqual([path, 200, plain.text]);
      }
    }
  });

  test('strings that are no reason to fail are found or not found', { timeout: 60_000 }, async () => {
    const before = await stateDigest(world.registry);
    for (const entry of entries.filter(
      ({ class: name, input }) => /^(inject|markup|unicode)$/.test(name) && input !== undefined,
    )) {
      for (const value of await casesOf(entry)) {
        if (typeof value !== 'string') continue;
        for (const request of texts(value)) {
          const answer = await call(world.server.address, request);
          expect([request.path, answer.status < 500, answer.ms < 3_000]).toEqual([request.path, true, true]);
          if (answer.status >= 400) expectProblem(answer);
        }
      }
    }
    expect(await stateDigest(world.registry)).toBe(before);
  });

  test('names: public, under review, or refused', async () => {
    let count = 0;
    for (const [id, fate] of Object.entries(FATES)) {
      for (const entry of entries.filter((one) => one.id === id)) {
        for (const name of await casesOf(entry)) {
          count += 1;
          const want = String(name).length > 100_000 ? 'too_large' : fate;
          const label = String(name).slice(0, 40);
          expect([id, label, await fateOf(name, count)]).toEqual([id, label, want]);
        }
      }
    }
  });

  test('the JSON test suite', { timeout: 30_000 }, async () => {
    const before = await stateDigest(world.registry);
    for (const { name, bytes } of jsonSuite()) {
      for (const path of ['/v1/lookup', '/v1/score']) {
        const answer = await call(world.server.address, jsonTo(path, bytes));
        expect([name, answer.status]).toEqual([name, 400]);
        expectProblem(answer);
      }
    }
    expect(await stateDigest(world.registry)).toBe(before);
  });
});
