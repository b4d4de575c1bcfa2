import { sha256Base64url } from '../../core/base64url.ts';
import { RegistryError } from '../../core/errors.ts';
import { type PublicKey, parsePublicJwk } from '../../core/keys.ts';
import { type GridSeries, gridLookup, parseGridSeries } from '../../core/methodology/grid-series.ts';
import { methodologySha256 } from '../../core/methodology/parameters-document.ts';
import type { Verdict } from '../../log/checkpoint.ts';
import { type Admission, admit } from './admit.ts';
import { apply, closeLog } from './apply.ts';
import { ownStatement, type ReadLeaf, type ReplayedLeaf, readLeaf } from './leaves.ts';
import {
  byIndex,
  type Finding,
  newTally,
  type RebuiltSummary,
  type ReplayReport,
  type Tally,
  tally,
  type Unchecked,
} from './report.ts';
import type { Grid } from './rules/audits.ts';
import type { LogSource, StatementSource } from './sources.ts';
import { emptyState, isPublic, type ReplayState } from './state.ts';

export interface ReplayOptions {
  /** The registry's origin: the audience of every statement. By default the one its first leaf states. */
  readonly origin?: string;
  /** What an earlier replay ended with: the source then begins at its size. By default the log begins. */
  readonly state?: ReplayState;
  /** Leaves whose statements are fetched ahead. */
  readonly ahead?: number;
  /** Told of every leaf that is done. */
  readonly onProgress?: (size: number) => void;
}

/** What replay made of the log. */
export interface Replayed extends ReplayReport {
  readonly state: ReplayState;
}

const AHEAD = 16;

/**
 * Rebuilds parties, keys, scores, tiers, certificates and the listing from the log and the public statements alone, and says
 * what does not follow (log, "Replay"). It shares the pure rules of core with the registry and nothing else.
 *
 * @throws whatever a source throws: without its evidence there is no verdict
 */
export async function replay(
  log: LogSource,
  statements: StatementSource,
  options: ReplayOptions = {},
): Promise<Replayed> {
  const state = options.state ?? emptyState(options.origin ?? '', methodologySha256());
  const findings = newTally<Finding>();
  const unchecked = newTally<Unchecked>();
  const absent: Absent[] = [];
  const series = new Map<string, GridSeries | undefined>();
  await loadSeries(state, statements, series);
  for await (const item of lookAhead(log, statements, { from: state.size, ahead: options.ahead ?? AHEAD })) {
    const admission = await admitStatement(state, item, absent);
    const grid = gridFor(state, item.leaf, series);
    const officers = await item.officers;
    const found = apply(state, item.read, { admission, officers, grid, rows: await item.rows });
    tally(findings, found.findings);
    tally(unchecked, found.unchecked);
    await loadSeries(state, statements, series);
    options.onProgress?.(state.size);
  }
  tally(findings, closeLog(state));
  for (const one of absent) judgeAbsent(state, one, findings, unchecked);
  const { size, digests, snapshots } = state;
  return {
    findings: findings.list.sort(byIndex),
    findingCount: findings.count,
    unchecked: unchecked.list,
    uncheckedCount: unchecked.count,
    size,
    statements: digests.size,
    rebuilt: summarise(state),
    snapshots: snapshots.size,
    state,
  };
}

const summarise = (state: ReplayState): RebuiltSummary => ({
  parties: state.parties.size,
  keys: state.keys.size,
  audits: state.audits.size,
  certificates: state.certificates.size,
  cases: state.cases.size,
  acts: state.acts.size,
});

interface Item {
  readonly read: Verdict<ReadLeaf>;
  readonly leaf: ReplayedLeaf | undefined;
  readonly at: Date;
  readonly jws: Promise<string | undefined>;
  readonly officers: Promise<readonly PublicKey[]>;
  readonly rows: Promise<string | undefined>;
}

/** A leaf whose statement is not served. */
interface Absent {
  readonly index: number;
  readonly party: string;
  readonly digest: string;
}

