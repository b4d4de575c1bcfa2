import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUNDLE } from '../../src/core/evidence-bundle.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { readEvidenceBundle, readEvidenceVersion } from '../../src/registry/evidence-bundle.ts';
import { refreshStatusLists, reissueCredentials } from '../../src/registry/maintain-credentials.ts';
import { ASPECTS, type Verification } from '../../src/sdk/verify/verdict.ts';
import { verifyArtefact } from '../../src/sdk/verify/verify.ts';
import { readZip } from '../../src/sdk/verify/zip.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { gridSeries } from '../support/grid-series.ts';
import { AFTER_56_DAYS, type auditBody, certify, giveOpinion } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import {
  act,
  createTestRegistry,
  ORIGIN,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

const DAY_MS = 86_400_000;
const START = new Date(AFTER_56_DAYS);
const onDay = (days: number): Date => new Date(START.getTime() + days * DAY_MS);

let registry: TestRegistry;
let holder: TestParty;
let auditor: TestParty;
let certificate: string;
let audit: string;

beforeEach(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  holder = await registerProved(registry, 'acme');
  auditor = await registerAuditor(registry, 'lumen');
  ({ certificate, audit } = await certify(registry, holder, auditor));
});
afterEach(async () => {
  await checkRegistry(registry);
  await registry.close();
});

const read = async (): Promise<Buffer> => Buffer.from((await readEvidenceBundle(registry.deps, certificate)).bytes);
const trust = () => ({ origin: ORIGIN, vkeys: registry.deps.log.signers.map(({ key }) => formatVerifierKey(key)) });
const verify = (bytes: Uint8Array, now = registry.deps.now()) => verifyArtefact(bytes, trust(), { now });
const wordsOf = (verification: Verification): string => ASPECTS.map((aspect) => verification[aspect]).join(' ');
const namesOf = (bytes: Uint8Array): readonly string[] => readZip(bytes).map(({ name }) => name);
const ALL_OK = 'ok ok ok ok ok ok';

describe('an evidence bundle', () => {
  test('is verified with nothing but the key of the log', async () => {
    const verification = await verify(await read());
    expect(wordsOf(verification), JSON.stringify(verification.reasons)).toBe(ALL_OK);
    expect(verification.facts).toMatchObject({
      certificate,
      audit,
      auditors: ['lumen'],
      recomputed: { tier: 'Bronze' },
    });
  });
});

