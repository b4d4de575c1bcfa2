import { normaliseDomain } from '../core/domain-name.ts';
import { assertThat } from '../core/errors.ts';
import { isPartyId, type PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { JsonObject } from '../core/json-value.ts';
import { issueWhatIsDue } from './decide-audit.ts';
import type { DomainRow } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { recordLeaf } from './record-leaf.ts';

/**
 * `POST /v1/parties/{id}/domains/{domain}/check`: asks the outside world, then records what it said (statements section 4).
 * The first proof holds. The first proved domain makes the party public and issues what was waiting for it.
 *
 * @throws RegistryError not_found, request_invalid, domain_taken
 */
export async function checkDomain(deps: Deps, party: string, domain: string): Promise<JsonObject> {
  const name = normaliseDomain(domain);
  assertThat(name !== undefined, 'request_invalid', 'not a domain name');
  const kids = await activeKids(deps, party);
  assertThat(kids !== undefined && isPartyId(party), 'not_found', 'no such party');
  const proof = await deps.domainProver.prove(name, party, kids);
  const now = deps.now();
  const { method } = proof;
  await deps.ledger.write((tx) =>
    recordProof(tx, deps, { partyId: party, domain: name, proved: method !== null, method, checkedAt: now }, now),
  );
  const answer = { domain: name, proved: method !== null, method, checked_at: formatUtcInstant(now) };
  return proof.reason === undefined ? answer : { ...answer, reason: proof.reason };
}

const activeKids = (deps: Deps, party: string) =>
  deps.ledger.read(async (tx) => {
    const found = isPartyId(party) ? await tx.parties.find(party) : undefined;
    if (found === undefined) return undefined;
    const keys = await tx.keys.of(found.partyId);
    return keys.filter((key) => key.use === 'statements' && key.revokedSeq === null).map((key) => key.kid);
  });

async function recordProof(tx: Stores, deps: Deps, row: DomainRow & { checkedAt: Date }, now: Date): Promise<void> {
  const { partyId, domain, method } = row;
  const holder = await tx.domains.holder(domain);
  if (method === null) return recordFailure(tx, row, holder);
  assertThat(holder === undefined || holder === partyId, 'domain_taken', 'another party proved this domain first');
  if (holder === partyId) return tx.domains.record(row, null);
  const leaf = await recordLeaf(tx, now, { t: 'party.domain', party: partyId, domain, method, proved: true }, partyId);
  await tx.domains.record(row, leaf.seq);
  await issueWhatIsDue(tx, deps, partyId, now);
  await publishOrganisation(tx, partyId);
}

/**
 * A failed check of a domain the party named is noted; a proof that held stands until its re-checks and days of grace are
 * over. Anybody may ask, so a name the party never gave leaves no trace.
 */
async function recordFailure(tx: Stores, row: DomainRow, holder: PartyId | undefined): Promise<void> {
  const named = (await tx.domains.of(row.partyId)).some((known) => known.domain === row.domain);
  if (named && holder !== row.partyId) await tx.domains.record(row, null);
}
