import type { AuditStatus, CertificateView, HistoryItem, OrganisationView } from '../core/views.ts';
import { reasonWords } from './reason-words.ts';
import { capitalise, formatDay, formatMoment } from './words.ts';

export type Tone = 'good' | 'watch' | 'stop' | 'neutral';

/** The one sentence a visitor came for, and the one that explains it. */
export interface Verdict {
  readonly tone: Tone;
  readonly headline: string;
  readonly reason: string;
}

/** Verdict first, then reason. Says what stands today, never more. */
export function verdictOf(organisation: OrganisationView): Verdict {
  const { certificate, audit } = organisation;
  if (certificate !== null) return certificateVerdict(certificate, organisation.changes);
  if (audit === null) {
    return neutral('Registered, no audit declared.', 'The registry holds no figures of this organisation.');
  }
  const figure = `${audit.score.composite_percent} %`;
  return auditVerdict(audit.status, figure, audit.decision.reasons, audit.claim.claimed);
}

function certificateVerdict(certificate: CertificateView, changes: readonly HistoryItem[]): Verdict {
  const { tier } = certificate;
  const since = formatDay(certificate.valid_from);
  const until = formatDay(certificate.valid_to);
  switch (certificate.state) {
    case 'active':
      return {
        tone: 'good',
        headline: `${tier}, certified since ${since}, valid to ${until}.`,
        reason: `All conditions of ${tier} hold; the registry recomputed every figure from the signed audit.`,
      };
    case 'watch':
      return {
        tone: 'watch',
        headline: `${tier}, on watch: certified since ${since}, valid to ${until}.`,
        reason: why(
          certificate,
          undefined,
          'Not every condition of its tier holds, and it is kept inside the hold band.',
        ),
      };
    case 'suspended':
    case 'withdrawn':
    case 'superseded':
    case 'expired':
      return endedVerdict(certificate, certificate.state, changes);
  }
}

function endedVerdict(
  certificate: CertificateView,
  state: 'suspended' | 'withdrawn' | 'superseded' | 'expired',
  changes: readonly HistoryItem[],
): Verdict {
  const { tier, valid_from: from, valid_to: to } = certificate;
  if (state === 'expired') {
    const reason = `Its ${tier} certificate was valid from ${formatDay(from)} to ${formatDay(to)}.`;
    return { tone: 'stop', headline: `Expired on ${formatDay(to)}.`, reason };
  }
  const change = latest(changes, `certificate.${state}`, certificate.id);
  const when = change === undefined ? '' : ` ${state === 'suspended' ? 'since' : 'at'} ${formatMoment(change.at)}`;
  return {
    tone: state === 'superseded' ? 'neutral' : 'stop',
    headline: `${capitalise(state)}${when}.`,
    reason: why(certificate, change, `The ${tier} certificate does not stand.`),
  };
}

function latest(changes: readonly HistoryItem[], type: string, certificate: string): HistoryItem | undefined {
  const fitting = changes.filter((item) => item.type === type && item.certificate_id === certificate);
  return fitting.sort((a, b) => b.seq - a.seq)[0];
}

function why(certificate: CertificateView, change: HistoryItem | undefined, otherwise: string): string {
  const given = change?.reason ?? certificate.reasons[0];
  if (given === undefined || given === null || given === 'decision') return otherwise;
  const words = capitalise(reasonWords(given));
  return `${words}${/[.!?]$/.test(words) ? '' : '.'}`;
}

function auditVerdict(
  status: AuditStatus,
  figure: string,
  reasons: readonly string[],
  claimed: string | null,
): Verdict {
  if (status === 'held') {
    const claim = claimed === null ? 'The claimed figure' : `The claim of ${claimed} %`;
    return {
      tone: 'watch',
      headline: `Held: nothing is issued. Recomputed by the registry at ${figure}.`,
      reason: `${claim} differs too far from the recomputed figure; it awaits an explanation.`,
    };
  }
  if (status === 'countersigned') {
    const listed = reasons.map(reasonWords).join('; ');
    return neutral(
      `No tier: countersigned by an auditor, recomputed by the registry at ${figure}.`,
      listed === '' ? 'The conditions of Bronze do not all hold.' : `What stands in the way: ${listed}.`,
    );
  }
  return neutral(
    `Declared only: ${figure} recomputed by the registry, not countersigned.`,
    'No accredited auditor has accepted this audit, so it carries no tier.',
  );
}

const neutral = (headline: string, reason: string): Verdict => ({ tone: 'neutral', headline, reason });
