import type { Finding, FindingCode, Unchecked } from './report.ts';
import type { ReplayedParty, ReplayState } from './state.ts';

/** One leaf being applied: the state it meets, and what is found on the way. */
export interface Turn {
  readonly state: ReplayState;
  readonly index: number;
  /** The leaf's own time. */
  readonly at: Date;
  readonly findings: Finding[];
  readonly unchecked: Unchecked[];
}

/** A finding quotes leaves, which may be 64 KiB of a liar's text. */
const LONGEST = 500;

/** Notes a difference, at this leaf unless another shows it better. */
export const report = (turn: Turn, code: FindingCode, text: string, index = turn.index): void =>
  void turn.findings.push({ index, code, text: text.slice(0, LONGEST) });

/** Notes what could not be looked at. */
export const skip = (turn: Turn, text: string): void => void turn.unchecked.push({ index: turn.index, text });

/** The party a leaf speaks of. One nobody registered is a finding. */
export function requireParty(turn: Turn, id: string): ReplayedParty | undefined {
  const party = turn.state.parties.get(id);
  if (party === undefined) report(turn, 'rule_broken', `no party ${id} is registered`);
  else party.touchedAt = turn.index;
  return party;
}

/** Compares a member with what it must be. */
export function expectEqual(turn: Turn, code: FindingCode, member: string, got: unknown, expected: unknown): void {
  if (JSON.stringify(got) === JSON.stringify(expected)) return;
  report(turn, code, `${member} is ${show(got)}, it follows ${show(expected)}`);
}

const show = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
