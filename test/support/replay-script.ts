import { createHash } from 'node:crypto';
import { sha256Base64url } from '../../src/core/base64url.ts';
import { addMonths } from '../../src/core/calendar.ts';
import { parseAudit } from '../../src/core/documents/audit.ts';
import { formatUtcInstant } from '../../src/core/instant.ts';
import { methodologySha256 } from '../../src/core/methodology/parameters-document.ts';
import type { StatementTyp } from '../../src/core/statement.ts';
import { encodeLeaf, type LeafBody } from '../../src/log/leaf.ts';
import { evaluate } from '../../src/sdk/replay/evaluate.ts';
import { type Replayed, replay } from '../../src/sdk/replay/replay.ts';
import { generateSigningKey, kidOf, newClaims, publicJwkOf, signStatement } from '../../src/sdk/sign.ts';
import { syntheticAudit } from '../methodology/synthetic-audit.ts';
import type { WireAudit } from '../methodology/wire-audit.ts';
import { type PartyOptions, partyBody } from './party-body.ts';
import { ORIGIN, opinionBody, type TestParty } from './registry.ts';

/**
 * A log written by hand, leaf by leaf, with real signatures: what an operator might publish, right or wrong. It checks
 * nothing; that is what is under test.
 */
export interface Script {
  readonly leaves: string[];
  /** Statements as they are served, by digest. */
  readonly statements: Map<string, string>;
  /** Grid series as they are served. */
  readonly series: Map<string, string>;
  /** Accumulator rows as they are served, by the leaf they are under. */
  readonly rows: Map<number, string>;
  readonly officers: readonly TestParty[];
  readonly officersRequired: number;
  now: Date;
  serial: number;
}

type Members = { readonly [member: string]: unknown };

/** Begins a log. */
export async function beginScript(officersRequired = 1, at = '2026-03-03T12:00:00Z'): Promise<Script> {
  const officers = await Promise.all([1, 2, 3].map(async () => ({ id: 'registry', key: await generateSigningKey() })));
  const empty = { leaves: [], statements: new Map(), series: new Map(), rows: new Map() };
  const script = { ...empty, officers, officersRequired, now: new Date(at), serial: 0 };
  add(script, genesisOf(script));
  return script;
}

export const genesisOf = ({ officers, officersRequired }: Script): LeafBody => ({
  t: 'registry.genesis',
  origin: ORIGIN,
  vkeys: [],
  credential_kids: [],
  answer_kids: [],
  officers: officers.map(({ key }) => kidOf(key)),
  officers_required: officersRequired,
  methodology: 'CMS-1.0.0',
  methodology_sha256: Buffer.from(methodologySha256(), 'hex').toString('base64url'),
  witnesses: [],
});

/** Appends a leaf; its index. */
export const add = (script: Script, body: LeafBody): number => script.leaves.push(encodeLeaf(body, script.now)) - 1;
/** Index of the last leaf. */
export const last = ({ leaves }: Script): number => leaves.length - 1;
/** A UUID no other call gives. */
export function newId(script: Script): string {
  script.serial += 1;
  return `01930000-0000-7000-8000-${String(script.serial).padStart(12, '0')}`;
}
/** Signs a statement that will be served; its digest. */
export async function sign(
  script: Script,
  { id, key }: TestParty,
  typ: StatementTyp,
  body: unknown,
  claims: Members = {},
): Promise<string> {
  const fresh = newClaims(script.now, createHash('sha256').update(newId(script)).digest().subarray(0, 16));
  const jws = await signStatement({ typ, privateJwk: key, iss: id, aud: ORIGIN, body, ...fresh, ...claims });
  const digest = sha256Base64url(jws.slice(0, jws.lastIndexOf('.')));
  script.statements.set(digest, jws);
  return digest;
}

/** Registers a party and proves `<id>.example`, unless it shall stay unseen. */
export async function party(
  script: Script,
  id: string,
  options: PartyOptions & { readonly isUnproved?: boolean } = {},
): Promise<TestParty> {
  const one = { id, key: await generateSigningKey() };
  const d = await sign(script, one, 'cms-party+jwt', partyBody(id, one.key, options));
  add(script, { t: 'party.registered', party: id, kind: options.kind ?? 'organisation', d });
  if (options.isUnproved !== true) prove(script, id);
  return one;
}

export const prove = (script: Script, id: string, domain = `${id}.example`, proved = true): number =>
  add(script, { t: 'party.domain', party: id, domain, method: 'sandbox', proved });

type ActMembers = Members & { readonly action: string; readonly subject: string };

/** An act signed by some officers, one leaf each. Whether it takes effect, and what follows, is the caller's. */
export async function act(script: Script, members: ActMembers, by = script.officersRequired): Promise<string> {
  const { action, subject } = members;
  const [first, ...others] = script.officers.slice(0, by);
  if (first === undefined) throw new Error('nobody signs');
  const d = await sign(script, first, 'cms-act+jwt', { schema: 'cms-act/1', reason: 'a test', ...members });
  add(script, { t: 'act.signed', action, subject, d });
  for (const officer of others) await confirm(script, officer, d, subject);
  return d;
}

