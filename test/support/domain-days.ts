import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { DomainProver } from '../../src/registry/ports.ts';
import { readOrganisation } from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { recheckDomains } from '../../src/registry/recheck-domains.ts';
import { checkRegistry } from './check-registry.ts';
import { AFTER_56_DAYS, type Leaf, leavesOf } from './journey.ts';
import { createTestRegistry, registerProved, type TestParty, type TestRegistry } from './registry.ts';

const DAY_MS = 86_400_000;

/** A registry whose days go by, and a world in which proofs of domains come and go. */
export interface DomainDays {
  readonly registry: TestRegistry;
  /** Domains whose proof is gone. */
  readonly gone: Set<string>;
  /** Every domain that was asked about, in order. */
  readonly asked: string[];
  /** Lets days go by one after the other, with the job running in each. Returns the leaves it wrote. */
  days(many: number): Promise<readonly Leaf[]>;
  /** Lets time go by without the job. */
  idle(days: number): void;
  /** Until what is gone is lost: found to fail on the 30th day, and 14 days on. */
  lose(): Promise<readonly Leaf[]>;
  /** A new organisation with one proved domain. */
  organisation(): Promise<{ readonly id: string; readonly domain: string; readonly org: TestParty }>;
  /** Audits of the 56 days before today. */
  recent(): { readonly start: string };
  shown(id: string): ReturnType<typeof readOrganisation>;
}

/** The days of one test file. Nothing that one test leaves behind is due in the next. */
export function useDomainDays(): DomainDays {
  const gone = new Set<string>();
  const asked: string[] = [];
  const domainProver: DomainProver = {
    prove: async (domain) => {
      asked.push(domain);
      return gone.has(domain) ? { method: null, reason: 'no record' } : { method: 'dns' };
    },
  };
  let registry: TestRegistry;
  let count = 0;
  const now = (): number => registry.deps.now().getTime();
  const idle = (days: number): void => registry.setNow(new Date(now() + days * DAY_MS));
  const days = (many: number) =>
    leavesOf(registry, async () => {
      for (let day = 0; day < many; day++) {
        idle(1);
        await recheckDomains(registry.deps);
      }
    });
  beforeAll(async () => {
    registry = await createTestRegistry({ mode: 'production', domainProver, now: AFTER_56_DAYS });
  });
  beforeEach(() => void asked.splice(0));
  afterEach(async () => {
    await checkRegistry(registry);
    gone.clear();
    await days(1);
  });
  afterAll(() => registry.close());
  return {
    get registry() {
      return registry;
    },
    gone,
    asked,
    days,
    idle,
    lose: () => {
      idle(29);
      return days(15);
    },
    organisation: async () => {
      count += 1;
      const id = `org-${count}`;
      const domain = `${id}.com`;
      return { id, domain, org: await registerProved(registry, id, { domain }) };
    },
    recent: () => ({ start: new Date(now() - 57 * DAY_MS).toISOString().slice(0, 10) }),
    shown: async (id: string) => readOrganisation(registry.deps, id, await readPosition(registry.deps)),
  };
}
