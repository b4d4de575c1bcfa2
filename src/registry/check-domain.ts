import { isReservedDomain, normaliseDomain } from '../core/domain-name.ts';
import { assertThat, RegistryError } from '../core/errors.ts';
import { isPartyId, type Kid } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { DomainFinding, DomainRow } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { recordFinding } from './record-finding.ts';
import { requireParty } from './require-party.ts';

const HOUR_MS = 3_600_000;
/** Checks of a domain that anybody may ask for in an hour (statements section 4). */
const ASKED_AN_HOUR = 5;
/** Of names a party never gave: a party is no tool to have strangers' hosts asked with. */
const UNNAMED_AN_HOUR = 20;
/** Checks one process has under way at most; each may wait for a silent host. */
const MOST_UNDER_WAY = 64;

type Subject = Pick<DomainRow, 'partyId' | 'domain'>;

/**
 * `POST /v1/parties/{id}/domains/{domain}/check`: asks the outside world, then records what it said (statements section 4).
 * Whoever asks the same meanwhile gets the same answer.
 *
 * @throws RegistryError not_found, request_invalid, domain_taken, overloaded, rate_limited with `retry_after` in seconds
 */
export async function checkDomain(deps: Deps, party: string, domain: string): Promise<JsonObject> {
  const name = normaliseDomain(domain);
  assertThat(name !== undefined, 'request_invalid', 'not a domain name');
  assertThat(isPartyId(party), 'not_found', 'no such party');
  return check(deps, { partyId: party, domain: name }, ASKED_AN_HOUR);
}

/**
 * The registry's own check of a proof that holds. One an hour, so that of several instances the first one asks.
 *
 * @throws RegistryError as `checkDomain`
 */
export const recheckDomain = (deps: Deps, subject: Subject): Promise<JsonObject> => check(deps, subject, 1);

function check(deps: Deps, subject: Subject, mostAnHour: number): Promise<JsonObject> {
  const { partyId, domain } = subject;
  return deps.checksUnderWay(`${partyId} ${domain}`, async () => {
    // Outside production a name nobody can own proves itself (api, "Modes").
    if (deps.mode !== 'production' && isReservedDomain(domain))
      return conclude(deps, subject, { method: 'sandbox', reason: null, raw: null });
    const { id, kids } = await deps.ledger.write((tx) => admit(tx, deps, subject, mostAnHour));
    const { method, reason = null, raw = null } = await deps.domainProver.prove(domain, partyId, kids);
    return conclude(deps, subject, { method, reason, raw }, id);
  });
}

interface Admitted {
  readonly id: string;
  readonly kids: readonly Kid[];
}

/** Counts a check before it is made, in the database, so that all instances count together and a crash forgets none. */
async function admit(tx: Stores, deps: Deps, { partyId, domain }: Subject, mostAnHour: number): Promise<Admitted> {
  await requireParty(tx, partyId);
  const holder = await tx.domains.holder(domain);
  assertThat(holder === undefined || holder === partyId, 'domain_taken', 'another party proved this domain first');
  assertThat(deps.checksUnderWay.size() <= MOST_UNDER_WAY, 'overloaded', 'too many domains are being checked');
  const now = deps.now();
  const anHourAgo = new Date(now.getTime() - HOUR_MS);
  assertRoom(await tx.domainChecks.begun(domain, anHourAgo), mostAnHour, now);
  const isNamed = (await tx.domains.of(partyId)).some((row) => row.domain === domain);
  if (!isNamed) assertRoom(await tx.domainChecks.begunUnnamed(partyId, anHourAgo), UNNAMED_AN_HOUR, now);
  const id = deps.newId();
  await tx.domainChecks.begin({ id, partyId, domain, at: now }, anHourAgo);
  const keys = await tx.keys.of(partyId);
  return { id, kids: keys.filter((key) => key.use === 'statements' && key.revokedSeq === null).map((key) => key.kid) };
}

/** @param times of the last hour, in order */
function assertRoom(times: readonly Date[], most: number, now: Date): void {
  const inTheWay = times.at(-most);
  if (inTheWay === undefined) return;
  const retry_after = Math.max(1, Math.ceil((inTheWay.getTime() + HOUR_MS - now.getTime()) / 1000));
  throw new RegistryError('rate_limited', `at most ${most} such checks an hour; the next one in ${retry_after} s`, {
    members: { retry_after },
  });
}

async function conclude(deps: Deps, subject: Subject, finding: DomainFinding, id?: string): Promise<JsonObject> {
  const now = deps.now();
  const { method, reason } = finding;
  await deps.ledger.write(async (tx) => {
    if (id !== undefined) await tx.domainChecks.finish(id, finding);
    await recordFinding(tx, deps, { ...subject, method }, now);
  });
  const answer = { domain: subject.domain, proved: method !== null, method, checked_at: formatUtcInstant(now) };
  return reason === null ? answer : { ...answer, reason };
}
