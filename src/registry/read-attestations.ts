import { formatMicro } from '../core/decimal.ts';
import { assertThat } from '../core/errors.ts';
import { type Digest, isPartyId, type PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { Position } from '../core/views.ts';
import { encodeBase64 } from '../log/base64.ts';
import { nodesFromTiles } from '../log/tile-nodes.ts';
import { proveInclusion } from '../log/tree.ts';
import { proveWindow, type WindowPath, windowToJson } from '../log/window.ts';
import type { ForkRow } from './ports/intake.ts';
import type { Checkpoint } from './ports/log.ts';
import type { AttestationQuery, AttestationRow } from './ports/telemetry.ts';
import type { Deps, Stores } from './ports.ts';
import { withCosignatures } from './published-log.ts';

/*
 * Raw attestations with their two-level proofs, for those who may read them (statements section 7). The proof of a window's leaf
 * is given once for all attestations in it, and all proofs of a page lead to one checkpoint.
 */

/** Key of the last item of a page: where the next one goes on. */
export interface AttestationKey {
  readonly siteId: string;
  readonly start: Date;
}

export interface AttestationRequest extends AttestationQuery {
  readonly limit: number;
  readonly after?: AttestationKey;
}

/** One accepted attestation and what was decided about it. */
export interface AttestationItem {
  readonly digest: Digest;
  readonly jws: string;
  readonly site_id: string;
  readonly chain: { readonly epoch: number; readonly seq: number };
  readonly start: string;
  readonly minutes: number;
  readonly accepted_at: string;
  readonly late: boolean;
  readonly counted: boolean;
  /** The grid's values it is scored with, fixed at acceptance. */
  readonly grid: {
    readonly grid_cfe_share: string;
    readonly carbon_intensity_g_per_kwh: string;
    readonly price_per_mwh: string;
    readonly source: 'registry' | 'sender';
  };
  /** Its place in a window, and the window's leaf: one of `windows`. Null while that is not in the published log. */
  readonly receipt: { readonly leaf: number; readonly window: JsonObject } | null;
}

/** A leaf under the page's checkpoint. */
export interface ProvedLeaf {
  readonly index: number;
  /** Exact text. */
  readonly leaf: string;
  /** RFC 6962, base64. */
  readonly path: readonly string[];
}

/** A refused attestation that claims the place of an accepted one. */
export interface ForkView {
  readonly site_id: string;
  readonly accepted: Digest;
  readonly refused: Digest;
  readonly jws: string;
  readonly at: string;
  /** Index of its `telemetry.fork` leaf. */
  readonly leaf: number;
}

export interface AttestationPage {
  readonly organisation: PartyId;
  readonly items: readonly AttestationItem[];
  readonly windows: readonly ProvedLeaf[];
  /** The signed note every path of `windows` leads to, with the cosignatures it has; null before the first. */
  readonly checkpoint: string | null;
  readonly forks: readonly ForkView[];
  readonly total: number;
  readonly total_is_exact: boolean;
  readonly next: AttestationKey | null;
}

/** Counting stops here (api, "Conventions"). */
const COUNTED = 10_000;

/** A page of a party's raw attestations, by site and start. Permission is the caller's to check. */
export function readAttestations(
  deps: Deps,
  { limit, after, ...query }: AttestationRequest,
  { seq }: Position,
): Promise<AttestationPage> {
  return deps.ledger.read(async (tx) => {
    const found = await tx.attestations.page(query, limit + 1, after);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const checkpoint = (await tx.tree.ofSize(seq + 1)) ?? (await tx.tree.head());
    const { places, windows } = await proveAll(tx, rows, checkpoint);
    const total = await tx.attestations.count(query, COUNTED + 1);
    return {
      organisation: query.party,
      items: rows.map((row) => toItem(row, places.get(row.digest))),
      windows,
      checkpoint: checkpoint === undefined ? null : await withCosignatures(tx, checkpoint),
      forks: (await tx.intake.forks.of(query.party)).map(toFork),
      total: Math.min(total, COUNTED),
      total_is_exact: total <= COUNTED,
      next: found.length > limit && last !== undefined ? { siteId: last.siteId, start: last.start } : null,
    };
  });
}

interface Place extends WindowPath {
  readonly leaf: number;
}

/** Where each attestation lies, and the windows' leaves, as far as the checkpoint covers them. */
async function proveAll(
  tx: Stores,
  rows: readonly AttestationRow[],
  checkpoint: Checkpoint | undefined,
): Promise<{ readonly places: ReadonlyMap<string, Place>; readonly windows: readonly ProvedLeaf[] }> {
  const places = new Map<string, Place>();
  const windows: ProvedLeaf[] = [];
  if (checkpoint === undefined) return { places, windows };
  const { size } = checkpoint;
  const nodes = nodesFromTiles(size, tx.tree.tiles);
  for (const { seq, digests } of await tx.windows.holdingAny(rows.map(({ digest }) => digest))) {
    if (seq >= size) continue;
    const at = new Map(digests.map((digest, index) => [Buffer.from(digest).toString('base64url'), index]));
    for (const { digest } of rows) {
      const index = at.get(digest);
      if (index !== undefined) places.set(digest, { leaf: seq, ...proveWindow(index, digests) });
    }
    const [leaf] = await tx.tree.leaves(seq, 1);
    assertThat(leaf !== undefined, 'log_damaged', `leaf ${seq} of the log is missing`);
    windows.push({ index: seq, leaf, path: (await proveInclusion(seq, size, nodes)).map(encodeBase64) });
  }
  return { places, windows };
}

function toItem(row: AttestationRow, place: Place | undefined): AttestationItem {
  const { digest, jws, siteId, chain, start, minutes, acceptedAt, late, counted, grid, gridFromRegistry } = row;
  return {
    digest,
    jws,
    site_id: siteId,
    chain: { epoch: chain.epoch, seq: chain.seq },
    start: formatUtcInstant(start),
    minutes,
    accepted_at: formatUtcInstant(acceptedAt),
    late,
    counted,
    grid: {
      grid_cfe_share: formatMicro(grid.cfeShare),
      carbon_intensity_g_per_kwh: formatMicro(grid.carbonIntensity),
      price_per_mwh: formatMicro(grid.price),
      source: gridFromRegistry ? 'registry' : 'sender',
    },
    receipt: place === undefined ? null : { leaf: place.leaf, window: windowToJson(place) },
  };
}

const toFork = ({ siteId, accepted, refused, jws, at, seq }: ForkRow): ForkView => ({
  site_id: siteId,
  accepted,
  refused,
  jws,
  at: formatUtcInstant(at),
  leaf: seq,
});

/**
 * Guards an auditor's reading of an organisation's raw attestations: open to accredited auditors that its newest audit or its
 * newest inventory that names any names, and to those with a standing opinion on its newest audit (statements section 7).
 *
 * @throws RegistryError not_found, not_accredited, not_permitted_by_holder
 */
export function requireReader(deps: Deps, auditor: PartyId, organisation: string): Promise<PartyId> {
  return deps.ledger.read(async (tx) => {
    const party = isPartyId(organisation) ? await tx.parties.find(organisation) : undefined;
    assertThat(party?.kind === 'organisation', 'not_found', 'there is no such organisation');
    const { partyId } = party;
    const accreditation = await tx.accreditations.find(auditor);
    const isAccredited = accreditation?.state === 'accredited' && deps.now() < accreditation.validTo;
    assertThat(isAccredited, 'not_accredited', `${auditor} is not accredited now`);
    const mayRead = await isNamed(tx, partyId, auditor);
    assertThat(mayRead, 'not_permitted_by_holder', `${partyId} names ${auditor} in no newest audit or inventory`);
    return partyId;
  });
}

async function isNamed(tx: Stores, party: PartyId, auditor: PartyId): Promise<boolean> {
  const [audit] = await tx.audits.of(party);
  if (audit !== undefined) {
    const stated = await tx.opinions.of(audit.digest);
    if (audit.evaluation.auditors?.includes(auditor)) return true;
    if (stated.some((opinion) => opinion.auditor === auditor && opinion.standing)) return true;
  }
  const inventories = await tx.inventories.of(party, new Date(0));
  const named = inventories.map(({ body }) => auditorsOf(body)).findLast((one) => one !== undefined);
  return named?.includes(auditor) ?? false;
}

/** The registry verified the body when it accepted it. */
function auditorsOf(body: string): readonly string[] | undefined {
  const { auditors }: { auditors?: readonly string[] } = JSON.parse(body);
  return auditors;
}
