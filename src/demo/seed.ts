import { randomBytes } from 'node:crypto';
import { RegistryError } from '../core/errors.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import { checkDomain } from '../registry/check-domain.ts';
import { countersign } from '../registry/countersign.ts';
import { reissueCredentials } from '../registry/maintain-credentials.ts';
import { expireCertificates, openRegistry, type RegistryIdentity } from '../registry/open-registry.ts';
import type { Deps, Ledger } from '../registry/ports.ts';
import { registerParty } from '../registry/register-party.ts';
import { withStatusLists } from '../registry/status-lists.ts';
import { submitAudit } from '../registry/submit-audit.ts';
import { newClaims, publicJwkOf, signStatement, toPrivateJwk } from '../sdk/sign.ts';
import { openDemoKeys } from './demo-keys.ts';
import { type Chore, liveChores } from './live/chores.ts';
import { placeGridSeries } from './live/grid-series.ts';
import type { Narrator } from './narrator.ts';
import { actUntilEffective } from './officers.ts';
import { storyInstant, storyTimeline } from './story/moment.ts';
import { storyAuditors, storyPopulation } from './story/population.ts';
import type {
  CountersignEvent,
  StoryAuditor,
  StoryOrganisation,
  StoryParty,
  SubmitAuditEvent,
  TimelineItem,
} from './story/types.ts';
import { remembering } from './story-memory.ts';

export interface Demo {
  readonly identity: RegistryIdentity;
  /** Private keys of the demo's officers. */
  readonly officerSigners: readonly SigningKey[];
  /** Where the parties' private keys go, `<party>.jwk.json`. */
  readonly keyFolder: string;
  /** The operator's folder of reference series. */
  readonly gridFolder: string;
  /** Who takes part: by default everybody. */
  readonly plays?: (party: string) => boolean;
  /** Who measures: by default everybody whose story says so. */
  readonly measures?: (party: string) => boolean;
  log(line: string): void;
}

/**
 * Fills an empty demo registry through the real use cases with a simulated clock. Everything happens inside one
 * transaction: a start that is cut off leaves the registry empty, and the next one tells the story again.
 */
export async function seedDemo(deps: Deps, demo: Demo): Promise<void> {
  const started = await deps.ledger.read((tx) => tx.log.head());
  if (started !== undefined) return;
  demo.log('seeding the demonstration registry …');
  const today = deps.now();
  await deps.ledger.write(async (stores) => {
    const tx = remembering(stores);
    const ledger: Ledger = {
      ...deps.ledger,
      write: (work) => work(tx),
      read: (work) => work(tx),
      intake: (work) => work(tx.intake),
    };
    const narrator = narrate({ ...deps, ledger }, demo, today);
    await tellStory(narrator, demo, today);
  });
  demo.log('seeded');
}

function narrate(deps: Deps, demo: Demo, today: Date): Narrator {
  let now = today;
  const then = { ...deps, now: () => now };
  return {
    // Status lists are signed at the times of the story, not all of them at its end.
    deps: { ...then, ledger: withStatusLists(deps.ledger, then) },
    setNow: (to) => {
      now = to;
    },
    claimsAt: (instant) => newClaims(instant, randomBytes(16)),
    sign: async ({ iss, key }, typ, body) => {
      const fresh = newClaims(now, randomBytes(16));
      return Buffer.from(await signStatement({ typ, privateJwk: key, iss, aud: deps.origin, body, ...fresh }));
    },
    keyOf: openDemoKeys(demo.keyFolder),
    officers: demo.officerSigners.map((signer) => toPrivateJwk(signer.privateKey.export({ format: 'jwk' }))),
  };
}

async function tellStory(narrator: Narrator, demo: Demo, today: Date): Promise<void> {
  const auditors = storyAuditors();
  const population = storyPopulation().filter(({ party }) => demo.plays?.(party.party_id) ?? true);
  const timeline = storyTimeline(population, today);
  const opening = [
    ...timeline.map((item) => item.at),
    ...auditors.map((auditor) => storyInstant(auditor.registered, today)),
  ];
  narrator.setNow(new Date(Math.min(...opening.map((at) => at.getTime()))));
  await openRegistry(narrator.deps, demo.identity);
  for (const auditor of auditors) await introduceAuditor(narrator, auditor, today);
  const digests = new Map<string, string>();
  const events = timeline.map((item) => ({ at: item.at, run: () => happen(narrator, item, digests, today) }));
  for (const { at, run } of inOrder(events, await telemetry(narrator, demo, population, today))) {
    narrator.setNow(at);
    await run();
  }
}

