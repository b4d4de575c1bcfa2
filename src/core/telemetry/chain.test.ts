import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attestation, type ChainLink, parseAttestation } from '../documents/attestation.ts';
import type { Digest } from '../ids.ts';
import { chainIssues, endOf, expectedLink, type Head, isCounted, isLate, type Place, placeOf } from './chain.ts';

const D = (n: number): Digest => `${n.toString().padStart(42, 'A')}A` as Digest;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = new Date('2026-11-25T12:00:00Z');
const at = (ms: number): Date => new Date(NOON.getTime() + ms);

const HEAD: Head = {
  epoch: 2,
  seq: 5,
  digest: D(5),
  start: at(-2 * HOUR),
  end: at(-HOUR),
  minutes: 60,
  registers: { facility_kwh: 1_000_000_000n, it_kwh: 800_000_000n },
};

/** The sound successor of `HEAD`. */
const BODY = {
  schema: 'cms-attestation/1',
  site_id: 'fra-1',
  chain: { epoch: 2, seq: 6, prev: D(5) },
  start: '2026-11-25T11:00:00Z',
  minutes: 60,
  facility_kwh: '100',
  it_kwh: '80',
  registers: { facility_kwh: '1100', it_kwh: '880' },
  workloads: [],
};
const SOUND = parseAttestation(BODY);
const issues = (a: Partial<Attestation>, place: Place = 'next', now = NOON, head: Head | null = HEAD): string[] =>
  chainIssues({ ...SOUND, ...a }, place, head ?? undefined, now).map(({ pointer, code }) => `${pointer} ${code}`);

describe('the place of a link', () => {
  test.each([
    [{ epoch: 0, seq: 0, prev: null }, 'first'],
    [{ epoch: 0, seq: 1, prev: null }, 'gap'],
    [{ epoch: 0, seq: 0, prev: D(1) }, 'gap'],
    [{ epoch: 1, seq: 0, prev: null }, 'gap'],
  ] satisfies [ChainLink, Place][])('%j in no chain: %s', (link, place) => {
    expect(placeOf(link, undefined)).toBe(place);
  });

  test.each([
    [{ epoch: 2, seq: 6, prev: D(5) }, 'next'],
    [{ epoch: 2, seq: 6, prev: D(4) }, 'gap'],
    [{ epoch: 2, seq: 6, prev: null }, 'gap'],
    [{ epoch: 2, seq: 7, prev: D(5) }, 'gap'],
    [{ epoch: 2, seq: 5, prev: D(4) }, 'behind'],
    [{ epoch: 2, seq: 0, prev: null }, 'behind'],
    [{ epoch: 1, seq: 900, prev: D(1) }, 'behind'],
    [{ epoch: 3, seq: 0, prev: null }, 'epoch'],
    [{ epoch: 3, seq: 0, prev: D(5) }, 'gap'],
    [{ epoch: 3, seq: 1, prev: null }, 'gap'],
    [{ epoch: 4, seq: 0, prev: null }, 'gap'],
  ] satisfies [ChainLink, Place][])('%j after epoch 2, seq 5: %s', (link, place) => {
    expect(placeOf(link, HEAD)).toBe(place);
  });

  test('what is expected continues the chain', () => {
    expect(expectedLink(undefined)).toEqual({ epoch: 0, seq: 0, prev: null });
    expect(expectedLink(HEAD)).toEqual({ epoch: 2, seq: 6, prev: D(5) });
    expect(placeOf(expectedLink(HEAD), HEAD)).toBe('next');
    expect(placeOf(expectedLink(undefined), undefined)).toBe('first');
  });
});

describe('time', () => {
  test('a sound successor has no issues', () => {
    expect(issues({})).toEqual([]);
  });

  test.each([
    [15, 15 * MINUTE, []],
    [15, 5 * MINUTE, ['/start misaligned']],
    [15, 15 * MINUTE + 1_000, ['/start misaligned']],
    [30, 15 * MINUTE, ['/start misaligned']],
    [60, 30 * MINUTE, ['/start misaligned']],
  ])('an interval of %i minutes begins on a multiple', (minutes, offset, expected) => {
    const start = new Date(NOON.getTime() - DAY + offset);
    expect(issues({ minutes, start }, 'first', NOON, null)).toEqual(expected);
  });

  test.each([
    [-1_000, ['/start misaligned', '/start overlap']],
    [0, []],
    [15 * MINUTE, []],
  ])('it begins %i ms after the last one ended, in any epoch', (offset, expected) => {
    const head = { ...HEAD, minutes: 15 };
    expect(issues({ minutes: 15, start: at(-HOUR + offset) }, 'epoch', NOON, head)).toEqual(expected);
  });

  test.each([
    [60_001, ['/start in_future']],
    [60_000, []],
    [59_999, []],
  ])('it ends %i ms after now', (ahead, expected) => {
    expect(issues({}, 'next', new Date(endOf(SOUND).getTime() - ahead))).toEqual(expected);
  });

  test.each([
    [7 * DAY - 1, []],
    [7 * DAY, []],
    [7 * DAY + 1, ['/start too_old']],
  ])('it ended %i ms ago', (age, expected) => {
    expect(issues({}, 'next', new Date(endOf(SOUND).getTime() + age))).toEqual(expected);
  });

  test('the length of intervals is one per UTC day', () => {
    expect(issues({ minutes: 30 })).toEqual(['/minutes minutes_changed']);
    const dayBefore = { ...HEAD, start: at(-13 * HOUR), end: at(-12 * HOUR) };
    expect(issues({ minutes: 30 }, 'epoch', NOON, dayBefore)).toEqual([]);
    expect(issues({ minutes: 30 }, 'epoch', NOON, { ...HEAD, start: at(-12 * HOUR), end: at(-11 * HOUR) })).toEqual([
      '/minutes minutes_changed',
    ]);
  });

  test.each([
    [72 * HOUR - 1, false],
    [72 * HOUR, false],
    [72 * HOUR + 1, true],
  ])('accepted %i ms after its end it is late: %s', (age, late) => {
    const now = new Date(endOf(SOUND).getTime() + age);
    expect(isLate(SOUND, now)).toBe(late);
    expect(isCounted(SOUND, now)).toBe(!late);
  });

  test.each([
    [0, 0, true],
    [0, 1, true],
    [1, 0, false],
    [1, 1, true],
    [7, 0, false],
  ])('epoch %i, seq %i counts: %s', (epoch, seq, counted) => {
    expect(isCounted({ ...SOUND, chain: { epoch, seq, prev: null } }, NOON)).toBe(counted);
  });
});

