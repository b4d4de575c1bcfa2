import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleService } from '../../src/registry/sample-service.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { act, createTestRegistry, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

let registry: TestRegistry;
let server: TestServer;
beforeAll(async () => {
  registry = await createTestRegistry({ now: '2026-11-25T12:00:00Z' });
  await registerProved(registry, 'acme');
  server = await startServer(registry);
}, 120_000);
afterAll(async () => {
  await server?.close();
  await registry?.close();
});

const status = async () => {
  const answer = await server.app.inject({ url: '/v1/status' });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const at = (instant: string, fault?: string) => ({
  ...registry.deps,
  now: () => new Date(instant),
  publication: { ...registry.deps.publication, fault: () => fault },
});

test('what was not measured is unknown', async () => {
  const { days, parts, incidents } = await status();
  expect(days).toHaveLength(90);
  expect(days.at(-1)).toMatchObject({ day: '2026-11-25', samples: 0, ok: 0 });
  expect(days.at(0)).toEqual({ day: '2026-08-28', expected: 1440, samples: 0, ok: 0 });
  expect(parts[0]).toEqual({ part: 'database', state: 'ok', detail: 'answers' });
  expect(incidents).toEqual([]);
});

test('a minute is counted once, however many look, and a failure as one', async () => {
  await sampleService(at('2026-11-24T23:59:10Z'));
  await sampleService(at('2026-11-24T23:59:50Z'));
  await sampleService(at('2026-11-25T00:00:00Z'));
  await sampleService(at('2026-11-25T00:01:00Z', 'the log is damaged'));
  const { days } = await registry.deps.ledger.read(async (tx) => ({
    days: await tx.serviceHistory.days('2026-11-24'),
  }));
  expect(days).toEqual([
    { day: '2026-11-24', samples: 1, ok: 1 },
    { day: '2026-11-25', samples: 2, ok: 1 },
  ]);
});

test('an incident stands on the page with its leaf', async () => {
  const url = 'https://status.example/1';
  await act(registry, 0, { action: 'incident', subject: 'registry', url, selector: 'all' });
  const { incidents } = await status();
  expect(incidents).toMatchObject([{ url }]);
  const { body, statusCode } = await server.app.inject({ url: '/status?lang=de' });
  expect(statusCode).toBe(200);
  expect(body).toContain('Das Register arbeitet.');
  expect(body).toContain(`href="${url}"`);
  await checkRegistry(registry);
});
