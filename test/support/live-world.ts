import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isPartyId, type PartyId } from '../../src/core/ids.ts';
import type { LiveView } from '../../src/core/live/live-view.ts';
import { addDays, dayStart } from '../../src/core/telemetry/day.ts';
import { assertTaken, sendAttestations } from '../../src/demo/live/arrivals.ts';
import { attestationSigner } from '../../src/demo/live/attestation-signer.ts';
import { attestationBody, inventoryBody, registerBody } from '../../src/demo/live/documents.ts';
import { dayIntervals } from '../../src/demo/live/intervals.ts';
import { extendChain, FIRST_LINK, textsOf } from '../../src/demo/live/site-chain.ts';
import { storyAudit } from '../../src/demo/story/audit-generator.ts';
import { withClaim } from '../../src/demo/story/claim.ts';
import { gridSeriesCsv } from '../../src/demo/story/grid.ts';
import { epochDay } from '../../src/demo/story/moment.ts';
import type { StoryProfile, WorkloadProfile } from '../../src/demo/story/profile.ts';
import { VELOCITYTECH } from '../../src/demo/story/velocitytech.ts';
import { acceptInventory } from '../../src/registry/accept-inventory.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { evaluateParty } from '../../src/registry/evaluate-live.ts';
import type { CertificateRow } from '../../src/registry/ports/audits.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { newClaims } from '../../src/sdk/sign.ts';
import { giveOpinion, type Leaf, leavesOf, member } from './journey.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from './registry.ts';
import { type TestDevice, telemetryKey } from './telemetry.ts';

/*
 * Organisations on a simulated clock that measure well enough for Obsidian: two audited half years without a gap between them,
 * telemetry over the last two months of the second. Every hour of every day is signed and accepted; a day is sent ten minutes
 * after it ended and closed at 00:30.
 */

/** The first day of telemetry. */
export const FIRST_DAY = '2026-06-24';
const AUDITED_DAYS = 182;
/** The first audit's window ends so long before telemetry, so that the second one's overlaps 62 days of it. */
const BETWEEN_DAYS = 120;
/** An audit is sent so long after its window. */
const LAG_DAYS = 3;
/** The day on whose morning the second audit is declared and countersigned, as level 3. */
export const SECOND_AUDIT_DAY = addDays(FIRST_DAY, AUDITED_DAYS - BETWEEN_DAYS + LAG_DAYS);
/** The 90th day of telemetry: the first evaluation that can be good. */
export const FIRST_GOOD_DAY = addDays(FIRST_DAY, 89);
const INVENTORY_DAYS = 28;
const REGISTER_DAYS = 150;
const MINUTE_MS = 60_000;

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

export interface LiveWorld {
  readonly registry: TestRegistry;
  readonly auditor: TestParty;
  /** The day that comes next: not yet sent, not yet closed. */
  readonly today: string;
  measurer(id: string): Measurer;
  /** Sends the next day of everybody and closes it; yields the leaves the closing wrote. */
  pass(): Promise<readonly Leaf[]>;
  /** The same without closing. */
  passUnclosed(): Promise<void>;
  /** Passes days up to this one, it included. */
  passUntil(day: string): Promise<void>;
  close(): Promise<void>;
}

/** Everybody's telemetry begins on `FIRST_DAY`; nothing of it has been sent. */
export async function createLiveWorld(ids: readonly string[], scope = '0.97'): Promise<LiveWorld> {
  const registry = await createTestRegistry({ now: `${addDays(FIRST_DAY, LAG_DAYS - BETWEEN_DAYS)}T09:00:00Z` });
  const auditor = await registerAuditor(registry, 'lumen');
  const measurers: Measurer[] = [];
  for (const id of ids) measurers.push(await openMeasurer(registry, auditor, id, scope));
  for (const one of measurers) await one.audit(addDays(FIRST_DAY, -BETWEEN_DAYS - AUDITED_DAYS), 2);
  registry.setNow(new Date(`${addDays(FIRST_DAY, -1)}T09:00:00Z`));
  await putSeriesIntoForce(registry);
  for (const one of measurers) {
    await one.register();
    await one.inventory(addDays(FIRST_DAY, -2), 1);
  }
  let today = FIRST_DAY;
  const send = async (): Promise<void> => {
    registry.setNow(new Date(`${today}T09:00:00Z`));
    await documents(measurers, today);
    registry.setNow(new Date(dayStart(addDays(today, 1)).getTime() + 10 * MINUTE_MS));
    await Promise.all(measurers.filter(({ isSilent }) => !isSilent).map((one) => one.send(today)));
    today = addDays(today, 1);
    registry.setNow(new Date(dayStart(today).getTime() + 30 * MINUTE_MS));
  };
  const pass = async (): Promise<readonly Leaf[]> => {
    await send();
    return leavesOf(registry, () => closeDueDays(registry.deps, evaluateParty));
  };
  return {
    registry,
    auditor,
    get today() {
      return today;
    },
    measurer: (id) => {
      const found = measurers.find((one) => one.id === id);
      if (found === undefined) throw new Error(`nobody is called ${id}`);
      return found;
    },
    pass,
    passUnclosed: send,
    passUntil: async (day) => {
      while (today <= day) await pass();
    },
    close: () => registry.close(),
  };
}

