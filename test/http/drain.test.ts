import { expect, test } from 'vitest';
import { call } from '../e2e/client.ts';
import { stubApp } from './stub-app.ts';

test('a request in work while the process stops is answered, and holds it up no longer', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let arrived: () => void = () => undefined;
  const inWork = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const find = async () => {
    arrived();
    await held;
    return undefined;
  };
  const app = await stubApp({ stores: { parties: { find } } });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = call(address, { path: '/v1/parties/acme' });
  await inWork;
  const closed = app.close();
  await new Promise((resolve) => setImmediate(resolve));
  release();
  expect([(await answer).status, (await answer).headers.connection]).toEqual([404, 'close']);
  await closed;
});
