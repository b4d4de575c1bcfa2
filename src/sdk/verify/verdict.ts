/* A verification is never one boolean: six questions are answered apart, each with its reason (certificates, "Verification"). */

/**
 * What is judged apart.
 *
 * - `signature`: the artefact's own, by a key that is its issuer's
 * - `log`: its leaf lies in the log whose key the verifier trusts
 * - `status`: nothing ended it since: certificate state, status bit, revoked key
 * - `time`: validity now, and the order of the times it states
 * - `scope`: it is about what it seems to be about
 * - `recomputation`: score and tier follow from the signed audit and the auditors' opinions
 */
export const ASPECTS = ['signature', 'log', 'status', 'time', 'scope', 'recomputation'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** `unknown` wherever evidence is absent or the question does not arise; never `ok` by default. */
export const WORDS = ['ok', 'failed', 'unknown'] as const;
export type Word = (typeof WORDS)[number];

/** What can be verified. */
export const ARTEFACT_KINDS = [
  'credential',
  'status_list',
  'receipt',
  'tlog_proof',
  'statement',
  'evidence',
  'certificate',
  'badge_svg',
  'badge_png',
  'lookup',
  'checkpoint',
] as const;
export type ArtefactKind = (typeof ARTEFACT_KINDS)[number];

/** What the artefact says, for display. As good as the verdicts beside it: without them nothing here is verified. */
export interface Facts {
  /** Of the statement, of the credential's or look-up's signing input, or what a receipt is for. */
  readonly digest?: string;
  /** Class of a statement or type of a leaf. */
  readonly type?: string;
  /** Party that signed. */
  readonly issuer?: string;
  readonly organisation?: { readonly party_id: string; readonly name?: string };
  readonly certificate?: string;
  readonly tier?: string;
  readonly composite_percent?: string;
  readonly composite_6?: string;
  readonly methodology?: string;
  readonly assurance_level?: number;
  readonly auditors?: readonly string[];
  /** Digest of the audit. */
  readonly audit?: string;
  readonly valid_from?: string;
  readonly valid_until?: string;
  /** Index of its leaf, and that leaf's time. */
  readonly index?: number;
  readonly logged_at?: string;
  /** Leaves of the tree its proof was checked against. */
  readonly size?: number;
  /** Witnesses of the policy that cosigned that tree. */
  readonly cosigners?: readonly string[];
  /** What a look-up answered. */
  readonly answer?: string;
  /** What the verifier worked out itself; `tier` null for none. */
  readonly recomputed?: {
    readonly composite_percent: string;
    readonly composite_6: string;
    readonly tier?: string | null;
  };
}

/** The answers about one artefact. */
export interface Verification extends Readonly<Record<Aspect, Word>> {
  readonly kind: ArtefactKind;
  /** One sentence each. */
  readonly reasons: Readonly<Record<Aspect, string>>;
  readonly facts: Facts;
}

/** One thing that was looked at. */
interface Check {
  readonly aspect: Aspect;
  readonly word: Word;
  readonly reason: string;
}

/** Takes the outcome of a check. The first of the gravest outcome of an aspect gives its reason. */
export type Tell = (aspect: Aspect, word: Word, reason: string) => void;

/** Gathers checks and facts into a verification. */
export interface Notebook {
  readonly tell: Tell;
  /** Adds facts; a later one replaces an earlier one of the same name. */
  readonly state: (facts: Facts) => void;
  /** @param unsure why an `ok` of signature, log and status is no more than `unknown`, where it is */
  conclude(kind: ArtefactKind, unsure?: string): Verification;
}

export function openNotebook(): Notebook {
  const checks: Check[] = [];
  let facts: Facts = {};
  return {
    tell: (aspect, word, reason) => void checks.push({ aspect, word, reason }),
    state: (more) => {
      facts = { ...facts, ...more };
    },
    conclude: (kind, unsure) => {
      const judged = ASPECTS.map((aspect) => [aspect, judge(checks, aspect, unsure)] as const);
      const words = fromAspects(judged.map(([aspect, { word }]) => [aspect, word]));
      const reasons = fromAspects(judged.map(([aspect, { reason }]) => [aspect, reason]));
      return { kind, ...words, reasons, facts };
    },
  };
}

const RESTS_ON_KEYS: readonly Aspect[] = ['signature', 'log', 'status'];

function judge(checks: readonly Check[], aspect: Aspect, unsure: string | undefined): Omit<Check, 'aspect'> {
  const own = checks.filter((check) => check.aspect === aspect);
  const failed = own.filter(({ word }) => word === 'failed');
  const [gravest] = failed.length > 0 ? failed : [...own.filter(({ word }) => word === 'unknown'), ...own];
  if (gravest === undefined) return { word: 'unknown', reason: 'nothing here answers this' };
  const { word, reason } = gravest;
  if (word === 'ok' && unsure !== undefined && RESTS_ON_KEYS.includes(aspect))
    return { word: 'unknown', reason: `${reason}; but ${unsure}` };
  return { word, reason: failed.length > 1 ? `${reason}; ${failed.length - 1} more of this kind` : reason };
}

/** `Object.fromEntries` for a list that names every aspect once. */
function fromAspects<T>(entries: readonly (readonly [Aspect, T])[]): Record<Aspect, T> {
  return Object.fromEntries(entries) as Record<Aspect, T>;
}

/** What a part of a verification found: a value that holds, or why there is none. */
export type Answer<T> =
  | { readonly word: 'ok'; readonly value: T }
  | { readonly word: 'failed' | 'unknown'; readonly reason: string };

export const found = <T>(value: T): { readonly word: 'ok'; readonly value: T } => ({ word: 'ok', value });
export const refuted = (reason: string): { readonly word: 'failed'; readonly reason: string } => ({
  word: 'failed',
  reason,
});
export const missing = (reason: string): { readonly word: 'unknown'; readonly reason: string } => ({
  word: 'unknown',
  reason,
});