/** What everybody states in the morning of a day. */
async function documents(measurers: readonly Measurer[], today: string): Promise<void> {
  const since = epochDay(dayStart(today)) - epochDay(dayStart(FIRST_DAY));
  for (const one of measurers) {
    if (since > 0 && since % INVENTORY_DAYS === 0) await one.inventory(addDays(today, -1), INVENTORY_DAYS);
    if (since > 0 && since % REGISTER_DAYS === 0) await one.register();
    if (today === SECOND_AUDIT_DAY) await one.audit(addDays(FIRST_DAY, -BETWEEN_DAYS), 3);
  }
}

async function putSeriesIntoForce(registry: TestRegistry): Promise<void> {
  const csv = gridSeriesCsv('DK1', epochDay(dayStart(FIRST_DAY)) - 10, 500);
  const sha256 = createHash('sha256').update(csv).digest('hex');
  await writeFile(path.join(registry.gridFolder, `${sha256}.csv`), csv);
  await act(registry, 0, { action: 'grid_series', subject: 'registry', zone: 'DK1', sha256 });
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

async function openMeasurer(registry: TestRegistry, auditor: TestParty, id: string, scope: string): Promise<Measurer> {
  if (!isPartyId(id)) throw new Error(`${id} is no party id`);
  const party = await registerProved(registry, id);
  const profile = profileFor(id);
  const [site] = profile.sites;
  if (site === undefined) throw new Error('a profile has a site');
  const siteId = site.site_id;
  const device = await telemetryKey(registry, party, siteId);
  const sign = attestationSigner({ iss: id, key: device.key }, registry.deps.origin);
  const claims = () => newClaims(registry.deps.now(), randomBytes(16));
  let link = FIRST_LINK;
  let last: { readonly day: string; readonly link: typeof FIRST_LINK } | undefined;
  const one: Measurer = {
    party,
    id,
    profile,
    device,
    claimTenths: 0,
    disowned: undefined,
    isSilent: false,
    send: async (day) => {
      const intervals = dayIntervals(site, epochDay(dayStart(day)), 60);
      const piece = extendChain({ siteId, sign }, intervals, link, claims);
      const prev = piece.signed.at(-2)?.digest ?? null;
      last = { day, link: { epoch: 0, seq: piece.next.seq - 1, prev } };
      link = piece.next;
      assertTaken(await sendAttestations(registry.deps, await textsOf(piece)));
    },
    fork: async () => {
      const interval = last && dayIntervals(site, epochDay(dayStart(last.day)), 60).at(-1);
      if (last === undefined || interval === undefined) throw new Error('nothing was sent yet');
      const { span } = interval;
      const other = { ...interval, span: { ...span, matched: span.matched / 2n } };
      const { jws } = sign(attestationBody(siteId, other, last.link), claims());
      const [refused] = await sendAttestations(registry.deps, [await jws]);
      if (refused?.code !== 'chain_fork') throw new Error(`no fork: ${refused?.code}`);
    },
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
      const organisation = { id, name: `Company ${id}` };
      const windowStart = dayStart(firstDay);
      const body = storyAudit(profile, { organisation, windowStart, days: AUDITED_DAYS, level });
      const claimed = withClaim(body, CLAIM[level](one.claimTenths));
      const declared = await submitAudit(registry.deps, await registry.sign(party, 'cms-audit+jwt', claimed));
      const digest = member(declared, 'digest');
      await giveOpinion(registry, auditor, digest, {
        level,
        scope_share: scope,
        cleared_flags: ['F10'],
        samples: { workloads: 25, sites: 1 },
      });
      return digest;
    },
  };
  return one;
}

const CLAIM = {
  2: () => ({ tenths: 0, tier: 'Silver' }),
  3: (tenths: number) => ({ tenths, tier: 'Obsidian' }),
} as const;

/** What anybody can see of a party's tier. */
export interface Standing {
  /** Oldest first: tier, state and reason. */
  readonly told: readonly string[];
  readonly newest: CertificateRow | undefined;
  readonly view: LiveView | null;
  /** The day of the newest evaluation. */
  readonly day: string | undefined;
}

export async function standingOf({ registry }: LiveWorld, { id }: Measurer): Promise<Standing> {
  return registry.deps.ledger.read(async (tx) => {
    const certificates = [...(await tx.certificates.of(id))].sort((a, b) => a.leaf - b.leaf);
    const live = await tx.live.newest(id);
    const told = certificates.map(({ record, state, reason }) => `${record.tier} ${state} ${reason}`);
    return { told, newest: certificates.at(-1), view: live?.view ?? null, day: live?.day };
  });
}

/** Leaves about a party's certificates: type and reason. */
export const changesOf = (leaves: readonly Leaf[], { id }: Measurer): readonly string[] =>
  leaves.filter(({ t, org }) => t.startsWith('certificate.') && org === id).map(({ t, reason }) => `${t} ${reason}`);
