import { sha256Base64url } from '../../core/base64url.ts';
import { byRank, isInSnapshot, snapshotLine } from '../../core/listing-lines.ts';
import { listingRow, shownAudit, shownCertificate } from '../../core/listing-row.ts';
import type { CertificateView, ListingRow } from '../../core/views.ts';
import { isPublic, type ReplayedCertificate, type ReplayedParty, type ReplayState } from './state.ts';

/** A row as it follows from the log. */
export interface ReplayedRow {
  readonly party_id: string;
  readonly compositeKey: string | null;
  readonly row: ListingRow;
  /** The newest leaf about the organisation. */
  readonly touchedAt: number;
}

/** The listing as it follows from the log, in its own order. */
export interface ReplayedListing {
  readonly rows: readonly ReplayedRow[];
  /** Public organisations whose row rests on something that could not be looked at. */
  readonly unknown: readonly string[];
}

/** The decision record with its present state; undefined where it could not be worked out. */
export const certificateView = ({ record, state, reason }: ReplayedCertificate): CertificateView | undefined =>
  record && { ...record, state, reasons: [reason] };

export function replayListing({ parties }: ReplayState): ReplayedListing {
  const listed = [...parties.values()].filter((party) => party.kind === 'organisation' && isPublic(party));
  const rows = listed.map((party) => rowOf(party));
  return {
    rows: rows.filter((row) => row !== undefined).sort(byRank),
    unknown: listed.filter((_party, at) => rows[at] === undefined).map(({ id }) => id),
  };
}

function rowOf(party: ReplayedParty): ReplayedRow | undefined {
  const certificate = shownCertificate(party.certificates.toReversed());
  const audit = shownAudit(party.audits.toReversed(), certificate?.audit?.digest);
  const shown = certificate && certificateView(certificate);
  const isKnown =
    (certificate === undefined) === (shown === undefined) && (audit === undefined || audit.evaluated !== undefined);
  if (party.document === undefined || !isKnown) return undefined;
  const { id: party_id, touchedAt } = party;
  const { legal_name: name, country, sector } = party.document;
  const domain = party.domains.find(({ proved }) => proved)?.domain ?? null;
  const row = listingRow({ party_id, name, country, sector }, domain, shown, audit?.evaluated?.json);
  return { party_id, compositeKey: audit?.evaluated?.compositeKey ?? null, row, touchedAt };
}

/** The lines of a snapshot of the listing, and what its leaf says of them. */
export function snapshotOf({ rows }: ReplayedListing): {
  readonly lines: string;
  readonly digest: string;
  readonly n: number;
} {
  const certified = rows.map(({ row }) => row).filter(isInSnapshot);
  const lines = certified.map(snapshotLine).join('');
  return { lines, digest: sha256Base64url(lines), n: certified.length };
}
