const DAY_MS = 86_400_000;

/** The UTC day an instant falls in, `YYYY-MM-DD`. */
export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** The first instant of a UTC day. */
export const dayStart = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** The day so many days on; negative goes back. */
export const addDays = (day: string, days: number): string => dayOf(new Date(dayStart(day).getTime() + days * DAY_MS));

/** Days from one to another, both included; 0 where the second comes before the first. */
export const countDays = (from: string, to: string): number =>
  Math.max(0, Math.round((dayStart(to).getTime() - dayStart(from).getTime()) / DAY_MS) + 1);

/** Every day from one to another, both included. */
export const daysFrom = (from: string, to: string): readonly string[] =>
  Array.from({ length: countDays(from, to) }, (_, index) => addDays(from, index));
