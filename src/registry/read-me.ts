import { isStanding } from '../core/certificate-state.ts';
import type { PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { LiveView } from '../core/live/live-view.ts';
import type { Tier } from '../core/methodology/cms-1.ts';
import { lackOf, nextTier } from '../core/next-tier.ts';
import type { OwnAttempts, OwnNextTier, OwnView, RefusedAttempt } from '../core/own-view.ts';
import type { AuditView, FailingByTier } from '../core/views.ts';
import { renderAudit } from './audit-view.ts';
import type { Scope } from './authenticate.ts';
import type { Refusal } from './ports/records.ts';
import type { Deps, Stores } from './ports.ts';
import { keysView } from './read-organisation.ts';
import { readOwnTelemetry } from './read-own-telemetry.ts';
import { toJson } from './to-json.ts';
import { disabledWebhooks } from './webhooks.ts';

const YEAR_MS = 366 * 86_400_000;
const SHOWN_REFUSALS = 20;

/**
 * `GET /v1/me`: a party's own view of its attempts, keys, cases and telemetry, and of what fails for the next tier. Of a key
 * without a party there are the attempts alone.
 */
export function readMe(deps: Deps, partyId: PartyId, scopes: readonly Scope[]): Promise<OwnView> {
  return deps.ledger.read(async (tx) => {
    const party = await tx.parties.find(partyId);
    const head = await tx.log.head();
    const base = { party_id: partyId, scopes: [...scopes], attempts: await attempts(tx, deps, partyId) };
    if (party === undefined) return base;
    const audit = (await tx.audits.of(partyId)).find((one) => !one.superseded);
    const view = audit === undefined ? null : await renderAudit(tx, party, audit);
    const live = (await tx.live.newest(partyId))?.view ?? null;
    const domains = await tx.domains.of(partyId);
    const cases = (await tx.cases.of(partyId)).filter((one) => one.closedSeq === null);
    const standing = (await tx.certificates.of(partyId)).find((one) => isStanding(one.state));
    return {
      ...base,
      kind: party.kind,
      name: party.legalName,
      name_under_review: party.nameUnderReview,
      key_chain_head: party.keyChainHead,
      keys: await keysView(tx, party, head?.seq ?? 0),
      domains: domains.map(({ domain, proved, method }) => ({ domain, proved, method })),
      cases: cases.map(({ id, kind, audit: about }) => ({ id, kind, audit: about })),
      audit: view === null ? null : { digest: view.digest, status: view.status, decision: view.decision },
      ...(await readOwnTelemetry(tx, partyId, view?.sites ?? [], deps.now())),
      live_evaluation: live,
      failing: view === null ? null : failingOf(view, live),
      next_tier: view === null ? null : nextTierOf(standing?.record.tier ?? null, view, live),
      webhooks_disabled: await disabledWebhooks(tx, partyId),
    };
  });
}

/** By tier, each from where `lackOf` finds it. */
const failingOf = ({ failing }: AuditView, live: LiveView | null): FailingByTier => ({
  Bronze: lackOf('Bronze', failing, live).failing,
  Silver: lackOf('Silver', failing, live).failing,
  Obsidian: lackOf('Obsidian', failing, live).failing,
  'Obsidian Prime': lackOf('Obsidian Prime', failing, live).failing,
});

function nextTierOf(standing: Tier | null, { failing }: AuditView, live: LiveView | null): OwnNextTier | null {
  const tier = nextTier(standing);
  return tier === undefined ? null : { tier, ...lackOf(tier, failing, live) };
}

async function attempts(tx: Stores, deps: Deps, party: PartyId): Promise<OwnAttempts> {
  const refused = await tx.refusals.of(party);
  const success = await lastSuccess(tx, deps, party);
  const since = refused.filter((one) => success === undefined || one.at > success.at).at(-1);
  return {
    last_success:
      success === undefined ? null : { at: formatUtcInstant(success.at), typ: success.typ, digest: success.digest },
    last_refusal: refused[0] === undefined ? null : refusalView(refused[0]),
    failing_since: since === undefined ? null : formatUtcInstant(since.at),
    refusals: refused.slice(0, SHOWN_REFUSALS).map(refusalView),
  };
}

interface Success {
  readonly at: Date;
  readonly typ: string;
  readonly digest: string;
}

/** Attestations are kept apart from the statements that have a leaf of their own. */
async function lastSuccess(tx: Stores, deps: Deps, party: PartyId): Promise<Success | undefined> {
  const [statement] = await tx.statements.since(party, new Date(deps.now().getTime() - YEAR_MS));
  const heads = await tx.attestations.heads(party);
  const measured = heads.map(({ acceptedAt, digest }) => ({ at: acceptedAt, typ: 'cms-attestation+jwt', digest }));
  const stated = statement === undefined ? [] : [{ ...statement, at: statement.acceptedAt }];
  return [...stated, ...measured].reduce<Success | undefined>(
    (newest, one) => (newest === undefined || one.at > newest.at ? one : newest),
    undefined,
  );
}

const refusalView = ({ at, typ, digest, code, detail, issues }: Refusal): RefusedAttempt => ({
  at: formatUtcInstant(at),
  typ,
  digest,
  code,
  detail,
  errors: toJson(issues),
});
