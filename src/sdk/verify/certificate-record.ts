import canonicalize from 'canonicalize';
import { sha256Base64url } from '../../core/base64url.ts';
import { CERTIFICATE_STATES, isStanding } from '../../core/certificate-state.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { METHODOLOGY, MIRROR_IDS, TIER_NAMES, type Tier } from '../../core/methodology/cms-1.ts';
import { parametersDocument } from '../../core/methodology/parameters-document.ts';
import type { ScoreJson } from '../../core/methodology/score-json.ts';
import type { Bundle } from './bundle.ts';
import type { CheckedCredential } from './credential-check.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import type { Grounds } from './grounds.ts';
import { payloadOf } from './keys.ts';
import { isSameScore, type Recomputed } from './recompute.ts';
import type { RecomputedLive } from './recompute-live.ts';

/* Comparing what a certificate says with what follows from its grounds. */

/** What a certificate is judged by. */
export interface CertificateCase {
  readonly id: string;
  readonly bundle: Bundle;
  /** Its newest credential, where there is one to look at. */
  readonly credential: CheckedCredential | undefined;
  /** The decision record, where it is part of what is judged. */
  readonly record: JsonObject | undefined;
}

/** A certificate worked out again from its issuing leaf. */
export interface Rebuilt {
  readonly issuing: ProvenLeaf;
  readonly grounds: Grounds;
  readonly recomputed: Recomputed;
  /** From rows, where it rests on telemetry. */
  readonly live: RecomputedLive | undefined;
}

/** What is certified: the score of the audit, or the live figure. */
export const certifiedScore = ({ recomputed, live }: Rebuilt): ScoreJson => live?.score ?? recomputed.evaluated.json;

/** The tier that follows; of a live figure the one it states, where it is supported. */
export function supportedTier({ issuing, recomputed, live }: Rebuilt): Tier | null {
  if (live === undefined) return recomputed.decision.tier;
  const tier = TIER_NAMES.find((one) => one === issuing.leaf['tier']);
  const isOpen = recomputed.decision.blocks.length > 0;
  return tier !== undefined && !isOpen && live.supports(tier) ? tier : null;
}

/** The leaf and the credential against what was worked out. */
export function checkContent(x: Examination, rebuilt: Rebuilt, credential: CheckedCredential | undefined): void {
  const { tell } = x.notebook;
  const { issuing, grounds, recomputed, live } = rebuilt;
  const json = certifiedScore(rebuilt);
  const { leaf } = issuing;
  const { reasons } = recomputed.decision;
  const tier = supportedTier(rebuilt);
  const whence = live === undefined ? 'the audit gives' : `rows of ${live.days} days, capped by the audit, give`;
  const by = [...new Set(grounds.accepts.map(({ iss }) => iss))].join(', ');
  if (leaf['composite_6'] !== json.composite_6)
    tell('recomputation', 'failed', `${whence} ${json.composite_6}, the certificate says ${leaf['composite_6']}`);
  else if (tier === null)
    tell('recomputation', 'failed', `no tier follows from the audit and its opinions: ${reasons.join(', ')}`);
  else if (leaf['tier'] !== tier)
    tell(
      'recomputation',
      'failed',
      `${tier} follows from the audit and its opinions, the certificate says ${leaf['tier']}`,
    );
  else tell('recomputation', 'ok', `${whence} ${json.composite_6}, and ${tier} with the opinion of ${by}`);
  if (credential !== undefined) checkResults(x, rebuilt, credential);
  const isKnown = leaf['methodology'] === METHODOLOGY;
  if (!isKnown) tell('recomputation', 'unknown', `the methodology ${leaf['methodology']} is not known here`);
}

/** Every figure a credential asserts (certificates, "Credential"). */
function checkResults({ notebook }: Examination, rebuilt: Rebuilt, { content }: CheckedCredential): void {
  const { recomputed, grounds } = rebuilt;
  const json = certifiedScore(rebuilt);
  const expected: Readonly<Record<string, string>> = {
    composite_percent: json.composite_percent,
    composite_6: json.composite_6,
    ...Object.fromEntries(MIRROR_IDS.map((id) => [id, json.mirrors[id].percent])),
    coverage: json.coverage,
    assurance_level: String(recomputed.decision.facts.auditLevel),
  };
  const wrong = Object.keys(expected).find((name) => content.results.get(name) !== expected[name]);
  if (wrong !== undefined)
    notebook.tell('recomputation', 'failed', `the credential's ${wrong} is not what follows from the audit`);
  if (content.audits.join() !== grounds.audit.digest)
    notebook.tell('scope', 'failed', 'the credential names another audit than the certificate was issued on');
}

