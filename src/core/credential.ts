import { formatUtcInstant } from './instant.ts';
import type { JsonObject } from './json-value.ts';
import { MIRROR_IDS, type MirrorId, TIER_NAMES, type Tier } from './methodology/cms-1.ts';
import type { CertificateView } from './views.ts';

/*
 * The signed form of a certificate: W3C Verifiable Credentials 2.0 in the profile of Open Badges 3.0 (certificates,
 * "Credential"). Only terms of the two contexts are used, so that no context of our own has to be hosted.
 */

export const VC_CONTEXT = 'https://www.w3.org/ns/credentials/v2';
export const OPEN_BADGES_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
/** Media type of a credential or status list as served. */
export const CREDENTIAL_TYPE = 'application/vc+jwt';
/** Days a credential is valid: what bounds the harm of a verifier that never asks for the status. */
export const CREDENTIAL_DAYS = 90;

/** The registry as issuer. */
export interface Issuer {
  readonly origin: string;
  /** Of a demo or sandbox: nothing it issues is worth anything. */
  readonly isTest: boolean;
}

/** The place of a credential's status bit. */
export interface StatusPlace {
  readonly list: number;
  readonly index: number;
}

/** What a credential says. */
export interface CredentialContent {
  /** UUID. */
  readonly id: string;
  readonly issuer: Issuer;
  readonly certificate: Omit<CertificateView, 'state' | 'reasons' | 'leaf'>;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly status: StatusPlace;
}

/** The protected header, exactly these members (Open Badges 3.0, "JOSE Header"); `kid` is a URL that returns one JWK. */
export const credentialHeader = (origin: string, kid: string) =>
  ({ alg: 'RS256', kid: credentialKeyUrl(origin, kid), typ: 'JWT' }) as const;

export const credentialKeyUrl = (origin: string, kid: string): string => `${origin}/keys/${kid}`;
export const issuerUrl = (origin: string): string => `${origin}/issuer`;
export const statusListUrl = (origin: string, list: number): string => `${origin}/status/${list}`;

/** The issuer as an Open Badges profile. */
export const issuerProfile = ({ origin, isTest }: Issuer): JsonObject => ({
  id: issuerUrl(origin),
  type: ['Profile'],
  name: isTest ? 'Carbon Mirror Registry (TEST)' : 'Carbon Mirror Registry',
  url: origin,
  description: isTest
    ? 'A trial of the certification registry of the Carbon Mirror Standard: nothing in it is certified.'
    : 'Certification registry of the Carbon Mirror Standard: signed audits in, recomputed tiers out, every decision in a public log.',
});

/** The profile as a document of its own, served where its id points. */
export const issuerDocument = (issuer: Issuer): JsonObject => ({
  '@context': [VC_CONTEXT, OPEN_BADGES_CONTEXT],
  ...issuerProfile(issuer),
});

/** The payload to sign: the credential itself, and the registered claims that repeat it for readers of plain JWT. */
export function credentialPayload(content: CredentialContent): JsonObject {
  const { id, issuer, certificate, validFrom, validUntil } = content;
  const { origin } = issuer;
  const urn = `urn:uuid:${id}`;
  const subject = `${origin}/organisations/${certificate.organisation.party_id}`;
  return {
    '@context': [VC_CONTEXT, OPEN_BADGES_CONTEXT],
    id: urn,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: issuerProfile(issuer),
    validFrom: formatUtcInstant(validFrom),
    validUntil: formatUtcInstant(validUntil),
    awardedDate: certificate.valid_from,
    name: `Carbon Mirror ${certificate.tier}: ${certificate.organisation.name}`,
    description: describe(certificate),
    credentialSubject: {
      id: subject,
      type: ['AchievementSubject'],
      licenseNumber: certificate.id,
      achievement: achievement(origin, certificate),
      result: results(origin, certificate),
    },
    evidence: evidence(origin, certificate),
    credentialStatus: statusEntry(origin, content.status),
    iss: issuerUrl(origin),
    sub: subject,
    jti: urn,
    nbf: seconds(validFrom),
    exp: seconds(validUntil),
  };
}

/** Whole seconds since 1970, as claims have them. */
export const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);

type Certificate = CredentialContent['certificate'];

const describe = ({ organisation, tier, methodology, score, assurance_level, scope }: Certificate): string =>
  `${organisation.name} holds ${tier} under ${methodology}: composite ${score.composite_percent} %, ` +
  `assurance level ${assurance_level}, scope share ${scope.share}.`;

/** Achievements and their results are named by the document that defines them. */
const definition = (origin: string, methodology: string, fragment: string): string =>
  `${origin}/v1/methodologies/${methodology}#${fragment}`;

