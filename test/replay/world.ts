import canonicalize from 'canonicalize';
import type { VerifierKey } from '../../src/log/note.ts';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { performAct } from '../../src/registry/perform-act.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { snapshotListing } from '../../src/registry/snapshot-listing.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import type { Fetch } from '../../src/sdk/client.ts';
import { type RegistryReplay, replayRegistry } from '../../src/sdk/replay/replay-registry.ts';
import { createDemoRegistry } from '../support/demo-registry.ts';
import { auditBody, giveOpinion, member } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import { publishLog } from '../support/published-log.ts';
import { act, ORIGIN, registerOnly, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer } from '../support/server.ts';
import { workloadsBody } from '../support/workloads-body.ts';

export type LeafJson = { readonly t: string; readonly [member: string]: unknown };

/** What a lying operator publishes instead: other leaves, signed anew, and other answers. */
export interface Lie {
  readonly leaves?: readonly string[];
  /** Other bodies by path; null is a 404. */
  readonly answers?: Readonly<Record<string, string | Uint8Array | null>>;
}

/** The demo registry with more of a story, behind a real socket, and everything it serves in memory. */
export interface ReplayWorld {
  readonly registry: TestRegistry;
  readonly leaves: readonly string[];
  readonly parsed: readonly LeafJson[];
  /** Answers as the registry does, or a liar in its place, who signs whatever suits. */
  serve(lie?: Lie): Fetch;
  /** Replays what is served. */
  replay(lie?: Lie): Promise<RegistryReplay>;
  /** What is served at a path. */
  read(path: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * Those whose stories differ: one that measures, every way a certificate ends, and everything short of one. It is enough to lie
 * about; the whole demo is replayed in test/integration/demo-live.test.ts.
 */
const CAST = new Set([
  'greywacke-hosting',
  'nordhafen-retail',
  'glasswing-post',
  'quarrystone-hosting',
  'ferrum-analytics',
  'lakeshore-clinics',
  'oakhaven-networks',
  'crestline-hosting',
  'ironbark-storage',
  'hollinbrook-savings',
  'marigold-genetics',
  'sunda-fintech',
]);

export async function openReplayWorld(): Promise<ReplayWorld> {
  const plays = (party: string): boolean => CAST.has(party);
  const registry = await createDemoRegistry({ officersRequired: 2, plays });
  await goOn(registry);
  const server = await startServer(registry);
  const { rows } = await registry.database.pool.query<{ leaf: string }>('select leaf from log_pending order by seq');
  const leaves = rows.map((row) => row.leaf);
  const remember = rememberAnswers(server.address);
  const serve = (lie: Lie = {}): Fetch => {
    const answer = answerAs(registry, lie, leaves, remember);
    return (url) => answer(url.replace(/^https?:\/\/[^/]+/, ''));
  };
  return {
    registry,
    leaves,
    parsed: leaves.map((leaf) => JSON.parse(leaf)),
    read: async (path) => (await remember(path)).text(),
    serve,
    replay: (lie) => replayRegistry(ORIGIN, { key: logKeyOf(registry), fetch: serve(lie) }),
    close: async () => {
      await server.close();
      await registry.close();
    },
  };
}

/** The key that signs the log, as a reader knows it from elsewhere. */
export function logKeyOf({ deps }: TestRegistry): VerifierKey {
  const [signer] = deps.log.signers;
  if (signer === undefined) throw new Error('the log has no key');
  return signer.key;
}

type Answer = (path: string) => Promise<Response>;

/** Asks the server once for each path. */
function rememberAnswers(address: string): Answer {
  const known = new Map<string, Promise<{ readonly status: number; readonly bytes: ArrayBuffer }>>();
  const ask = async (path: string) => {
    const reply = await fetch(`${address}${path}`);
    return { status: reply.status, bytes: await reply.arrayBuffer() };
  };
  return async (path) => {
    const answer = known.get(path) ?? ask(path);
    known.set(path, answer);
    const { status, bytes } = await answer;
    return new Response(bytes.slice(0), { status });
  };
}

/** The lie where there is one, the log of other leaves under the registry's own key, and the truth about all else. */
function answerAs(
  { deps }: TestRegistry,
  { answers = {}, leaves }: Lie,
  honestLeaves: readonly string[],
  honest: Answer,
): Answer {
  const size = honestLeaves.length;
  const { signers, origin } = deps.log;
  const forged = leaves && publishLog(leaves, signers, origin);
  const missing = (): Response => new Response('', { status: 404 });
  return async (path) => {
    const body = answers[path];
    if (body !== undefined) return body === null ? missing() : new Response(Buffer.from(body));
    // Whatever the forged log's size, the listing is the newest one.
    if (path.startsWith(LISTING)) return honest(`${LISTING}${size - 1}`);
    if (forged === undefined || !path.startsWith('/log/')) return honest(path);
    const rows = ROWS.exec(path)?.[1];
    // The rows of a day stay the rows of that day, wherever its leaf has come to stand.
    if (rows !== undefined) return honest(`/log/rows/${honestLeaves.indexOf(leaves?.[Number(rows)] ?? '')}.jsonl`);
    const bytes = (await forged).get(path.slice('/log/'.length));
    return bytes === undefined ? missing() : new Response(Uint8Array.from(bytes));
  };
}

const ROWS = /^\/log\/rows\/(\d+)\.jsonl$/;

export const LISTING = '/v1/organisations.jsonl?state=all&at=';

/** The leaf with other members, in the form the registry writes. */
export const alter = (leaf: string, members: { readonly [member: string]: unknown }): string =>
  canonicalize({ ...JSON.parse(leaf), ...members }) ?? '';

/** What the demo's own story has none of: a young auditor that is withdrawn, keys that come and go, a name in doubt. */
async function goOn(registry: TestRegistry): Promise<void> {
  const { deps } = registry;
  const perform = (members: { action: string; subject: string; [member: string]: unknown }) =>
    actOfTwo(registry, members);
  const kestrel = await registerProved(registry, 'kestrel', { kind: 'auditor', alg: 'ES256' });
  await perform({ action: 'accredit', subject: 'kestrel', levels: [1, 2], valid_to: '2029-01-01T00:00:00Z' });
  const rookery = await registerProved(registry, 'rookery');
  const { added } = await addKey(registry, rookery);
  await registerWorkloads(deps, await registry.sign(rookery, 'cms-workloads+jwt', workloadsBody('rookery', 'w1')));
  const declare = async (start: string): Promise<string> => {
    const body = auditBody('rookery', { start });
    return member(await submitAudit(deps, await registry.sign(added, 'cms-audit+jwt', body)), 'digest');
  };
  const audit = await declare('2026-03-02');
  await giveOpinion(registry, kestrel, audit, { result: 'more_information' });
  await giveOpinion(registry, kestrel, audit);
  await snapshotListing(deps);
  await revokeKey(registry, added, rookery.key);
  const next = await declare('2026-06-01');
  await giveOpinion(registry, kestrel, next);
  await perform({ action: 'withdraw_accreditation', subject: 'kestrel' });
  // Its name is not public while it is in doubt: some of the log cannot be looked at.
  await registerOnly(registry, 'rookery-too', { name: 'Company r\u03BFokery' });
  await registerOnly(registry, 'silent');
  await checkDomain(deps, 'kestrel', 'kestrel-audits.example');
  await snapshotListing(deps);
}

async function actOfTwo(
  registry: TestRegistry,
  members: { action: string; subject: string; [member: string]: unknown },
): Promise<void> {
  const { answer } = await act(registry, 0, members);
  const [, second] = registry.officers;
  if (second === undefined) throw new Error('there is one officer only');
  const confirmation = {
    schema: 'cms-act/1',
    action: 'confirm',
    subject: members.subject,
    act: answer['digest'],
    reason: 'yes',
  };
  await performAct(registry.deps, await registry.sign(second, 'cms-act+jwt', confirmation), { dryRun: false });
}
