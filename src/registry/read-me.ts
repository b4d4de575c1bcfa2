import type { PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import { renderAudit } from './audit-view.ts';
import type { Scope } from './authenticate.ts';
import type { Refusal } from './ports/records.ts';
import type { Deps, Stores } from './ports.ts';
import { keysView } from './read-organisation.ts';
import { toJson } from './to-json.ts';

const YEAR_MS = 366 * 86_400_000;
const SHOWN_REFUSALS = 20;

/** `GET /v1/me`: a party's own view of its attempts, keys, cases, and of what fails for the next tier. */
export function readMe(deps: Deps, partyId: PartyId, scopes: readonly Scope[]): Promise<JsonObject> {
  return deps.ledger.read(async (tx) => {
    const party = await tx.parties.find(partyId);
    const head = await tx.log.head();
    const base = { party_id: partyId, scopes: [...scopes], attempts: await attempts(tx, deps, partyId) };
    if (party === undefined) return base;
    const audit = (await tx.audits.of(partyId)).find((one) => !one.superseded);
    const view = audit === undefined ? null : await renderAudit(tx, party, audit);
    const domains = await tx.domains.of(partyId);
    const cases = (await tx.cases.of(partyId)).filter((one) => one.closedSeq === null);
    return {
      ...base,
      kind: party.kind,
      name: party.legalName,
      name_under_review: party.nameUnderReview,
      key_chain_head: party.keyChainHead,
      keys: await keysView(tx, party, head?.seq ?? 0),
      domains: domains.map(({ domain, proved, method }) => ({ domain, proved, method })),
      cases: cases.map(({ id, kind, audit: about }) => ({ id, kind, audit: about })),
      sites: view === null ? [] : [...view.sites],
      audit: view === null ? null : toJson({ digest: view.digest, status: view.status, decision: view.decision }),
      failing: view === null ? null : toJson(view.failing),
    };
  });
}

async function attempts(tx: Stores, deps: Deps, party: PartyId): Promise<JsonObject> {
  const accepted = await tx.statements.since(party, new Date(deps.now().getTime() - YEAR_MS));
  const refused = await tx.refusals.of(party);
  const [success] = accepted;
  const since = refused.filter((one) => success === undefined || one.at > success.acceptedAt).at(-1);
  return {
    last_success:
      success === undefined
        ? null
        : { at: formatUtcInstant(success.acceptedAt), typ: success.typ, digest: success.digest },
    last_refusal: refused[0] === undefined ? null : refusalView(refused[0]),
    failing_since: since === undefined ? null : formatUtcInstant(since.at),
    refusals: refused.slice(0, SHOWN_REFUSALS).map(refusalView),
  };
}

const refusalView = ({ at, typ, digest, code, detail, issues }: Refusal): { [member: string]: JsonValue } => ({
  at: formatUtcInstant(at),
  typ,
  digest,
  code,
  detail,
  errors: toJson(issues),
});
