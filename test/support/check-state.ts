import { isDeepStrictEqual } from 'node:util';
import type { ListingEntry } from '../../src/registry/ports/records.ts';
import { publishOrganisation } from '../../src/registry/publish.ts';
import type { CheckedLeaf, Evidence } from './check-registry.ts';

/** Every state the registry holds is the one its leaves tell, and the listing is what publishing again would write. */
export async function stateFaults(evidence: Evidence): Promise<string[]> {
  return [
    ...(await certificateStateFaults(evidence)),
    ...(await caseFaults(evidence)),
    ...(await actFaults(evidence)),
    ...(await opinionFaults(evidence)),
    ...(await listingFaults(evidence)),
    ...(await versionFaults(evidence)),
  ];
}

const STATE_OF_LEAF: Readonly<Record<string, string>> = {
  'certificate.issued': 'active',
  'certificate.watch': 'watch',
  'certificate.active': 'active',
  'certificate.reinstated': 'active',
  'certificate.suspended': 'suspended',
  'certificate.superseded': 'superseded',
  'certificate.withdrawn': 'withdrawn',
  'certificate.expired': 'expired',
};
const ENDED = new Set(['superseded', 'withdrawn', 'expired']);
const CURRENT = ['active', 'watch', 'suspended'];

async function certificateStateFaults({ registry, leaves }: Evidence): Promise<string[]> {
  const { rows } = await registry.database.pool.query<{ id: string; party_id: string; state: string; reason: string }>(
    'select id, party_id, state, reason from certificates',
  );
  const holders = rows.filter((row) => CURRENT.includes(row.state)).map((row) => row.party_id);
  const faults = new Set(holders).size === holders.length ? [] : ['an organisation has two current certificates'];
  for (const row of rows) {
    const own = leaves.filter(({ body }) => body['certificate'] === row.id && body['t'] !== 'certificate.reissued');
    const states = own.map((leaf) => STATE_OF_LEAF[String(leaf.body['t'])]);
    if (states.at(-1) !== row.state || own.at(-1)?.body['reason'] !== row.reason)
      faults.push(`certificate ${row.id} is ${row.state} (${row.reason}), its leaves say otherwise`);
    if (states.some((state, index) => state === states[index - 1]))
      faults.push(`certificate ${row.id}: a leaf changes nothing`);
    if (states.slice(0, -1).some((state) => ENDED.has(String(state))))
      faults.push(`certificate ${row.id} came back from its end`);
  }
  return faults;
}

async function caseFaults({ registry, leaves }: Evidence): Promise<string[]> {
  const { rows } = await registry.database.pool.query<{
    id: string;
    closed_seq: string | null;
    outcome: string | null;
  }>('select id, closed_seq, outcome from cases');
  const count = (type: string, id: string): CheckedLeaf[] =>
    leaves.filter((leaf) => leaf.body['t'] === type && leaf.body['id'] === id);
  return rows.flatMap(({ id, closed_seq, outcome }) => {
    const closed = count('case.closed', id);
    const agrees = (closed[0]?.body['outcome'] ?? null) === outcome && (closed_seq === null) === (closed.length === 0);
    return agrees && closed.length < 2 && count('case.opened', id).length === 1
      ? []
      : [`case ${id} differs from its leaves`];
  });
}

async function actFaults({ registry, leaves }: Evidence): Promise<string[]> {
  const { rows } = await registry.database.pool.query<{ digest: string; effective_seq: string | null; kids: string }>(
    `select a.digest, a.effective_seq, count(distinct s.kid) as kids
       from acts a join act_signatures s on s.act = a.digest group by a.digest, a.effective_seq`,
  );
  return rows.flatMap(({ digest, effective_seq, kids }) => {
    const effective = leaves.filter((leaf) => leaf.body['t'] === 'act.effective' && leaf.body['d'] === digest);
    const due = Number(kids) >= registry.deps.officersRequired;
    const agrees = effective.length === (due ? 1 : 0) && (effective_seq !== null) === due;
    const counted = effective[0] === undefined || effective[0].body['confirmations'] === Number(kids);
    return agrees && counted ? [] : [`act ${digest} differs from its leaves`];
  });
}

async function opinionFaults({ registry }: Evidence): Promise<string[]> {
  const { rows } = await registry.database.pool.query<{ digest: string }>(
    `select digest from (select digest, standing, row_number() over (partition by audit, auditor order by accepted_seq desc)
       as age from opinions) o where standing <> (age = 1)`,
  );
  return rows.map((row) => `opinion ${row.digest}: only the last of an auditor stands`);
}

class Undo extends Error {}

/** What publishing every organisation now would write, in a transaction that is undone. */
async function rebuild({ registry }: Evidence): Promise<Map<string, ListingEntry>> {
  const entries = new Map<string, ListingEntry>();
  const { rows } = await registry.database.pool.query<{ party_id: string }>('select party_id from parties');
  const work = registry.deps.ledger.write(async (tx) => {
    const listing: typeof tx.listing = {
      ...tx.listing,
      publish: async (entry) => void entries.set(entry.row.party_id, entry),
    };
    for (const { party_id } of rows) {
      const party = await tx.parties.find(party_id);
      if (party !== undefined) await publishOrganisation({ ...tx, listing }, party.partyId);
    }
    throw new Undo();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return entries;
}

async function listingFaults(evidence: Evidence): Promise<string[]> {
  const rebuilt = await rebuild(evidence);
  const { rows } = await evidence.registry.database.pool.query<{
    party_id: string;
    row: string;
    view: string;
    domains: string[];
    composite_key: string | null;
  }>('select party_id, row, view, domains, composite_key from listing where to_seq is null');
  const faults = rows.length === rebuilt.size ? [] : ['the listing has other organisations than are public'];
  for (const row of rows) {
    const entry = rebuilt.get(row.party_id);
    const plain = entry === undefined ? undefined : JSON.parse(JSON.stringify({ row: entry.row, view: entry.view }));
    const stored = { row: JSON.parse(row.row), view: JSON.parse(row.view) };
    if (!isDeepStrictEqual(plain, stored)) faults.push(`listing of ${row.party_id} is stale`);
    if (!isDeepStrictEqual(entry?.domains, row.domains)) faults.push(`domains of ${row.party_id} are stale`);
    if (Number(entry?.compositeKey ?? -1) !== Number(row.composite_key ?? -1)) faults.push(`key of ${row.party_id}`);
  }
  return faults;
}

/** Versions of one organisation follow each other without gap or overlap; only the last is open. */
async function versionFaults({ registry, leaves }: Evidence): Promise<string[]> {
  const { rows } = await registry.database.pool.query<{ party_id: string; from_seq: string; to_seq: string | null }>(
    'select party_id, from_seq, to_seq from listing order by party_id, from_seq',
  );
  return rows.flatMap((row, index) => {
    const next = rows[index + 1];
    const successor = next?.party_id === row.party_id ? next.from_seq : null;
    // An organisation that was hidden has a gap, and only a lost domain hides one.
    const end = leaves[Number(row.to_seq ?? Number.NaN)]?.body;
    const isHidden = end?.['t'] === 'party.domain' && end['proved'] === false && end['party'] === row.party_id;
    const fine = (row.to_seq === successor || isHidden) && Number(row.from_seq) < leaves.length;
    return fine ? [] : [`listing of ${row.party_id} from ${row.from_seq} to ${row.to_seq} does not meet the next`];
  });
}
