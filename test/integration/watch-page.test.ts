import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../e2e/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('makes the address of a feed, and names who is unknown', async () => {
  const list = encodeURIComponent('https://www.acme.example/\nnobody.example <b>');
  const { statusCode, body } = await world.server.app.inject({ url: `/watch?list=${list}` });
  expect(statusCode).toBe(200);
  expect(body).toContain('href="http://localhost:3000/feed.atom?organisation=acme"');
  expect(body).toContain('Not known here: nobody.example, &lt;b>');
});

test('is a form where nothing was pasted', async () => {
  const { statusCode, body } = await world.server.app.inject({ url: '/watch' });
  expect([statusCode, body.includes('<textarea')]).toEqual([200, true]);
});
