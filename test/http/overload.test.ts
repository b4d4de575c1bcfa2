import { expect, test } from 'vitest';
import { MAX_IN_FLIGHT } from '../../src/http/overload.ts';
import { HEAD, stubApp } from './stub-app.ts';

test('what is too much is refused at once, and what was taken is answered', async () => {
  let open: (value: typeof HEAD) => void = () => undefined;
  const gate = new Promise<typeof HEAD>((resolve) => {
    open = resolve;
  });
  const app = await stubApp({ stores: { log: { head: () => gate } } });
  const taken = Array.from({ length: MAX_IN_FLIGHT }, () => app.inject({ url: '/v1/methodologies' }));
  await new Promise((resolve) => setImmediate(resolve));
  const refused = await app.inject({ url: '/v1/methodologies' });
  expect(refused.statusCode).toBe(503);
  expect(refused.json()).toMatchObject({ code: 'overloaded' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(2);
  expect((await app.inject({ url: '/health/live' })).statusCode).toBe(200);
  open(HEAD);
  const statuses = (await Promise.all(taken)).map((response) => response.statusCode);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await app.inject({ url: '/v1/methodologies' })).statusCode).toBe(200);
  await app.close();
});
