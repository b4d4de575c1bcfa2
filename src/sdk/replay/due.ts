import type { ReplayedLeaf } from './leaves.ts';
import type { FindingCode } from './report.ts';
import type { Due, LeafMember } from './state.ts';
import { expectEqual, report, skip, type Turn } from './turn.ts';

/* Effects follow their cause at once, in the same transaction: before the next cause, each has its leaf. */

/** From here on the leaf is due. */
export const expectLeaf = (
  turn: Turn,
  due: Omit<Due, 'cause' | 'isCertain'> & { readonly isCertain?: boolean },
): void => void turn.state.due.push({ isCertain: true, ...due, cause: turn.index });

/** The due leaf that this one is, if it is one. */
export const findDue = (turn: Turn, leaf: ReplayedLeaf): Due | undefined =>
  turn.state.due.find(
    (due) => due.t === leaf.t && Object.entries(due.key).every(([name, value]) => has(leaf, name, value)),
  );

const memberOf = (leaf: ReplayedLeaf, name: string): unknown =>
  new Map<string, unknown>(Object.entries(leaf)).get(name);
const has = (leaf: ReplayedLeaf, name: string, value: LeafMember): boolean =>
  JSON.stringify(memberOf(leaf, name)) === JSON.stringify(value);

const CODE_OF: Readonly<Record<string, FindingCode>> = {
  tier: 'tier_differs',
  composite_6: 'composite_differs',
  in: 'grounds_differ',
};

/** Takes the leaf off what is due and compares its members. undefined where nothing asked for it. */
export function settle(turn: Turn, leaf: ReplayedLeaf): Due | undefined {
  const due = findDue(turn, leaf);
  if (due === undefined) return undefined;
  turn.state.due = turn.state.due.filter((one) => one !== due);
  for (const [name, value] of Object.entries(due.rest))
    expectEqual(turn, CODE_OF[name] ?? 'leaf_differs', name, memberOf(leaf, name), value);
  if (!due.isCertain) skip(turn, `${leaf.t}: what it rests on is not public`);
  return due;
}

/** The next cause has come: whatever is still due is missing. */
export function closeDue(turn: Turn): void {
  for (const { t, cause, key, isCertain } of turn.state.due) {
    if (isCertain) report(turn, 'effect_missing', `${t} ${words(key)} must follow, and does not`, cause);
  }
  turn.state.due = [];
}

const words = (key: Due['key']): string =>
  Object.entries(key)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
