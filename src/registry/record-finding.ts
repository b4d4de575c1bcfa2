import { isStanding } from '../core/certificate-state.ts';
import { assertThat } from '../core/errors.ts';
import { changeCertificate, currentCertificate, reinstateCertificate } from './certificates.ts';
import { issueWhatIsDue } from './decide-audit.ts';
import type { DomainRow, ProofMethod } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { recordLeaf } from './record-leaf.ts';
import { requireParty } from './require-party.ts';

const DAY_MS = 86_400_000;
/** A proof that fails this long is lost (statements section 4). */
const GRACE_MS = 14 * DAY_MS;
/** A domain proved again cures the suspension once it has been sound this long (methodology 3, "cure"). */
const CLEAN_MS = 14 * DAY_MS;

/** What a check found; `method` is null where nothing was proved. */
interface Finding extends Pick<DomainRow, 'partyId' | 'domain'> {
  readonly method: ProofMethod | null;
}

/**
 * Puts the outcome of a check on record, once or as often as it is told: the proof of a domain, its end, or for how long it
 * has been sound or failing. Anybody may have a domain checked, so a name its party never gave leaves no trace here unless
 * it is proved.
 *
 * @throws RegistryError not_found, domain_taken: the first proof holds
 */
export async function recordFinding(tx: Stores, deps: Deps, finding: Finding, now: Date): Promise<void> {
  const { partyId, domain, method } = finding;
  await requireParty(tx, partyId);
  const known = (await tx.domains.of(partyId)).find((row) => row.domain === domain);
  if (known?.proved) return method === null ? recordFailing(tx, known, now) : recordSound(tx, deps, known, now);
  if (method !== null) return recordProof(tx, deps, { ...finding, method }, now);
  if (known !== undefined) await tx.domains.record({ ...known, checkedAt: now });
}

/** The first proved domain makes the party public and issues what was waiting for it. */
async function recordProof(
  tx: Stores,
  deps: Deps,
  { partyId, domain, method }: Finding & { readonly method: ProofMethod },
  now: Date,
): Promise<void> {
  const holder = await tx.domains.holder(domain);
  assertThat(holder === undefined, 'domain_taken', 'another party proved this domain first');
  const { seq, at } = await recordLeaf(
    tx,
    now,
    { t: 'party.domain', party: partyId, domain, method, proved: true },
    partyId,
  );
  const since = { checkedAt: now, provedSeq: seq, soundSince: at, failingSince: null };
  await tx.domains.record({ partyId, domain, proved: true, method, ...since });
  await issueWhatIsDue(tx, deps, partyId, now);
  await publishOrganisation(tx, partyId);
}

async function recordSound(tx: Stores, deps: Deps, row: DomainRow, now: Date): Promise<void> {
  const soundSince = row.soundSince ?? now;
  await tx.domains.record({ ...row, checkedAt: now, soundSince, failingSince: null });
  if (now.getTime() - soundSince.getTime() >= CLEAN_MS) await cure(tx, deps, row, now);
}

/** Lets a certificate stand again that was suspended because its holder had no proved domain left. */
async function cure(tx: Stores, deps: Deps, { partyId }: DomainRow, now: Date): Promise<void> {
  const current = await currentCertificate(tx, await requireParty(tx, partyId));
  if (current?.state !== 'suspended' || current.reason !== 'domain_lost') return;
  await reinstateCertificate(tx, deps, current, 'cured', now);
  await issueWhatIsDue(tx, deps, partyId, now);
  await publishOrganisation(tx, partyId);
}

async function recordFailing(tx: Stores, row: DomainRow, now: Date): Promise<void> {
  const failingSince = row.failingSince ?? now;
  if (now.getTime() - failingSince.getTime() >= GRACE_MS) return recordLoss(tx, row, now);
  await tx.domains.record({ ...row, checkedAt: now, soundSince: null, failingSince });
}

/** From here on the domain is free for others. A holder without any is no longer certified. */
async function recordLoss(tx: Stores, row: DomainRow, now: Date): Promise<void> {
  const { partyId, domain, method } = row;
  const how = method === null ? {} : { method };
  await recordLeaf(tx, now, { t: 'party.domain', party: partyId, domain, ...how, proved: false }, partyId);
  const never = { method: null, soundSince: null, failingSince: null };
  await tx.domains.record({ ...row, ...never, proved: false, checkedAt: now });
  const holdsAnother = (await tx.domains.of(partyId)).some((other) => other.proved);
  const current = await currentCertificate(tx, await requireParty(tx, partyId));
  if (!holdsAnother && current !== undefined && isStanding(current.state))
    await changeCertificate(tx, current, 'suspended', 'domain_lost', now);
  await publishOrganisation(tx, partyId);
}
