import { randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import { CompactSign } from 'jose';
import { sha256Base64url } from '../../src/core/base64url.ts';
import { addMonths } from '../../src/core/calendar.ts';
import { credentialEnd, credentialHeader, credentialPayload, statusListPayload } from '../../src/core/credential.ts';
import { parseAudit } from '../../src/core/documents/audit.ts';
import { formatUtcInstant } from '../../src/core/instant.ts';
import type { JsonObject } from '../../src/core/json-value.ts';
import { METHODOLOGY } from '../../src/core/methodology/cms-1.ts';
import { parametersDocument } from '../../src/core/methodology/parameters-document.ts';
import type { ScoreJson } from '../../src/core/methodology/score-json.ts';
import { parseStatement, type StatementTyp } from '../../src/core/statement.ts';
import { encodeStatusList, statusBits } from '../../src/core/status-list.ts';
import type { SigningKey } from '../../src/keys/signing-key.ts';
import { encodeLeaf, type LeafBody } from '../../src/log/leaf.ts';
import { evaluateAudit } from '../../src/registry/evaluation.ts';
import { newClaims, type PrivateJwk, publicJwkOf, signStatement } from '../../src/sdk/sign.ts';
import { syntheticAudit } from '../methodology/synthetic-audit.ts';
import type { WireAudit } from '../methodology/wire-audit.ts';

/* The steps by which a registry in memory certifies an organisation; each signs something and appends its leaf. */

export const WORLD_ORIGIN = 'https://registry.example';
export const CERTIFICATE = '0192f1a0-7c00-7000-8000-000000000001';
/** When the first leaf was written; each later one is a minute on. */
export const START = Date.parse('2026-03-03T12:00:00Z');
export const MINUTE_MS = 60_000;
export const PLACE = { list: 1, index: 4711 };

/** What is done differently. Everything altered is signed and logged as if it were right. */
export interface Alterations {
  readonly leaf?: (body: LeafBody) => LeafBody;
  readonly audit?: (body: WireAudit) => void;
  readonly opinion?: { readonly [member: string]: unknown };
  readonly accreditation?: { readonly [member: string]: unknown };
  readonly credential?: (payload: JsonObject) => JsonObject;
  readonly header?: { readonly [member: string]: string };
  readonly statusList?: (payload: JsonObject) => JsonObject;
  readonly record?: (record: JsonObject) => JsonObject;
  /** Statements that key signs instead of its own. */
  readonly signer?: (typ: StatementTyp, own: PrivateJwk) => PrivateJwk;
  readonly isRevoked?: boolean;
}

export interface Named {
  readonly digest: string;
  readonly jws: string;
}

/** What is under construction: the log so far, and which leaf a digest has. */
export interface Site {
  readonly alter: Alterations;
  readonly leaves: string[];
  readonly places: Map<string, number>;
  readonly key: SigningKey;
}

const timeOf = (index: number): Date => new Date(START + index * MINUTE_MS);
const nextTime = ({ leaves }: Site): Date => timeOf(leaves.length);

export function append({ alter, leaves, places }: Site, body: LeafBody, own?: string): number {
  const altered = alter.leaf?.(body) ?? body;
  const index = leaves.push(encodeLeaf(altered, timeOf(leaves.length))) - 1;
  if (own !== undefined) places.set(own, index);
  return index;
}

export async function sign(site: Site, typ: StatementTyp, iss: string, own: PrivateJwk, body: unknown): Promise<Named> {
  const privateJwk = site.alter.signer?.(typ, own) ?? own;
  const claims = newClaims(nextTime(site), randomBytes(16));
  const jws = await signStatement({ typ, privateJwk, iss, aud: WORLD_ORIGIN, body, ...claims });
  return { jws, digest: parseStatement(Buffer.from(jws), typ).digest };
}

const digestOfJwt = (jwt: string): string => sha256Base64url(jwt.slice(0, jwt.lastIndexOf('.')));

export async function signJwt({ key, alter }: Site, payload: JsonObject): Promise<string> {
  const header = { ...credentialHeader(WORLD_ORIGIN, key.kid), ...alter.header };
  return new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader(header).sign(key.privateKey);
}

const partyBody = (id: string, key: PrivateJwk, kind: string) => ({
  schema: 'cms-party/1',
  party_id: id,
  kind,
  legal_name: `Company ${id}`,
  country: 'DE',
  sector: 'J',
  website: `https://${id}.example/`,
  domains: [`${id}.example`],
  jwk: publicJwkOf(key),
});

const acceptance = (audit: string) => ({
  schema: 'cms-countersignature/1',
  audit,
  result: 'accept',
  level: 1,
  scope_share: '0.62',
  measured_share_confirmed: true,
  cleared_flags: ['F10'],
  not_deferrable_confirmed: [],
  samples: { workloads: 5, sites: 1 },
  findings: [],
});

export async function register(
  site: Site,
  id: string,
  key: PrivateJwk,
  kind: 'organisation' | 'auditor',
): Promise<Named> {
  const named = await sign(site, 'cms-party+jwt', id, key, partyBody(id, key, kind));
  append(site, { t: 'party.registered', party: id, kind, d: named.digest }, named.digest);
  return named;
}

export async function accreditAuditor(site: Site, officer: PrivateJwk): Promise<Named> {
  const terms = { levels: [1, 2], valid_to: '2030-01-01T00:00:00Z', ...site.alter.accreditation };
  const body = { schema: 'cms-act/1', action: 'accredit', subject: 'lumen', reason: 'a test', ...terms };
  const act = await sign(site, 'cms-act+jwt', 'registry', officer, body);
  const { action, subject } = body;
  append(site, { t: 'act.signed', action, subject, d: act.digest }, act.digest);
  append(site, { t: 'act.effective', d: act.digest, confirmations: 1 });
  append(site, {
    t: 'auditor.accredited',
    party: subject,
    levels: [1, 2],
    valid_to: '2030-01-01T00:00:00Z',
    d: act.digest,
  });
  return act;
}

export async function declareAudit(
  site: Site,
  key: PrivateJwk,
): Promise<{ audit: Named; score: ScoreJson; sites: readonly string[] }> {
  const body = syntheticAudit({ siteId: 'acme-1', organisation: 'acme', name: 'Company acme' });
  site.alter.audit?.(body);
  const audit = await sign(site, 'cms-audit+jwt', 'acme', key, body);
  const { evaluated } = evaluateAudit(parseAudit(JSON.parse(JSON.stringify(body))), undefined);
  const { composite_6 } = evaluated.score;
  append(site, { t: 'audit.declared', org: 'acme', d: audit.digest, composite_6 }, audit.digest);
  return { audit, score: evaluated.score, sites: evaluated.sites };
}

export async function acceptAudit(
  site: Site,
  key: PrivateJwk,
  audit: string,
  { composite_6 }: ScoreJson,
): Promise<Named> {
  const body = { ...acceptance(audit), ...site.alter.opinion };
  const opinion = await sign(site, 'cms-countersignature+jwt', 'lumen', key, body);
  const { result, level } = body;
  const about = { org: 'acme', d: audit, composite_6, auditor: 'lumen', o: opinion.digest, result, level };
  append(site, { t: 'audit.countersigned', ...about }, opinion.digest);
  return opinion;
}

interface Certified {
  readonly audit: string;
  readonly score: ScoreJson;
  readonly sites: readonly string[];
}

export function certificate(site: Site, { audit, score, sites }: Certified) {
  const validFrom = nextTime(site);
  const validTo = addMonths(validFrom, 12);
  return {
    id: CERTIFICATE,
    organisation: { party_id: 'acme', name: 'Company acme' },
    scope: { sites, share: '0.62' },
    tier: 'Bronze',
    score,
    audit_composite: score.composite_6,
    assurance_level: 1,
    auditors: ['lumen'],
    audits: [audit],
    methodology: METHODOLOGY,
    methodology_sha256: methodologySha256(),
    valid_from: formatUtcInstant(validFrom),
    valid_to: formatUtcInstant(validTo),
  } as const;
}

const methodologySha256 = (): string =>
  Buffer.from(sha256Base64url(canonicalize(parametersDocument()) ?? ''), 'base64url').toString('hex');

export type RecordOf = ReturnType<typeof certificate>;

export async function issue(site: Site, record: RecordOf, grounds: readonly string[]): Promise<Named> {
  const validFrom = nextTime(site);
  const payload = credentialPayload({
    id: '5f2c1e9a-8b7d-4c3e-9f10-123456789abc',
    issuer: { origin: WORLD_ORIGIN, isTest: true },
    certificate: record,
    validFrom,
    validUntil: credentialEnd(validFrom, addMonths(validFrom, 12)),
    status: PLACE,
  });
  const jws = await signJwt(site, site.alter.credential?.(payload) ?? payload);
  const digest = digestOfJwt(jws);
  const { id, tier, score, valid_from, valid_to, methodology } = record;
  const members = {
    org: 'acme',
    certificate: id,
    tier,
    composite_6: score.composite_6,
    valid_from,
    valid_to,
    methodology,
  };
  append(site, { t: 'certificate.issued', reason: 'decision', in: grounds, ...members, d: digest }, digest);
  return { digest, jws };
}

export async function signStatusList(site: Site): Promise<string> {
  const bits = statusBits(site.alter.isRevoked === true ? [PLACE.index] : [PLACE.index + 1]);
  const payload = statusListPayload(WORLD_ORIGIN, PLACE.list, encodeStatusList(bits), nextTime(site));
  const jwt = await signJwt(site, site.alter.statusList?.(payload) ?? payload);
  const digest = sha256Base64url(jwt);
  append(site, { t: 'status.list', d: digest, n: PLACE.list }, digest);
  return jwt;
}
