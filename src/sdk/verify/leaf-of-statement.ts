import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import type { StatementTyp } from '../../core/statement.ts';
import type { LeafType, ParsedLeaf } from '../../log/leaf.ts';

/** A statement as its leaf must describe it. */
export interface Described {
  readonly typ: StatementTyp;
  readonly digest: string;
  readonly iss: string;
  readonly body: JsonObject;
}

interface LeafRule {
  readonly types: readonly LeafType[];
  /** Members of the leaf that repeat what the statement says. */
  readonly members: (statement: Described) => { readonly [member: string]: JsonValue | undefined };
}

const byOrganisation = ({ iss, digest }: Described) => ({ org: iss, d: digest });

/** The leaf each class of statement is accepted by (log, "Leaves"); none where the class has no leaf of its own. */
const RULES: Readonly<Record<StatementTyp, LeafRule>> = {
  'cms-party+jwt': {
    types: ['party.registered'],
    members: ({ iss, digest, body }) => ({ party: iss, kind: body['kind'], d: digest }),
  },
  'cms-key+jwt': {
    types: ['key.added', 'key.revoked'],
    members: ({ iss, digest, body }) => ({
      t: body['op'] === 'add' ? 'key.added' : 'key.revoked',
      party: iss,
      use: body['use'],
      d: digest,
      ...(body['op'] === 'revoke' ? { kid: body['kid'] } : {}),
    }),
  },
  'cms-workloads+jwt': { types: ['workloads.registered'], members: byOrganisation },
  'cms-audit+jwt': { types: ['audit.declared', 'audit.held'], members: byOrganisation },
  'cms-inventory+jwt': { types: ['inventory.accepted'], members: byOrganisation },
  'cms-countersignature+jwt': {
    types: ['audit.countersigned'],
    members: ({ iss, digest, body }) => ({
      auditor: iss,
      o: digest,
      d: body['audit'],
      result: body['result'],
      level: body['level'],
    }),
  },
  'cms-act+jwt': {
    types: ['act.signed'],
    members: ({ digest, body }) => ({ action: body['action'], subject: body['subject'], d: digest }),
  },
  'cms-attestation+jwt': { types: ['telemetry.window'], members: () => ({}) },
  'cms-key-proof+jwt': { types: [], members: () => ({}) },
  'cms-client-auth+jwt': { types: [], members: () => ({}) },
};

/** Whether the text names a class of statement. */
export const isStatementTyp = (typ: unknown): typ is StatementTyp =>
  typeof typ === 'string' && Object.hasOwn(RULES, typ);

/** Whether statements of the class are named by a leaf. */
export const hasLeaf = (typ: StatementTyp): boolean => RULES[typ].types.length > 0;

/** What the leaf says otherwise than the statement; `undefined` where they agree. */
export function leafFault(statement: Described, leaf: ParsedLeaf): string | undefined {
  const { types, members } = RULES[statement.typ];
  if (!types.includes(leaf.t)) return `its leaf is a ${leaf.t}, which accepts no ${statement.typ}`;
  const wrong = Object.entries(members(statement)).find(([name, value]) => leaf[name] !== value);
  return wrong === undefined ? undefined : `its leaf states another ${wrong[0]}`;
}

/** The digest a leaf is the own leaf of: of the opinion where it records one, the root of a closed day, else what it is about. */
export function namedBy(leaf: ParsedLeaf): JsonValue | undefined {
  if (leaf.t === 'telemetry.day') return leaf['root'];
  return leaf.t === 'audit.countersigned' ? leaf['o'] : leaf['d'];
}