describe('registers', () => {
  const moved = (facility: bigint, it = 880_000_000n) => ({ registers: { facility_kwh: facility, it_kwh: it } });

  // |advance - 100| <= 0.5 % of the larger of the two: 99.5, and 100 / 0.995 = 100.502512…
  test.each([
    [1_099_499_999n, ['/registers/facility_kwh register_advance']],
    [1_099_500_000n, []],
    [1_099_500_001n, []],
    [1_100_502_512n, []],
    [1_100_502_513n, ['/registers/facility_kwh register_advance']],
  ])('between contiguous intervals facility advances to %s', (register, expected) => {
    expect(issues(moved(register))).toEqual(expected);
  });

  test.each([
    [1_099_499_999n, ['/registers/facility_kwh register_advance']],
    [1_099_500_000n, []],
    [9_000_000_000n, []],
  ])('after a gap facility advances to %s', (register, expected) => {
    const head = { ...HEAD, start: at(-3 * HOUR), end: at(-2 * HOUR) };
    expect(issues(moved(register), 'next', NOON, head)).toEqual(expected);
  });

  test('neither meter goes backwards, whatever the energy', () => {
    expect(issues({ ...moved(999_999_999n, 799_999_999n), facility_kwh: 0n, it_kwh: 0n })).toEqual([
      '/registers/facility_kwh register_backwards',
      '/registers/it_kwh register_backwards',
    ]);
    expect(issues({ ...moved(1_000_000_000n, 800_000_000n), facility_kwh: 0n, it_kwh: 0n })).toEqual([]);
  });

  test('IT is proved like facility', () => {
    expect(issues(moved(1_100_000_000n, 900_000_000n))).toEqual(['/registers/it_kwh register_advance']);
  });

  test('the first record of an epoch proves nothing and is held to nothing', () => {
    expect(issues(moved(0n, 0n), 'epoch')).toEqual([]);
    expect(issues(moved(0n, 0n), 'first', NOON, null)).toEqual([]);
  });
});

/** A valid chain: epochs of some length each, one hour an interval. */
const chainOf = (lengths: readonly number[]): readonly { readonly link: ChainLink; readonly digest: Digest }[] => {
  let n = 0;
  return lengths.flatMap((length, epoch) =>
    Array.from({ length }, (_, seq) => {
      n += 1;
      return { link: { epoch, seq, prev: seq === 0 ? null : D(n - 1) }, digest: D(n) };
    }),
  );
};

const admits = (place: Place): boolean => place === 'first' || place === 'next' || place === 'epoch';
const headAfter = (link: ChainLink, digest: Digest): Head => ({ ...HEAD, ...link, digest });

test('whatever is repeated or shuffled in between, a chain sent in order ends at the same head', () => {
  const epochs = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(epochs, fc.infiniteStream(fc.nat()), (lengths, noise) => {
      const chain = chainOf(lengths);
      const [sound] = chain.slice(-1);
      let head: Head | undefined;
      const offer = ({ link, digest }: (typeof chain)[number]): void => {
        if (admits(placeOf(link, head))) head = headAfter(link, digest);
      };
      chain.forEach((item, index) => {
        offer(item);
        // Anything sent before, or far ahead: only the next link or a new epoch could move the head, and those come in order.
        for (const n of noise.take(3)) {
          const other = chain[n % chain.length];
          if (other === undefined) continue;
          const isNextEpoch = head !== undefined && other.link.epoch === head.epoch + 1 && other.link.seq === 0;
          const isNext = chain[index + 1] === other;
          if (!isNextEpoch && !isNext) offer(other);
        }
      });
      expect(head?.digest).toBe(sound?.digest);
    }),
  );
});

test('sent again until nothing moves, one epoch arrives whole in whatever order it comes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.infiniteStream(fc.nat()), (length, order) => {
      const chain = chainOf([length]);
      let head: Head | undefined;
      for (let round = 0; round < length; round++) {
        const keys = new Map(chain.map((item) => [item, order.next().value ?? 0]));
        const shuffled = [...chain].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        for (const { link, digest } of shuffled) if (admits(placeOf(link, head))) head = headAfter(link, digest);
      }
      expect(head?.seq).toBe(length - 1);
    }),
  );
});
