import { describe, expect, test } from 'vitest';
import { generateSigningKey, kidOf, publicJwkOf } from '../../sdk/sign.ts';
import { RegistryError } from '../errors.ts';
import { parseKeyOperation, parseKeyProof } from './key.ts';

const jwk = { ...publicJwkOf(await generateSigningKey()) };
const kid = kidOf(publicJwkOf(await generateSigningKey()));
const head = { schema: 'cms-key/1', use: 'statements', prev: kid };
const add = { ...head, op: 'add', jwk, proof: 'e30.e30.AAAA' };
const revoke = { ...head, op: 'revoke', kid };

const faults = (body: object): string[] => {
  try {
    parseKeyOperation({ ...body });
    return [];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return error.issues.map(({ pointer, code }) => `${pointer} ${code}`);
  }
};

describe('parseKeyOperation', () => {
  test.each<[string, object, string[]]>([
    ['add', add, []],
    ['add for a site', { ...add, use: 'telemetry', site_id: 'dc-1' }, []],
    ['add a recovery key', { ...add, use: 'recovery', reason: 'the old one is in a safe that burnt' }, []],
    ['revoke', revoke, []],
    ['revoke with consequences', { ...revoke, reason: 'stolen', compromised_since: 0 }, []],
    ['revoke a telemetry key', { ...revoke, use: 'telemetry', site_id: 'dc-1' }, []],
    ['no op', head, ['/op missing_member']],
    ['another op', { ...add, op: 'rotate' }, ['/op wrong_value']],
    ['add without proof', { ...head, op: 'add', jwk }, ['/proof missing_member']],
    ['add with a private key', { ...add, jwk: { ...jwk, d: 'AA' } }, ['/jwk/d private_member']],
    ['add with kid', { ...add, kid }, ['/kid unknown_member']],
    ['add compromised', { ...add, compromised_since: 3 }, ['/compromised_since unknown_member']],
    ['add telemetry without site', { ...add, use: 'telemetry' }, ['/site_id missing_member']],
    ['a site for no telemetry key', { ...add, site_id: 'dc-1' }, ['/site_id unknown_member']],
    ['revoke by jwk', { ...head, op: 'revoke', jwk }, ['/kid missing_member', '/jwk unknown_member']],
    ['a negative leaf', { ...revoke, compromised_since: -1 }, ['/compromised_since out_of_range']],
    ['no prev', { ...revoke, prev: null }, ['/prev wrong_type']],
    ['an empty reason', { ...revoke, reason: '' }, ['/reason too_short']],
  ])('%s', (_, body, want) => {
    expect(faults(body).sort()).toEqual(want.sort());
  });
});

test('parseKeyProof', () => {
  const proof = { schema: 'cms-key-proof/1', party_id: 'acme', kid, use: 'cosign' };
  expect(parseKeyProof(proof)).toEqual(proof);
  expect(() => parseKeyProof({ ...proof, use: 'officer' })).toThrow(RegistryError);
});
