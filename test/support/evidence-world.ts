import { randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import { CompactSign } from 'jose';
import { inject } from 'vitest';
import { sha256Base64url } from '../../src/core/base64url.ts';
import { addMonths } from '../../src/core/calendar.ts';
import {
  credentialEnd,
  credentialHeader,
  credentialKeyUrl,
  credentialPayload,
  statusListPayload,
} from '../../src/core/credential.ts';
import { parseAudit } from '../../src/core/documents/audit.ts';
import { BUNDLE } from '../../src/core/evidence-bundle.ts';
import { bundleReadme, methodologyText } from '../../src/core/evidence-texts.ts';
import { formatUtcInstant } from '../../src/core/instant.ts';
import type { JsonObject } from '../../src/core/json-value.ts';
import { METHODOLOGY } from '../../src/core/methodology/cms-1.ts';
import { parametersDocument } from '../../src/core/methodology/parameters-document.ts';
import type { ScoreJson } from '../../src/core/methodology/score-json.ts';
import { parseStatement, type StatementTyp } from '../../src/core/statement.ts';
import { encodeStatusList, statusBits } from '../../src/core/status-list.ts';
import { parseSigningKey, type SigningKey } from '../../src/keys/signing-key.ts';
import { leafHash } from '../../src/log/hash.ts';
import { encodeLeaf, type LeafBody } from '../../src/log/leaf.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { formatProof } from '../../src/log/proof.ts';
import { proveInclusion } from '../../src/log/tree.ts';
import { evaluateAudit } from '../../src/registry/evaluation.ts';
import { packEvidence } from '../../src/registry/pack-evidence.ts';
import {
  generateSigningKey,
  kidOf,
  newClaims,
  type PrivateJwk,
  publicJwkOf,
  signStatement,
} from '../../src/sdk/sign.ts';
import type { Trust } from '../../src/sdk/verify/trust.ts';
import { syntheticAudit } from '../methodology/synthetic-audit.ts';
import type { WireAudit } from '../methodology/wire-audit.ts';
import { nodesFromLeaves } from './log-fixtures.ts';
import { checkpointOf, LOG_SIGNER, type PublishedLog, publishLog } from './published-log.ts';

/*
 * A registry in memory that certified one organisation: keys, statements, leaves, receipts, credential, status list. A test
 * alters one thing before it is signed and logged, as a dishonest registry would, and sees what a verifier makes of it.
 */

export const WORLD_ORIGIN = 'https://registry.example';
export const CERTIFICATE = '0192f1a0-7c00-7000-8000-000000000001';
/** When the first leaf was written; each later one is a minute on. */
const START = Date.parse('2026-03-03T12:00:00Z');
const MINUTE_MS = 60_000;
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

interface Named {
  readonly digest: string;
  readonly jws: string;
}

export interface World {
  /** Entries of the evidence bundle, by name. */
  readonly entries: ReadonlyMap<string, string>;
  /** The bundle, with entries replaced or, where undefined, left out. */
  zip(changes?: Readonly<Record<string, string | Uint8Array | undefined>>): Uint8Array;
  readonly trust: Trust & { readonly origin: string };
  /** A moment in which everything is valid. */
  readonly now: Date;
  readonly log: PublishedLog;
  readonly leaves: readonly string[];
  readonly statements: Readonly<Record<'org' | 'auditor' | 'accredit' | 'audit' | 'opinion', Named>>;
  readonly credential: Named;
  readonly statusList: string;
  receipt(digest: string): JsonObject;
}

/** What is under construction: the log so far, and which leaf a digest has. */
interface Site {
  readonly alter: Alterations;
  readonly leaves: string[];
  readonly places: Map<string, number>;
  readonly key: SigningKey;
}

const timeOf = (index: number): Date => new Date(START + index * MINUTE_MS);
const nextTime = ({ leaves }: Site): Date => timeOf(leaves.length);

function append({ alter, leaves, places }: Site, body: LeafBody, own?: string): number {
  const altered = alter.leaf?.(body) ?? body;
  const index = leaves.push(encodeLeaf(altered, timeOf(leaves.length))) - 1;
  if (own !== undefined) places.set(own, index);
  return index;
}

async function sign(site: Site, typ: StatementTyp, iss: string, own: PrivateJwk, body: unknown): Promise<Named> {
  const privateJwk = site.alter.signer?.(typ, own) ?? own;
  const claims = newClaims(nextTime(site), randomBytes(16));
  const jws = await signStatement({ typ, privateJwk, iss, aud: WORLD_ORIGIN, body, ...claims });
  return { jws, digest: parseStatement(Buffer.from(jws), typ).digest };
}

const digestOfJwt = (jwt: string): string => sha256Base64url(jwt.slice(0, jwt.lastIndexOf('.')));

async function signJwt({ key, alter }: Site, payload: JsonObject): Promise<string> {
  const header = { ...credentialHeader(WORLD_ORIGIN, key.kid), ...alter.header };
  return new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader(header).sign(key.privateKey);
}

export async function buildWorld(alter: Alterations = {}): Promise<World> {
  const site: Site = {
    alter,
    leaves: [],
    places: new Map(),
    key: await parseSigningKey(inject('credentialKey'), 'RSA-3072', 'the run'),
  };
  const [orgKey, auditorKey, officerKey] = await Promise.all([1, 2, 3].map(() => generateSigningKey()));
  if (orgKey === undefined || auditorKey === undefined || officerKey === undefined) throw new Error('no keys');
  append(site, { t: 'registry.genesis', origin: WORLD_ORIGIN, vkeys: [formatVerifierKey(LOG_SIGNER.key)] });
  const org = await register(site, 'acme', orgKey, 'organisation');
  const auditor = await register(site, 'lumen', auditorKey, 'auditor');
  const accredit = await accreditAuditor(site, officerKey);
  const { audit, score, sites } = await declareAudit(site, orgKey);
  const opinion = await acceptAudit(site, auditorKey, audit.digest, score);
  const record = certificate(site, { audit: audit.digest, score, sites });
  const credential = await issue(site, record, [audit.digest, opinion.digest]);
  const statusList = await signStatusList(site);
  const statements = { org, auditor, accredit, audit, opinion };
  const log = await publishLog(site.leaves);
  const entries = await bundleEntries(site, { statements, credential, statusList, record, log, officerKey });
  return {
    entries,
    zip: (changes = {}) => {
      const given = Object.entries(changes).flatMap(([name, to]) => (to === undefined ? [] : [[name, to] as const]));
      const kept = [...entries].filter(([name]) => !(name in changes));
      return packEvidence(new Map<string, string | Uint8Array>([...kept, ...given]));
    },
    trust: { origin: WORLD_ORIGIN, vkeys: [formatVerifierKey(LOG_SIGNER.key)] },
    now: new Date(START + 2 * 60 * MINUTE_MS),
    log,
    leaves: site.leaves,
    statements,
    credential,
    statusList,
    receipt: (digest) => {
      const index = site.places.get(digest) ?? -1;
      const tlog_proof = entries.get(BUNDLE.receipt(digest)) ?? '';
      return { digest, index, leaf: site.leaves[index] ?? '', tlog_proof, window: null };
    },
  };
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

async function register(site: Site, id: string, key: PrivateJwk, kind: 'organisation' | 'auditor'): Promise<Named> {
  const named = await sign(site, 'cms-party+jwt', id, key, partyBody(id, key, kind));
  append(site, { t: 'party.registered', party: id, kind, d: named.digest }, named.digest);
  return named;
}

async function accreditAuditor(site: Site, officer: PrivateJwk): Promise<Named> {
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

async function declareAudit(
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

async function acceptAudit(site: Site, key: PrivateJwk, audit: string, { composite_6 }: ScoreJson): Promise<Named> {
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

function certificate(site: Site, { audit, score, sites }: Certified) {
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

type RecordOf = ReturnType<typeof certificate>;

async function issue(site: Site, record: RecordOf, grounds: readonly string[]): Promise<Named> {
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

async function signStatusList(site: Site): Promise<string> {
  const bits = statusBits(site.alter.isRevoked === true ? [PLACE.index] : [PLACE.index + 1]);
  const payload = statusListPayload(WORLD_ORIGIN, PLACE.list, encodeStatusList(bits), nextTime(site));
  const jwt = await signJwt(site, site.alter.statusList?.(payload) ?? payload);
  const digest = sha256Base64url(jwt);
  append(site, { t: 'status.list', d: digest, n: PLACE.list }, digest);
  return jwt;
}

interface Parts extends Pick<World, 'statements' | 'credential' | 'statusList' | 'log'> {
  readonly record: RecordOf;
  readonly officerKey: PrivateJwk;
}

async function bundleEntries(site: Site, parts: Parts): Promise<Map<string, string>> {
  const { statements, credential, statusList, record, log, officerKey } = parts;
  const leaf = site.places.get(credential.digest) ?? -1;
  const stated = { ...record, state: 'active', reasons: ['decision'], leaf, seq: leaf, as_of: record.valid_from };
  const plain: JsonObject = JSON.parse(JSON.stringify(stated));
  const { kid, publicJwk } = site.key;
  const officer = publicJwkOf(officerKey);
  const keys = [
    { ...publicJwk, kid: credentialKeyUrl(WORLD_ORIGIN, kid) },
    { ...officer, kid: kidOf(officer) },
  ];
  const entries = new Map<string, string>([
    [BUNDLE.readme, bundleReadme({ origin: WORLD_ORIGIN, certificate: CERTIFICATE, methodology: METHODOLOGY })],
    [BUNDLE.certificate, JSON.stringify(site.alter.record?.(plain) ?? plain)],
    [BUNDLE.credential, credential.jws],
    [BUNDLE.statusList, statusList],
    [BUNDLE.keys, JSON.stringify({ keys })],
    [BUNDLE.logKeys, `${formatVerifierKey(LOG_SIGNER.key)}\n`],
    [BUNDLE.parameters(METHODOLOGY), canonicalize(parametersDocument()) ?? ''],
    [BUNDLE.methodology(METHODOLOGY), methodologyText()],
  ]);
  for (const { digest, jws } of Object.values(statements)) entries.set(BUNDLE.statement(digest), jws);
  for (const [digest, index] of site.places) entries.set(BUNDLE.receipt(digest), await prove(site, index, log));
  return entries;
}

async function prove({ leaves }: Site, index: number, log: PublishedLog): Promise<string> {
  const hashes = leaves.map((text) => leafHash(Buffer.from(text)));
  const path = await proveInclusion(index, leaves.length, nodesFromLeaves(hashes));
  const extra = Buffer.from(canonicalize({ leaf: leaves[index] ?? '', window: null }) ?? '');
  return formatProof({ extra, index, path, note: checkpointOf(log) });
}
