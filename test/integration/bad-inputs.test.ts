import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RegistryError } from '../../src/core/errors.ts';
import { isText } from '../../src/core/text.ts';
import { listOrganisations } from '../../src/registry/list-organisations.ts';
import { lookUp } from '../../src/registry/look-up.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { registerParty } from '../../src/registry/register-party.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { generateSigningKey } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, auditBody, headSeq } from '../support/journey.ts';
import { naughtyStrings } from '../support/naughty-strings.ts';
import { partyBody } from '../support/party-body.ts';
import { signBodyText } from '../support/raw-jws.ts';
import { act, createTestRegistry, registerProved, type TestParty, type TestRegistry } from '../support/registry.ts';

/** Hostile values in otherwise sound statements: refused with a code or taken as they are, never a surprise. */
const folder = new URL('../../../shared/tools/', import.meta.url);
const present = existsSync(new URL('bad-inputs.json', folder));
if (!present) console.warn(`SKIPPED: no catalogue of bad inputs at ${folder.pathname}`);

interface Entry {
  readonly id: string;
  readonly class: string;
  readonly what: string;
  readonly input?: unknown;
  readonly gen?: string;
}
const entries: readonly Entry[] = present
  ? JSON.parse(readFileSync(new URL('bad-inputs.json', folder), 'utf8')).entries
  : [];

