import { describe, expect, test } from 'vitest';
import { verificationOf } from '../../test/support/verification-fixtures.ts';
import { contradictions, headlineOf, namesOf, sentence } from './outcome.ts';

describe('headline of six answers', () => {
  test('one that failed leads, with its reason, whatever the others say', () => {
    const { tone, headline, reason } = headlineOf(verificationOf({ recomputation: 'failed', time: 'failed' }));
    expect(tone).toBe('stop');
    expect(headline).toBe('Do not rely on it: time and recomputation failed.');
    expect(reason).toBe('about time');
  });

  test('all OK', () => {
    expect(headlineOf(verificationOf({}))).toMatchObject({ tone: 'good', headline: 'All six hold.' });
  });

  test('what is unknown is named and not counted in favour', () => {
    const { headline, reason } = headlineOf(verificationOf({ status: 'unknown', scope: 'unknown', log: 'unknown' }));
    expect(headline).toBe('What could be checked holds.');
    expect(reason).toContain('Log, status and scope stay unknown');
    expect(headlineOf(verificationOf({ status: 'unknown' })).reason).toContain('Status stays unknown');
  });

  test('nothing known is no praise', () => {
    const unknown = 'unknown' as const;
    const all = { signature: unknown, log: unknown, status: unknown, time: unknown, scope: unknown };
    expect(headlineOf(verificationOf({ ...all, recomputation: unknown }))).toMatchObject({
      tone: 'neutral',
      headline: 'Nothing could be checked.',
    });
  });
});

test('yes against no is a contradiction; knowing less is none', () => {
  const here = verificationOf({ signature: 'failed', status: 'unknown', log: 'failed' });
  expect(contradictions(here, verificationOf({ log: 'failed' }))).toEqual(['signature']);
  expect(contradictions(here, here)).toEqual([]);
});

test('names and sentences', () => {
  expect(namesOf(['log'])).toBe('log');
  expect(namesOf(['log', 'time', 'scope'])).toBe('log, time and scope');
  expect(sentence('it is so')).toBe('It is so.');
  expect(sentence('Is it?')).toBe('Is it?');
});
