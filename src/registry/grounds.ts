import type { AuditRow, CertificateRow, OpinionRow } from './ports/audits.ts';
import type { KeyRow } from './ports/parties.ts';
import type { Stores } from './ports.ts';

/**
 * The opinions a certificate rests on: of each auditor's last opinion before it was issued, those that accept; and where
 * an opinion cured a suspension, the accepts that came later.
 */
export async function opinionsBehind(tx: Stores, certificate: CertificateRow): Promise<readonly OpinionRow[]> {
  const opinions = await tx.opinions.of(certificate.audit);
  const last = new Map<string, OpinionRow>();
  for (const opinion of opinions) if (opinion.acceptedSeq < certificate.leaf) last.set(opinion.auditor, opinion);
  const first = [...last.values()].filter(isAccept);
  const audit = certificate.reason === 'cured' ? await tx.audits.find(certificate.audit) : undefined;
  // What cured another suspension than a compromised key's was no opinion.
  if (audit === undefined || !(await restsOnCompromise(tx, audit, first))) return first;
  return [...first, ...opinions.filter((one) => one.acceptedSeq > certificate.leaf).filter(isAccept)];
}

export const isAccept = ({ opinion }: OpinionRow): boolean => opinion.result === 'accept';

/** Whether a key was declared compromised from a leaf that is not after its statement's (statements section 4). */
const inDoubt = (key: KeyRow | undefined, seq: number): boolean =>
  key !== undefined && key.compromisedSince !== null && key.compromisedSince <= seq;

/**
 * Whether a decision now would rest on a compromised key: a standing accept signed by one, or an audit signed by one that
 * nobody accepted since the key was revoked. A new countersignature ends it.
 */
export async function restsOnCompromise(
  tx: Stores,
  audit: AuditRow,
  standing: readonly OpinionRow[],
): Promise<boolean> {
  const accepts = standing.filter(isAccept);
  for (const { kid, acceptedSeq } of accepts) {
    if (inDoubt(await tx.keys.find(kid), acceptedSeq)) return true;
  }
  const ownKeys = await tx.keys.of(audit.partyId);
  // Only a party with a compromised key needs its statement read.
  if (!ownKeys.some((key) => inDoubt(key, audit.acceptedSeq))) return false;
  const statement = await tx.statements.find(audit.digest);
  const signer = ownKeys.find((key) => key.kid === statement?.kid);
  const revoked = signer?.revokedSeq ?? null;
  return inDoubt(signer, audit.acceptedSeq) && !accepts.some(({ acceptedSeq }) => acceptedSeq > (revoked ?? 0));
}
