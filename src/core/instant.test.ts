import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatUtcInstant, isUtcInstant, parseUtcInstant } from './instant.ts';

describe('parseUtcInstant', () => {
  test.each(['2026-03-02T00:00:00Z', '2024-02-29T23:59:59Z', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    '%s',
    (text) => {
      expect(isUtcInstant(text)).toBe(true);
    },
  );

  test.each([
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T23:59:60Z',
    '2026-03-02T00:00:00.000Z',
    '2026-03-02T00:00:00+00:00',
    '2026-03-02 00:00:00Z',
    '2026-03-02T00:00:00z',
    '2026-03-02',
    '02026-03-02T00:00:00Z',
    '',
  ])('%s is none', (text) => {
    expect(parseUtcInstant(text)).toBeUndefined();
  });

  test('every whole second round-trips', () => {
    const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const text = formatUtcInstant(date);
        expect(parseUtcInstant(text)?.getTime()).toBe(Math.floor(date.getTime() / 1000) * 1000);
      }),
    );
  });
});
