import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hoursOf, kwh, madeInterval, ownedBut } from '../../../test/support/owner-intervals.ts';
import { attribute, byHour, likelyWorkloads } from './attribution.ts';

const START = new Date('2026-03-02T02:00:00Z');

test('what nobody answers for is the meter less what is visible', () => {
  const interval = madeInterval({ start: START, it: 100, uses: { shop: 60, rebuild: 25 } });
  expect(attribute(interval, ownedBut('rebuild'))).toMatchObject({
    it: kwh(100),
    visible: kwh(60),
    unattributed: kwh(40),
    invisible: new Map([['rebuild', kwh(25)]]),
  });
});

test('parts above the meter leave nothing, never less than nothing', () => {
  const interval = madeInterval({ start: START, it: 100, uses: { shop: 101 } });
  expect(attribute(interval, ownedBut()).unattributed).toBe(0n);
});

test('a workload is looked up as the register stood at the start', () => {
  const later = madeInterval({ start: new Date('2026-03-02T03:00:00Z'), it: 10, uses: { job: 4 } });
  const until = (id: string, start: Date) => ({ ...ownedBut()(id, start), visible: start <= START });
  expect(attribute(later, until).invisible.get('job')).toBe(kwh(4));
});

test('quarters add up to their hour, whatever their order', () => {
  const quarters = [45, 0, 30, 15].map((minute, index) =>
    attribute(
      madeInterval({
        start: new Date(`2026-03-02T02:${minute.toString().padStart(2, '0')}:00Z`),
        it: index + 1,
        minutes: 15,
      }),
      ownedBut(),
    ),
  );
  const next = attribute(madeInterval({ start: new Date('2026-03-02T03:00:00Z'), it: 7 }), ownedBut());
  expect(byHour([next, ...quarters])).toEqual([
    { start: START, it: kwh(10), unattributed: kwh(10) },
    { start: next.start, it: kwh(7), unattributed: kwh(7) },
  ]);
});

test('the likeliest workloads come first, with the hours they run in', () => {
  const intervals = hoursOf('2026-03-02', 3).map((start) => {
    const isNight = start.getUTCHours() === 2 || start.getUTCHours() === 3;
    return attribute(
      madeInterval({ start, it: 100, uses: { shop: 60, ...(isNight ? { rebuild: 20 } : {}), stray: 0.5 } }),
      ownedBut('rebuild', 'stray'),
    );
  });
  expect(likelyWorkloads(intervals, 10)).toEqual([
    { id: 'rebuild', energy: kwh(120), intervals: 6, hours: [2, 3] },
    expect.objectContaining({ id: 'stray', energy: kwh(36), intervals: 72 }),
  ]);
  expect(likelyWorkloads(intervals, 1)).toHaveLength(1);
});

test('hours keep every kilowatt-hour', () => {
  const made = fc.record({ it: fc.integer({ min: 0, max: 500 }), used: fc.integer({ min: 0, max: 500 }) });
  fc.assert(
    fc.property(fc.array(made, { maxLength: 60 }), (list) => {
      const intervals = list.map(({ it, used }, index) =>
        attribute(
          madeInterval({ start: new Date(START.getTime() + index * 900_000), it, uses: { job: used }, minutes: 15 }),
          ownedBut(),
        ),
      );
      const sum = (energies: readonly bigint[]) => energies.reduce((all, one) => all + one, 0n);
      const hours = byHour(intervals);
      expect(sum(hours.map((hour) => hour.unattributed))).toBe(sum(intervals.map((one) => one.unattributed)));
      expect(sum(hours.map((hour) => hour.it))).toBe(sum(intervals.map((one) => one.it)));
    }),
  );
});
