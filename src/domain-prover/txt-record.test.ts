import { describe, expect, test } from 'vitest';
import type { Kid, PartyId } from '../core/ids.ts';
import { txtFault } from './txt-record.ts';

const KID = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const OTHER = 'LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ';
const CLAIM = { origin: 'https://registry.example', party: 'acme' as PartyId, kids: [KID as Kid, OTHER as Kid] };
const record = (text: string) => txtFault([[text]], CLAIM);

describe('a record proves', () => {
  test.each([
    `cms-party=acme; kid=${KID}; registry=https://registry.example`,
    `cms-party=acme;kid=${OTHER};registry=https://registry.example`,
    `cms-party=acme \t;\t kid=${KID}  ;   registry=https://registry.example`,
  ])('%s', (text) => expect(record(text)).toBeUndefined());

  test('in several strings, which are one text', () => {
    const text = `cms-party=acme; kid=${KID}; registry=https://registry.example`;
    expect(txtFault([[...text]], CLAIM)).toBeUndefined();
    expect(txtFault([[text.slice(0, 30)], [text.slice(30)]], CLAIM)).toMatch('none of the form');
  });
});

describe('a record of another form proves nothing', () => {
  test.each([
    '',
    'acme',
    `cms-party=acme; kid=${KID}`,
    `kid=${KID}; cms-party=acme; registry=https://registry.example`,
    `CMS-PARTY=acme; kid=${KID}; registry=https://registry.example`,
    `cms-party = acme; kid=${KID}; registry=https://registry.example`,
    `cms-party=acme; kid=${KID}; registry=https://registry.example;`,
    `cms-party=acme; kid=${KID}; registry=https://registry.example; more=1`,
    ` cms-party=acme; kid=${KID}; registry=https://registry.example`,
    `cms-party=acme; kid=${KID}; registry=https://registry.example\n`,
    `cms-party=acme;\u00a0kid=${KID}; registry=https://registry.example`,
    `"cms-party=acme; kid=${KID}; registry=https://registry.example"`,
    ' ;'.repeat(30_000),
    `cms-party=acme${' '.repeat(60_000)}`,
  ])('%j', (text) => expect(record(text)).toMatch('none of the form'));
});

test.each([
  [`cms-party=rival; kid=${KID}; registry=https://registry.example`, 'another party'],
  [`cms-party=ACME; kid=${KID}; registry=https://registry.example`, 'another party'],
  [`cms-party=acme; kid=${KID.toUpperCase()}; registry=https://registry.example`, 'no active statements key'],
  [`cms-party=acme; kid=${KID}; registry=https://registry.example/`, 'another registry'],
  [`cms-party=acme; kid=${KID}; registry=http://registry.example`, 'another registry'],
  [`cms-party=acme; kid=${KID}; registry=registry.example`, 'another registry'],
])('%s names %s', (text, what) => expect(record(text)).toMatch(what));

test('of several faults the one that is nearest is told, and no record is no proof', () => {
  const rival = `cms-party=rival; kid=${KID}; registry=https://registry.example`;
  expect(txtFault([['v=spf1'], [rival]], CLAIM)).toMatch('another party');
  expect(txtFault([], CLAIM)).toMatch('none of the form');
});

test('a party without an active key proves nothing', () => {
  const text = `cms-party=acme; kid=${KID}; registry=https://registry.example`;
  expect(txtFault([[text]], { ...CLAIM, kids: [] })).toMatch('no active statements key');
});
