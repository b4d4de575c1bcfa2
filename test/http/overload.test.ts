import { expect, test } from 'vitest';
import { MAX_IN_FLIGHT } from '../../src/http/overload.ts';
import type { Checkpoint } from '../../src/registry/ports/log.ts';
import { stubApp } from './stub-app.ts';

test('what is too much is refused at once, and what was taken is answered', async () => {
  let open: (value: Checkpoint) => void = () => undefined;
  const gate = new Promise<Checkpoint>((resolve) => {
    open = resolve;
  });
  const app = await stubApp({ stores: { tree: { head: () => gate } } });
  const taken = Array.from({ length: MAX_IN_FLIGHT }, () => app.inject({ url: '/v1/methodologies' }));
  await new Promise((resolve) => setImmediate(resolve));
  const refused = await app.inject({ url: '/v1/methodologies' });
  expect(refused.statusCode).toBe(503);
  expect(refused.json()).toMatchObject({ code: 'overloaded' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(2);
  expect((await app.inject({ url: '/health/live' })).statusCode).toBe(200);
  open({ size: 42, root: new Uint8Array(32), note: '' });
  const statuses = (await Promise.all(taken)).map((response) => response.statusCode);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await app.inject({ url: '/v1/methodologies' })).statusCode).toBe(200);
  await app.close();
});
