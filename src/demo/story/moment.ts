import type { StoryMoment, StoryOrganisation, TimelineItem } from './types.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Midnight UTC of the day `today` falls in, as days since 1970-01-01. */
export const epochDay = (today: Date): number => Math.floor(today.getTime() / DAY_MS);

/** The instant of a moment, for a demo that starts on the UTC day of `today`. */
export function storyInstant(moment: StoryMoment, today: Date): Date {
  return new Date((epochDay(today) - moment.daysAgo) * DAY_MS + moment.minute * MINUTE_MS);
}

/** Midnight UTC of an epoch day. */
export const dayStart = (day: number): Date => new Date(day * DAY_MS);

/** All events of all organisations in order of time; equal instants keep the order of the list. */
export function storyTimeline(organisations: readonly StoryOrganisation[], today: Date): TimelineItem[] {
  const items = organisations.flatMap((organisation) =>
    organisation.events.map((event) => ({ at: storyInstant(event, today), organisation, event })),
  );
  return items.sort((a, b) => a.at.getTime() - b.at.getTime());
}
