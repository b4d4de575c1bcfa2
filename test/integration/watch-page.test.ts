import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../e2e/world.ts';
import { checkRegistry } from '../support/check-registry.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await checkRegistry(world.registry);
  await world.close();
});

test('makes the address of a feed, and names who is unknown', async () => {
  const list = encodeURIComponent('https://www.acme.example/\nnobody.example <b>');
  const { statusCode, body } = await world.server.app.inject({ url: `/watch?list=${list}` });
  expect(statusCode).toBe(200);
  expect(body).toContain('href="http://localhost:3000/feed.atom?organisation=acme"');
  for (const path of ['/feed.json', '/v1/events'])
    expect(body).toContain(`http://localhost:3000${path}?organisation=acme`);
  expect(body).toContain('Your feed follows 1 of 3.');
  expect(body).toMatch(
    /nobody\.example<\/th><td><span[^>]*>Not known here<.*&lt;b><\/th><td><span[^>]*>Not known here</,
  );
});

test('is a form where nothing was pasted', async () => {
  const { statusCode, body } = await world.server.app.inject({ url: '/watch' });
  expect([statusCode, body.includes('<textarea')]).toEqual([200, true]);
});

test('says how many a list has too many', async () => {
  const list = Array.from({ length: 203 }, (_, n) => `v${n}.example`).join('%0A');
  const { body } = await world.server.app.inject({ url: `/watch?list=${list}` });
  expect(body).toContain('One feed follows at most 200: the last 3 were left out.');
  expect(body).toContain('v199.example</th>');
  expect(body).not.toContain('v200.example</th>');
});
