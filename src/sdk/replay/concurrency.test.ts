import { expect, test } from 'vitest';
import { createGate, mapConcurrently } from './concurrency.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('never more than the limit at a time, all of it in the end, results in order', async () => {
  let [running, most] = [0, 0];
  const results = await mapConcurrently([...Array(50).keys()], 7, async (n) => {
    running += 1;
    most = Math.max(most, running);
    for (let wait = 0; wait < n % 5; wait++) await turn();
    running -= 1;
    return n * 2;
  });
  expect(most).toBe(7);
  expect(results).toEqual([...Array(50).keys()].map((n) => n * 2));
});

test('work that fails gives its place back', async () => {
  const gate = createGate(1);
  await expect(gate(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate(async () => 'yes')).toBe('yes');
});

test('nobody slips in between one who leaves and one who waits', async () => {
  const gate = createGate(1);
  const order: string[] = [];
  const first = gate(async () => void order.push('first'));
  const second = gate(async () => void order.push('second'));
  const third = first.then(() => gate(async () => void order.push('third')));
  await Promise.all([first, second, third]);
  expect(order).toEqual(['first', 'second', 'third']);
});
