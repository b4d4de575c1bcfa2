import { CURRENT_STATES, isStanding } from '../core/certificate-state.ts';
import type { Act, ActOf } from '../core/documents/act.ts';
import { assertThat } from '../core/errors.ts';
import { type Digest, isPartyId } from '../core/ids.ts';
import { formatUtcInstant, parseUtcInstant } from '../core/instant.ts';
import { certificateOf, changeCertificate, reinstateCertificate, requireCertificate } from './certificates.ts';
import { issueWhatIsDue } from './decide-audit.ts';
import { closeDispute, decideAdmission, findFiled } from './disputes.ts';
import { opinionsBehind } from './grounds.ts';
import type { CaseRow } from './ports/officers.ts';
import type { Party } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { recordLeaf } from './record-leaf.ts';

type Apply<A extends Act['action']> = (
  tx: Stores,
  deps: Deps,
  act: ActOf<A>,
  digest: Digest,
  now: Date,
) => Promise<void>;
type Applied = Exclude<Act['action'], 'confirm'>;

/** What each act does when it takes effect. The leaves of its effects follow `act.effective`. */
const EFFECTS: { [A in Applied]: Apply<A> } = {
  accredit: async (tx, _deps, act, digest, now) => {
    const auditor = await requireAuditor(tx, act.subject);
    const levels = [...act.levels].sort();
    const { valid_to } = act;
    await recordLeaf(
      tx,
      now,
      { t: 'auditor.accredited', party: auditor.partyId, levels, valid_to, d: digest },
      auditor.partyId,
    );
    await tx.accreditations.put({ partyId: auditor.partyId, state: 'accredited', levels, validTo: instant(valid_to) });
  },
  suspend_accreditation: (tx, _deps, act, digest, now) => endAccreditation(tx, act.subject, 'suspended', digest, now),
  withdraw_accreditation: async (tx, _deps, act, digest, now) => {
    await endAccreditation(tx, act.subject, 'withdrawn', digest, now);
    await suspendRestingOn(tx, act.subject, digest, now);
  },
  suspend: async (tx, _deps, act, digest, now) => {
    const certificate = await requireCertificate(tx, act.certificate, act.subject, ['active', 'watch']);
    await changeCertificate(tx, certificate, 'suspended', 'act', now, [digest]);
    await publishOrganisation(tx, certificate.partyId);
  },
  reinstate: async (tx, deps, act, digest, now) => {
    const certificate = await requireCertificate(tx, act.certificate, act.subject, ['suspended']);
    await reinstateCertificate(tx, deps, certificate, 'act', now, [digest]);
    await issueWhatIsDue(tx, deps, certificate.partyId, now);
    await publishOrganisation(tx, certificate.partyId);
  },
  withdraw: async (tx, _deps, act, digest, now) => {
    const certificate = await requireCertificate(tx, act.certificate, act.subject, CURRENT_STATES);
    await changeCertificate(tx, certificate, 'withdrawn', 'act', now, [digest]);
    await publishOrganisation(tx, certificate.partyId);
  },
  resolve: resolveCase,
  publish_methodology: async () => {
    // The act itself is the record; a version comes into force with the release that carries it.
  },
  grid_series: async (tx, deps, act) => {
    assertThat(
      await deps.gridFiles.has(act.sha256),
      'implausible',
      'the operator has put no readable series with this digest in place',
    );
    const head = await tx.log.head();
    await tx.acts.grid.put(head?.seq ?? 0, act.zone, act.sha256);
  },
  incident: async (tx, deps, act, _digest, now) => {
    const head = await tx.log.head();
    await recordLeaf(tx, now, { t: 'incident.opened', id: deps.newId(), url: act.url, n: head?.seq ?? 0 });
  },
};

/** Carries an act out. @throws RegistryError not_found, state_conflict, implausible */
export function applyAct(tx: Stores, deps: Deps, act: Act, digest: Digest, now: Date): Promise<void> {
  if (act.action === 'confirm') return Promise.resolve();
  // The table is keyed by action, so an act always meets the effect written for it; the compiler cannot follow that.
  const effect = EFFECTS[act.action] as (tx: Stores, deps: Deps, act: Act, digest: Digest, now: Date) => Promise<void>;
  return effect(tx, deps, act, digest, now);
}

