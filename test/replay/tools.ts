import { alter, type LeafJson, LISTING, type Lie, type ReplayWorld } from './world.ts';

/** What tests of a replay say about the world: places in its log, and ways to lie about it. */
export type Tools = Awaited<ReturnType<typeof createTools>>;

export async function createTools(world: ReplayWorld) {
  const { leaves, parsed } = world;
  /** Index of the first leaf of a type, of those with these members. */
  const indexOf = (t: string, members: { readonly [member: string]: unknown } = {}): number => {
    const index = parsed.findIndex(
      (leaf) => leaf.t === t && Object.entries(members).every(([name, value]) => leaf[name] === value),
    );
    if (index < 0) throw new Error(`no leaf ${t} ${JSON.stringify(members)}`);
    return index;
  };
  const leafAt = (index: number): LeafJson => parsed[index] ?? { t: 'none' };
  const textAt = (index: number, member: string): string => String(leafAt(index)[member]);
  const listingPath = (): string => `${LISTING}${leaves.length - 1}`;
  const listing = await world.read(listingPath());
  return {
    leaves,
    parsed,
    indexOf,
    leafAt,
    textAt,
    /** The first leaf of the party that the demo's sequel is about. */
    own: (t: string): number => indexOf(t, t.startsWith('key') ? { party: 'rookery' } : { org: 'rookery' }),
    without: (...indexes: readonly number[]): Lie => ({
      leaves: leaves.filter((_leaf, index) => !indexes.includes(index)),
    }),
    altered: (index: number, members: { readonly [member: string]: unknown }): Lie => ({
      leaves: leaves.with(index, alter(leaves[index] ?? '', members)),
    }),
    inserted: (index: number, ...more: readonly string[]): Lie => ({
      leaves: [...leaves.slice(0, index), ...more, ...leaves.slice(index)],
    }),
    statementPath: (digest: string): string => `/v1/statements/${digest}.jws`,
    listingPath,
    listing,
    bronzeRow: (): string => listing.split('\n').find((line) => line.includes('"tier":"Bronze"')) ?? '',
    partyOf: (row: string): string => String(JSON.parse(row).party_id),
    /** The newest leaf about an organisation. */
    touched: (party: string): number => parsed.findLastIndex((leaf) => leaf['org'] === party),
    /** The withdrawn certificate, as it is served. */
    certificate: await world.read(`/v1/certificates/${textAt(indexOf('certificate.withdrawn'), 'certificate')}`),
    /** The first leaf at which the end of the certificate that expired was due, once that leaf is dropped. */
    afterExpiry: (): number => {
      const due = Date.parse(textAt(indexOf('certificate.expired'), 'valid_to')) + 600_000;
      return parsed.findIndex(({ t, at }) => t !== 'certificate.expired' && Date.parse(String(at)) >= due) - 1;
    },
  };
}
