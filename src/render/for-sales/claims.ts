import { isStanding } from '../../core/certificate-state.ts';
import type { CertificateView, OrganisationView, Position } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { formatShare } from '../words.ts';
import { CLAIM_WORDS, type ClaimFacts, type ClaimWords } from './claim-words.ts';
import { longDay } from './long-day.ts';

/** What a holder may say today, what not, and what has to come down. Whole sentences in one language. */
export interface Claims {
  /** True as of the position, the fullest first. Never empty. */
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
  /** Empty while the certificate stands, or before there ever was one. */
  readonly takeDown: readonly string[];
  /** What of all this may stay up; null where nothing comes down. */
  readonly stays: string | null;
}

/** Wording that is true of an organisation at a position. It follows from what is shown, and nobody can ask for more. */
export function claimsOf(organisation: OrganisationView, { as_of }: Position, lang: Language): Claims {
  const words = CLAIM_WORDS[lang];
  const { certificate } = organisation;
  const on = longDay(as_of, lang);
  if (certificate === null) return withoutCertificate(organisation, words, on, lang);
  const facts = factsOf(organisation, certificate, on, lang);
  return isStanding(certificate.state)
    ? standing(organisation, certificate, words, facts)
    : ended(certificate, words, facts);
}

function standing(
  { freshness }: OrganisationView,
  certificate: CertificateView,
  words: ClaimWords,
  facts: ClaimFacts,
): Claims {
  const isLive = freshness.live === 'live';
  const { tier, rounding, scope, neutral, endorsement, live } = words.not;
  return {
    may: [
      words.certified(facts),
      words.short(facts),
      words.scope(facts),
      ...(isLive ? [words.live] : []),
      ...(certificate.state === 'watch' ? [words.watch] : []),
    ],
    mayNot: [tier(facts), rounding(facts), scope, ...(isLive ? [] : [live]), neutral, endorsement],
    takeDown: [],
    stays: null,
  };
}

const ended = ({ state }: CertificateView, words: ClaimWords, facts: ClaimFacts): Claims => ({
  may: [state === 'active' || state === 'watch' ? words.certified(facts) : words.ended[state](facts)],
  mayNot: [words.not.ended(facts), words.not.neutral, words.not.endorsement],
  takeDown: words.takeDown,
  stays: words.stays,
});

function withoutCertificate(
  { name, composite_percent: percent, audit }: OrganisationView,
  words: ClaimWords,
  on: string,
  lang: Language,
): Claims {
  const { certified, neutral, endorsement } = words.not;
  const may =
    audit === null || percent === null
      ? words.registered({ name, on })
      : words.declared({ name, on, percent: decimal(percent, lang) });
  return { may: [may], mayNot: [certified, neutral, endorsement], takeDown: [], stays: null };
}

function factsOf(
  { name, composite_percent: percent }: OrganisationView,
  certificate: CertificateView,
  on: string,
  lang: Language,
): ClaimFacts {
  const { tier, methodology, valid_from, valid_to, scope, score } = certificate;
  return {
    name,
    tier,
    percent: decimal(percent ?? score.composite_percent, lang),
    methodology,
    since: longDay(valid_from, lang),
    until: longDay(valid_to, lang),
    on,
    share: decimal(formatShare(scope.share), lang),
    sites: scope.sites.length,
  };
}

/** A figure as published, with the decimal mark of the language. */
const decimal = (figure: string, lang: Language): string =>
  lang === 'en' || lang === 'ja' ? figure : figure.replace('.', ',');
