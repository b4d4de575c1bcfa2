import type { Language } from '../lang.ts';

/** `2026-08-22T…Z` as the language writes the day: `22 August 2026`. UTC. */
export const longDay = (instant: string, lang: Language): string =>
  new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(instant),
  );
