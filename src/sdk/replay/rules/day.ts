import { parseUtcInstant } from '../../../core/instant.ts';
import type { SiteRow } from '../../../core/telemetry/accumulator-row.ts';
import { addDays, dayOf, dayStart } from '../../../core/telemetry/day.ts';
import { organisationRows } from '../../../core/telemetry/organisation-row.ts';
import { type WorkloadFacts, workloadFacts } from '../../../core/telemetry/register.ts';
import { rowKey } from '../../../core/telemetry/row-order.ts';
import { encodeRow } from '../../../core/telemetry/row-text.ts';
import { auditsOf } from '../audits-of.ts';
import { evaluateParties } from '../evaluate-parties.ts';
import type { LeafOf } from '../leaves.ts';
import { type RowVersion, readDayRows } from '../rows.ts';
import type { ReplayedParty } from '../state.ts';
import { report, skip, type Turn } from '../turn.ts';
import type { Grid } from './audits.ts';

const MINUTE_MS = 60_000;
/** A day is closed half an hour after it ended. */
const CLOSED_AFTER_MS = 30 * MINUTE_MS;

/**
 * A day is closed: the rows under the leaf, as far as public statements show them, and the certificates that change by them.
 * That rows of sites are what the attestations give is for those who may read these.
 */
export function closeDay(turn: Turn, leaf: LeafOf<'telemetry.day'>, text: string | undefined, grid: Grid): void {
  const { state } = turn;
  checkDay(turn, leaf);
  const read = text === undefined ? undefined : readDayRows(text, leaf);
  if (read === undefined) report(turn, 'rows_differ', 'the rows under the leaf are not served');
  else if (!read.ok) report(turn, 'rows_differ', read.reason);
  else keepRows(turn, leaf.day, read.value);
  state.hasHiddenRows ||= read?.ok !== true;
  state.days.push({ day: leaf.day, root: leaf.root, index: turn.index });
  evaluateParties(turn, leaf.day, grid);
}

/** Days close in their order, none is left out, and none before it is over. */
function checkDay(turn: Turn, { day }: LeafOf<'telemetry.day'>): void {
  const last = turn.state.days.at(-1)?.day;
  if (parseUtcInstant(`${day}T00:00:00Z`) === undefined) report(turn, 'leaf_differs', `${day} is no day`);
  else if (turn.at.getTime() < dayStart(addDays(day, 1)).getTime() + CLOSED_AFTER_MS)
    report(turn, 'rule_broken', `${day} was not over for half an hour`);
  if (last !== undefined && day !== addDays(last, 1)) report(turn, 'rule_broken', `${day} follows ${last}`);
}

function keepRows(turn: Turn, day: string, versions: readonly RowVersion[]): void {
  const { parties } = turn.state;
  const stated = new Map<string, Map<string, RowVersion>>();
  for (const version of versions) {
    const { org } = version.row;
    const own = stated.get(org) ?? new Map<string, RowVersion>();
    stated.set(org, own.set(rowKey(version.row), version));
    if (!parties.has(org)) report(turn, 'rows_differ', `no party ${org} is registered`);
  }
  for (const party of parties.values()) {
    const own = stated.get(party.id);
    checkOrganisationRows(turn, party, day, own ?? new Map());
    for (const version of own?.values() ?? []) keepRow(turn, party, version);
  }
}

function keepRow(turn: Turn, party: ReplayedParty, version: RowVersion): void {
  const { row, text } = version;
  const known = party.rows.get(rowKey(row));
  if (known?.text === text) report(turn, 'rows_differ', `${nameOf(party, row)} is repeated unchanged`);
  party.rows.set(rowKey(row), version);
  if (row.site !== null) checkWorkloads(turn, party, row);
}

const nameOf = ({ id }: ReplayedParty, { site, day }: { readonly site: string | null; readonly day: string }): string =>
  `the row of ${id}, ${site ?? 'the organisation'}, ${day}`;

/** Rows of the organisation follow from its inventories: those that are new or changed are there, and no others. */
function checkOrganisationRows(
  turn: Turn,
  party: ReplayedParty,
  day: string,
  stated: ReadonlyMap<string, RowVersion>,
): void {
  const { id, inventories, hasHiddenInventory, isRestated, rows } = party;
  const own = [...stated.values()].filter(({ row }) => row.site === null);
  party.isRestated = false;
  if (hasHiddenInventory) {
    if (own.length > 0) skip(turn, `the inventories of ${id} are not public: its rows were not worked out`);
    return;
  }
  const from = isRestated ? inventories.map(({ inventory }) => dayOf(inventory.period.start)).sort()[0] : day;
  const known = inventories.map(({ acceptedSeq, inventory }) => ({ acceptedSeq, inventory }));
  const expected = organisationRows(party.id, { from: from ?? day, to: day }, known);
  const due = new Map(expected.map((row) => [rowKey(row), { row, text: encodeRow(row) }]));
  for (const [key, { row, text }] of due) {
    const said = stated.get(key) ?? rows.get(key);
    if (said?.text !== text) report(turn, 'rows_differ', `${nameOf(party, row)} does not follow from its inventories`);
  }
  for (const { row } of own)
    if (!due.has(rowKey(row))) report(turn, 'rows_differ', `${nameOf(party, row)} follows from no inventory`);
}

/** What a row says of a workload must have been so at the start of some interval of its day. */
function checkWorkloads(turn: Turn, party: ReplayedParty, row: SiteRow): void {
  if (party.hasHiddenRegister) {
    skip(turn, `the register of ${party.id} is not public: ${nameOf(party, row)} was not compared with it`);
    return;
  }
  const audits = auditsOf(party);
  if (audits === undefined) return;
  const starts = startsOf(row.day);
  for (const workload of row.workloads) {
    const fits = (start: Date): boolean => isSame(workload, workloadFacts(workload.id, start, party.versions, audits));
    if (!starts.some(fits))
      report(turn, 'rows_differ', `${nameOf(party, row)}: at no time was workload ${workload.id} as it says`);
  }
}

type Key = Pick<WorkloadFacts, 'visible' | 'redundancy' | 'unit' | 'deferrable' | 'measured'>;
const isSame = (a: Omit<Key, 'redundancy'> & { readonly redundancy: number }, b: Key): boolean =>
  a.visible === b.visible &&
  a.redundancy === b.redundancy &&
  a.unit === b.unit &&
  a.deferrable === b.deferrable &&
  a.measured === b.measured;

const SHORTEST_MINUTES = 15;
const startsOf = (day: string): readonly Date[] =>
  Array.from(
    { length: (24 * 60) / SHORTEST_MINUTES },
    (_, at) => new Date(dayStart(day).getTime() + at * SHORTEST_MINUTES * MINUTE_MS),
  );
