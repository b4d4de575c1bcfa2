import { expect, test } from 'vitest';
import { openPace } from './pace.ts';

test('lets others run after each piece, and not before', async () => {
  const pace = openPace();
  let turns = 0;
  const other = setInterval(() => {
    turns += 1;
  }, 0);
  for (let at = 0; at < 100; at++) await pace(1_000);
  expect(turns).toBe(0);
  for (let at = 0; at < 40; at++) await pace(262_144);
  clearInterval(other);
  expect(turns).toBeGreaterThan(0);
});
