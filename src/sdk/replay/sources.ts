import type { JsonObject } from '../../core/json-value.ts';

/** Where the leaves come from. Whoever hands one over has verified it: replay judges what leaves say, not that they are the log's. */
export interface LogSource {
  /** Exact texts in log order, from the first on, up to the size replayed. */
  leaves(): AsyncIterable<string>;
}

/** Where everything beside the log comes from. All of it may be hostile; digests and signatures decide. */
export interface StatementSource {
  /** The compact JWS with this digest; undefined where it is not served. */
  statement(digest: string): Promise<string | undefined>;
  /** The public JWK of an officer's key. */
  registryKey(kid: string): Promise<JsonObject | undefined>;
  /** The exact text of a grid series, by its SHA-256 in hexadecimal. */
  gridSeries(sha256: string): Promise<string | undefined>;
  /** The accumulator rows under a `telemetry.day` leaf, one a line, in root order. */
  rows(index: number): Promise<string | undefined>;
}

/** What the registry shows, to compare. */
export interface ServedRegistry {
  /** `/v1/organisations.jsonl?state=all` as of a leaf. */
  listing(seq: number): Promise<string>;
  /** `/snapshot/{digest}.jsonl`; undefined where it is not served. */
  snapshot(digest: string): Promise<string | undefined>;
  /** `/v1/certificates/{id}`; undefined where it is not served. */
  certificate(id: string): Promise<JsonObject | undefined>;
}
