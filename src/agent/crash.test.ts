import { describe, expect, test } from 'vitest';
import type { ChainLink } from '../core/documents/attestation.ts';
import { formatUtcInstant } from '../core/instant.ts';
import { generateSigningKey } from '../sdk/sign.ts';
import { type Agent, assembleAgent } from './agent.ts';
import { readAttested } from './attest.ts';
import { FIRST_LINK, isSameLink, linkAfter, nextEpoch } from './chain.ts';
import type { Source } from './measurements.ts';
import { endOf } from './span.ts';
import type { SpoolFiles } from './spool-files.ts';

const BEGIN = new Date('2026-03-10T00:00:00Z');
const QUARTER_MS = 900_000;
const COUNT = 8;

/** Files in memory; the process dies at the nth change, after half of a draft or before a step. */
function mortalFiles() {
  const disk = new Map<string, string>();
  let left = Number.POSITIVE_INFINITY;
  const live = (): void => {
    if (left <= 0) throw new Error('killed');
    left -= 1;
  };
  const files: SpoolFiles = {
    list: async (folder) =>
      [...disk.keys()].flatMap((name) => {
        const inside = folder === '.' ? name : name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : '/';
        return inside.includes('/') ? [] : [inside];
      }),
    read: async (name) => disk.get(name),
    draft: async (name, text) => {
      if (left <= 0) disk.set(name, text.slice(0, text.length / 2));
      live();
      disk.set(name, text);
    },
    rename: async (from, to) => {
      live();
      disk.set(to, disk.get(from) ?? '');
      disk.delete(from);
    },
    remove: async (name) => {
      live();
      disk.delete(name);
    },
    sync: async () => live(),
  };
  return { files, disk, dieAfter: (changes: number) => (left = changes) };
}

/** A registry of one site as statements section 6 has it, in small. `refuses` tells which start it finds implausible. */
function modelRegistry(refuses: (start: string) => boolean) {
  const accepted: ReturnType<typeof readAttested>[] = [];
  let forks = 0;
  const head = (): ChainLink => {
    const last = accepted.at(-1);
    return last === undefined ? FIRST_LINK : linkAfter(last.link, last.digest);
  };
  const one = (jws: string): object => {
    const a = readAttested(jws);
    const last = accepted.at(-1);
    const there = accepted.find(({ link }) => link.epoch === a.link.epoch && link.seq === a.link.seq);
    if (there?.digest === a.digest) return { status: 200, digest: a.digest };
    if (there !== undefined && JSON.stringify(there.body) === JSON.stringify(a.body))
      return { status: 409, digest: a.digest, code: 'chain_replayed', accepted: there.digest };
    if (there !== undefined) {
      forks += 1;
      return { status: 409, digest: a.digest, code: 'chain_fork' };
    }
    const opens = last !== undefined && isSameLink(a.link, nextEpoch(last.link));
    if (!opens && !isSameLink(a.link, head()))
      return { status: 409, digest: a.digest, code: 'chain_gap', expected: head() };
    const overlaps = last !== undefined && a.span.start < endOf(last.span);
    if (overlaps || refuses(formatUtcInstant(a.span.start)))
      return { status: 422, digest: a.digest, code: 'implausible' };
    accepted.push(a);
    return { status: 201, digest: a.digest };
  };
  return { accepted, forks: () => forks, answer: (batch: readonly string[]) => batch.map(one) };
}

const source: Source = {
  measure: async () => ({
    values: new Map([
      ['facility_kwh', 2_000_000n],
      ['it_kwh', 1_500_000n],
    ]),
    workloads: [],
  }),
};

/** Runs simulated time over all intervals. Each life dies after `changes` file changes, but for the last. */
async function live(setting: { changes: number; loseAnswerAt?: number; refused?: readonly string[] }) {
  const key = await generateSigningKey();
  const { files, disk, dieAfter } = mortalFiles();
  const registry = modelRegistry((start) => setting.refused?.includes(start) === true);
  let now = new Date(BEGIN.getTime() + QUARTER_MS);
  let requests = 0;
  const open = (): Promise<Agent> =>
    assembleAgent(
      {
        origin: 'https://registry.example',
        party: 'acme',
        site: 'fra-1',
        key,
        keyFile: '',
        minutes: 15,
        spool: '',
        listen: undefined,
        settleMs: 0,
        patienceMs: 0,
        startFrom: BEGIN,
        prometheus: undefined,
        csv: undefined,
        command: undefined,
      },
      {
        now: () => now,
        random: (size) => crypto.getRandomValues(new Uint8Array(size)),
        stop: new AbortController().signal,
        report: () => undefined,
        fetch: async (_, init) => {
          const { attestations }: { attestations: string[] } = JSON.parse(String(init.body));
          const results = registry.answer(attestations);
          requests += 1;
          if (requests === setting.loseAnswerAt) throw new TypeError('fetch failed');
          return Response.json({ results });
        },
      },
      files,
      source,
    );
  let agent: Agent | undefined;
  let deaths = 0;
  // Three intervals wait for the first life, so that batches are cut, too.
  for (let turn = 3; turn < COUNT + 4; turn++) {
    now = new Date(BEGIN.getTime() + turn * QUARTER_MS);
    dieAfter(deaths < 2 ? setting.changes : Number.POSITIVE_INFINITY);
    try {
      agent ??= await open();
      await agent.step();
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'killed') throw error;
      agent = undefined;
      deaths += 1;
    }
  }
  return { registry, disk, deaths };
}

const starts = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => formatUtcInstant(new Date(BEGIN.getTime() + (from + at) * QUARTER_MS)));

describe('an agent that dies between two file operations', () => {
  test.each(Array.from({ length: 30 }, (_, changes) => changes))('after %i of them, twice', async (changes) => {
    const { registry, deaths } = await live({ changes });
    expect(deaths).toBeGreaterThan(changes < 15 ? 0 : -1);
    const taken = registry.accepted.map(({ span }) => formatUtcInstant(span.start)).slice(0, COUNT);
    expect(taken).toEqual(starts(0, COUNT));
    expect(registry.forks()).toBe(0);
    expect(new Set(registry.accepted.map(({ link }) => link.epoch))).toEqual(new Set([0]));
  });

  test.each([1, 2, 3])('an answer lost at request %i doubles nothing', async (loseAnswerAt) => {
    const { registry } = await live({ changes: 7, loseAnswerAt });
    expect(registry.accepted.map(({ span }) => formatUtcInstant(span.start)).slice(0, COUNT)).toEqual(starts(0, COUNT));
    expect(registry.forks()).toBe(0);
  });

  test.each(Array.from({ length: 20 }, (_, changes) => changes))(
    'a refused interval is kept aside; death after %i',
    async (changes) => {
      const refused = starts(1, 2);
      const { registry, disk } = await live({ changes, refused });
      const taken = registry.accepted.map(({ span }) => formatUtcInstant(span.start)).slice(0, COUNT - 1);
      expect(taken).toEqual(starts(0, COUNT).filter((start) => !refused.includes(start)));
      expect([...disk.keys()].filter((name) => name.startsWith('refused/'))).toHaveLength(1);
      expect(registry.forks()).toBe(0);
      expect(registry.accepted.at(-1)?.registers.facility_kwh).toBeGreaterThan(14_000_000n);
    },
  );
});