/** Leaves in order, with what they need asked for some leaves ahead. */
async function* lookAhead(
  log: LogSource,
  statements: StatementSource,
  { from, ahead }: { readonly from: number; readonly ahead: number },
): AsyncGenerator<Item> {
  const queue: Item[] = [];
  let index = from;
  for await (const text of log.leaves()) {
    queue.push(prepare(text, index, statements));
    index += 1;
    const next = queue.length > ahead ? queue.shift() : undefined;
    if (next !== undefined) yield next;
  }
  yield* queue;
}

function prepare(text: string, index: number, statements: StatementSource): Item {
  const read = readLeaf(text);
  const leaf = read.ok ? read.value.leaf : undefined;
  const own = leaf && ownStatement(leaf);
  const jws = own === undefined ? Promise.resolve(undefined) : statements.statement(own.digest);
  const officers = officersOf(leaf, statements);
  const rows = leaf?.t === 'telemetry.day' ? statements.rows(index) : Promise.resolve(undefined);
  // Whoever takes the item sees the failure; until then nobody listens.
  for (const pending of [jws, officers, rows]) pending.catch(() => undefined);
  return { read, leaf, at: read.ok ? read.value.at : new Date(0), jws, officers, rows };
}

async function officersOf(leaf: ReplayedLeaf | undefined, statements: StatementSource): Promise<PublicKey[]> {
  const added = leaf?.t === 'registry.key' && leaf.use === 'officer' && leaf.op === 'add' ? [leaf.kid] : [];
  const kids = leaf?.t === 'registry.genesis' ? leaf.officers : added;
  const keys = await Promise.all(kids.map(async (kid) => readOfficer(await statements.registryKey(kid))));
  return keys.filter((key) => key !== undefined);
}

/** The thumbprint is worked out anew; a key that is none is like one that is not served. */
async function readOfficer(jwk: Awaited<ReturnType<StatementSource['registryKey']>>): Promise<PublicKey | undefined> {
  if (jwk === undefined) return undefined;
  try {
    return await parsePublicJwk(jwk, '');
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return undefined;
  }
}

async function admitStatement(state: ReplayState, { leaf, at, jws }: Item, absent: Absent[]): Promise<Admission> {
  const own = leaf && ownStatement(leaf);
  if (leaf === undefined || own === undefined) return {};
  const text = await jws;
  if (text !== undefined) return admit(state, leaf, at, text);
  absent.push({ index: state.size, ...own });
  return {};
}

/** Statements are public from acceptance, those of a party as soon as the party is (statements section 7). */
function judgeAbsent(
  { parties }: ReplayState,
  { index, party, digest }: Absent,
  findings: Tally<Finding>,
  unchecked: Tally<Unchecked>,
): void {
  const issuer = parties.get(party);
  if (party === 'registry' || (issuer !== undefined && isPublic(issuer)))
    tally(findings, [{ index, code: 'statement_missing', text: `statement ${digest} of ${party} is not served` }]);
  else tally(unchecked, [{ index, text: `statement ${digest} of ${party} is not public: ${WHY_HIDDEN}` }]);
}

const WHY_HIDDEN = 'no proved domain, or its name is under review';

const TAKES_GRID: readonly string[] = ['audit.declared', 'audit.held', 'telemetry.day'];

/** The series in force, for what is scored with them. */
function gridFor(
  { series: inForce }: ReplayState,
  leaf: ReplayedLeaf | undefined,
  loaded: ReadonlyMap<string, GridSeries | undefined>,
): Grid {
  if (leaf === undefined || !TAKES_GRID.includes(leaf.t)) return { lookup: undefined };
  const all = inForce.map(({ zone, sha256 }) => ({ zone, sha256, series: loaded.get(sha256) }));
  const missing = all.find(({ series }) => series === undefined);
  return missing === undefined ? { lookup: gridLookup(all) } : { missing: missing.sha256 };
}

async function loadSeries(
  { series: inForce }: ReplayState,
  statements: StatementSource,
  loaded: Map<string, GridSeries | undefined>,
): Promise<void> {
  for (const { sha256 } of inForce) {
    if (loaded.has(sha256)) continue;
    const text = await statements.gridSeries(sha256);
    const isIt = text !== undefined && Buffer.from(sha256Base64url(text), 'base64url').toString('hex') === sha256;
    loaded.set(sha256, isIt ? parseGridSeries(text) : undefined);
  }
}