describe('its bytes', () => {
  test('are the same however often, whatever else happens, wherever it is made', async () => {
    const first = await read();
    const version = await readEvidenceVersion(registry.deps, certificate);
    await registerProved(registry, 'other');
    await addKey(registry, holder);
    registry.setNow(onDay(1));
    await addKey(registry, auditor, { use: 'cosign' });
    expect((await read()).equals(first)).toBe(true);
    const zone = process.env['TZ'];
    try {
      for (const away of ['Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kolkata']) {
        process.env['TZ'] = away;
        expect((await read()).equals(first), away).toBe(true);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
    expect(await readEvidenceVersion(registry.deps, certificate)).toEqual(version);
  });

  test('are stored, dated 1980-01-01, sorted by name, and nothing else', async () => {
    const bytes = await read();
    const names = namesOf(bytes);
    expect(names).toEqual([...names].sort());
    expect(names.slice(0, 4)).toEqual([BUNDLE.readme, BUNDLE.certificate, BUNDLE.credential, BUNDLE.keys]);
    expect(names.filter((name) => name.startsWith('statements/'))).toHaveLength(5);
    // The four, the list, and one each for the credential and the status list.
    expect(names.filter((name) => name.startsWith('receipts/'))).toHaveLength(7);
    let at = 0;
    for (const { name, bytes: content } of readZip(bytes)) {
      const header = { signature: 0x04034b50, method: 0, time: 0, date: (1 << 5) | 1 };
      const [signature, method] = [bytes.readUInt32LE(at), bytes.readUInt16LE(at + 8)];
      const [time, date] = [bytes.readUInt16LE(at + 10), bytes.readUInt16LE(at + 12)];
      expect({ signature, method, time, date }, name).toEqual(header);
      at += 30 + name.length + bytes.readUInt16LE(at + 28) + content.length;
    }
  });

  test('change with the certificate and with its status list', async () => {
    const first = await read();
    registry.setNow(onDay(2));
    await refreshStatusLists(registry.deps);
    const refreshed = await read();
    expect(refreshed.equals(first)).toBe(false);
    registry.setNow(onDay(70));
    await reissueCredentials(registry.deps);
    await refreshStatusLists(registry.deps);
    const reissued = await read();
    expect(wordsOf(await verify(reissued))).toBe(ALL_OK);
    // The receipt of the first credential leads to the issuing leaf.
    expect(namesOf(reissued).filter((name) => name.startsWith('receipts/'))).toHaveLength(8);
    const record = JSON.parse(
      Buffer.from(readZip(reissued).find(({ name }) => name === BUNDLE.certificate)?.bytes ?? []).toString(),
    );
    expect(record).toMatchObject({ state: 'active', reasons: ['decision'] });
    expect(record.seq).toBeGreaterThan(record.leaf);
  });

  test('each turned bit of them is found', async () => {
    const bytes = await read();
    for (const { bytes: content, name } of readZip(bytes)) {
      const place = bytes.indexOf(Buffer.from(content));
      const changed = Buffer.from(bytes);
      changed[place + 20] = (changed[place + 20] ?? 0) ^ 1;
      expect(wordsOf(await verify(changed)), name).toContain('failed');
    }
  });
});

describe('a certificate that', () => {
  test('was suspended says so, and holds again once it is reinstated', async () => {
    await act(registry, 0, { action: 'suspend', subject: 'acme', certificate });
    expect(wordsOf(await verify(await read()))).toBe('ok ok failed ok ok ok');
    await act(registry, 0, { action: 'reinstate', subject: 'acme', certificate });
    expect(wordsOf(await verify(await read()))).toBe(ALL_OK);
    await act(registry, 0, { action: 'withdraw', subject: 'acme', certificate });
    expect(wordsOf(await verify(await read()))).toBe('ok ok failed ok ok ok');
  });

  test('rests on a compromised key ends with its status bit, and begins again when it is cured', async () => {
    const { added } = await addKey(registry, auditor);
    await revokeKey(registry, { ...auditor, key: added.key }, auditor.key, { compromised_since: 0 });
    const ended = await verify(await read());
    expect(wordsOf(ended)).toBe('ok ok failed ok ok ok');
    expect(ended.reasons.status).toContain('revoked');
    await giveOpinion(registry, { ...auditor, key: added.key }, audit);
    const cured = await verify(await read());
    expect(wordsOf(cured), JSON.stringify(cured.reasons)).toBe(ALL_OK);
  });

  test('was superseded, or is unknown', async () => {
    registry.setNow(onDay(60));
    const next = await certify(registry, holder, auditor, { start: '2026-03-06' });
    expect(wordsOf(await verify(await read()))).toContain('failed');
    const { bytes } = await readEvidenceBundle(registry.deps, next.certificate);
    expect(wordsOf(await verify(bytes))).toBe(ALL_OK);
    await expect(readEvidenceBundle(registry.deps, '0192f1a0-7c00-7000-8000-00000000ffff')).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(readEvidenceBundle(registry.deps, '../etc')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('was scored with the registry’s grid series brings them', async () => {
    const csv = gridSeries('0.9');
    const sha256 = createHash('sha256').update(csv).digest('hex');
    await writeFile(path.join(registry.gridFolder, `${sha256}.csv`), csv);
    await act(registry, 0, { action: 'grid_series', subject: 'registry', zone: 'Z1', sha256 });
    const other = await registerProved(registry, 'gridded');
    const alter = (body: ReturnType<typeof auditBody>): void => {
      for (const site of body.sites) site.grid_zone = 'Z1';
    };
    const issued = await certify(registry, other, auditor, { alter });
    const { bytes } = await readEvidenceBundle(registry.deps, issued.certificate);
    expect(namesOf(bytes)).toContain(BUNDLE.grid(sha256));
    const verification = await verify(bytes);
    expect(wordsOf(verification), JSON.stringify(verification.reasons)).toBe(ALL_OK);
  });
});

test('acts of two officers come with their confirmations', async () => {
  const strict = await createTestRegistry({ now: AFTER_56_DAYS, officersRequired: 2 });
  try {
    const org = await registerProved(strict, 'acme');
    const other = await registerProved(strict, 'lumen', { kind: 'auditor' });
    const accredit = { action: 'accredit', subject: 'lumen', levels: [1], valid_to: '2030-01-01T00:00:00Z' };
    const signed = await act(strict, 0, accredit);
    await act(strict, 1, { action: 'confirm', subject: 'lumen', act: String(signed.answer['digest']) });
    const issued = await certify(strict, org, other);
    const { bytes } = await readEvidenceBundle(strict.deps, issued.certificate);
    expect(namesOf(bytes).filter((name) => name.startsWith('statements/'))).toHaveLength(6);
    const vkeys = strict.deps.log.signers.map(({ key }) => formatVerifierKey(key));
    const verification = await verifyArtefact(bytes, { vkeys }, { now: strict.deps.now() });
    expect(wordsOf(verification), JSON.stringify(verification.reasons)).toBe(ALL_OK);
  } finally {
    await checkRegistry(strict);
    await strict.close();
  }
});
