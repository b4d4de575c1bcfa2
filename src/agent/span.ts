/** Lengths of an interval (statements section 6), in minutes. */
export const MINUTES = [15, 30, 60] as const;
export type Minutes = (typeof MINUTES)[number];

/** One interval of a site: whole minutes from `start`, which is aligned to its length. */
export interface Span {
  readonly start: Date;
  readonly minutes: Minutes;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** An interval accepted more than seven days after its end is refused (statements section 6). */
export const WINDOW_MS = 7 * DAY_MS;

/** The instant a span ends, exclusive. */
export const endOf = ({ start, minutes }: Span): Date => new Date(start.getTime() + minutes * MINUTE_MS);

/** The instants of a span in whole seconds since 1970. */
export const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1000);

/** The newest span that has ended by `now`. */
export function lastEnded(now: Date, minutes: Minutes): Span {
  const length = minutes * MINUTE_MS;
  return { start: new Date(Math.floor(now.getTime() / length) * length - length), minutes };
}

/**
 * The first span at or after `from`. The length is constant per site and UTC day: a new one holds from the next midnight.
 *
 * @param last the span before, if there is one
 */
export function spanFrom(from: Date, minutes: Minutes, last: Span | undefined): Span {
  const length = last !== undefined && sameDay(last.start, alignUp(from, last.minutes)) ? last.minutes : minutes;
  return { start: alignUp(from, length), minutes: length };
}

function alignUp(from: Date, minutes: Minutes): Date {
  const length = minutes * MINUTE_MS;
  return new Date(Math.ceil(from.getTime() / length) * length);
}

const sameDay = (a: Date, b: Date): boolean => Math.floor(a.getTime() / DAY_MS) === Math.floor(b.getTime() / DAY_MS);