let materialise: (entry: Entry) => unknown = () => undefined;
let registry: TestRegistry;
let org: TestParty;
beforeAll(async () => {
  if (present) ({ materialise } = await import(new URL('bad-inputs-lib.mjs', folder).href));
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  org = await registerProved(registry, 'target');
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

/** `accepted`, or the code of the refusal. Anything else is thrown. */
async function verdict(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'accepted';
  } catch (error) {
    if (error instanceof RegistryError) return error.code;
    throw error;
  }
}

/** The JSON token an entry puts where a value stands, as text. */
function tokenOf({ gen = '' }: Entry, role: 'NUM' | 'TIME'): string | undefined {
  const [, literal] = new RegExp(`${role}\\((".*")\\)\\)$`).exec(gen) ?? [];
  const token: unknown = literal === undefined ? undefined : JSON.parse(literal);
  return typeof token === 'string' ? token : undefined;
}

const chosen = (name: string, role: 'NUM' | 'TIME') =>
  entries.flatMap((entry) => {
    const token = entry.class === name ? tokenOf(entry, role) : undefined;
    return token === undefined ? [] : [{ id: entry.id, what: entry.what, token }];
  });

/** Puts the raw token in the first place the pattern finds in the audit's JSON and signs the result. */
async function submitWith(place: RegExp, token: string): Promise<string> {
  const text = JSON.stringify(auditBody('target')).replace(place, (_all, before: string) => `${before}${token}`);
  return verdict(submitAudit(registry.deps, await signBodyText(org, 'cms-audit+jwt', text, registry.deps.now())));
}

/** Values that are sound in themselves; the audit's other figures make them wrong. */
const SOUND = new Set(['num-21', 'num-22', 'num-27']);

describe.skipIf(!present)('numbers', () => {
  const places = [/("energy_kwh":)"[^"]*"/, /("metered_gb":)"[^"]*"/, /("it_kwh":\[)"[^"]*"/, /("kwh":)"[^"]*"/];

  test.each(chosen('num', 'NUM'))('$id $what', async ({ id, token }) => {
    for (const place of places) {
      const code = await submitWith(place, token);
      const allowed = SOUND.has(id) || token === 'null' ? /./ : /^(payload_invalid|document_invalid)$/;
      expect(code, place.source).toMatch(allowed);
    }
  });
});

describe.skipIf(!present)('times', () => {
  test.each(chosen('time', 'TIME'))('$id $what', async ({ token }) => {
    const before = await headSeq(registry);
    const code = await submitWith(/("window":{"start":)"[^"]*"/, token);
    expect(code).toMatch(/^(payload_invalid|document_invalid|audit_rejected)$/);
    const members = { action: 'accredit', subject: 'target', levels: [1], valid_to: JSON.parse(token) };
    expect(await verdict(act(registry, 0, members))).toMatch(/^(document_invalid|not_found)$/);
    expect(await headSeq(registry)).toBe(before);
  });
});

describe.skipIf(!present)('keys', () => {
  test.each(entries.filter((entry) => entry.class === 'keys'))('$id $what', async (entry) => {
    const made = materialise(entry);
    const before = await headSeq(registry);
    for (const jwk of Array.isArray(made) ? made : [made]) {
      const party = { id: 'newcomer', key: await generateSigningKey() };
      const body = { ...partyBody('newcomer', party.key), jwk };
      const registered = registerParty(registry.deps, await registry.sign(party, 'cms-party+jwt', body));
      expect(await verdict(registered)).toMatch(/^(document_invalid|key_unknown|payload_invalid)$/);
    }
    expect(await headSeq(registry)).toBe(before);
  });
});

let count = 0;
async function registerNamed(legal_name: string): Promise<string> {
  count += 1;
  const party = { id: `named-${count}`, key: await generateSigningKey() };
  const body = { ...partyBody(party.id, party.key), legal_name };
  return verdict(registerParty(registry.deps, await registry.sign(party, 'cms-party+jwt', body)));
}

describe.skipIf(!present)('names', () => {
  test.each(entries.filter((entry) => entry.class === 'unicode' && entry.id !== 'unicode-17'))(
    '$id $what',
    async (entry) => {
      const made = materialise(entry);
      for (const name of Array.isArray(made) ? made : [made]) {
        expect(await registerNamed(String(name))).toMatch(/^(accepted|document_invalid|too_large)$/);
      }
    },
  );
});

describe('naughty strings', () => {
  const strings = naughtyStrings();

  test('as texts of a register: sound ones are stored as they are, the others are refused', async () => {
    const entry = (name: string, index: number) => ({
      workload_id: `w-${index}`,
      site_id: 'target-1',
      name,
      owner: 'team-a',
      schedule_ref: 'cron:a',
      kind: 'service',
      deferrable: false,
      capacity_unit: 'vcpu',
      redundancy: 1,
      energy_basis: 'measured',
    });
    const register = async (names: readonly string[]) =>
      verdict(
        registry
          .sign(org, 'cms-workloads+jwt', { schema: 'cms-workloads/1', entries: names.map(entry) })
          .then((bytes) => registerWorkloads(registry.deps, bytes)),
      );
    const sound = strings.filter((text) => isText(text, 200));
    expect(await register(sound)).toBe('accepted');
    const { rows } = await registry.database.pool.query<{ entry: string }>('select entry from register_entries');
    const stored = rows.map((row) => JSON.parse(row.entry).name);
    expect(stored.sort()).toEqual([...sound].sort());
    for (const text of strings.filter((one) => !isText(one, 200)).slice(0, 60)) {
      expect(await register([text]), JSON.stringify(text)).toMatch(/^(document_invalid|payload_invalid)$/);
    }
  });

  test('as questions find nothing and break nothing', async () => {
    const here = await readPosition(registry.deps);
    const ask = async (text: string): Promise<void> => {
      for (const query of [{ name: text }, { domain: text }, { url: text }, { lei: text }]) {
        expect(await lookUp(registry.deps, query, here)).toEqual({ status: 'unknown' });
      }
      const search = { q: text, tier: [], state: 'all', sort: '-composite', limit: 5 } as const;
      expect(await verdict(listOrganisations(registry.deps, search, here))).toMatch(/^(accepted|request_invalid)$/);
      expect(await verdict(readPosition(registry.deps, text))).toMatch(
        /^(accepted|request_invalid|at_future|not_found)$/,
      );
    };
    for (let start = 0; start < strings.length; start += 10) {
      await Promise.all(strings.slice(start, start + 10).map(ask));
    }
  });
});