const achievement = (origin: string, { tier, methodology }: Certificate): JsonObject => ({
  id: definition(origin, methodology, slug(tier)),
  type: ['Achievement'],
  achievementType: 'Certification',
  name: `Carbon Mirror ${tier}`,
  description: `The tier ${tier} of the Carbon Mirror Standard, ${methodology}.`,
  criteria: {
    id: `${origin}/methodology#tiers`,
    narrative: 'The registry recomputes every figure from the signed audit; accredited auditors confirm it.',
  },
  version: methodology,
  resultDescription: RESULTS.map(({ id, ...rest }) => ({
    id: definition(origin, methodology, id),
    type: ['ResultDescription'],
    ...rest,
  })),
});

const slug = (tier: Tier): string => tier.toLowerCase().replaceAll(' ', '-');

const MIRROR_NAMES: Readonly<Record<MirrorId, string>> = {
  efficiency: 'Mirror of efficiency',
  timing: 'Mirror of timing',
  data_diet: 'Mirror of data diet',
  circularity: 'Mirror of circularity',
};

const PERCENT = { resultType: 'Percent', valueMin: '0', valueMax: '100' };

/** What is asserted beside the tier; the order is that of the results. */
const RESULTS: readonly {
  readonly id: string;
  readonly name: string;
  readonly [member: string]: JsonObject[string];
}[] = [
  { id: 'composite_percent', name: 'Composite, per cent', ...PERCENT },
  { id: 'composite_6', name: 'Composite, six digits', resultType: 'RawScore', valueMin: '0', valueMax: '1' },
  { id: 'tier', name: 'Tier', resultType: 'PerformanceLevel', allowedValue: [...TIER_NAMES] },
  ...MIRROR_IDS.map((id) => ({ id, name: `${MIRROR_NAMES[id]}, per cent`, ...PERCENT })),
  { id: 'coverage', name: 'Interval coverage, exact', resultType: 'Result' },
  { id: 'assurance_level', name: 'Assurance level', resultType: 'RawScore', valueMin: '1', valueMax: '4' },
];

function results(origin: string, { methodology, tier, score, assurance_level }: Certificate): JsonObject[] {
  const values: Readonly<Record<string, string>> = {
    composite_percent: score.composite_percent,
    composite_6: score.composite_6,
    tier,
    ...Object.fromEntries(MIRROR_IDS.map((id) => [id, score.mirrors[id].percent])),
    coverage: score.coverage,
    assurance_level: String(assurance_level),
  };
  return RESULTS.map(({ id }) => ({
    type: ['Result'],
    resultDescription: definition(origin, methodology, id),
    value: values[id] ?? '',
  }));
}

const evidence = (origin: string, { id, audits }: Certificate): JsonObject[] => [
  {
    id: `${origin}/v1/certificates/${id}.zip`,
    type: ['Evidence'],
    name: 'Evidence bundle',
    description: 'Statements, log proofs and methodology: all it takes to recompute the composite offline.',
  },
  ...audits.map((digest) => ({
    id: `${origin}/v1/receipts/${digest}.tlog-proof`,
    type: ['Evidence'],
    name: 'Transparency log inclusion proof of the audit',
  })),
];

const statusEntry = (origin: string, { list, index }: StatusPlace): JsonObject => ({
  id: `${statusListUrl(origin, list)}#${index}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: String(index),
  statusListCredential: statusListUrl(origin, list),
});

/** Days a signed status list may be believed; it is signed again every day and at every revocation. */
export const STATUS_LIST_DAYS = 7;
const DAY_MS = 86_400_000;

/** The credential that carries a status list (Bitstring Status List 1.0). @param encodedList as `encodeStatusList` gives it */
export function statusListPayload(origin: string, list: number, encodedList: string, signedAt: Date): JsonObject {
  const id = statusListUrl(origin, list);
  const until = new Date(signedAt.getTime() + STATUS_LIST_DAYS * DAY_MS);
  const subject = `${id}#list`;
  return {
    '@context': [VC_CONTEXT],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: issuerUrl(origin),
    validFrom: formatUtcInstant(signedAt),
    validUntil: formatUtcInstant(until),
    credentialSubject: { id: subject, type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList },
    iss: issuerUrl(origin),
    sub: subject,
    jti: id,
    nbf: seconds(signedAt),
    exp: seconds(until),
  };
}

/** When a credential ends: after its days, or with its certificate. */
export const credentialEnd = (validFrom: Date, certificateEnd: Date): Date =>
  new Date(Math.min(validFrom.getTime() + CREDENTIAL_DAYS * DAY_MS, certificateEnd.getTime()));