/** RFC 8785 digest of the methodology as this program knows it, hexadecimal. */
const methodologySha256 = (): string =>
  Buffer.from(sha256Base64url(canonicalize(parametersDocument()) ?? ''), 'base64url').toString('hex');

/** The decision record, member by member. */
export function checkRecord(
  x: Examination,
  rebuilt: Rebuilt,
  { record = {}, bundle, credential }: CertificateCase,
): void {
  const { tell } = x.notebook;
  const expected = expectedRecord(rebuilt, bundle);
  const wrong = Object.keys(expected).find((name) => canonicalize(record[name]) !== canonicalize(expected[name]));
  const surplus = Object.keys(record).find((name) => !(name in expected) && !OWN_MEMBERS.includes(name));
  if (!isSameScore(certifiedScore(rebuilt), record['score']))
    tell('recomputation', 'failed', 'the score of the decision record is not the one that follows from the audit');
  if (canonicalize(record['tier']) !== canonicalize(expected['tier']))
    tell('recomputation', 'failed', 'the tier of the decision record is not the one that follows from the audit');
  if (wrong !== undefined)
    tell('scope', 'failed', `${wrong} of the decision record is not what follows from its grounds`);
  else if (surplus !== undefined)
    tell('scope', 'failed', `the decision record has a member ${surplus}, which none has`);
  else tell('scope', 'ok', scopeSentence(expected));
  checkState(x, record, credential);
}

/** Members that state where the record stands, judged by `checkState`; and the score. */
const OWN_MEMBERS: readonly string[] = ['score', 'state', 'reasons', 'seq', 'as_of'];

function expectedRecord({ issuing, grounds, recomputed }: Rebuilt, bundle: Bundle): JsonObject {
  const { leaf, index } = issuing;
  const { audit, accepts } = grounds;
  const { evaluated, decision, scopeShare } = recomputed;
  const { certificate, tier, valid_from, valid_to, methodology } = leaf;
  const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
  return {
    id: text(certificate),
    organisation: { party_id: audit.iss, name: legalName(bundle, audit.iss) },
    scope: { sites: evaluated.sites, share: scopeShare },
    tier: text(tier),
    audit_composite: evaluated.json.composite_6,
    assurance_level: decision.facts.auditLevel,
    auditors: [...new Set(accepts.map(({ iss }) => iss))],
    audits: [audit.digest],
    methodology: text(methodology),
    methodology_sha256: methodologySha256(),
    valid_from: text(valid_from),
    valid_to: text(valid_to),
    leaf: index,
  };
}

const scopeSentence = ({ organisation, scope, methodology }: JsonObject): string => {
  const { party_id = '' } = isJsonObject(organisation) ? organisation : {};
  const { sites = [], share = '' } = isJsonObject(scope) ? scope : {};
  const count = Array.isArray(sites) ? sites.length : 0;
  return `record, credential, audit and opinions speak of ${party_id}, ${count} site${count === 1 ? '' : 's'}, share ${share}, ${methodology}`;
};

/** The name a party registered; empty where its registration is not in the bundle. */
function legalName({ statements }: Bundle, party: string): string {
  for (const { jws, typ } of statements) {
    const { iss, body } = typ === 'cms-party+jwt' ? payloadOf(jws) : {};
    if (iss === party && isJsonObject(body) && typeof body['legal_name'] === 'string') return body['legal_name'];
  }
  return '';
}

/** Reasons a certificate is in its state (log, "Leaves"). */
const REASONS =
  'decision successor_issued act key_compromised domain_lost accreditation_withdrawn chain_fork silence invisible_share canary_failed reject_not_cured hold_band downgrade upgrade cured holder_request misrepresentation expired'.split(
    ' ',
  );

/** State, reason and position: those of the credential's leaf where nothing came after it. */
function checkState({ notebook }: Examination, record: JsonObject, credential: CheckedCredential | undefined): void {
  const { tell } = notebook;
  const { seq, as_of } = record;
  const state = CERTIFICATE_STATES.find((one) => one === record['state']);
  const [reason, ...more] = Array.isArray(record['reasons']) ? record['reasons'] : [];
  if (state === undefined || more.length > 0 || !REASONS.some((one) => one === reason))
    tell('scope', 'failed', 'the decision record states no state or reason that certificates have');
  if (state !== undefined && !isStanding(state)) tell('status', 'failed', `the certificate is ${state}: ${reason}`);
  if (credential?.log.word !== 'ok' || seq === undefined) return;
  const { leaf, index } = credential.log.value;
  if (typeof seq !== 'number' || seq < index)
    tell('scope', 'failed', 'the decision record is older than the credential beside it');
  else if (seq === index && (as_of !== leaf.at || reason !== leaf['reason']))
    tell('scope', 'failed', 'the decision record and the leaf it stands at differ');
}
