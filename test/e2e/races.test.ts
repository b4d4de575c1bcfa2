import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateSigningKey, kidOf, type PrivateJwk } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { addKey } from '../support/key-operations.ts';
import { partyBody } from '../support/party-body.ts';
import { type Answer, call, jsonOf, type Request, statementTo } from './client.ts';
import { forge, headerOf } from './forge.ts';
import { type Forger, forgerOf } from './forger.ts';
import { openWorld, type World } from './world.ts';

/** The same moment for everybody: what may happen once happens once. */

let world: World;
let f: Forger;
beforeAll(async () => {
  world = await openWorld();
  f = forgerOf(world);
});
afterAll(() => world.close());

const AT_ONCE = 8;
const together = (requests: readonly Request[]): Promise<Answer[]> =>
  Promise.all(requests.map((request) => call(world.server.address, request)));
const statusesOf = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status).sort();
const others = (status: number): number[] => Array<number>(AT_ONCE - 1).fill(status);

test('the same bytes are accepted once, and everybody gets the same answer', async () => {
  const request = f.party('many-hands', await generateSigningKey());
  const answers = await together(Array<Request>(AT_ONCE).fill(request));
  expect(statusesOf(answers)).toEqual([...others(200), 201]);
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
});

test('one id goes to one of those who want it', async () => {
  const keys = await Promise.all(Array.from({ length: AT_ONCE }, () => generateSigningKey()));
  const answers = await together(keys.map((key) => f.party('wanted', key)));
  expect(statusesOf(answers)).toEqual([201, ...others(409)]);
  for (const answer of answers.filter(({ status }) => status === 409)) {
    expect(jsonOf(answer)['code']).toBe('party_id_taken');
  }
});

test('one key belongs to one party', async () => {
  const key = await generateSigningKey();
  const ids = Array.from({ length: AT_ONCE }, (_, index) => `shared-key-${index}`);
  expect(statusesOf(await together(ids.map((id) => f.party(id, key))))).toEqual([201, ...others(409)]);
});

test('one jti names one statement', async () => {
  const jti = randomUUID();
  const keys = await Promise.all(Array.from({ length: AT_ONCE }, () => generateSigningKey()));
  const typ = 'cms-party+jwt';
  const claimsOf = (key: PrivateJwk) => f.claims('one-jti', partyBody('one-jti', key), { jti });
  const answers = await together(
    keys.map((key) => statementTo('/v1/parties', forge(key, headerOf(key, typ), claimsOf(key)))),
  );
  expect(statusesOf(answers)).toEqual([201, ...others(409)]);
  for (const answer of answers.filter(({ status }) => status === 409)) {
    expect(jsonOf(answer)['code']).toBe('jti_reused');
  }
});

test('one domain is proved by one party', async () => {
  const ids = ['wanted', 'many-hands', 'acme', 'acme-too'];
  const answers = await together(
    ids.map((id) => ({ method: 'POST', path: `/v1/parties/${id}/domains/prize.example/check` })),
  );
  expect(statusesOf(answers)).toEqual([200, 409, 409, 409]);
});

test('one link follows another in a chain of keys', async () => {
  const { added } = await addKey(world.registry, world.acme);
  const kid = kidOf(added.key);
  const [one, two] = [await f.operation({ kid }), await f.operation({ kid })];
  expect(statusesOf(await together([one, two, one, two]))).toEqual([200, 201, 409, 409]);
});

test('readers see whole states only', async () => {
  const reads: Request[] = Array.from({ length: 12 }, () => ({ path: '/v1/organisations?state=all' }));
  const writes = await Promise.all(
    Array.from({ length: 6 }, async (_, index) => f.party(`crowd-${index}`, await generateSigningKey())),
  );
  const answers = await together([...reads.slice(0, 6), ...writes, ...reads.slice(6)]);
  const bySeq = new Map<unknown, string>();
  for (const answer of answers.filter(({ status }) => status === 200)) {
    const seq = jsonOf(answer)['seq'];
    expect(bySeq.get(seq) ?? answer.text).toBe(answer.text);
    bySeq.set(seq, answer.text);
  }
  expect(statusesOf(answers).filter((status) => status === 201)).toHaveLength(6);
});

test('the registry stands up to its own check afterwards', () => checkRegistry(world.registry));
