import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestRegistry, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { sendRaw } from './raw.ts';

/** Limits of production, from one address: bare sockets, so that every request is the same peer's. */

let registry: TestRegistry;
let server: TestServer;
beforeAll(async () => {
  registry = await createTestRegistry();
  server = await startServer(registry, 'production');
});
afterAll(async () => {
  await server.close();
  await registry.close();
});

const ask = (line: string, type: string, ...headers: string[]) =>
  sendRaw(server.address, [
    [line, 'Host: a', `Content-Type: ${type}`, 'Content-Length: 2', 'Connection: close', ...headers, '', '{}'].join(
      '\r\n',
    ),
  ]);
const member = (text: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1] ?? '';

describe('production', () => {
  test('takes five registrations a day from an address, whoever it says it is', async () => {
    const statuses: (number | undefined)[] = [];
    for (let index = 0; index < 6; index += 1) {
      const from = `X-Forwarded-For: 203.0.113.${index}`;
      const spoof = [from, `Forwarded: for=203.0.113.${index}`, `X-Real-IP: 203.0.113.${index}`];
      statuses.push((await ask('POST /v1/parties HTTP/1.1', 'application/jose', ...spoof)).statuses[0]);
    }
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
  });

  test('takes thirty dry runs a minute and says when to come back', async () => {
    for (let index = 0; index < 30; index += 1) {
      expect((await ask('POST /v1/score HTTP/1.1', 'application/json')).statuses).toEqual([400]);
    }
    const { text, statuses, body } = await ask('POST /v1/score HTTP/1.1', 'application/json');
    expect(statuses).toEqual([429]);
    expect(JSON.parse(body)).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(Number(member(text, 'retry-after'))).toBeGreaterThan(0);
    expect(Number(member(text, 'retry-after'))).toBeLessThanOrEqual(60);
    expect(member(text, 'ratelimit-limit')).toContain('30');
    expect(member(text, 'ratelimit-remaining')).toContain('0');
    expect(member(text, 'content-type')).toContain('application/problem+json');
  });

  test('answers its health checks and other addresses meanwhile', async () => {
    const bare = (path: string) =>
      sendRaw(server.address, [`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`]);
    expect((await bare('/health/live')).statuses).toEqual([200]);
    expect((await bare('/v1/organisations')).statuses).toEqual([200]);
    expect((await bare('/nowhere')).statuses).toEqual([404]);
  });
});
