import { isStanding } from '../../core/certificate-state.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { CertificateView, OrganisationView } from '../../core/views.ts';
import { urlSegment } from '../escape.ts';

/** What machines that read pages are told (schema.org): who it is, and the certificate with its rating and state as they stand. */
export function organisationJsonLd(organisation: OrganisationView, origin: string): JsonObject {
  const id = urlSegment(organisation.party_id);
  const { name, domain, country, legal_ids: legal, certificate } = organisation;
  return {
    '@context': 'https://schema.org',
    '@type': 'Organization',
    '@id': `${origin}/organisations/${id}`,
    name,
    ...(domain === null ? {} : { url: `https://${domain}/` }),
    address: { '@type': 'PostalAddress', addressCountry: country },
    ...(legal.lei === undefined ? {} : { leiCode: legal.lei }),
    ...(legal.vat === undefined ? {} : { vatID: legal.vat }),
    ...(certificate === null ? {} : { hasCertification: certificationOf(certificate, id, origin) }),
  };
}

function certificationOf(certificate: CertificateView, id: string, origin: string): JsonObject {
  const { tier, state, valid_from: from, valid_to: to, methodology, score } = certificate;
  return {
    '@type': 'Certification',
    name: `Carbon Mirror ${tier}`,
    certificationIdentification: certificate.id,
    certificationStatus: isStanding(state) ? 'CertificationActive' : 'CertificationInactive',
    certificationRating: {
      '@type': 'Rating',
      ratingValue: score.composite_percent,
      bestRating: '100',
      worstRating: '0',
      ratingExplanation: `${tier}, composite in per cent under ${methodology}`,
    },
    issuedBy: { '@type': 'Organization', name: 'Carbon Mirror Registry', url: `${origin}/` },
    auditDate: from,
    datePublished: from,
    validFrom: from,
    expires: to,
    url: `${origin}/organisations/${id}`,
    logo: `${origin}/badges/${id}.svg`,
  };
}
