import canonicalize from 'canonicalize';
import { inject } from 'vitest';
import { credentialKeyUrl } from '../../src/core/credential.ts';
import { BUNDLE } from '../../src/core/evidence-bundle.ts';
import { bundleReadme, methodologyText } from '../../src/core/evidence-texts.ts';
import type { JsonObject } from '../../src/core/json-value.ts';
import { METHODOLOGY } from '../../src/core/methodology/cms-1.ts';
import { parametersDocument } from '../../src/core/methodology/parameters-document.ts';
import { parseSigningKey } from '../../src/keys/signing-key.ts';
import { leafHash } from '../../src/log/hash.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { formatProof } from '../../src/log/proof.ts';
import { proveInclusion } from '../../src/log/tree.ts';
import { packEvidence } from '../../src/registry/pack-evidence.ts';
import { generateSigningKey, kidOf, type PrivateJwk, publicJwkOf } from '../../src/sdk/sign.ts';
import type { Trust } from '../../src/sdk/verify/trust.ts';
import {
  type Alterations,
  acceptAudit,
  accreditAuditor,
  append,
  CERTIFICATE,
  certificate,
  declareAudit,
  issue,
  MINUTE_MS,
  type Named,
  type RecordOf,
  register,
  type Site,
  START,
  signStatusList,
  WORLD_ORIGIN,
} from './evidence-steps.ts';
import { nodesFromLeaves } from './log-fixtures.ts';
import { checkpointOf, LOG_SIGNER, type PublishedLog, publishLog } from './published-log.ts';

/*
 * A registry in memory that certified one organisation: keys, statements, leaves, receipts, credential, status list. A test
 * alters one thing before it is signed and logged, as a dishonest registry would, and sees what a verifier makes of it.
 */

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
