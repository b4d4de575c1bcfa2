import type { FreshnessView } from '../core/freshness.ts';
import type { AuditView, CertificateView, HistoryItem, OrganisationView } from '../core/views.ts';
import type { Language } from './lang.ts';
import { because, codeText, ended, freshText, longDay, longMoment } from './organisation/local.ts';
import { ORGANISATION_WORDS } from './organisation/words/in-every-language.ts';
import type { OrganisationWords } from './organisation/words/organisation-words.ts';
import { isoDay } from './words.ts';

export type Tone = 'good' | 'watch' | 'stop' | 'neutral';

/** The one sentence a visitor came for, and the one that explains it. */
export interface Verdict {
  readonly tone: Tone;
  readonly headline: string;
  /** The headline in parts where it says how fresh telemetry is: that part turns while the page is open. */
  readonly parts?: readonly [before: string, fresh: string, after: string] | null;
  readonly reason: string;
}

type Words = OrganisationWords['verdict'];

/** Verdict first, then reason. Says what stands today, never more. */
export function verdictOf(organisation: OrganisationView, lang: Language = 'en'): Verdict {
  const { certificate, audit } = organisation;
  const words = ORGANISATION_WORDS[lang].verdict;
  if (certificate !== null) return certificateVerdict(certificate, organisation, lang);
  if (audit === null) return neutral(words.noAudit, words.noAuditReason);
  return auditVerdict(audit, words, lang);
}

function certificateVerdict(certificate: CertificateView, organisation: OrganisationView, lang: Language): Verdict {
  const words = ORGANISATION_WORDS[lang].verdict;
  switch (certificate.state) {
    case 'active':
      return {
        tone: 'good',
        ...standing(certificate, organisation.freshness, lang),
        reason: words.activeReason(certificate.tier),
      };
    case 'watch': {
      const why = reasonOf(certificate, undefined, lang);
      const reason = why === undefined ? words.watchReason : ended(capital(why), lang);
      return { tone: 'watch', ...standing(certificate, organisation.freshness, lang), reason };
    }
    case 'suspended':
    case 'withdrawn':
    case 'superseded':
    case 'expired':
      return endedVerdict(certificate, certificate.state, organisation.changes, lang);
  }
}

/** `Obsidian Prime, 92.4 %, live, 2 min ago, certified 2026-08-22 until 2027-08-22.` */
function standing(
  certificate: CertificateView,
  freshness: FreshnessView,
  lang: Language,
): Required<Pick<Verdict, 'headline' | 'parts'>> {
  const words = ORGANISATION_WORDS[lang].verdict;
  const comma = lang === 'ja' ? '、' : ', ';
  const state = certificate.state === 'watch' ? [words.onWatch] : [];
  const first = [certificate.tier, `${certificate.score.composite_percent} %`, ...state].join(comma);
  const last = ended(words.certified(isoDay(certificate.valid_from), isoDay(certificate.valid_to)), lang);
  const fresh = freshText(freshness, lang);
  const isPast = freshness.at === null;
  const middle = fresh ?? (isPast ? undefined : words.audited);
  const headline = [first, ...(middle === undefined ? [] : [middle]), last].join(comma);
  return { headline, parts: fresh === undefined ? null : [`${first}${comma}`, fresh, `${comma}${last}`] };
}

function endedVerdict(
  certificate: CertificateView,
  state: 'suspended' | 'withdrawn' | 'superseded' | 'expired',
  changes: readonly HistoryItem[],
  lang: Language,
): Verdict {
  const words = ORGANISATION_WORDS[lang].verdict;
  const { tier, valid_from: from, valid_to: to } = certificate;
  const day = (instant: string): string => longDay(instant, lang);
  if (state === 'expired') {
    return {
      tone: 'stop',
      headline: words.expired(day(to)),
      parts: null,
      reason: words.expiredReason(tier, day(from), day(to)),
    };
  }
  const change = latest(changes, `certificate.${state}`, certificate.id);
  const what = words[state](change === undefined ? undefined : longMoment(change.at, lang));
  const why = reasonOf(certificate, change, lang);
  return {
    tone: state === 'superseded' ? 'neutral' : 'stop',
    headline: why === undefined ? what : because(what, why, lang),
    parts: null,
    reason: words.endedReason(tier),
  };
}

function latest(changes: readonly HistoryItem[], type: string, certificate: string): HistoryItem | undefined {
  const fitting = changes.filter((item) => item.type === type && item.certificate_id === certificate);
  return fitting.sort((a, b) => b.seq - a.seq)[0];
}

/** Why it stands as it does; a decision needs no further reason. */
function reasonOf(certificate: CertificateView, change: HistoryItem | undefined, lang: Language): string | undefined {
  const given = change?.reason ?? certificate.reasons[0];
  return given === undefined || given === null || given === 'decision' ? undefined : codeText(given, lang);
}

function auditVerdict({ score, status, claim, decision }: AuditView, words: Words, lang: Language): Verdict {
  const figure = `${score.composite_percent} %`;
  if (status === 'held') return { ...neutral(words.held(figure), words.heldReason(claim.claimed)), tone: 'watch' };
  if (status === 'countersigned') {
    const listed = decision.reasons.map((code) => codeText(code, lang)).join('; ');
    return neutral(words.countersigned(figure), words.countersignedReason(listed));
  }
  return neutral(words.declared(figure), words.declaredReason);
}

const neutral = (headline: string, reason: string): Verdict => ({ tone: 'neutral', headline, parts: null, reason });

/** The first letter in upper case, where the script has cases. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
