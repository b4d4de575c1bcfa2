import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { BADGE_ROWS, badgeOf } from '../../../test/pages/sample-pages.ts';
import { renderBadgeJson } from './badge-json.ts';
import { unreadableBadge } from './badge-model.ts';
import { BADGE_LANGUAGES } from './badge-words.ts';

/*
 * The schema of the shields endpoint badge, version 1, as its documentation and its own validator have it: members that are
 * not listed make the badge "invalid", and a logo is of one kind.
 */
const text = Type.String();
const members: Record<string, TSchema> = {
  schemaVersion: Type.Literal(1),
  label: text,
  message: Type.String({ minLength: 1 }),
  color: Type.Optional(text),
  labelColor: Type.Optional(text),
  isError: Type.Optional(Type.Boolean()),
  namedLogo: Type.Optional(text),
  logoSvg: Type.Optional(text),
  logoColor: Type.Optional(text),
  logoWidth: Type.Optional(Type.Number()),
  logoSize: Type.Optional(text),
  style: Type.Optional(text),
  cacheSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
};
const schema = Compile(Type.Object(members, { additionalProperties: false }));

const isValid = (json: object): boolean =>
  schema.Check(json) &&
  !('namedLogo' in json && 'logoSvg' in json) &&
  ('namedLogo' in json || !('logoColor' in json)) &&
  ('namedLogo' in json || 'logoSvg' in json || !('logoWidth' in json));

const MODELS = {
  ...Object.fromEntries(Object.entries(BADGE_ROWS).map(([name, row]) => [name, badgeOf(row, 'demo')])),
  unreadable: unreadableBadge({ query: {}, mode: 'demo' }),
};

describe.each(Object.entries(MODELS))('%s', (name, model) => {
  test.each(BADGE_LANGUAGES)('is what the shields endpoint takes, in %s', (lang) => {
    const json = JSON.parse(JSON.stringify(renderBadgeJson(model, lang)));
    expect(isValid(json)).toBe(true);
    expect(json.label).toContain('TEST');
    expect(json.message).toMatch(/\S/);
  });

  test('is an error where nobody may recolour it', () => {
    const isError = ['suspended', 'withdrawn', 'expired', 'unreadable'].includes(name);
    expect(renderBadgeJson(model).isError).toBe(isError ? true : undefined);
  });
});

test.each([
  [{ schemaVersion: 1, label: '', message: '' }],
  [{ schemaVersion: '1', label: '', message: 'x' }],
  [{ schemaVersion: 1, message: 'x' }],
  [{ schemaVersion: 1, label: '', message: 'x', seq: 4 }],
  [{ schemaVersion: 1, label: '', message: 'x', namedLogo: 'a', logoSvg: '<svg/>' }],
  [{ schemaVersion: 1, label: '', message: 'x', logoColor: 'red' }],
  [{ schemaVersion: 1, label: '', message: 'x', cacheSeconds: 1.5 }],
])('the schema refuses %j', (json) => {
  expect(isValid(json)).toBe(false);
});
