import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isPartyId } from '../../src/core/ids.ts';
import { issueToken } from '../../src/http/access-token.ts';
import type { Scope } from '../../src/registry/authenticate.ts';
import { claimDue, deliver } from '../../src/registry/deliver-notices.ts';
import { deriveNotices } from '../../src/registry/derive-notices.ts';
import type { Deps } from '../../src/registry/ports.ts';
import { webhookPost } from '../../src/webhook-post.ts';
import { openWorld, type World } from '../e2e/world.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { act } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

let world: World;
let server: TestServer;
let deps: Deps;
let receiver: Server;
let url: string;
const heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let answer = 204;
const out = webhookPost({ keyText: 'a key of a test', allowsLoopback: true });

beforeAll(async () => {
  world = await openWorld();
  deps = { ...world.registry.deps, webhookPost: out };
  server = await startServer({ ...world.registry, deps });
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer, { location: 'http://127.0.0.1:1/' }).end('x'.repeat(5_000));
    });
  });
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/hook`;
});
beforeEach(async () => {
  answer = 204;
  for (const { id } of (await ask('GET', '/v1/me/webhooks')).json().items) await ask('DELETE', `/v1/me/webhooks/${id}`);
  await settle();
  heard.length = 0;
});
afterAll(async () => {
  receiver.close();
  await server.close();
  await checkRegistry(world.registry);
  await world.close();
});

function ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, party = 'acme', scope: Scope = 'party') {
  if (!isPartyId(party)) throw new Error('no party id');
  const appDeps = {
    registry: deps,
    config: { origin: deps.origin, mode: deps.mode, logLevel: 'silent' },
    sessionKey: server.sessionKey,
    cursorSecret: new Uint8Array(32),
  };
  const authorization = `Bearer ${issueToken(server.app, appDeps, { party, scopes: [scope] })}`;
  const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return server.app.inject({
    method,
    url: path,
    headers,
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
}

/** Everything derived, and every delivery that is due attempted once. */
async function settle(): Promise<void> {
  while (await deriveNotices(deps));
  for (const due of await claimDue(deps, 100)) await deliver(deps, out, due);
}
const later = (seconds: number) => world.registry.setNow(new Date(deps.now().getTime() + seconds * 1000));
const suspend = () => act(world.registry, 0, { action: 'suspend', subject: 'acme', certificate: world.certificate });
const reinstate = () =>
  act(world.registry, 0, { action: 'reinstate', subject: 'acme', certificate: world.certificate });

async function setUp(events: readonly string[]) {
  const made = await ask('POST', '/v1/me/webhooks', { url, events });
  expect(made.statusCode).toBe(201);
  return made.json();
}

describe('a webhook', () => {
  test('is told with a signature that the reference library takes, once for each event', async () => {
    const { id, secret } = await setUp(['certificate.*', 'tier.changed']);
    expect(secret).toMatch(/^whsec_/);
    await suspend();
    await settle();
    await settle();
    const verifier = new Webhook(secret);
    const told = heard.map(({ headers, body }) => {
      const stamp = Number(headers['webhook-timestamp']);
      expect(stamp).toBe(Math.floor(deps.now().getTime() / 1000));
      expect(headers['webhook-signature']).toBe(
        verifier.sign(String(headers['webhook-id']), new Date(stamp * 1000), body),
      );
      return JSON.parse(body);
    });
    expect(told.map(({ type }) => type).sort()).toEqual(['certificate.suspended', 'tier.changed']);
    expect(told.find(({ type }) => type === 'tier.changed').data).toMatchObject({
      to: null,
      organisation: { party_id: 'acme' },
    });
    const { items } = (await ask('GET', `/v1/me/webhooks/${id}/deliveries`)).json();
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({ state: 'delivered', attempts: 1, last_status: 204 });
    await reinstate();
  });

  test('is tried again until it is taken, and on demand, under one id', async () => {
    const { id } = await setUp(['certificate.suspended']);
    answer = 500;
    await suspend();
    await settle();
    await settle();
    expect(heard).toHaveLength(1);
    answer = 200;
    later(7);
    await settle();
    expect(heard).toHaveLength(2);
    const [{ id: message, state, attempts, response }] = (await ask('GET', `/v1/me/webhooks/${id}/deliveries`)).json()
      .items;
    expect([state, attempts, response.length]).toEqual(['delivered', 2, 1_024]);
    expect((await ask('POST', `/v1/me/webhooks/${id}/deliveries/${message}/redeliver`)).statusCode).toBe(200);
    await settle();
    expect(heard.map(({ headers }) => headers['webhook-id'])).toEqual([message, message, message]);
    await reinstate();
  });

  test('follows no redirect, and is given up where it is gone', async () => {
    await setUp(['certificate.suspended']);
    answer = 302;
    await suspend();
    await settle();
    answer = 410;
    later(7);
    await settle();
    expect(heard).toHaveLength(2);
    const [{ id, disabled_at, disabled_reason }] = (await ask('GET', '/v1/me/webhooks')).json().items;
    expect(disabled_reason).toBe('the address answered 410 Gone');
    const { webhooks_disabled } = (await ask('GET', '/v1/me')).json();
    expect(webhooks_disabled).toEqual([{ id, url, disabled_at, disabled_reason }]);
    later(86_400);
    await settle();
    expect(heard).toHaveLength(2);
    await reinstate();
  });

  test('tells a party of its own refused statements, once an hour for one cause', async () => {
    await setUp(['submission.refused']);
    for (let n = 0; n < 2; n++) {
      const statement = await world.registry.sign(world.acme, 'cms-workloads+jwt', { n });
      await server.app.inject({
        method: 'POST',
        url: '/v1/workloads',
        headers: { 'content-type': 'application/jose' },
        payload: Buffer.from(statement),
      });
    }
    await settle();
    expect(heard.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'submission.refused', data: { party_id: 'acme', code: 'document_invalid' } },
    ]);
  });

  test('that was deleted is told nothing, not even what was waiting', async () => {
    const { id } = await setUp(['certificate.suspended']);
    await suspend();
    while (await deriveNotices(deps));
    expect((await ask('DELETE', `/v1/me/webhooks/${id}`)).statusCode).toBe(200);
    await settle();
    expect(heard).toEqual([]);
    await reinstate();
  });

  test('loses nothing and doubles nothing where a process dies between steps', async () => {
    await setUp(['certificate.suspended']);
    await suspend();
    const dying: Deps = {
      ...deps,
      ledger: {
        ...deps.ledger,
        notify: (work) =>
          deps.ledger.notify(async (tx) => {
            await work(tx);
            throw new Error('killed before the commit');
          }),
      },
    };
    await expect(deriveNotices(dying)).rejects.toThrow('killed');
    while (await deriveNotices(deps));
    await deps.ledger.notify((tx) => tx.webhooks.moveCursor(0));
    while (await deriveNotices(deps));
    // Taken, and then the process dies: the same delivery is due again once its time is up.
    expect(await claimDue(deps, 100)).toHaveLength(1);
    expect(await claimDue(deps, 100)).toEqual([]);
    later(61);
    await settle();
    expect(heard).toHaveLength(1);
    await reinstate();
  });
});

describe('who may', () => {
  test('nobody without a token, and nobody touches another’s', async () => {
    const { id } = await setUp(['certificate.*']);
    expect((await server.app.inject({ url: '/v1/me/webhooks' })).statusCode).toBe(401);
    expect((await ask('DELETE', `/v1/me/webhooks/${id}`, undefined, 'acme-too')).statusCode).toBe(404);
    expect((await ask('GET', `/v1/me/webhooks/${id}/deliveries`, undefined, 'acme-too')).statusCode).toBe(404);
  });

  test('an auditor, who is told of the organisations it names', async () => {
    const wish = { url, events: ['certificate.suspended'], organisations: ['acme'] };
    const made = (await ask('POST', '/v1/me/webhooks', wish, 'clearwater', 'auditor')).json();
    await suspend();
    await settle();
    expect(heard.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'certificate.suspended', data: { organisation: { party_id: 'acme' } } },
    ]);
    const { items } = (await ask('GET', '/v1/me/webhooks', undefined, 'clearwater', 'auditor')).json();
    expect(items).toHaveLength(1);
    await ask('DELETE', `/v1/me/webhooks/${made.id}`, undefined, 'clearwater', 'auditor');
    await reinstate();
  });

  test('no officer', async () => {
    const { status, code } = (await ask('GET', '/v1/me/webhooks', undefined, 'acme', 'officer')).json();
    expect([status, code]).toEqual([401, 'token_invalid']);
  });

  test('twenty and no more', async () => {
    for (let n = 0; n < 20; n++) await setUp(['key.added']);
    expect((await ask('POST', '/v1/me/webhooks', { url, events: ['key.added'] })).json()).toMatchObject({
      code: 'state_conflict',
    });
  });

  test.each([{}, { url: 'https://a.example/', events: [] }, { url: 'https://a.example/', events: ['other'] }])(
    'refuses %j',
    async (body) => {
      expect((await ask('POST', '/v1/me/webhooks', body)).json()).toMatchObject({ code: 'request_invalid' });
    },
  );
});
