import { expect, test } from 'vitest';
import { withParameter } from './address.ts';

test.each([
  ['/', '/?lang=de'],
  ['/?at=41', '/?at=41&lang=de'],
  ['/?lang=fr&q=a%26b', '/?q=a%26b&lang=de'],
  ['/?language=x', '/?language=x&lang=de'],
])('%s in German is %s', (path, expected) => {
  expect(withParameter(path, 'lang', 'de')).toBe(expected);
});
