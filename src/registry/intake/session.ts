import type { Attestation } from '../../core/documents/attestation.ts';
import type { RegistryError } from '../../core/errors.ts';
import type { Digest } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { Outcome } from '../accept.ts';
import { type AcceptedLink, siteKey } from '../ports/intake.ts';
import type { AttestationRow, ChainHead } from '../ports/telemetry.ts';
import type { Arrival } from './arrival.ts';
import { type Counter, openCoverage } from './coverage.ts';
import type { Facts } from './facts.ts';
import type { Jtis } from './jtis.ts';
import { type Bench, type Judgement, judge, linkKey } from './judge.ts';

/** A fork, or an interval that opens a later epoch: its leaf comes first. */
export type LeafJudgement = Extract<Judgement, { kind: 'fork' | 'accept' }>;

/** What became of an arrival; `leaf` is one that only a writer can settle, `waits` one behind it in its chain. */
export type Settled =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'refused'; readonly error: RegistryError }
  | { readonly kind: 'leaf'; readonly judgement: LeafJudgement }
  | { readonly kind: 'waits' };

/** What a session starts from, all of it under the locks of its transaction. */
export interface Opening {
  readonly now: Date;
  readonly keys: Bench['keys'];
  readonly heads: ReadonlyMap<string, ChainHead>;
  readonly accepted: ReadonlyMap<string, Pick<AcceptedLink, 'digest' | 'jws'>>;
  readonly forked: ReadonlySet<Digest>;
  readonly facts: Facts;
  readonly jtis: Jtis;
  /** Arrivals whose leaf is written. */
  readonly cleared: ReadonlySet<Digest>;
}

/** The decisions of one transaction in order: each sees what those before it did. Touches no database. */
export interface Session {
  settle(arrival: Arrival): Settled;
  readonly rows: readonly AttestationRow[];
  /** Heads that moved. */
  moved(): readonly ChainHead[];
  coverage(): ReturnType<ReturnType<typeof openCoverage>['rows']>;
}

export function openSession(opening: Opening): Session {
  const { now, jtis, cleared } = opening;
  const heads = new Map(opening.heads);
  const accepted = new Map(opening.accepted);
  const bench: Bench = { ...opening, heads, accepted, isFresh: (arrival) => jtis.isFresh(arrival) };
  const coverage = openCoverage(now);
  const rows: AttestationRow[] = [];
  const moved = new Set<string>();
  const stopped = new Set<string>();
  const keep = (arrival: Arrival, row: AttestationRow, head: ChainHead): void => {
    jtis.use(arrival);
    rows.push(row);
    heads.set(siteKey(arrival), head);
    accepted.set(linkKey({ ...arrival, ...row.chain }), row);
    moved.add(siteKey(arrival));
  };
  const count = ({ attestation, ...site }: Arrival, ...counters: Counter[]): void => {
    if (attestation !== undefined) coverage.add(site, attestation, counters);
  };
  const settle = (arrival: Arrival): Settled => {
    if (stopped.has(siteKey(arrival))) return { kind: 'waits' };
    const judgement = judge(arrival, bench);
    if (needsLeaf(judgement) && !cleared.has(arrival.digest)) {
      stopped.add(siteKey(arrival));
      return { kind: 'leaf', judgement };
    }
    switch (judgement.kind) {
      case 'fork':
        throw new Error('a fork whose leaf is written is known as one');
      case 'replay':
        count(arrival, 'duplicate');
        return { kind: 'done', outcome: { status: 200, answer: answerOf(arrival, judgement.attestation) } };
      case 'refuse':
        count(arrival, judgement.counter);
        return { kind: 'refused', error: judgement.error };
      case 'accept':
        keep(arrival, judgement.row, judgement.head);
        count(arrival, 'received', ...(judgement.row.late ? (['late'] as const) : []));
        return { kind: 'done', outcome: { status: 201, answer: answerOf(arrival, judgement.row) } };
    }
  };
  return {
    settle,
    rows,
    moved: () => [...moved].map((site) => heads.get(site)).filter((head) => head !== undefined),
    coverage: () => coverage.rows(),
  };
}

const needsLeaf = (judgement: Judgement): judgement is LeafJudgement =>
  judgement.kind === 'fork' || (judgement.kind === 'accept' && judgement.place === 'epoch');

/** Its receipt follows with its window. */
const answerOf = ({ digest, siteId }: Arrival, { chain: { epoch, seq } }: Pick<Attestation, 'chain'>): JsonObject => ({
  digest,
  site_id: siteId,
  chain: { epoch, seq },
  receipt: null,
});
