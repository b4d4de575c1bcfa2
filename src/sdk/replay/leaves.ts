import { type Static, type TProperties, Type } from 'typebox';
import { parseWith } from '../../core/documents/parse-with.ts';
import { closed, DigestText, KidText, oneOf, PartyIdText, UtcInstant } from '../../core/documents/schema.ts';
import { RegistryError } from '../../core/errors.ts';
import { parseUtcInstant } from '../../core/instant.ts';
import { TIER_NAMES } from '../../core/methodology/cms-1.ts';
import { failed, passed, type Verdict } from '../../log/checkpoint.ts';
import { parseLeaf } from '../../log/leaf.ts';

/* Every type of leaf, with exactly its members (log, "Leaves"). */

const leaf = <const T extends string, P extends TProperties>(t: T, members: P) =>
  closed({ v: Type.Literal(1), t: Type.Literal(t), at: UtcInstant, ...members });

const Text = Type.String();
const Texts = Type.Array(Text);
const Count = Type.Integer({ minimum: 0 });
const Level = Type.Integer({ minimum: 1, maximum: 4 });
const Composite = Type.String({ pattern: '^[01]\\.[0-9]{6}$' });

const keyChange = { party: PartyIdText, kid: KidText, use: Text, d: DigestText };
const accreditation = { party: PartyIdText, levels: Type.Array(Level), valid_to: UtcInstant, d: DigestText };
const declaration = { org: PartyIdText, d: DigestText, composite_6: Composite };
const certificate = {
  org: PartyIdText,
  certificate: Text,
  tier: oneOf(...TIER_NAMES),
  composite_6: Composite,
  valid_from: UtcInstant,
  valid_to: UtcInstant,
  d: Type.Optional(DigestText),
  in: Type.Array(DigestText),
  methodology: Text,
  reason: Text,
};
const caseMembers = {
  id: Text,
  kind: oneOf('claim_held', 'dissent', 'dispute', 'name', 'review'),
  org: PartyIdText,
  d: Type.Optional(DigestText),
};

