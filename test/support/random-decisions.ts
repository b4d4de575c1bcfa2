import { RegistryError } from '../../src/core/errors.ts';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { evaluateParty } from '../../src/registry/evaluate-live.ts';
import { expireCertificates } from '../../src/registry/open-registry.ts';
import type { DomainProver } from '../../src/registry/ports.ts';
import { recheckDomains } from '../../src/registry/recheck-domains.ts';
import { declare, giveOpinion, headSeq, member } from './journey.ts';
import { addKey, revokeKey } from './key-operations.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerOnly,
  type TestParty,
  type TestRegistry,
} from './registry.ts';

/* A registry in which anything may be decided at any time about some organisations; what is not possible is refused. */

const DAY_MS = 86_400_000;

export const DECISIONS = [
  'declare',
  'accept',
  'reject',
  'suspend',
  'reinstate',
  'withdraw',
  'compromise',
  'withdraw_accreditation',
  'lose_domain',
  'prove_domain',
  'close_day',
  'a_year_passes',
] as const;
export type Decision = (typeof DECISIONS)[number];

/** An organisation as decisions leave it. */
interface Subject {
  party: TestParty;
  readonly domain: string;
  audit: string | undefined;
}

export interface Decisions {
  readonly registry: TestRegistry;
  /** A new organisation with a proved domain. */
  newcomer(id: string): Promise<void>;
  /** Decides, or is refused; yields the code of the refusal. */
  decide(party: string, decision: Decision): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function openDecisions(now: string): Promise<Decisions> {
  const gone = new Set<string>();
  const domainProver: DomainProver = {
    prove: async (domain) => (gone.has(domain) ? { method: null, reason: 'no record' } : { method: 'dns' }),
  };
  const registry = await createTestRegistry({ mode: 'production', domainProver, now, sequencing: 'manual' });
  registry.sequencer.start();
  const subjects = new Map<string, Subject>();
  let auditors = await newAuditors(registry, 0);
  const pass = (days: number): void => registry.setNow(new Date(registry.deps.now().getTime() + days * DAY_MS));
  const daysOfRechecks = async (days: number): Promise<void> => {
    for (let day = 0; day < days; day++) {
      pass(1);
      await recheckDomains(registry.deps);
    }
  };
  const effects: Readonly<Record<Decision, (subject: Subject) => Promise<unknown>>> = {
    declare: async (subject) => {
      pass(60);
      const start = new Date(registry.deps.now().getTime() - 57 * DAY_MS).toISOString().slice(0, 10);
      subject.audit = member(await declare(registry, subject.party, { start }), 'digest');
    },
    accept: async ({ audit = '' }) => giveOpinion(registry, auditors.first, audit),
    reject: async ({ audit = '' }) =>
      giveOpinion(registry, auditors.second, audit, { result: 'reject', cleared_flags: [] }),
    suspend: ({ party }) => onCertificate(registry, party, 'suspend'),
    reinstate: ({ party }) => onCertificate(registry, party, 'reinstate'),
    withdraw: ({ party }) => onCertificate(registry, party, 'withdraw'),
    compromise: async (subject) => {
      const old = subject.party;
      subject.party = (await addKey(registry, old)).added;
      await revokeKey(registry, subject.party, old.key, { compromised_since: 1, reason: 'laptop stolen' });
    },
    withdraw_accreditation: async () => {
      const { first } = auditors;
      auditors = await newAuditors(registry, auditors.count);
      return act(registry, 0, { action: 'withdraw_accreditation', subject: first.id });
    },
    lose_domain: async ({ domain }) => {
      gone.add(domain);
      pass(29);
      await daysOfRechecks(16);
    },
    prove_domain: async ({ party, domain }) => {
      gone.delete(domain);
      pass(1);
      return checkDomain(registry.deps, party.id, domain);
    },
    close_day: async () => {
      pass(1);
      return closeDueDays(registry.deps, evaluateParty);
    },
    a_year_passes: async () => {
      pass(367);
      return expireCertificates(registry.deps);
    },
  };
  const subjectOf = (id: string): Subject => {
    const found = subjects.get(id);
    if (found === undefined) throw new Error(`nobody is called ${id}`);
    return found;
  };
  return {
    registry,
    newcomer: async (id) => {
      const domain = `${id}.com`;
      subjects.set(id, { party: await registerOnly(registry, id, { domain }), domain, audit: undefined });
      await checkDomain(registry.deps, id, domain);
    },
    decide: (id, decision) => refusalOf(effects[decision](subjectOf(id))),
    close: () => registry.close(),
  };
}

/** Two who may give opinions. Whoever lost his accreditation does not get it back. */
async function newAuditors(registry: TestRegistry, before: number) {
  const [first, second] = [
    await registerAuditor(registry, `auditor-${before + 1}`, { domain: `auditor-${before + 1}.com` }),
    await registerAuditor(registry, `auditor-${before + 2}`, { domain: `auditor-${before + 2}.com` }),
  ];
  return { first, second, count: before + 2 };
}

async function onCertificate(registry: TestRegistry, { id }: TestParty, action: string): Promise<unknown> {
  const { rows } = await registry.database.pool.query<{ id: string }>(
    'select id from certificates where party_id = $1 order by leaf desc limit 1',
    [id],
  );
  const certificate = rows[0]?.id ?? '00000000-0000-7000-8000-000000000000';
  return act(registry, 0, { action, subject: id, certificate });
}

async function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof RegistryError && error.code !== 'internal') return error.code;
    throw error;
  }
}

/** Waits until everything committed is published, two seconds at most. */
export async function published(registry: TestRegistry): Promise<boolean> {
  return registry.deps.publication.waitFor(await headSeq(registry), 2_000);
}
