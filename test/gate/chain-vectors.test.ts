import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Digest, Kid, PartyId } from '../../src/core/ids.ts';
import type { JsonValue } from '../../src/core/json-value.ts';
import { type KeyUse, restorePublicKey } from '../../src/core/keys.ts';
import { type Arrival, admitArrival, parseArrival } from '../../src/registry/intake/arrival.ts';
import type { Jtis } from '../../src/registry/intake/jtis.ts';
import { linkKey } from '../../src/registry/intake/judge.ts';
import { type Opening, openSession, type Settled } from '../../src/registry/intake/session.ts';
import { siteKey } from '../../src/registry/ports/intake.ts';
import type { AttestationRow, ChainHead } from '../../src/registry/ports/telemetry.ts';
import type { PrivateJwk } from '../../src/sdk/sign.ts';

/** Chains of one site, `fra-1`, each sent to an empty registry that knows one visible workload, `web`, and no grid series. */
interface Step {
  /** The registry's clock. */
  readonly now: string;
  readonly jws: string;
  /** The status of its acceptance, or the code of its refusal. */
  readonly want: number | string;
  readonly wantPointers?: readonly string[];
  readonly wantFindings?: readonly string[];
  readonly expected?: JsonValue;
  readonly accepted?: string;
}
interface ChainVector {
  readonly desc: string;
  readonly steps: readonly Step[];
}
interface Context {
  readonly origin: string;
  readonly keys: { readonly site: { readonly party: PartyId; readonly use: KeyUse; readonly jwk: PrivateJwk } };
}

const folder = new URL('../vectors/', import.meta.url);
const readJson = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const { origin, keys }: Context = readJson('context.json');
const vectors = readdirSync(new URL('chain/', folder)).map((file): { file: string; vector: ChainVector } => ({
  file,
  vector: readJson(`chain/${file}`),
}));

const key = {
  ...restorePublicKey(keys.site.jwk),
  partyId: keys.site.party,
  use: keys.site.use,
  siteId: 'fra-1',
  addedSeq: 1,
  revokedSeq: null,
  compromisedSince: null,
  holder: 'organisation' as const,
};

/** A registry in memory, as far as intake looks at one. */
function openMemory() {
  const heads = new Map<string, ChainHead>();
  const accepted = new Map<string, AttestationRow>();
  const used = new Set<string>();
  const jtis: Jtis = {
    isFresh: ({ jti = '' }) => !used.has(jti),
    use: ({ jti = '' }) => void used.add(jti),
    spare: () => [],
  };
  const facts = { grid: undefined, zone: () => undefined, isVisible: (_: string, id: string) => id === 'web' };
  const settle = (arrival: Arrival, now: Date, cleared: ReadonlySet<Digest> = new Set()): Settled => {
    const keyStates = new Map<Kid, null>();
    const opening: Opening = { now, keys: keyStates, heads, accepted, forked: new Set(), facts, jtis, cleared };
    const session = openSession(opening);
    const settled = session.settle(arrival);
    if (settled.kind === 'leaf' && settled.judgement.kind === 'accept')
      return settle(arrival, now, new Set([arrival.digest]));
    for (const head of session.moved()) heads.set(siteKey(head), head);
    for (const row of session.rows) accepted.set(linkKey({ ...row, ...row.chain }), row);
    return settled;
  };
  return { settle };
}

/** What a step came to, in the words of a vector. */
async function outcomeOf(step: Step, memory: ReturnType<typeof openMemory>): Promise<Partial<Step>> {
  const now = new Date(step.now);
  const arrival = await admitArrival({ origin, now: () => now }, parseArrival(Buffer.from(step.jws)), key);
  const settled = memory.settle(arrival, now);
  if (settled.kind === 'done') return { want: settled.outcome.status };
  if (settled.kind === 'leaf' && settled.judgement.kind === 'fork')
    return { want: 'chain_fork', accepted: settled.judgement.accepted };
  if (settled.kind !== 'refused') throw new Error(`it came to ${settled.kind}`);
  const { code, issues, members } = settled.error;
  const pointers = issues.map(({ pointer }) => pointer);
  const { findings, expected, accepted } = members as {
    findings?: { code: string }[];
    expected?: JsonValue;
    accepted?: string;
  };
  return {
    want: code,
    ...(pointers.length === 0 ? {} : { wantPointers: pointers }),
    ...(findings === undefined || findings.length === 0 ? {} : { wantFindings: findings.map((one) => one.code) }),
    ...(expected === undefined ? {} : { expected }),
    ...(accepted === undefined ? {} : { accepted }),
  };
}

describe('chains of attestations', () => {
  test.each(vectors)('$file: $vector.desc', async ({ vector }) => {
    const memory = openMemory();
    for (const step of vector.steps) {
      const { now: _, jws: __, ...want } = step;
      expect(await outcomeOf(step, memory)).toEqual(want);
    }
  });
});