/** Refuses at the first signature what could never take effect: the subject, and what the act names, must exist. */
export async function assertPossible(tx: Stores, deps: Deps, act: Act): Promise<void> {
  switch (act.action) {
    case 'accredit':
      await requireAuditor(tx, act.subject);
      instant(act.valid_to);
      return;
    case 'suspend_accreditation':
    case 'withdraw_accreditation':
      await requireAuditor(tx, act.subject);
      return;
    case 'suspend':
    case 'reinstate':
    case 'withdraw': {
      const certificate = await tx.certificates.find(act.certificate);
      assertThat(certificate?.partyId === act.subject, 'not_found', 'the subject holds no such certificate');
      return;
    }
    case 'resolve':
      if ((await findFiled(tx, act)) === undefined) await requireOpenCase(tx, act);
      return;
    case 'grid_series':
      assertThat(
        await deps.gridFiles.has(act.sha256),
        'implausible',
        'the operator has put no readable series with this digest in place',
      );
      return;
    case 'publish_methodology':
    case 'incident':
    case 'confirm':
      return;
  }
}

async function requireAuditor(tx: Stores, id: string): Promise<Party> {
  const party = await tx.parties.find(id);
  assertThat(party?.kind === 'auditor', 'not_found', 'the subject is no registered auditor');
  return party;
}

async function endAccreditation(
  tx: Stores,
  subject: string,
  state: 'suspended' | 'withdrawn',
  digest: Digest,
  now: Date,
): Promise<void> {
  const auditor = await requireAuditor(tx, subject);
  const accreditation = await tx.accreditations.find(auditor.partyId);
  const possible = accreditation !== undefined && accreditation.state !== 'withdrawn' && accreditation.state !== state;
  assertThat(possible, 'state_conflict', `the auditor is ${accreditation?.state ?? 'an applicant'}`);
  const { levels, validTo } = accreditation;
  await recordLeaf(
    tx,
    now,
    { t: `auditor.${state}`, party: auditor.partyId, levels, valid_to: formatUtcInstant(validTo), d: digest },
    auditor.partyId,
  );
  await tx.accreditations.put({ ...accreditation, state });
}

/** A withdrawn accreditation suspends what rests on the auditor's opinions, at once (methodology 3). */
async function suspendRestingOn(tx: Stores, auditor: string, digest: Digest, now: Date): Promise<void> {
  if (!isPartyId(auditor)) return;
  for (const opinion of await tx.opinions.by(auditor)) {
    const certificate = await certificateOf(tx, await tx.audits.find(opinion.audit));
    if (certificate === undefined || !isStanding(certificate.state)) continue;
    const behind = await opinionsBehind(tx, certificate);
    if (!behind.some((one) => one.auditor === auditor)) continue;
    await changeCertificate(tx, certificate, 'suspended', 'accreditation_withdrawn', now, [digest]);
    await publishOrganisation(tx, certificate.partyId);
  }
}

/**
 * `allow` removes the one block the case stands for and nothing else; `deny` keeps it; both close the case. What keeps a
 * filed dispute from being one is that no officer has admitted it: `allow` opens its case, `deny` leaves none.
 */
async function resolveCase(tx: Stores, deps: Deps, act: ActOf<'resolve'>, _digest: Digest, now: Date): Promise<void> {
  const filed = await findFiled(tx, act);
  if (filed !== undefined) return decideAdmission(tx, filed, act, now);
  const found = await requireOpenCase(tx, act);
  const { id, kind, partyId, audit } = found;
  const subject = audit === null ? {} : { d: audit };
  const leaf = await recordLeaf(
    tx,
    now,
    { t: 'case.closed', id, kind, org: partyId, ...subject, outcome: act.outcome },
    partyId,
  );
  await tx.cases.close(id, leaf.seq, act.outcome);
  if (kind === 'dispute') await closeDispute(tx, id, act.reason, leaf.at);
  if (act.outcome === 'allow') await liftBlock(tx, found);
  if (act.outcome === 'allow') await issueWhatIsDue(tx, deps, partyId, now);
  await publishOrganisation(tx, partyId);
}

async function liftBlock(tx: Stores, { kind, audit, partyId }: CaseRow): Promise<void> {
  if (kind === 'claim_held' && audit !== null) await tx.audits.update(audit, { held: false });
  if (kind === 'name') await tx.parties.update(partyId, { nameUnderReview: false });
}

async function requireOpenCase(tx: Stores, act: ActOf<'resolve'>): Promise<CaseRow> {
  const found = await tx.cases.find(act.case);
  assertThat(found !== undefined && found.partyId === act.subject, 'not_found', 'the subject has no such case');
  assertThat(found.closedSeq === null, 'state_conflict', `the case was closed with outcome ${found.outcome}`);
  return found;
}

/** Later instants are slips of the pen; the database takes none. */
const LATEST_MS = Date.UTC(3000, 0, 1);

function instant(text: string): Date {
  const parsed = parseUtcInstant(text);
  const inReach = parsed !== undefined && parsed.getTime() < LATEST_MS;
  assertThat(inReach, 'implausible', 'valid_to is not an instant before the year 3000');
  return parsed;
}
