import { sha256Base64url } from '../../core/base64url.ts';
import { RegistryError } from '../../core/errors.ts';
import { isJsonObject, parseStrictJson } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { mapConcurrently } from './concurrency.ts';
import { certificateView, type ReplayedRow, replayListing } from './listing.ts';
import type { Finding, Unchecked } from './report.ts';
import type { ServedRegistry } from './sources.ts';
import type { ReplayedCertificate, ReplayState } from './state.ts';

export interface Comparison {
  readonly findings: readonly Finding[];
  readonly unchecked: readonly Unchecked[];
}

/** Requests under way at a time. */
const CONCURRENCY = 8;

/** Compares what the registry serves with what follows from its log: listing, snapshots and certificates. */
export async function compareServed(state: ReplayState, served: ServedRegistry): Promise<Comparison> {
  const seq = state.size - 1;
  const certificates = [...state.certificates.values()];
  const parts = [
    compareListing(state, await served.listing(seq), seq),
    ...(await mapConcurrently([...state.snapshots], CONCURRENCY, async ([digest, index]) =>
      compareSnapshot(digest, index, await served.snapshot(digest)),
    )),
    ...(await mapConcurrently(certificates, CONCURRENCY, async (one) =>
      compareCertificate(one, await served.certificate(one.id), seq),
    )),
  ];
  return {
    findings: parts.flatMap(({ findings }) => findings).sort((a, b) => a.index - b.index),
    unchecked: parts.flatMap(({ unchecked }) => unchecked),
  };
}

const SAME: Comparison = { findings: [], unchecked: [] };
const found = (index: number, code: Finding['code'], text: string): Comparison => ({
  findings: [{ index, code, text }],
  unchecked: [],
});
const unseen = (index: number, text: string): Comparison => ({ findings: [], unchecked: [{ index, text }] });

/** Line by line, byte by byte but for `live`, which is freshness. A difference shows at the newest leaf about the organisation. */
export function compareListing(state: ReplayState, text: string, seq: number): Comparison {
  const { rows, unknown } = replayListing(state);
  const lines = new Map(text.split('\n').flatMap((line) => entryOf(line)));
  const findings: Finding[] = [];
  for (const expected of rows) findings.push(...compareRow(expected, lines.get(expected.party_id)));
  const known = new Set([...unknown, ...rows.map(({ party_id }) => party_id)]);
  for (const id of lines.keys()) {
    if (known.has(id)) continue;
    const index = state.parties.get(id)?.touchedAt ?? seq;
    findings.push({
      index,
      code: 'listing_differs',
      text: `the listing has ${id}, which does not follow from the log`,
    });
  }
  const served = [...lines.keys()].filter((id) => !unknown.includes(id));
  const order = rows.map(({ party_id }) => party_id);
  if (findings.length === 0 && served.join() !== order.join())
    findings.push({
      index: seq,
      code: 'listing_differs',
      text: 'the listing has another order than the exact composites',
    });
  return {
    findings,
    unchecked: unknown.map((id) => ({ index: seq, text: `the row of ${id} rests on what is not public` })),
  };
}

function entryOf(line: string): [string, string][] {
  const id = parse(line)?.['party_id'];
  return typeof id === 'string' ? [[id, line]] : [];
}

function compareRow({ party_id, row, touchedAt }: ReplayedRow, line: string | undefined): Finding[] {
  const say = (text: string): Finding[] => [{ index: touchedAt, code: 'listing_differs', text }];
  if (line === undefined) return say(`the listing lacks ${party_id}`);
  const served = parse(line);
  const { live } = served ?? {};
  if (JSON.stringify({ ...row, ...(live === undefined ? {} : { live }) }) === line) return [];
  const facts: JsonObject = JSON.parse(JSON.stringify({ ...row, live: live ?? row.live }));
  return say(`the listing's row of ${party_id} differs: ${differences(facts, served ?? {})}`);
}

function compareSnapshot(digest: string, index: number, text: string | undefined): Comparison {
  if (text === undefined) return found(index, 'snapshot_differs', `the snapshot ${digest} is not served`);
  const got = sha256Base64url(text);
  return got === digest
    ? SAME
    : found(index, 'snapshot_differs', `the snapshot served as ${digest} has the digest ${got}`);
}

/** Every member that the log decides. The answer shows the present, which may be a later one. */
export function compareCertificate(
  certificate: ReplayedCertificate,
  served: JsonObject | undefined,
  seq: number,
): Comparison {
  const { id, touchedAt } = certificate;
  const view = certificateView(certificate);
  if (view === undefined) return unseen(touchedAt, `certificate ${id} rests on what is not public`);
  if (served === undefined) return found(touchedAt, 'certificate_differs', `certificate ${id} is not served`);
  const expected: JsonObject = JSON.parse(JSON.stringify(view));
  const words = differences(expected, served);
  if (words === '') return SAME;
  if (served['seq'] !== seq) return unseen(touchedAt, `certificate ${id} is shown as of leaf ${String(served['seq'])}`);
  return found(touchedAt, 'certificate_differs', `certificate ${id} differs: ${words}`);
}

/** The members of the first that the second has otherwise, in words. */
function differences(expected: JsonObject, served: JsonObject): string {
  const show = (value: JsonValue | undefined): string => (JSON.stringify(value) ?? 'absent').slice(0, MOST_SHOWN);
  return Object.entries(expected)
    .filter(([name, value]) => JSON.stringify(served[name]) !== JSON.stringify(value))
    .map(([name, value]) => `${name} is ${show(served[name])}, it follows ${show(value)}`)
    .join('; ');
}

/** A value is told this far: it may be the server's whole invention. */
const MOST_SHOWN = 120;

function parse(line: string): JsonObject | undefined {
  if (line === '') return undefined;
  try {
    const value = parseStrictJson(Buffer.from(line, 'utf8'), 'payload_invalid');
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return undefined;
  }
}
