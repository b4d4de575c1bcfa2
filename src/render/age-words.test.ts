import { expect, test } from 'vitest';
import { ageWords } from './age-words.ts';

test.each([
  [0, 'under 1 min'],
  [59, 'under 1 min'],
  [60, '1 min'],
  [299, '4 min'],
  [7_199, '119 min'],
  [7_200, '2 h'],
  [172_799, '47 h'],
  [172_800, '2 d'],
  [800_000, '9 d'],
])('%i s is %s', (seconds, words) => {
  expect(ageWords(seconds)).toBe(words);
});
