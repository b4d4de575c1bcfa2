import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../src/log/base64.ts';
import { parseCheckpoint } from '../../src/log/checkpoint.ts';
import { leafHash } from '../../src/log/hash.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { verifyInclusion } from '../../src/log/tree.ts';
import { parseWindow, verifyWindow } from '../../src/log/window.ts';
import { acceptAttestation } from '../../src/registry/accept-attestations.ts';
import { closeWindow } from '../../src/registry/close-window.ts';
import { newClaims, signClientAuth } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { declare, giveOpinion, member } from '../support/journey.ts';
import {
  createTestRegistry,
  ORIGIN,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { chainWriter, telemetryKey, type WrittenLink } from '../support/telemetry.ts';

let registry: TestRegistry;
let server: TestServer;
let org: TestParty;
let auditor: TestParty;
let stranger: TestParty;
let links: WrittenLink[];

beforeAll(async () => {
  registry = await createTestRegistry({ now: '2026-03-03T12:00:00Z' });
  server = await startServer(registry);
  org = await registerProved(registry, 'meridian');
  auditor = await registerAuditor(registry, 'lumen');
  stranger = await registerAuditor(registry, 'borealis');
  const device = await telemetryKey(registry, org, 'meridian-1');
  const chain = chainWriter(registry, device, new Date('2026-03-03T00:00:00Z'));
  links = await chain.take(7);
  for (const { jws } of links.slice(0, 4)) await acceptAttestation(registry.deps, Buffer.from(jws));
  await registry.deps.ledger.write((tx) => closeWindow(tx, registry.deps.now()));
  for (const { jws } of links.slice(4)) await acceptAttestation(registry.deps, Buffer.from(jws));
  await registry.sequencer.tick();
});
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

async function tokenFor(party: TestParty, scope: string): Promise<string> {
  const claims = newClaims(registry.deps.now(), randomBytes(16), 60);
  const assertion = await signClientAuth({ privateJwk: party.key, iss: party.id, aud: ORIGIN, ...claims });
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope,
  });
  const answer = await (await fetch(`${server.address}/v1/token`, { method: 'POST', body })).json();
  return answer.access_token;
}

async function read(party: TestParty, scope: string, path: string) {
  const headers = { authorization: `Bearer ${await tokenFor(party, scope)}` };
  const response = await fetch(`${server.address}${path}`, { headers });
  return { response, page: await response.json() };
}
const own = (query = '') => read(org, 'party', `/v1/me/attestations${query}`);
const audited = (party: TestParty) => read(party, 'auditor', '/v1/auditor/attestations?organisation=meridian');

describe('GET /v1/me/attestations', () => {
  test('gives the very statements in order, with proofs that lead to the checkpoint', async () => {
    const { page, response } = await own();
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(page.items.map(({ jws }: { jws: string }) => jws)).toEqual(links.map(({ jws }) => jws));
    expect([page.organisation, page.total, page.total_is_exact, page.next]).toEqual(['meridian', 7, true, null]);
    const checkpoint = parseCheckpoint(page.checkpoint);
    const [window] = page.windows;
    const leaf = parseLeaf(window.leaf);
    if (checkpoint === undefined || leaf === undefined) throw new Error('no checkpoint, or no leaf');
    expect([page.windows.length, checkpoint.size]).toEqual([1, page.seq + 1]);
    const path = window.path.map((hash: string) => decodeBase64(hash));
    const place = { index: window.index, hash: leafHash(Buffer.from(window.leaf)) };
    expect(verifyInclusion(place, checkpoint, path)).toBe(true);
    for (const { receipt, digest } of page.items.slice(0, 4)) {
      const way = parseWindow(receipt.window);
      expect(receipt.leaf).toBe(window.index);
      expect(way && verifyWindow(Buffer.from(digest, 'base64url'), way, leaf).ok).toBe(true);
    }
    expect(page.items.slice(4).map(({ receipt }: { receipt: unknown }) => receipt)).toEqual([null, null, null]);
  });

  test('goes on by cursor, within one query only', async () => {
    const { page: first, response } = await own('?limit=3');
    expect(first.items).toHaveLength(3);
    expect(response.headers.get('link')).toContain('rel="next"');
    const { page: second } = await own(`?limit=3&cursor=${first.next}`);
    const { page: third } = await own(`?limit=3&cursor=${second.next}`);
    const digests = [first, second, third].flatMap(({ items }) =>
      items.map(({ digest }: { digest: string }) => digest),
    );
    expect(digests).toEqual(links.map(({ digest }) => digest));
    expect(third.next).toBeNull();
    expect((await own(`?site=meridian-1&cursor=${first.next}`)).response.status).toBe(400);
  });

  test('takes a site and a range of starts', async () => {
    const { page } = await own('?site=meridian-1&from=2026-03-03T02:00:00Z&to=2026-03-03T04:00:00Z');
    expect(page.items.map(({ start }: { start: string }) => start)).toEqual([
      '2026-03-03T02:00:00Z',
      '2026-03-03T03:00:00Z',
    ]);
    expect((await own('?site=other')).page.items).toEqual([]);
  });

  test('is for the scope party', async () => {
    const { response, page } = await read(auditor, 'auditor', '/v1/me/attestations');
    expect([response.status, page.code]).toEqual([401, 'token_invalid']);
  });
});

describe('GET /v1/auditor/attestations', () => {
  test('is closed to auditors the organisation does not name', async () => {
    const { response, page } = await audited(auditor);
    expect([response.status, page.code]).toEqual([403, 'not_permitted_by_holder']);
  });

  test('opens with a standing opinion on the newest audit, to that auditor alone', async () => {
    const digest = member(await declare(registry, org), 'digest');
    await giveOpinion(registry, auditor, digest, { result: 'more_information' });
    const { page } = await audited(auditor);
    expect(page.items).toHaveLength(7);
    expect((await audited(stranger)).response.status).toBe(403);
  });

  test('knows no organisation of that name', async () => {
    const path = '/v1/auditor/attestations?organisation=nobody';
    expect((await read(auditor, 'auditor', path)).response.status).toBe(404);
  });
});
