import { randomBytes } from 'node:crypto';
import { sha256Base64url } from '../src/core/base64url.ts';
import { isPartyId } from '../src/core/ids.ts';
import { formatUtcInstant } from '../src/core/instant.ts';
import { parsePublicJwk } from '../src/core/keys.ts';
import type { Deps } from '../src/registry/ports.ts';
import { registerParty } from '../src/registry/register-party.ts';
import { generateSigningKey, newClaims, type PrivateJwk, publicJwkOf, signStatement } from '../src/sdk/sign.ts';
import { partyBody } from '../test/support/party-body.ts';

/** A site that measures: its telemetry key, and where its chain stands. */
export interface BenchSite {
  readonly party: string;
  readonly siteId: string;
  readonly key: PrivateJwk;
  seq: number;
  prev: string | null;
}

/** Workloads of an interval; the token is of 2 KB then, as most are. */
const WORKLOADS = 8;
const QUARTER_MS = 900_000;
const SITES_EACH = 10;

/** Registers organisations with a telemetry key for each of their sites. */
export async function registerSites(deps: Deps, prefix: string, count: number): Promise<BenchSite[]> {
  const sites: BenchSite[] = [];
  for (let n = 0; n < count / SITES_EACH; n++) {
    const party = `${prefix}-${n}`;
    const key = await generateSigningKey();
    const claims = { iss: party, aud: deps.origin, ...newClaims(deps.now(), randomBytes(16)) };
    const text = await signStatement({ typ: 'cms-party+jwt', privateJwk: key, body: partyBody(party, key), ...claims });
    await registerParty(deps, Buffer.from(text));
    for (let at = 0; at < SITES_EACH; at++) sites.push(await addSite(deps, party, `${party}-site-${at}`));
  }
  return sites;
}

async function addSite(deps: Deps, party: string, siteId: string): Promise<BenchSite> {
  if (!isPartyId(party)) throw new Error(`not a party: ${party}`);
  const key = await generateSigningKey();
  const known = await parsePublicJwk({ ...publicJwkOf(key) }, '/jwk');
  await deps.ledger.write(async (tx) => {
    const addedSeq = (await tx.log.head())?.seq ?? 0;
    const standing = { addedSeq, revokedSeq: null, compromisedSince: null };
    await tx.keys.insert({ ...known, partyId: party, use: 'telemetry', siteId, ...standing });
  });
  return { party, siteId, key, seq: 0, prev: null };
}

/** The next intervals of each site, all of a site one after the other. */
export async function signNext(deps: Deps, sites: readonly BenchSite[], each: number): Promise<string[]> {
  const texts: string[] = [];
  for (const site of sites) for (let n = 0; n < each; n++) texts.push(await signOne(deps, site));
  return texts;
}

async function signOne(deps: Deps, site: BenchSite): Promise<string> {
  const { party, siteId, key, seq, prev } = site;
  const now = deps.now();
  const first = Math.floor(now.getTime() / QUARTER_MS) * QUARTER_MS - 600 * QUARTER_MS;
  const energy = 100 * (seq + 1);
  const body = {
    schema: 'cms-attestation/1',
    site_id: siteId,
    chain: { epoch: 0, seq, prev },
    start: formatUtcInstant(new Date(first + seq * QUARTER_MS)),
    minutes: 15,
    facility_kwh: '100',
    it_kwh: '80',
    registers: { facility_kwh: String(1_000 + energy), it_kwh: String(800 + (energy * 8) / 10) },
    matched_cfe_kwh: '20',
    grid_cfe_share: '0.5',
    carbon_intensity_g_per_kwh: '300',
    price_per_mwh: '60',
    workloads: Array.from({ length: WORKLOADS }, (_, n) => ({
      workload_id: `workload-${n}`,
      energy_kwh: '9.25',
      reserved_units_h: '16',
      used_units_h: '12.5',
      discarded_kwh: '0.125',
    })),
  };
  const claims = { iss: party, aud: deps.origin, ...newClaims(now, randomBytes(16)) };
  const text = await signStatement({ typ: 'cms-attestation+jwt', privateJwk: key, body, ...claims });
  site.seq += 1;
  site.prev = sha256Base64url(text.slice(0, text.lastIndexOf('.')));
  return text;
}