const SCHEMAS = {
  'registry.genesis': leaf('registry.genesis', {
    origin: Text,
    vkeys: Texts,
    credential_kids: Type.Array(KidText),
    answer_kids: Type.Array(KidText),
    officers: Type.Array(KidText),
    officers_required: Type.Integer({ minimum: 1 }),
    methodology: Text,
    methodology_sha256: DigestText,
    witnesses: Texts,
  }),
  'registry.key': leaf('registry.key', {
    use: oneOf('log', 'credential', 'answers', 'officer'),
    op: oneOf('add', 'retire'),
    kid: KidText,
  }),
  'registry.policy': leaf('registry.policy', { officers_required: Type.Integer({ minimum: 1 }), witnesses: Texts }),
  'party.registered': leaf('party.registered', {
    party: PartyIdText,
    kind: oneOf('organisation', 'auditor'),
    d: DigestText,
  }),
  'party.domain': leaf('party.domain', {
    party: PartyIdText,
    domain: Text,
    method: Type.Optional(oneOf('dns', 'well-known', 'sandbox')),
    proved: Type.Boolean(),
  }),
  'key.added': leaf('key.added', keyChange),
  'key.revoked': leaf('key.revoked', keyChange),
  'auditor.accredited': leaf('auditor.accredited', accreditation),
  'auditor.suspended': leaf('auditor.suspended', accreditation),
  'auditor.withdrawn': leaf('auditor.withdrawn', accreditation),
  'audit.declared': leaf('audit.declared', declaration),
  'audit.held': leaf('audit.held', declaration),
  'audit.countersigned': leaf('audit.countersigned', {
    ...declaration,
    auditor: PartyIdText,
    o: DigestText,
    result: oneOf('accept', 'reject', 'more_information'),
    level: Level,
  }),
  'workloads.registered': leaf('workloads.registered', { org: PartyIdText, d: DigestText }),
  'inventory.accepted': leaf('inventory.accepted', { org: PartyIdText, d: DigestText }),
  'telemetry.window': leaf('telemetry.window', {
    root: DigestText,
    n: Type.Integer({ minimum: 1 }),
    from: UtcInstant,
    to: UtcInstant,
  }),
  'telemetry.day': leaf('telemetry.day', {
    day: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
    root: DigestText,
    n: Count,
  }),
  'telemetry.epoch': leaf('telemetry.epoch', { org: PartyIdText, site: Text, epoch: Type.Integer({ minimum: 1 }) }),
  'telemetry.fork': leaf('telemetry.fork', {
    org: PartyIdText,
    site: Text,
    digests: Type.Array(DigestText, { minItems: 2, maxItems: 2 }),
  }),
  'certificate.issued': leaf('certificate.issued', certificate),
  'certificate.reissued': leaf('certificate.reissued', certificate),
  'certificate.watch': leaf('certificate.watch', certificate),
  'certificate.active': leaf('certificate.active', certificate),
  'certificate.suspended': leaf('certificate.suspended', certificate),
  'certificate.reinstated': leaf('certificate.reinstated', certificate),
  'certificate.superseded': leaf('certificate.superseded', certificate),
  'certificate.withdrawn': leaf('certificate.withdrawn', certificate),
  'certificate.expired': leaf('certificate.expired', certificate),
  'act.signed': leaf('act.signed', { action: Text, subject: PartyIdText, d: DigestText }),
  'act.effective': leaf('act.effective', { d: DigestText, confirmations: Count }),
  'case.opened': leaf('case.opened', caseMembers),
  'case.closed': leaf('case.closed', { ...caseMembers, outcome: oneOf('allow', 'deny') }),
  'status.list': leaf('status.list', { d: DigestText, n: Count }),
  'listing.snapshot': leaf('listing.snapshot', { d: DigestText, n: Count, seq: Count }),
  'incident.opened': leaf('incident.opened', { id: Text, url: Text, n: Count }),
};

type Schemas = typeof SCHEMAS;
/** Types of leaves. Each has its rule. */
export type ReplayedType = keyof Schemas;
/** The leaf of a type. */
export type LeafOf<T extends ReplayedType> = Static<Schemas[T]>;
export type ReplayedLeaf = { [T in ReplayedType]: LeafOf<T> }[ReplayedType];

/** A leaf of proper form. */
export interface ReadLeaf {
  readonly leaf: ReplayedLeaf;
  readonly at: Date;
}

/** Reads the text of a leaf: canonical, of a known type, with exactly the members of its type. */
export function readLeaf(text: string): Verdict<ReadLeaf> {
  const parsed = parseLeaf(text);
  const at = parsed && parseUtcInstant(parsed.at);
  if (parsed === undefined || at === undefined) return failed('it is no leaf in canonical form');
  try {
    return passed({ leaf: parseWith<Schemas[ReplayedType]>(SCHEMAS[parsed.t], parsed), at });
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const [first] = error.issues;
    return failed(first === undefined ? error.message : `${first.pointer} ${first.detail}`);
  }
}

/** The statement a leaf is the acceptance of, and whose party it is by; undefined for leaves of the registry's own. */
export function ownStatement(leaf: ReplayedLeaf): { readonly digest: string; readonly party: string } | undefined {
  switch (leaf.t) {
    case 'party.registered':
    case 'key.added':
    case 'key.revoked':
      return { digest: leaf.d, party: leaf.party };
    case 'audit.declared':
    case 'audit.held':
    case 'workloads.registered':
    case 'inventory.accepted':
      return { digest: leaf.d, party: leaf.org };
    case 'audit.countersigned':
      return { digest: leaf.o, party: leaf.auditor };
    case 'act.signed':
      return { digest: leaf.d, party: 'registry' };
    default:
      return undefined;
  }
}
