import { ASPECTS, type Aspect, type Verification, type Word } from '../sdk/verify/verdict.ts';

/** What one of the two verifiers says of an artefact. */
export type Outcome =
  | { readonly state: 'waiting' }
  | { readonly state: 'answered'; readonly verification: Verification }
  /** It is nothing that can be verified. */
  | { readonly state: 'refused'; readonly reason: string }
  /** There is no answer: not asked, or not reached. */
  | { readonly state: 'absent'; readonly reason: string };

export type Tone = 'good' | 'stop' | 'neutral';

export interface Headline {
  readonly tone: Tone;
  readonly headline: string;
  readonly reason: string;
}

export const ASPECT_NAMES: Readonly<Record<Aspect, string>> = {
  signature: 'Signature',
  log: 'Log',
  status: 'Status',
  time: 'Time',
  scope: 'Scope',
  recomputation: 'Recomputation',
};

/** Verdict first, then reason: what the six answers together are worth. */
export function headlineOf(verification: Verification): Headline {
  const having = (word: Word): Aspect[] => ASPECTS.filter((aspect) => verification[aspect] === word);
  const [failed, unknown, ok] = [having('failed'), having('unknown'), having('ok')];
  const [gravest] = failed;
  if (gravest !== undefined) {
    return {
      tone: 'stop',
      headline: `Do not rely on it: ${namesOf(failed)} failed.`,
      reason: verification.reasons[gravest],
    };
  }
  if (ok.length === 0)
    return { tone: 'neutral', headline: 'Nothing could be checked.', reason: verification.reasons.signature };
  if (unknown.length === 0)
    return {
      tone: 'good',
      headline: 'All six hold.',
      reason: 'Every question is answered, and nothing speaks against it.',
    };
  return {
    tone: 'good',
    headline: 'What could be checked holds.',
    reason: `${capitalised(namesOf(unknown))} ${unknown.length === 1 ? 'stays' : 'stay'} unknown; why, stands beside it.`,
  };
}

/** Whether two answers can both be true. One that knows less than the other does not contradict it. */
export function contradictions(here: Verification, there: Verification): Aspect[] {
  return ASPECTS.filter((aspect) => {
    const words = [here[aspect], there[aspect]];
    return words.includes('ok') && words.includes('failed');
  });
}

/** `a`, `a and b`, `a, b and c`, in lower case. */
export function namesOf(aspects: readonly Aspect[]): string {
  const names = aspects.map((aspect) => ASPECT_NAMES[aspect].toLowerCase());
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A reason as a sentence of its own. */
export const sentence = (reason: string): string => `${capitalised(reason)}${/[.!?]$/.test(reason) ? '' : '.'}`;
