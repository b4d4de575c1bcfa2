import { describe, expect, test } from 'vitest';
import { inState, LEDGER_PRIME, NEWCOMER, NORDLICHT_SILVER } from '../../../test/support/view-fixtures.ts';
import { organisationJsonLd } from './json-ld.ts';

const ORIGIN = 'https://registry.example';
const CONTEXT = { origin: ORIGIN, mode: 'production' } as const;

describe('what machines are told', () => {
  test('the holder, its certificate, its rating and how long it runs', () => {
    expect(organisationJsonLd(LEDGER_PRIME, CONTEXT)).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Organization',
      name: 'Obsidian Ledger',
      url: 'https://ledger.example/',
      hasCertification: {
        '@type': 'Certification',
        certificationIdentification: LEDGER_PRIME.certificate?.id,
        certificationStatus: 'CertificationActive',
        certificationRating: { '@type': 'Rating', ratingValue: '92.4', bestRating: '100' },
        validFrom: '2026-08-22T14:05:00Z',
        expires: '2027-08-22T14:05:00Z',
        url: `${ORIGIN}/organisations/${LEDGER_PRIME.party_id}`,
      },
    });
  });

  test.each(['suspended', 'withdrawn', 'expired', 'superseded'] as const)('%s is inactive', (state) => {
    expect(organisationJsonLd(inState(NORDLICHT_SILVER, state), CONTEXT)).toMatchObject({
      hasCertification: { certificationStatus: 'CertificationInactive' },
    });
  });

  test('on watch still stands; without a certificate there is none', () => {
    expect(organisationJsonLd(inState(NORDLICHT_SILVER, 'watch'), CONTEXT)).toMatchObject({
      hasCertification: { certificationStatus: 'CertificationActive' },
    });
    expect(organisationJsonLd(NEWCOMER, CONTEXT)).not.toHaveProperty('hasCertification');
  });

  test('a demonstration certifies nothing', () => {
    expect(organisationJsonLd(LEDGER_PRIME, { ...CONTEXT, mode: 'demo' })).toMatchObject({
      hasCertification: {
        name: 'Carbon Mirror Obsidian Prime (TEST)',
        issuedBy: { name: 'Carbon Mirror Registry (TEST)' },
      },
    });
  });
});
