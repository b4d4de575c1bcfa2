import { randomBytes } from 'node:crypto';
import { isPartyId, type PartyId } from '../../src/core/ids.ts';
import { dayStart } from '../../src/core/telemetry/day.ts';
import { assertTaken, sendAttestations } from '../../src/demo/live/arrivals.ts';
import { attestationSigner } from '../../src/demo/live/attestation-signer.ts';
import { attestationBody, inventoryBody, registerBody } from '../../src/demo/live/documents.ts';
import { dayIntervals } from '../../src/demo/live/intervals.ts';
import { extendChain, FIRST_LINK, textsOf } from '../../src/demo/live/site-chain.ts';
import { storyAudit } from '../../src/demo/story/audit-generator.ts';
import { type StoryClaim, withClaim } from '../../src/demo/story/claim.ts';
import { epochDay } from '../../src/demo/story/moment.ts';
import type { SiteProfile, StoryProfile, WorkloadProfile } from '../../src/demo/story/profile.ts';
import { VELOCITYTECH } from '../../src/demo/story/velocitytech.ts';
import { acceptInventory } from '../../src/registry/accept-inventory.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { newClaims } from '../../src/sdk/sign.ts';
import { giveOpinion, member } from './journey.ts';
import { registerProved, type TestParty, type TestRegistry } from './registry.ts';
import { type TestDevice, telemetryKey } from './telemetry.ts';

/** Days of an audit of level 2 and above. */
export const AUDITED_DAYS = 182;

/** An organisation that measures one site. */
export interface Measurer {
  readonly party: TestParty;
  readonly id: PartyId;
  readonly profile: StoryProfile;
  /** The key of its meters. */
  readonly device: TestDevice;
  /** Claimed composite of audits of level 3 less the recomputed one, tenths of a point. */
  claimTenths: number;
  /** Workload whose owner left. */
  disowned: string | undefined;
  isSilent: boolean;
  /** Signs and sends the hours of a day. */
  send(day: string): Promise<void>;
  /** Sends another account of the last hour that was sent. */
  fork(): Promise<void>;
  /** States the register, as it is now. */
  register(): Promise<void>;
  /** States an inventory of whole days up to a day, that day included, with some members otherwise. */
  inventory(lastDay: string, days: number, members?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Declares an audit of 182 days and has it countersigned; yields its digest. */
  audit(firstDay: string, level: 2 | 3): Promise<string>;
}

/** VelocityTech of the methodology under another name: 92.4 % over any window of whole days. */
function profileFor(id: string): StoryProfile {
  const sites = VELOCITYTECH.sites.map((site) => ({
    ...site,
    site_id: `${id}-1`,
    workloads: site.workloads.flatMap(withQuoteCache),
  }));
  return { ...VELOCITYTECH, sites };
}

/** A fifth of the settlement API, and so a fourteenth of the IT energy, under an owner of its own. */
function withQuoteCache(workload: WorkloadProfile): readonly WorkloadProfile[] {
  if (workload.id !== 'settlement-api') return [workload];
  return [
    { ...workload, kwhPerDay: '4000', units: 40_000 },
    { ...workload, id: 'quote-cache', name: 'quote cache', owner: 'team-quotes', kwhPerDay: '1000', units: 10_000 },
  ];
}

/** Registers an organisation and the key of its meters. @param scope share of its audits' opinions */
export async function openMeasurer(
  registry: TestRegistry,
  auditor: TestParty,
  id: string,
  scope: string,
): Promise<Measurer> {
  if (!isPartyId(id)) throw new Error(`${id} is no party id`);
  const party = await registerProved(registry, id);
  const profile = profileFor(id);
  const [site] = profile.sites;
  if (site === undefined) throw new Error('a profile has a site');
  const device = await telemetryKey(registry, party, site.site_id);
  const one: Measurer = {
    party,
    id,
    profile,
    device,
    claimTenths: 0,
    disowned: undefined,
    isSilent: false,
    ...openChain(registry, device, site),
    register: async () => {
      const only = site.workloads.map((workload) => workload.id);
      const body = registerBody(profile.sites, { only, ...(one.disowned && { disowned: one.disowned }) });
      await registerWorkloads(registry.deps, await registry.sign(party, 'cms-workloads+jwt', body));
    },
    inventory: async (lastDay, days, members = {}) => {
      const period = { firstDay: epochDay(dayStart(lastDay)) - days + 1, days };
      const body = { ...inventoryBody({ profile, auditors: [auditor.id] }, period), ...members };
      await acceptInventory(registry.deps, await registry.sign(party, 'cms-inventory+jwt', body));
    },
    audit: async (firstDay, level) => {
      const tenths = level === 2 ? 0 : one.claimTenths;
      const body = auditOf(one, firstDay, level, { tenths, tier: level === 2 ? 'Silver' : 'Obsidian' });
      const digest = member(
        await submitAudit(registry.deps, await registry.sign(party, 'cms-audit+jwt', body)),
        'digest',
      );
      const samples = { workloads: 25, sites: 1 };
      await giveOpinion(registry, auditor, digest, { level, scope_share: scope, samples });
      return digest;
    },
  };
  return one;
}

function auditOf({ id, profile }: Measurer, firstDay: string, level: 2 | 3, claim: StoryClaim) {
  const organisation = { id, name: `Company ${id}` };
  const window = { windowStart: dayStart(firstDay), days: AUDITED_DAYS };
  return withClaim(storyAudit(profile, { organisation, level, ...window }), claim);
}

/** The chain of a site's intervals. A day that is left out is a gap; the meters run on meanwhile. */
function openChain({ deps }: TestRegistry, { id, key, siteId }: TestDevice, site: SiteProfile) {
  const sign = attestationSigner({ iss: id, key }, deps.origin);
  const claims = () => newClaims(deps.now(), randomBytes(16));
  const hoursOf = (day: string) => dayIntervals(site, epochDay(dayStart(day)), 60);
  let link = FIRST_LINK;
  let last: { readonly day: string; readonly link: typeof FIRST_LINK } | undefined;
  return {
    send: async (day: string): Promise<void> => {
      const piece = extendChain({ siteId, sign }, hoursOf(day), link, claims);
      const prev = piece.signed.at(-2)?.digest ?? null;
      last = { day, link: { epoch: 0, seq: piece.next.seq - 1, prev } };
      link = piece.next;
      assertTaken(await sendAttestations(deps, await textsOf(piece)));
    },
    fork: async (): Promise<void> => {
      const interval = last && hoursOf(last.day).at(-1);
      if (last === undefined || interval === undefined) throw new Error('nothing was sent yet');
      const { span } = interval;
      const other = { ...interval, span: { ...span, matched: span.matched / 2n } };
      const [refused] = await sendAttestations(deps, [
        await sign(attestationBody(siteId, other, last.link), claims()).jws,
      ]);
      if (refused?.code !== 'chain_fork') throw new Error(`no fork: ${refused?.code}`);
    },
  };
}
