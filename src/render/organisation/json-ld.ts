import { isStanding } from '../../core/certificate-state.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { CertificateView, OrganisationView } from '../../core/views.ts';
import { urlSegment } from '../escape.ts';
import type { PageContext } from '../page-context.ts';

type Context = Pick<PageContext, 'origin' | 'mode'>;

/** What machines that read pages are told (schema.org): who it is, and the certificate with its rating and state as they stand. */
export function organisationJsonLd(organisation: OrganisationView, context: Context): JsonObject {
  const id = urlSegment(organisation.party_id);
  const { origin } = context;
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
    ...(certificate === null ? {} : { hasCertification: certificationOf(certificate, id, context) }),
  };
}

function certificationOf(certificate: CertificateView, id: string, { origin, mode }: Context): JsonObject {
  const { tier, state, valid_from: from, valid_to: to, methodology, score } = certificate;
  // No machine takes a demonstration for a certification.
  const test = mode === 'production' ? '' : ' (TEST)';
  return {
    '@type': 'Certification',
    name: `Carbon Mirror ${tier}${test}`,
    certificationIdentification: certificate.id,
    certificationStatus: isStanding(state) ? 'CertificationActive' : 'CertificationInactive',
    certificationRating: {
      '@type': 'Rating',
      ratingValue: score.composite_percent,
      bestRating: '100',
      worstRating: '0',
      ratingExplanation: `${tier}, composite in per cent under ${methodology}`,
    },
    issuedBy: { '@type': 'Organization', name: `Carbon Mirror Registry${test}`, url: `${origin}/` },
    auditDate: from,
    datePublished: from,
    validFrom: from,
    expires: to,
    url: `${origin}/organisations/${id}`,
    logo: `${origin}/badges/${id}.svg`,
  };
}
