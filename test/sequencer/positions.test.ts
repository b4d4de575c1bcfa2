import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPosition } from '../../src/registry/read-position.ts';
import { createTestRegistry, registerOnly, type TestRegistry } from '../support/registry.ts';

const EARLY = '2026-11-25T12:00:00Z';
const LATE = '2026-11-25T12:00:05Z';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry({ now: EARLY, sequencing: 'manual' });
  registry.setNow(new Date(LATE));
  await registerOnly(registry, 'acme');
});
afterAll(() => registry.close());

test('what is committed has no position before it is published', async () => {
  expect(await readPosition(registry.deps)).toEqual({ seq: 0, as_of: EARLY });
  await expect(readPosition(registry.deps, '1')).rejects.toMatchObject({ code: 'at_future' });
  for (const at of [LATE, '2026-11-25', EARLY])
    expect([at, await readPosition(registry.deps, at)]).toEqual([at, { seq: 0, as_of: EARLY }]);
});

test('once it is published it has one', async () => {
  await registry.tick();
  expect(await readPosition(registry.deps)).toEqual({ seq: 1, as_of: LATE });
  expect(await readPosition(registry.deps, '1')).toEqual({ seq: 1, as_of: LATE });
  expect(await readPosition(registry.deps, '0')).toEqual({ seq: 0, as_of: EARLY });
  expect(await readPosition(registry.deps, LATE)).toEqual({ seq: 1, as_of: LATE });
  expect(await readPosition(registry.deps, EARLY)).toEqual({ seq: 0, as_of: EARLY });
});
