import { describe, expect, test } from 'vitest';
import { generateSigningKey, publicJwkOf } from '../../sdk/sign.ts';
import { COUNTRY_CODES } from '../country-codes.ts';
import { RegistryError } from '../errors.ts';
import { parseParty } from './party.ts';

const jwk = { ...publicJwkOf(await generateSigningKey()) };
const recovery_jwk = { ...publicJwkOf(await generateSigningKey('ES256')) };
const party = {
  schema: 'cms-party/1',
  party_id: 'nordhafen',
  kind: 'organisation',
  legal_name: 'Nordhafen Retail GmbH',
  country: 'DE',
  sector: 'G',
  website: 'https://nordhafen.example/über',
  domains: ['nordhafen.example', 'xn--bcher-kva.example'],
  jwk,
};

const faults = (changes: object): string[] => {
  try {
    parseParty({ ...party, ...changes });
    return [];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    expect(error.code).toBe('document_invalid');
    return error.issues.map(({ pointer, code }) => `${pointer} ${code}`);
  }
};

describe('parseParty accepts', () => {
  test.each<[string, object]>([
    ['the least', { domains: [] }],
    ['an auditor', { kind: 'auditor' }],
    ['legal ids', { legal_ids: { lei: '529900T8BM49AURSDO55', vat: 'DE123456789' } }],
    ['no legal ids named', { legal_ids: {} }],
    ['the shortest and longest id', { party_id: 'a' }],
    ['63 characters of id', { party_id: 'a'.repeat(63) }],
    ['a recovery key with proof', { recovery_jwk, recovery_proof: 'e30.e30.AAAA' }],
    ['http', { website: 'http://nordhafen.example' }],
  ])('%s', (_, changes) => {
    expect(faults(changes)).toEqual([]);
  });

  test('every assigned country, and there are 249', () => {
    expect(new Set(COUNTRY_CODES).size).toBe(249);
    for (const country of COUNTRY_CODES) expect(faults({ country })).toEqual([]);
  });
});

describe('parseParty refuses', () => {
  test.each<[string, object, string[]]>([
    ['64 characters of id', { party_id: 'a'.repeat(64) }, ['/party_id wrong_format']],
    ['an id with upper case', { party_id: 'Acme' }, ['/party_id wrong_format']],
    ['an id with a line break', { party_id: 'acme\n' }, ['/party_id wrong_format']],
    ['a country in lower case', { country: 'de' }, ['/country wrong_value']],
    ['a reserved code', { country: 'UK' }, ['/country wrong_value']],
    ['a sector by number', { sector: '61' }, ['/sector wrong_format']],
    ['a website with a password', { website: 'https://a:b@x.example/' }, ['/website wrong_format']],
    ['a data URL', { website: 'data:text/html,x' }, ['/website wrong_format']],
    ['a website with white space', { website: 'https://x.example/ y' }, ['/website wrong_format']],
    ['an unfinished URL', { website: 'https://' }, ['/website wrong_format']],
    ['one domain twice', { domains: ['a.example', 'a.example'] }, ['/domains duplicate']],
    ['21 domains', { domains: Array.from({ length: 21 }, (_, n) => `d${n}.example`) }, ['/domains too_many']],
    ['a domain as U-label', { domains: ['bücher.example'] }, ['/domains/0 wrong_format']],
    ['another legal id', { legal_ids: { duns: '1' } }, ['/legal_ids/duns unknown_member']],
    ['a name that is no text', { legal_name: 7 }, ['/legal_name wrong_type']],
    ['a proof without a key', { recovery_proof: 'e30.e30.AAAA' }, ['/recovery_jwk missing_member']],
    [
      'the signing key as recovery key',
      { recovery_jwk: jwk, recovery_proof: 'e30.e30.AAAA' },
      ['/recovery_jwk duplicate'],
    ],
    ['no key', { jwk: null }, ['/jwk wrong_type']],
  ])('%s', (_, changes, want) => {
    expect(faults(changes)).toEqual(want);
  });
});
