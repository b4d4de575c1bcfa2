import type { CertificateState } from '../../../core/certificate-state.ts';
import type { LiveState } from '../../../core/freshness.ts';
import type { MirrorName } from '../../../core/views.ts';
import type { Age } from '../../age-words.ts';

/** What can be said of a row in place of a tier, and of one that is certified. */
export type RowState = CertificateState | 'declared' | 'no_audit';

/** A sentence about a number: as it is written, and whether it is one. */
export type Counted = (number: string, isOne: boolean) => string;

/** Texts of the listing. What is a function is given finished texts: numbers and days as the language writes them. */
export interface ListingWords {
  readonly title: string;
  readonly description: string;
  readonly overview: string;
  readonly certified: Counted;
  readonly listed: Counted;
  readonly matches: Counted;
  readonly atLeast: (sentence: string) => string;
  readonly nobodyCertified: string;
  readonly noMatch: string;
  /** Around the moment and the index of the entry. */
  readonly asOf: (moment: string, entry: string) => string;
  readonly travel: (day: string, entry: string) => string;
  readonly backToToday: string;
  readonly distribution: {
    readonly caption: string;
    readonly text: (organisations: string, peak: string) => string;
    readonly asTable: string;
    readonly range: string;
    readonly organisations: string;
  };
  readonly find: {
    readonly form: string;
    readonly search: string;
    readonly hint: string;
    readonly show: string;
    readonly minComposite: string;
    readonly at: string;
  };
  readonly facets: {
    readonly heading: string;
    readonly tier: string;
    readonly state: string;
    readonly country: string;
    readonly sector: string;
    readonly live: string;
    readonly assurance: string;
    readonly standing: string;
    readonly all: string;
    readonly level: (level: string) => string;
    readonly more: Counted;
    readonly clear: string;
  };
  readonly states: Readonly<Record<RowState, string>>;
  readonly disputed: string;
  readonly live: Readonly<Record<LiveState, string>>;
  /** `#` is the number; `now` is below one minute. */
  readonly ages: Readonly<Record<Age['unit'] | 'now', string>>;
  /** State and age. */
  readonly liveAge: (state: string, age: string) => string;
  readonly auditOnly: string;
  readonly notKept: string;
  readonly table: {
    readonly region: string;
    readonly caption: string;
    readonly organisation: string;
    readonly composite: string;
    readonly tier: string;
    readonly trend: string;
    readonly telemetry: string;
    readonly since: string;
    readonly validTo: string;
    readonly compare: string;
    readonly select: (name: string) => string;
    readonly noDomain: string;
    readonly noScore: string;
    readonly notCertified: string;
    readonly noTrend: string;
    readonly mirrorsOf: (name: string) => string;
  };
  readonly trendText: (first: string, last: string, lowest: string, highest: string) => string;
  readonly trendGaps: Counted;
  readonly mirrors: Readonly<Record<MirrorName, string>>;
  /** Around the holder's link: what stands before it, and after. */
  readonly named: {
    readonly domainOf: (domain: string) => string;
    readonly leiOf: (lei: string) => string;
    readonly nobodyProved: (domain: string) => string;
    readonly nobodyStates: (lei: string) => string;
    readonly unknown: string;
    readonly outside: string;
    readonly noCertificate: string;
  };
  readonly near: {
    readonly none: (words: string) => string;
    readonly some: (words: string, literal: string, shown: string) => string;
    readonly meant: string;
  };
  readonly pager: {
    readonly shown: (shown: string, total: string) => string;
    readonly pages: string;
    readonly first: string;
    readonly next: string;
    readonly export: string;
    readonly compare: string;
    readonly compareHint: string;
    readonly statistics: string;
  };
  readonly empty: {
    readonly heading: string;
    readonly text: string;
    readonly takes: string;
    readonly submit: string;
    readonly declared: string;
  };
  readonly nothing: {
    readonly heading: string;
    readonly text: (moment: string) => string;
    readonly clear: string;
    readonly everywhere: string;
  };
  /** `#` is the number of new entries; forms as of `Intl.PluralRules`. */
  readonly moved: { readonly one: string; readonly other: string; readonly show: string };
  readonly refused: { readonly heading: string; readonly text: string };
}
