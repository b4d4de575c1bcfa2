import { describe, expect, test } from 'vitest';
import {
  CREDENTIAL_DAYS,
  type CredentialContent,
  credentialEnd,
  credentialHeader,
  credentialPayload,
  issuerDocument,
  statusListPayload,
} from './credential.ts';
import type { ScoreJson } from './methodology/score-json.ts';

const ORIGIN = 'https://registry.example';
const ID = '5f2c1e9a-8b7d-4c3e-9f10-123456789abc';
const CERTIFICATE = '0192f1a0-7c00-7000-8000-000000000001';

const mirror = (percent: string) => ({ value: '1/2', percent });
const score = {
  methodology: 'CMS-1.0.0',
  mirrors: {
    efficiency: mirror('57.2'),
    timing: mirror('60.0'),
    data_diet: mirror('61.1'),
    circularity: mirror('70.0'),
  },
  coverage: '5369/5376',
  composite_6: '0.625912',
  composite_percent: '62.6',
} as unknown as ScoreJson;

const content: CredentialContent = {
  id: ID,
  issuer: { origin: ORIGIN, isTest: false },
  certificate: {
    id: CERTIFICATE,
    organisation: { party_id: 'acme', name: 'Ácme “Energy” GmbH' },
    scope: { sites: ['acme-1'], share: '0.62' },
    tier: 'Obsidian Prime',
    score,
    audit_composite: '0.625912',
    assurance_level: 2,
    auditors: ['lumen'],
    audits: ['kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'],
    methodology: 'CMS-1.0.0',
    methodology_sha256: 'ab'.repeat(32),
    valid_from: '2026-07-06T09:00:00Z',
    valid_to: '2027-07-06T09:00:00Z',
  },
  validFrom: new Date('2026-11-25T12:00:00.900Z'),
  validUntil: new Date('2027-02-23T12:00:00.900Z'),
  status: { list: 7, index: 4711 },
};

describe('a credential', () => {
  const payload = credentialPayload(content);

  test('says in its claims what it says in its members', () => {
    expect(payload).toMatchObject({
      id: `urn:uuid:${ID}`,
      jti: `urn:uuid:${ID}`,
      iss: `${ORIGIN}/issuer`,
      issuer: { id: `${ORIGIN}/issuer`, type: ['Profile'], name: 'Carbon Mirror Registry' },
      sub: `${ORIGIN}/organisations/acme`,
      credentialSubject: { id: `${ORIGIN}/organisations/acme`, licenseNumber: CERTIFICATE },
      validFrom: '2026-11-25T12:00:00Z',
      nbf: Date.UTC(2026, 10, 25, 12) / 1000,
      validUntil: '2027-02-23T12:00:00Z',
      exp: Date.UTC(2027, 1, 23, 12) / 1000,
      awardedDate: '2026-07-06T09:00:00Z',
    });
    expect(payload).not.toHaveProperty('vc');
  });

  test('has a result for each description, in one order', () => {
    const { achievement, result } = JSON.parse(JSON.stringify(payload)).credentialSubject;
    const described = achievement.resultDescription.map(({ id }: { id: string }) => id);
    expect(result.map((one: { resultDescription: string }) => one.resultDescription)).toEqual(described);
    expect(result.map((one: { value: string }) => one.value)).toEqual([
      '62.6',
      '0.625912',
      'Obsidian Prime',
      '57.2',
      '60.0',
      '61.1',
      '70.0',
      '5369/5376',
      '2',
    ]);
    expect(achievement.id).toBe(`${ORIGIN}/v1/methodologies/CMS-1.0.0#obsidian-prime`);
  });

  test('names its status bit by a decimal text', () => {
    expect(payload['credentialStatus']).toEqual({
      id: `${ORIGIN}/status/7#4711`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '4711',
      statusListCredential: `${ORIGIN}/status/7`,
    });
  });

  test('of a trial registry says so', () => {
    const trial = credentialPayload({ ...content, issuer: { origin: ORIGIN, isTest: true } });
    expect(trial['issuer']).toMatchObject({ name: 'Carbon Mirror Registry (TEST)' });
  });

  test('is signed under a header of three members', () => {
    const kid = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
    expect(credentialHeader(ORIGIN, kid)).toEqual({ alg: 'RS256', kid: `${ORIGIN}/keys/${kid}`, typ: 'JWT' });
  });
});

test('a credential ends after its days or with its certificate', () => {
  const from = new Date('2026-11-25T12:00:00Z');
  expect(credentialEnd(from, new Date('2027-11-25T12:00:00Z'))).toEqual(
    new Date(from.getTime() + CREDENTIAL_DAYS * 86_400_000),
  );
  const sooner = new Date('2026-12-01T00:00:00Z');
  expect(credentialEnd(from, sooner)).toEqual(sooner);
});

test('the issuer is the same in its own document and in credentials', () => {
  const { '@context': context, ...profile } = issuerDocument(content.issuer);
  expect(context).toHaveLength(2);
  expect(credentialPayload(content)['issuer']).toEqual(profile);
});

test('a status list is a credential about itself', () => {
  const signedAt = new Date('2026-11-25T12:00:00Z');
  const list = statusListPayload(ORIGIN, 7, 'uH4sI', signedAt);
  expect(list).toMatchObject({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: `${ORIGIN}/status/7`,
    jti: `${ORIGIN}/status/7`,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: `${ORIGIN}/issuer`,
    iss: `${ORIGIN}/issuer`,
    sub: `${ORIGIN}/status/7#list`,
    validFrom: '2026-11-25T12:00:00Z',
    credentialSubject: {
      id: `${ORIGIN}/status/7#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: 'uH4sI',
    },
    nbf: signedAt.getTime() / 1000,
    exp: signedAt.getTime() / 1000 + 7 * 86_400,
  });
});
