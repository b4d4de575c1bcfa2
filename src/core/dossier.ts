import type { CertificateState } from './certificate-state.ts';
import type { Tier } from './methodology/cms-1.ts';
import type { ClaimView, HistoryItem, OpinionView } from './views.ts';

/** A certificate of an organisation as it stood at a position. */
export interface DossierCertificate {
  readonly id: string;
  readonly tier: Tier;
  readonly state: CertificateState;
  readonly composite_percent: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly audits: readonly string[];
  /** Index of the issuing leaf. */
  readonly leaf: number;
}

/** An audit of an organisation, with the opinions given up to a position. */
export interface DossierAudit {
  readonly digest: string;
  readonly level: number;
  readonly window: { readonly start: string; readonly end: string };
  readonly composite_percent: string;
  readonly claim: ClaimView;
  readonly accepted_at: string;
  readonly accepted_seq: number;
  readonly opinions: readonly OpinionView[];
}

/** What an organisation's page lists beside its entry: everything it ever held, and who vouched. */
export interface Dossier {
  /** Newest first. */
  readonly certificates: readonly DossierCertificate[];
  /** Newest first, a bounded number. */
  readonly audits: readonly DossierAudit[];
  /** Further audits that are not listed. */
  readonly moreAudits: number;
  /** Legal names of the auditors named, by party id. */
  readonly auditors: ReadonlyMap<string, string>;
}

const STATE_AFTER: Readonly<Record<string, CertificateState>> = {
  'certificate.issued': 'active',
  'certificate.active': 'active',
  'certificate.reinstated': 'active',
  'certificate.watch': 'watch',
  'certificate.suspended': 'suspended',
  'certificate.superseded': 'superseded',
  'certificate.withdrawn': 'withdrawn',
  'certificate.expired': 'expired',
};

/**
 * The state of a certificate as its history up to a position has it. Of a credential signed anew it says nothing: the
 * certificate stands as it stood.
 */
export function stateIn(history: readonly HistoryItem[], certificate: string): CertificateState | undefined {
  let newest: HistoryItem | undefined;
  for (const item of history) {
    if (item.certificate_id !== certificate || STATE_AFTER[item.type] === undefined) continue;
    if (newest === undefined || item.seq > newest.seq) newest = item;
  }
  return newest && STATE_AFTER[newest.type];
}
