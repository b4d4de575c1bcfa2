/** Languages of the pages' frame and controls, and of badges. What parties wrote stays as they wrote it. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text, or one set of texts, in every language: the compiler misses none. */
export type Translated<T> = Readonly<Record<Language, T>>;

/** Colours of the pages: as the system has them, or as the visitor chose. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
