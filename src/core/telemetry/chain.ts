import type { Micro } from '../decimal.ts';
import type { Attestation, ChainLink } from '../documents/attestation.ts';
import type { Issue } from '../errors.ts';
import type { Digest } from '../ids.ts';
import { formatUtcInstant } from '../instant.ts';
import { CMS_1 } from '../methodology/cms-1.ts';
import { fallsShort, isNear } from '../methodology/tolerance.ts';

/* What a site's chain admits next (statements section 6). Pure: time and the chain's head are arguments. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** How far an interval may end ahead of the registry's clock. */
const MAX_AHEAD_MS = MINUTE_MS;
/** Older intervals than this are refused. */
const MAX_AGE_MS = 7 * DAY_MS;

/** The last accepted attestation of a site, in any epoch. */
export interface Head {
  readonly epoch: number;
  readonly seq: number;
  readonly digest: Digest;
  readonly start: Date;
  readonly end: Date;
  readonly minutes: number;
  readonly registers: Attestation['registers'];
}

/**
 * Where a link stands to a chain: it extends it (`first`, `next`, or `epoch` for the first of a new epoch), something may have
 * been accepted there before (`behind`), or it does not follow (`gap`).
 */
export type Place = 'first' | 'next' | 'epoch' | 'behind' | 'gap';

export function placeOf(link: ChainLink, head: Head | undefined): Place {
  if (head === undefined) return link.epoch === 0 && opens(link) ? 'first' : 'gap';
  if (link.epoch < head.epoch || (link.epoch === head.epoch && link.seq <= head.seq)) return 'behind';
  if (link.epoch === head.epoch) return link.seq === head.seq + 1 && link.prev === head.digest ? 'next' : 'gap';
  return link.epoch === head.epoch + 1 && opens(link) ? 'epoch' : 'gap';
}

const opens = ({ seq, prev }: ChainLink): boolean => seq === 0 && prev === null;

/** The link that continues a chain; a new epoch is always possible beside it. */
export const expectedLink = (head: Head | undefined): ChainLink =>
  head === undefined ? { epoch: 0, seq: 0, prev: null } : { epoch: head.epoch, seq: head.seq + 1, prev: head.digest };

export const endOf = ({ start, minutes }: Pick<Attestation, 'start' | 'minutes'>): Date =>
  new Date(start.getTime() + minutes * MINUTE_MS);

/** Codes of issues that the coverage ledger counts by themselves. */
export const OVERLAP = 'overlap';
export const IN_FUTURE = 'in_future';

/**
 * Everything about time and registers that keeps a link which follows from being accepted, with pointers into the body.
 *
 * @param place `first`, `next` or `epoch`
 * @param now when it is accepted
 */
export function chainIssues(a: Attestation, place: Place, head: Head | undefined, now: Date): Issue[] {
  const registers = head !== undefined && place === 'next' ? registerIssues(a, head) : [];
  return [...timeIssues(a, head, now), ...registers];
}

function timeIssues(a: Attestation, head: Head | undefined, now: Date): Issue[] {
  const issues: Issue[] = [];
  const note = (pointer: string, code: string, detail: string): void => void issues.push({ pointer, code, detail });
  const start = a.start.getTime();
  const end = endOf(a).getTime();
  if (start % (a.minutes * MINUTE_MS) !== 0)
    note('/start', 'misaligned', `must begin on a multiple of ${a.minutes} minutes`);
  if (head !== undefined && head.minutes !== a.minutes && isSameDay(head.start, a.start))
    note('/minutes', 'minutes_changed', `this UTC day is measured in intervals of ${head.minutes} minutes`);
  if (head !== undefined && start < head.end.getTime())
    note('/start', OVERLAP, `the last accepted interval of the site ends at ${formatUtcInstant(head.end)}`);
  if (end > now.getTime() + MAX_AHEAD_MS) note('/start', IN_FUTURE, 'the interval has not ended');
  if (now.getTime() - end > MAX_AGE_MS) note('/start', 'too_old', 'the interval ended more than 7 days ago');
  return issues;
}

const isSameDay = (a: Date, b: Date): boolean => Math.floor(a.getTime() / DAY_MS) === Math.floor(b.getTime() / DAY_MS);

const METERS = ['facility_kwh', 'it_kwh'] as const;

function registerIssues(a: Attestation, head: Head): Issue[] {
  const contiguous = a.start.getTime() === head.end.getTime();
  return METERS.flatMap((meter): Issue[] => {
    const advance = a.registers[meter] - head.registers[meter];
    const pointer = `/registers/${meter}`;
    if (advance < 0n)
      return [{ pointer, code: 'register_backwards', detail: 'the register went backwards within an epoch' }];
    if (proves(advance, a[meter], contiguous)) return [];
    const rule = contiguous
      ? 'by the energy of the interval, within 0.5 %'
      : 'by at least 0.995 of the energy of the interval';
    return [{ pointer, code: 'register_advance', detail: `the register must advance ${rule}` }];
  });
}

/** Between contiguous readings lies exactly the interval; after a gap, at least the interval. */
function proves(advance: Micro, energy: Micro, contiguous: boolean): boolean {
  const { meterTolerance } = CMS_1;
  return contiguous ? isNear(advance, energy, meterTolerance) : !fallsShort(advance, energy, meterTolerance);
}

/** Accepted more than 72 h after its end: kept, but it counts as missing for scoring. */
export const isLate = (a: Attestation, now: Date): boolean =>
  now.getTime() - endOf(a).getTime() > CMS_1.live.lateHours * HOUR_MS;

/** The first record of a later epoch is proved by no register difference, so it counts as missing like a late one. */
export const isCounted = (a: Attestation, now: Date): boolean =>
  !isLate(a, now) && !(a.chain.epoch > 0 && a.chain.seq === 0);
