import { assertThat } from '../core/errors.ts';
import { addDays, countDays } from '../core/telemetry/day.ts';
import type { Position } from '../core/views.ts';
import type { CommittedRow } from './ports/telemetry.ts';
import type { Deps } from './ports.ts';
import { requireListed } from './read-organisation.ts';

/** Days shown where none are named. */
const DEFAULT_DAYS = 90;
/** Days of one answer. */
const MOST_DAYS = 400;

/** UTC days, both included. */
export interface DayRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** One accumulator row as it is shown: the sums are texts, exactly as committed. */
export interface TelemetryItem {
  readonly day: string;
  /** null for the row of the organisation. */
  readonly site_id: string | null;
  readonly sums: { readonly [name: string]: string };
  /** Index of the `telemetry.day` leaf that committed it; its exact bytes are at `/log/rows/<leaf>.jsonl`. */
  readonly leaf: number;
}

/**
 * An organisation's accumulator rows as a position has them, by day, the organisation's own first. Days that are not closed
 * are not among them: sums that grow by the interval would tell strangers every interval (statements section 7).
 *
 * @throws RegistryError not_found, request_invalid for days that do not exist, in the wrong order or more than 400
 */
export function readTelemetry(
  deps: Deps,
  id: string,
  position: Position,
  range: DayRange,
): Promise<readonly TelemetryItem[]> {
  const to = range.to ?? position.as_of.slice(0, 10);
  const from = range.from ?? addDays(to, 1 - DEFAULT_DAYS);
  for (const day of [from, to]) assertThat(addDays(day, 0) === day, 'request_invalid', `there is no ${day}`);
  const days = countDays(from, to);
  assertThat(days >= 1, 'request_invalid', '"from" is after "to"');
  assertThat(days <= MOST_DAYS, 'request_invalid', `at most ${MOST_DAYS} days at a time`);
  return deps.ledger.read(async (tx) => {
    const { party } = await requireListed(tx, id, position);
    const rows = await tx.accumulators.newest(party.partyId, from, to, position.seq);
    return rows.map(toItem).sort((a, b) => compareText(a.day, b.day) || compareText(a.site_id ?? '', b.site_id ?? ''));
  });
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function toItem({ seq, text, row }: CommittedRow): TelemetryItem {
  const { sums }: { readonly sums: { readonly [name: string]: string } } = JSON.parse(text);
  return { day: row.day, site_id: row.site, sums, leaf: seq };
}

/**
 * The exact bytes of the rows under a published `telemetry.day` leaf, one a line, in root order.
 *
 * @throws RegistryError not_found where the published log has no such leaf there
 */
export function readDayRows(deps: Deps, seq: number): Promise<string> {
  return deps.ledger.read(async (tx) => {
    const head = await tx.tree.head();
    const texts = head !== undefined && seq < head.size ? await tx.accumulators.under(seq) : undefined;
    assertThat(texts !== undefined, 'not_found', 'no telemetry.day leaf has this index');
    return texts.map((text) => `${text}\n`).join('');
  });
}