export async function confirm(script: Script, officer: TestParty, act: string, subject: string): Promise<number> {
  const body = { schema: 'cms-act/1', action: 'confirm', subject, act, reason: 'yes' };
  const d = await sign(script, officer, 'cms-act+jwt', body);
  return add(script, { t: 'act.signed', action: 'confirm', subject, d });
}

/** The act takes effect. */
export const effective = (script: Script, d: string, confirmations = script.officersRequired): number =>
  add(script, { t: 'act.effective', d, confirmations });

/** An act, and that it takes effect. */
export async function effectiveAct(script: Script, members: ActMembers): Promise<string> {
  const d = await act(script, members);
  effective(script, d);
  return d;
}

/** An auditor accredited for levels 1 and 2. */
export async function auditor(
  script: Script,
  id: string,
  options: PartyOptions & { readonly valid_to?: string } = {},
): Promise<TestParty> {
  const one = await party(script, id, { ...options, kind: 'auditor' });
  const terms = { levels: [1, 2], valid_to: options.valid_to ?? '2030-01-01T00:00:00Z' };
  const d = await effectiveAct(script, { action: 'accredit', subject: id, ...terms });
  add(script, { t: 'auditor.accredited', party: id, ...terms, d });
  return one;
}

/** A declared audit as later leaves speak of it. */
export interface ScriptedAudit {
  readonly org: string;
  readonly d: string;
  readonly composite_6: string;
}

/** Declares the synthetic audit, or what is made of it. */
export async function declare(
  script: Script,
  org: TestParty,
  change: (body: WireAudit & { auditors?: string[] }) => void = () => undefined,
  t: 'audit.declared' | 'audit.held' = 'audit.declared',
): Promise<ScriptedAudit> {
  const body = syntheticAudit({ organisation: org.id, siteId: `${org.id}-1` });
  change(body);
  const d = await sign(script, org, 'cms-audit+jwt', body);
  const known = { acceptedAt: script.now, firstRegisteredAt: null, evidenceUses: [] };
  const { composite_6 } = evaluate(parseAudit(JSON.parse(JSON.stringify(body))), undefined, known).json;
  const audit = { org: org.id, d, composite_6 };
  add(script, { t, ...audit });
  return audit;
}

/** An auditor's opinion; its digest. */
export async function opine(
  script: Script,
  by: TestParty,
  audit: ScriptedAudit,
  members: Members = {},
): Promise<string> {
  const body = { ...opinionBody(audit.d), ...members };
  const o = await sign(script, by, 'cms-countersignature+jwt', body);
  const { result, level } = body;
  add(script, { t: 'audit.countersigned', ...audit, auditor: by.id, o, result, level });
  return o;
}

/** What every leaf of a certificate repeats. */
export interface ScriptedCertificate {
  readonly org: string;
  readonly certificate: string;
  readonly tier: string;
  readonly composite_6: string;
  readonly methodology: string;
  readonly valid_from: string;
  readonly valid_to: string;
}

/** Issues a Bronze certificate on an audit and accepts. */
export function issue(
  script: Script,
  { org, d, composite_6 }: ScriptedAudit,
  accepts: readonly string[],
  members: { readonly [member: string]: string | readonly string[] } = {},
): ScriptedCertificate {
  const dates = {
    valid_from: formatUtcInstant(script.now),
    valid_to: formatUtcInstant(addMonths(script.now, 12)),
  };
  const repeated = { org, certificate: newId(script), tier: 'Bronze', composite_6, methodology: 'CMS-1.0.0', ...dates };
  add(script, { t: 'certificate.issued', ...repeated, in: [d, ...accepts], reason: 'decision', ...members });
  return repeated;
}

/** A leaf that changes a certificate. */
export const change = (
  script: Script,
  t: LeafBody['t'],
  certificate: ScriptedCertificate,
  reason: string,
  members: { readonly [member: string]: string | readonly string[] } = {},
): number => add(script, { t, ...certificate, in: [], reason, ...members });

/** Declared, accepted and issued. */
export async function certify(script: Script, org: TestParty, by: TestParty) {
  const audit = await declare(script, org);
  const accept = await opine(script, by, audit);
  return { audit, accept, certificate: issue(script, audit, [accept]) };
}

/** Opens a case; its id. */
export function openCase(script: Script, kind: string, org: string, d?: string): string {
  const id = newId(script);
  add(script, { t: 'case.opened', id, kind, org, d });
  return id;
}

/** Replays what is written. */
export const replayScript = (script: Script): Promise<Replayed> =>
  replay(
    {
      leaves: async function* () {
        yield* script.leaves;
      },
    },
    {
      statement: async (digest) => script.statements.get(digest),
      registryKey: async (kid) => {
        const found = script.officers.find(({ key }) => kidOf(key) === kid);
        return found && { ...publicJwkOf(found.key) };
      },
      gridSeries: async (sha256) => script.series.get(sha256),
      rows: async (index) => script.rows.get(index),
    },
    { origin: ORIGIN },
  );

/** Every finding as `index code`. */
export const findings = async (script: Script): Promise<string[]> =>
  (await replayScript(script)).findings.map(({ index, code }) => `${index} ${code}`);
