import { type DisputeView, disputeDeadlines } from '../core/dispute-view.ts';
import { assertThat } from '../core/errors.ts';
import type { PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { Position } from '../core/views.ts';
import type { DisputeRow } from './ports/disputes.ts';
import type { CaseRow } from './ports/officers.ts';
import type { Deps, Stores } from './ports.ts';

/** Disputes of a party that were admitted, newest first, as they stand. */
export async function disputesOf(tx: Stores, party: PartyId): Promise<readonly DisputeView[]> {
  const cases = (await tx.cases.of(party)).filter((one) => one.kind === 'dispute');
  if (cases.length === 0) return [];
  const rows = new Map((await tx.disputes.of(party)).map((row) => [row.id, row]));
  return cases.flatMap((one) => viewOf(one, rows.get(one.id))).sort((a, b) => b.admitted_seq - a.admitted_seq);
}

function viewOf(
  { id, openedSeq, closedSeq, outcome }: CaseRow,
  row: DisputeRow | undefined,
  until = Number.MAX_SAFE_INTEGER,
): DisputeView[] {
  if (row === undefined || row.admittedAt === null || openedSeq > until) return [];
  const isClosed = closedSeq !== null && closedSeq <= until;
  const { partyId, certificateId, evidenceSha256, filedAt, admittedAt, closedAt } = row;
  return [
    {
      id,
      party_id: partyId,
      certificate_id: certificateId,
      evidence_sha256: evidenceSha256,
      state: isClosed ? 'closed' : 'open',
      outcome: isClosed ? outcome : null,
      filed_at: formatUtcInstant(filedAt),
      admitted_at: formatUtcInstant(admittedAt),
      admitted_seq: openedSeq,
      closed_at: isClosed && closedAt !== null ? formatUtcInstant(closedAt) : null,
      closed_seq: isClosed ? closedSeq : null,
      admission_reason: row.admissionReason ?? '',
      decision_reason: isClosed ? row.decisionReason : null,
      deadlines: disputeDeadlines(filedAt, admittedAt),
    },
  ];
}

/** A dispute as a position has it. @throws RegistryError not_found: what no officer admitted does not exist for strangers */
export function readDispute(deps: Deps, id: string, position: Position): Promise<DisputeView> {
  return deps.ledger.read(async (tx) => {
    const found = await tx.cases.find(id);
    const isDispute = found?.kind === 'dispute';
    const [view] = isDispute ? viewOf(found, await tx.disputes.find(id), position.seq) : [];
    assertThat(view !== undefined, 'not_found', 'no dispute of this id was admitted');
    return view;
  });
}

/** Disputes that one answer to officers lists. */
const LISTED = 200;

/** What officers have to decide: objections that await admission, with what their authors wrote. */
export function readFiledDisputes(deps: Deps): Promise<readonly JsonObject[]> {
  return deps.ledger.read(async (tx) =>
    (await tx.disputes.waiting(LISTED)).map(
      ({ id, partyId, certificateId, evidenceSha256, grounds, contact, filedBy, filedAt }) => ({
        id,
        organisation: partyId,
        certificate_id: certificateId,
        evidence_sha256: evidenceSha256,
        grounds,
        contact,
        filed_by: filedBy,
        filed_at: formatUtcInstant(filedAt),
        deadlines: { ...disputeDeadlines(filedAt, null) },
      }),
    ),
  );
}
