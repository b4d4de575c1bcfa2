import { disputeDeadlines } from '../core/dispute-view.ts';
import { type Dispute, parseDispute } from '../core/documents/dispute.ts';
import { assertThat, RegistryError } from '../core/errors.ts';
import type { PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import { parseStrictJson } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import type { DisputeRow } from './ports/disputes.ts';
import type { Party } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { isPublic } from './publish.ts';

/** Objections that may await an officer: about one organisation, of one party with a token, and in all. */
const MOST_WAITING = { organisation: 20, party: 10, all: 1_000 } as const;
/** Whoever meets a full desk comes back when an officer had time to look. */
const RETRY_S = 86_400;

/** What filing answers; a repetition gives the first answer. */
export interface Filing {
  readonly status: 200 | 201;
  readonly answer: JsonObject;
}

/**
 * `POST /v1/disputes`: keeps an objection for the officers. Nothing is logged and nothing is shown before one admits it. The
 * same evidence about the same organisation, while it waits, is the same dispute.
 *
 * @param filedBy the party whose token came with it
 * @throws RegistryError document_invalid, not_found (no such organisation, or not its certificate), rate_limited
 */
export async function fileDispute(deps: Deps, body: Uint8Array, filedBy: PartyId | null): Promise<Filing> {
  const dispute = parseDispute(readJson(body));
  return deps.ledger.write(async (tx) => {
    const { party, certificateId } = await subjectOf(tx, dispute);
    const waiting = await tx.disputes.waiting(MOST_WAITING.all);
    const { evidence_sha256: evidence } = dispute;
    const known = waiting.find((row) => row.partyId === party.partyId && row.evidenceSha256 === evidence);
    if (known !== undefined) return { status: 200, answer: filed(known) };
    assertRoom(waiting, party.partyId, filedBy);
    const row: DisputeRow = {
      id: deps.newId(),
      partyId: party.partyId,
      certificateId,
      evidenceSha256: evidence,
      grounds: dispute.grounds,
      contact: dispute.contact ?? null,
      filedBy,
      filedAt: deps.now(),
      state: 'filed',
      admittedAt: null,
      admissionReason: null,
      closedAt: null,
      decisionReason: null,
    };
    await tx.disputes.insert(row);
    return { status: 201, answer: filed(row) };
  });
}

function readJson(body: Uint8Array): JsonValue {
  try {
    return parseStrictJson(body, 'payload_invalid');
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw new RegistryError('document_invalid', error.message, {
      issues: [{ pointer: '', code: 'json_invalid', detail: error.message }],
    });
  }
}

async function subjectOf(
  tx: Stores,
  { organisation, certificate_id: id }: Dispute,
): Promise<{ readonly party: Party; readonly certificateId: string | null }> {
  const certificate = id === undefined ? undefined : await tx.certificates.find(id);
  assertThat((id === undefined) === (certificate === undefined), 'not_found', 'no such certificate');
  const name = organisation ?? certificate?.partyId;
  const party = name === undefined ? undefined : await tx.parties.find(name);
  const isListed = party?.kind === 'organisation' && (await isPublic(tx, party));
  assertThat(party !== undefined && isListed, 'not_found', 'no such organisation in the listing');
  const isHolder = certificate === undefined || certificate.partyId === party.partyId;
  assertThat(isHolder, 'not_found', 'the organisation holds no such certificate');
  return { party, certificateId: certificate?.id ?? null };
}

function assertRoom(waiting: readonly DisputeRow[], party: PartyId, filedBy: PartyId | null): void {
  const about = waiting.filter((row) => row.partyId === party).length;
  const own = filedBy === null ? 0 : waiting.filter((row) => row.filedBy === filedBy).length;
  const hasRoom = waiting.length < MOST_WAITING.all && about < MOST_WAITING.organisation && own < MOST_WAITING.party;
  assertThat(hasRoom, 'rate_limited', 'as many objections as the officers can look at are waiting already', {
    members: { retry_after: RETRY_S },
  });
}

/** The number and the clock; nothing of what was written comes back. */
const filed = ({ id, partyId, certificateId, evidenceSha256, filedAt }: DisputeRow): JsonObject => ({
  id,
  state: 'filed',
  organisation: partyId,
  certificate_id: certificateId,
  evidence_sha256: evidenceSha256,
  filed_at: formatUtcInstant(filedAt),
  deadlines: { ...disputeDeadlines(filedAt, null) },
});
