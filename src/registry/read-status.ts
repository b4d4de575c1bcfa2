import type { IncidentView, PartView, StatusDay, StatusView } from '../core/status-view.ts';
import type { Position } from '../core/views.ts';
import { parseLeaf } from '../log/leaf.ts';
import type { StoredLeaf } from './ports/events.ts';
import type { ServiceDay } from './ports/service-history.ts';
import type { Deps } from './ports.ts';

const DAYS = 90;
const DAY_MS = 86_400_000;
const MINUTES = 1_440;
const MAX_INCIDENTS = 20;

/** What works now, what was measured of the last 90 days, and incidents as they stand in the log. */
export function readStatus(deps: Deps, { seq, as_of }: Position): Promise<StatusView> {
  const now = deps.now();
  const today = dayOf(now);
  return deps.ledger.read(async (tx) => {
    const from = dayOf(new Date(now.getTime() - (DAYS - 1) * DAY_MS));
    const measured = await tx.serviceHistory.days(from);
    const snapshot = await tx.snapshots.newest(today, seq);
    const query = { organisations: [], types: ['incident.opened'] as const };
    const leaves = await tx.events.newest(query, { below: seq + 1, limit: MAX_INCIDENTS });
    return {
      parts: partsOf(deps, as_of, snapshot !== undefined),
      days: daysUntil(now, measured),
      incidents: leaves.flatMap(incidentOf),
    };
  });
}

/** The database has answered if anybody reads this. */
function partsOf(deps: Deps, asOf: string, hasSnapshot: boolean): readonly PartView[] {
  const fault = deps.publication.fault();
  const signed = fault === undefined ? ('ok' as const) : ('failing' as const);
  const witnesses = deps.witnesses.length;
  return [
    { part: 'database', state: 'ok', detail: 'answers' },
    { part: 'log', state: signed, detail: fault ?? `newest leaf at ${asOf}` },
    { part: 'intake', state: signed, detail: fault ?? 'takes statements and telemetry' },
    {
      part: 'snapshot',
      state: hasSnapshot ? 'ok' : 'none',
      detail: hasSnapshot ? 'taken today' : 'not taken yet today',
    },
    {
      part: 'witnesses',
      state: witnesses === 0 ? 'none' : 'ok',
      detail: witnesses === 0 ? 'none configured' : `${witnesses} configured`,
    },
  ];
}

function daysUntil(now: Date, measured: readonly ServiceDay[]): readonly StatusDay[] {
  const known = new Map(measured.map((one) => [one.day, one]));
  return Array.from({ length: DAYS }, (_, index) => {
    const back = DAYS - 1 - index;
    const day = dayOf(new Date(now.getTime() - back * DAY_MS));
    const expected = back === 0 ? now.getUTCHours() * 60 + now.getUTCMinutes() + 1 : MINUTES;
    return { day, expected, samples: known.get(day)?.samples ?? 0, ok: known.get(day)?.ok ?? 0 };
  });
}

function incidentOf({ seq, leaf }: StoredLeaf): readonly IncidentView[] {
  const parsed = parseLeaf(leaf);
  const { at, url } = { at: parsed?.['at'], url: parsed?.['url'] };
  return typeof at === 'string' && typeof url === 'string' ? [{ seq, at, url }] : [];
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
