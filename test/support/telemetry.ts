import { sha256Base64url } from '../../src/core/base64url.ts';
import { formatMicro, parseMicro } from '../../src/core/decimal.ts';
import { RegistryError } from '../../src/core/errors.ts';
import { formatUtcInstant } from '../../src/core/instant.ts';
import type { Outcome } from '../../src/registry/accept.ts';
import { acceptAttestation, acceptAttestations } from '../../src/registry/accept-attestations.ts';
import { addKey } from './key-operations.ts';
import type { TestParty, TestRegistry } from './registry.ts';

const MINUTE_MS = 60_000;

/** What measures at a site: its party's id and the site's telemetry key. */
export interface TestDevice extends TestParty {
  readonly siteId: string;
}

/** Registers a telemetry key of a site. */
export async function telemetryKey(registry: TestRegistry, party: TestParty, siteId: string): Promise<TestDevice> {
  const { added } = await addKey(registry, party, { use: 'telemetry', siteId });
  return { ...added, siteId };
}

/** Members of an attestation that a test wants otherwise. */
export type AttestationMembers = Readonly<Record<string, unknown>>;

/** A `cms-attestation/1` body: one hour of 100 kWh, of which IT takes 80, the first of its site's chain. */
export const attestationBody = (siteId: string, members: AttestationMembers = {}) => ({
  schema: 'cms-attestation/1',
  site_id: siteId,
  chain: { epoch: 0, seq: 0, prev: null } as { epoch: number; seq: number; prev: string | null },
  start: '2026-11-25T10:00:00Z',
  minutes: 60,
  facility_kwh: '100',
  it_kwh: '80',
  registers: { facility_kwh: '1000', it_kwh: '800' },
  matched_cfe_kwh: '20',
  heat_reused_kwh: '5',
  grid_cfe_share: '0.5',
  carbon_intensity_g_per_kwh: '300',
  price_per_mwh: '60',
  workloads: [
    { workload_id: 'web', energy_kwh: '40', reserved_units_h: '64', used_units_h: '40', discarded_kwh: '0' },
    { workload_id: 'batch', energy_kwh: '30', reserved_units_h: '48', used_units_h: '24', discarded_kwh: '1' },
  ],
  ...members,
});

export type AttestationBody = ReturnType<typeof attestationBody>;

/** Signs and sends one attestation. */
export async function attest(registry: TestRegistry, device: TestDevice, body: unknown): Promise<Outcome> {
  return acceptAttestation(registry.deps, await registry.sign(device, 'cms-attestation+jwt', body));
}

/** Sends signed attestations as one batch; yields per item its status or the code of its refusal. */
export async function attestAll(registry: TestRegistry, links: readonly WrittenLink[]): Promise<(number | string)[]> {
  const results = await acceptAttestations(
    registry.deps,
    links.map(({ jws }) => Buffer.from(jws, 'latin1')),
  );
  return results.map(({ result }) => {
    if ('outcome' in result) return result.outcome.status;
    if (result.error instanceof RegistryError) return result.error.code;
    throw result.error;
  });
}

/** The refusal that an attempt must end in. */
export async function refusalOf(attempt: Promise<unknown>): Promise<RegistryError> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof RegistryError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

/** A signed interval, and what it says. */
export interface WrittenLink {
  readonly jws: string;
  readonly digest: string;
  readonly body: AttestationBody;
}

/**
 * Writes a site's chain as a sound agent would: consecutive intervals, each naming the one before it, with registers that
 * advance by exactly the energy. It knows nothing of what the registry accepted.
 */
export interface ChainWriter {
  /** Signs the next interval; the registry's clock gives `iat`. */
  next(members?: AttestationMembers): Promise<WrittenLink>;
  /** The next ones, in order. */
  take(count: number, members?: AttestationMembers): Promise<WrittenLink[]>;
  /** Where the next interval begins. */
  readonly start: Date;
  /** Leaves out time: what follows begins then. Registers stand still meanwhile. */
  skipTo(start: Date): void;
  /** Begins a new epoch, as an agent that lost its state. */
  restart(): void;
}

/** @param start of the first interval */
export function chainWriter(
  registry: TestRegistry,
  device: TestDevice,
  start: Date,
  minutes: number = 60,
): ChainWriter {
  let at = start;
  let link: { epoch: number; seq: number; prev: string | null } = { epoch: 0, seq: 0, prev: null };
  let facility = 1_000_000_000n;
  let it = 800_000_000n;
  const next = async (members: AttestationMembers = {}): Promise<WrittenLink> => {
    const draft = attestationBody(device.siteId, { minutes, ...members });
    facility += kwh(draft.facility_kwh);
    it += kwh(draft.it_kwh);
    const registers = { facility_kwh: formatMicro(facility), it_kwh: formatMicro(it) };
    const body = { ...draft, chain: link, start: formatUtcInstant(at), registers, ...members };
    const bytes = Buffer.from(await registry.sign(device, 'cms-attestation+jwt', body));
    const jws = bytes.toString('latin1');
    const digest = sha256Base64url(jws.slice(0, jws.lastIndexOf('.')));
    link = { epoch: link.epoch, seq: link.seq + 1, prev: digest };
    at = new Date(at.getTime() + minutes * MINUTE_MS);
    return { jws, digest, body };
  };
  return {
    next,
    take: async (count, members) => {
      const links: WrittenLink[] = [];
      while (links.length < count) links.push(await next(members));
      return links;
    },
    get start() {
      return at;
    },
    skipTo: (to) => {
      at = to;
    },
    restart: () => {
      link = { epoch: link.epoch + 1, seq: 0, prev: null };
    },
  };
}

function kwh(text: string): bigint {
  const value = parseMicro(text);
  if (value === undefined) throw new Error(`not a decimal: ${text}`);
  return value;
}