async function telemetry(
  narrator: Narrator,
  demo: Demo,
  population: readonly StoryOrganisation[],
  today: Date,
): Promise<Chore[]> {
  const measuring = population.filter(({ party }) => demo.measures?.(party.party_id) ?? true);
  const series = await placeGridSeries(demo.gridFolder, measuring, today);
  return liveChores(narrator, measuring, series, today);
}

/** Of equal instants the event comes first. */
const inOrder = (events: readonly Chore[], chores: readonly Chore[]): Chore[] =>
  [...events, ...chores].sort((a, b) => a.at.getTime() - b.at.getTime());

async function introduceAuditor(narrator: Narrator, auditor: StoryAuditor, today: Date): Promise<void> {
  const { party, levels, validDays } = auditor;
  narrator.setNow(storyInstant(auditor.registered, today));
  await register(narrator, party);
  for (const domain of party.domains) await checkDomain(narrator.deps, party.party_id, domain);
  narrator.setNow(storyInstant(auditor.accredited, today));
  const { daysAgo, minute } = auditor.accredited;
  const validTo = storyInstant({ daysAgo: daysAgo - validDays, minute }, today);
  const valid_to = `${validTo.toISOString().slice(0, 19)}Z`;
  await actUntilEffective(narrator, {
    action: 'accredit',
    subject: party.party_id,
    levels: [...levels],
    valid_to,
    reason: 'assessed by the registry',
  });
}

async function register(narrator: Narrator, party: StoryParty): Promise<void> {
  const key = await narrator.keyOf(party.party_id);
  const body = { schema: 'cms-party/1', ...party, jwk: publicJwkOf(key) };
  await registerParty(narrator.deps, await narrator.sign({ iss: party.party_id, key }, 'cms-party+jwt', body));
}

async function happen(
  narrator: Narrator,
  item: TimelineItem,
  digests: Map<string, string>,
  today: Date,
): Promise<void> {
  const { organisation, event } = item;
  const { party } = organisation;
  await expireCertificates(narrator.deps);
  await reissueCredentials(narrator.deps);
  switch (event.kind) {
    case 'register':
      return register(narrator, party);
    case 'prove_domain':
      await checkDomain(narrator.deps, party.party_id, event.domain);
      return;
    case 'submit_audit':
      return submit(narrator, party, event, digests, today);
    case 'countersign':
      return opine(narrator, party, event, digests);
    case 'act': {
      const [certificate] = await narrator.deps.ledger.read(async (tx) => {
        const holder = await tx.parties.find(party.party_id);
        return holder === undefined ? [] : tx.certificates.of(holder.partyId);
      });
      if (certificate === undefined) throw new Error(`the story acts on ${party.party_id}, which holds no certificate`);
      return actUntilEffective(narrator, {
        action: event.action,
        subject: party.party_id,
        certificate: certificate.id,
        reason: event.reason,
      });
    }
  }
}

async function submit(
  narrator: Narrator,
  party: StoryParty,
  event: SubmitAuditEvent,
  digests: Map<string, string>,
  today: Date,
): Promise<void> {
  const signer = { iss: party.party_id, key: await narrator.keyOf(party.party_id) };
  const bytes = await narrator.sign(signer, 'cms-audit+jwt', event.body(today));
  try {
    const { answer } = await submitAudit(narrator.deps, bytes);
    digests.set(`${party.party_id} ${event.name}`, String(answer['digest']));
  } catch (error) {
    if (!(error instanceof RegistryError) || event.expect !== 'refused') throw error;
  }
}

async function opine(
  narrator: Narrator,
  party: StoryParty,
  event: CountersignEvent,
  digests: ReadonlyMap<string, string>,
): Promise<void> {
  const audit = digests.get(`${party.party_id} ${event.audit}`);
  if (audit === undefined)
    throw new Error(`the story countersigns ${event.audit} of ${party.party_id} before it is submitted`);
  const signer = { iss: event.auditor, key: await narrator.keyOf(event.auditor) };
  const body = { schema: 'cms-countersignature/1', audit, ...event.opinion };
  await countersign(narrator.deps, audit, await narrator.sign(signer, 'cms-countersignature+jwt', body));
}
