import canonicalize from 'canonicalize';
import type { Attestation } from '../../core/documents/attestation.ts';
import { RegistryError } from '../../core/errors.ts';
import type { Digest, Kid } from '../../core/ids.ts';
import {
  chainIssues,
  endOf,
  expectedLink,
  IN_FUTURE,
  isCounted,
  isLate,
  OVERLAP,
  type Place,
  placeOf,
} from '../../core/telemetry/chain.ts';
import { intervalFindings } from '../../core/telemetry/interval-findings.ts';
import { type IntervalGrid, intervalGrid } from '../../core/telemetry/interval-grid.ts';
import { type AcceptedLink, type SiteName, siteKey } from '../ports/intake.ts';
import type { AttestationRow, ChainHead } from '../ports/telemetry.ts';
import { storedBody } from '../stored-body.ts';
import type { Arrival } from './arrival.ts';
import type { Facts } from './facts.ts';

/** Columns of the coverage ledger that a refusal counts in. */
export type RefusalCounter = 'overlap' | 'skewed' | 'refused';

/** What becomes of an arrival. */
export type Judgement =
  | { readonly kind: 'replay'; readonly attestation: Attestation }
  | { readonly kind: 'accept'; readonly place: Place; readonly row: AttestationRow; readonly head: ChainHead }
  | { readonly kind: 'fork'; readonly accepted: Digest }
  | { readonly kind: 'refuse'; readonly error: RegistryError; readonly counter: RefusalCounter };

/** What a judgement sees, all of it under the locks that keep it true. */
export interface Bench {
  readonly now: Date;
  /** The leaf that revoked each key, null for none. */
  readonly keys: ReadonlyMap<Kid, number | null>;
  /** By `siteKey`. */
  readonly heads: ReadonlyMap<string, ChainHead>;
  /** By `linkKey`: what stands at the places behind the heads that are asked for. */
  readonly accepted: ReadonlyMap<string, Pick<AcceptedLink, 'digest' | 'jws'>>;
  /** Forks that are evidence already. */
  readonly forked: ReadonlySet<Digest>;
  /** Whether nobody has used this party's `jti`. */
  isFresh(arrival: Arrival): boolean;
  readonly facts: Facts;
}

export const linkKey = (link: SiteName & { readonly epoch: number; readonly seq: number }): string =>
  `${siteKey(link)} ${link.epoch} ${link.seq}`;

/**
 * The gate's steps 7 and 8 for one attestation (statements sections 2 and 6): replay first, then the key, the document, the
 * chain, the `jti`, plausibility.
 */
export function judge(arrival: Arrival, bench: Bench): Judgement {
  const { attestation, digest, fault, kid } = arrival;
  const head = bench.heads.get(siteKey(arrival));
  const there = attestation && bench.accepted.get(linkKey({ ...arrival, ...attestation.chain }));
  if (attestation !== undefined && there?.digest === digest) return { kind: 'replay', attestation };
  const revoked = bench.keys.get(kid) ?? null;
  if (revoked !== null) return refuse('key_not_active', `the key was revoked by leaf ${revoked}`);
  if (fault !== undefined) return { kind: 'refuse', error: fault, counter: 'refused' };
  if (attestation === undefined) throw new Error('an arrival without a document has a fault');
  if (there !== undefined) return judgeTwin(arrival, there, bench.forked);
  const place = placeOf(attestation.chain, head);
  if (place === 'gap' || place === 'behind')
    return refuse('chain_gap', "the link does not follow the site's last accepted one", {
      expected: expectedLink(head),
    });
  if (!bench.isFresh(arrival)) return refuse('jti_reused', 'this jti was used by another statement of this party');
  return judgeInterval(arrival, attestation, place, head, bench);
}

/** Another statement for a place that is taken: harmless with the same body, a second story with another. */
function judgeTwin(
  { digest, body }: Arrival,
  there: Pick<AcceptedLink, 'digest' | 'jws'>,
  forked: ReadonlySet<Digest>,
): Judgement {
  const members = { accepted: there.digest };
  if (canonicalize(storedBody(there.jws)) === canonicalize(body))
    return refuse('chain_replayed', 'the same body was accepted at this place in another statement', members);
  if (!forked.has(digest)) return { kind: 'fork', accepted: there.digest };
  return refuse('chain_fork', 'another body was accepted at this place; both are evidence in the log', members);
}

function judgeInterval(
  arrival: Arrival,
  attestation: Attestation,
  place: Place,
  head: ChainHead | undefined,
  bench: Bench,
): Judgement {
  const { now, facts } = bench;
  const grid = intervalGrid(attestation, facts.zone(arrival), facts.grid);
  const issues = [...chainIssues(attestation, place, head, now), ...('missing' in grid ? grid.missing : [])];
  // Without the grid's values everything else about the interval can still be said.
  const known = 'missing' in grid ? { cfeShare: 0n, carbonIntensity: 0n, price: 0n } : grid.grid;
  const findings = intervalFindings(attestation, known, (id) =>
    facts.isVisible(arrival.partyId, id, attestation.start),
  );
  if (issues.length === 0 && findings.length === 0 && !('missing' in grid))
    return { kind: 'accept', place, ...accepted(arrival, attestation, grid, head, now) };
  const faults = [...issues.map(({ detail }) => detail), ...findings.map(({ code, message }) => `${code}: ${message}`)];
  const error = new RegistryError('implausible', faults.join('; '), { issues, members: { findings } });
  return { kind: 'refuse', error, counter: counterOf(issues) };
}

function counterOf(issues: readonly { readonly code: string }[]): RefusalCounter {
  if (issues.some(({ code }) => code === IN_FUTURE)) return 'skewed';
  return issues.some(({ code }) => code === OVERLAP) ? 'overlap' : 'refused';
}

function accepted(
  arrival: Arrival,
  attestation: Attestation,
  { grid, fromRegistry }: Exclude<IntervalGrid, { missing: unknown }>,
  head: ChainHead | undefined,
  now: Date,
): { readonly row: AttestationRow; readonly head: ChainHead } {
  const { partyId, siteId, digest, kid, jws, jti = '' } = arrival;
  const { chain, start, minutes, registers } = attestation;
  const common = { partyId, siteId, digest, start, minutes, acceptedAt: now };
  return {
    row: {
      ...common,
      chain,
      kid,
      jti,
      jws,
      late: isLate(attestation, now),
      counted: isCounted(attestation, now),
      grid,
      gridFromRegistry: fromRegistry,
    },
    head: {
      ...common,
      epoch: chain.epoch,
      seq: chain.seq,
      end: endOf(attestation),
      registers,
      since: head?.since ?? start,
    },
  };
}

const refuse = (
  code: 'key_not_active' | 'chain_gap' | 'chain_replayed' | 'chain_fork' | 'jti_reused',
  detail: string,
  members: Readonly<Record<string, unknown>> = {},
): Judgement => ({ kind: 'refuse', error: new RegistryError(code, detail, { members }), counter: 'refused' });
