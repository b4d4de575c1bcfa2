import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findForBadge, lookUp } from '../../src/registry/look-up.ts';
import { expireCertificates } from '../../src/registry/open-registry.ts';
import { readAudit, readCertificate, readStatement } from '../../src/registry/read-documents.ts';
import {
  readAudits,
  readCertificates,
  readHistory,
  readKeys,
  readOrganisation,
  readParty,
} from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import {
  AFTER_182_DAYS,
  certify,
  declare,
  giveOpinion,
  headSeq,
  leavesOf,
  member,
  typesOf,
} from '../support/journey.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

/** One organisation's story: registered, declared, certified Silver for a year, expired. */
let registry: TestRegistry;
let org: TestParty;
let auditor: TestParty;
let audit: string;
let certificate: string;
const at: Record<'proved' | 'declared' | 'certified', number> = { proved: 0, declared: 0, certified: 0 };

beforeAll(async () => {
  registry = await createTestRegistry({ now: '2026-07-06T09:00:00Z' });
  auditor = await registerAuditor(registry, 'lumen');
  org = await registerProved(registry, 'nordhafen', {
    name: 'Nordhafen Retail',
    domain: 'nordhafen.example',
    lei: '529900T8BM49AURSDO55',
  });
  at.proved = await headSeq(registry);
  registry.setNow(new Date('2026-07-06T18:00:00Z'));
  audit = member(await declare(registry, org, { days: 182 }), 'digest');
  at.declared = await headSeq(registry);
  registry.setNow(new Date(AFTER_182_DAYS));
  const opinion = await giveOpinion(registry, auditor, audit, { level: 2, scope_share: '0.7' });
  certificate = member(opinion, 'certificate_id');
  at.certified = await headSeq(registry);
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

const position = (text?: string) => readPosition(registry.deps, text);

describe('a position', () => {
  test('is the newest leaf unless asked otherwise', async () => {
    expect(await position()).toEqual({ seq: at.certified, as_of: AFTER_182_DAYS });
  });

  test.each([
    ['a seq', () => String(at.declared), () => at.declared],
    ['seq 0', () => '0', () => 0],
    ['leading zeros', () => `000${at.proved}`, () => at.proved],
    ['a day, its last leaf', () => '2026-07-06', () => at.declared],
    ['today', () => '2026-07-07', () => at.certified],
    ['an instant', () => '2026-07-06T17:59:59Z', () => at.proved],
    ['the very instant of a leaf', () => '2026-07-06T18:00:00Z', () => at.declared],
    ['a fraction later', () => '2026-07-06T18:00:00.25Z', () => at.declared],
    ['an offset', () => '2026-07-06T19:59:59+02:00', () => at.proved],
  ])('by %s', async (_what, text, seq) => {
    expect((await position(text())).seq).toBe(seq());
  });

  test.each([
    ['999', 'at_future'],
    ['99999999999999999999999999', 'at_future'],
    ['2026-07-08', 'at_future'],
    ['2026-07-07T12:00:01Z', 'at_future'],
    ['2026-07-05', 'not_found'],
    ['2026-02-30', 'request_invalid'],
    ['2026-07-06T24:00:00Z', 'request_invalid'],
    ['2026-07-06 18:00:00', 'request_invalid'],
    ['-1', 'request_invalid'],
    ['1.5', 'request_invalid'],
    ['', 'request_invalid'],
    ['yesterday', 'request_invalid'],
    ['2026-07-06T18:00:00+99:00', 'request_invalid'],
    ['1\u0000', 'request_invalid'],
  ])('%j is %s', async (text, code) => {
    await expect(position(text)).rejects.toMatchObject({ code });
  });
});

describe('an organisation', () => {
  test('shows at each seq what held there', async () => {
    const view = async (seq: number) => readOrganisation(registry.deps, 'nordhafen', await position(String(seq)));
    expect(await view(at.proved)).toMatchObject({ tier: null, composite_6: null, audit: null, certificate: null });
    expect(await view(at.declared)).toMatchObject({
      tier: null,
      composite_6: '0.747103',
      assurance_level: 0,
      audit: { status: 'declared', opinions: [] },
    });
    expect(await view(at.certified)).toMatchObject({
      tier: 'Silver',
      state: 'active',
      assurance_level: 2,
      certificate: { id: certificate, scope: { share: '0.7' }, auditors: ['lumen'] },
      audit: { status: 'certified', decision: { tier: 'Silver', reasons: [] } },
    });
    await expect(view(at.proved - 1)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('has a history, newest first, that ends at the position', async () => {
    const now = await readHistory(registry.deps, 'nordhafen', await position());
    expect(now.map((item) => item.type)).toEqual([
      'certificate.issued',
      'audit.countersigned',
      'audit.declared',
      'party.domain',
      'party.registered',
    ]);
    const then = await readHistory(registry.deps, 'nordhafen', await position(String(at.declared)));
    expect(then.map((item) => item.type)).toEqual(['audit.declared', 'party.domain', 'party.registered']);
    const { changes } = await readOrganisation(registry.deps, 'nordhafen', await position());
    expect(changes).toEqual(now);
  });

  test('lists its audits and certificates up to the position', async () => {
    expect(await readAudits(registry.deps, 'nordhafen', await position())).toMatchObject([{ digest: audit }]);
    expect(await readAudits(registry.deps, 'nordhafen', await position(String(at.proved)))).toEqual([]);
    expect(await readCertificates(registry.deps, 'nordhafen', await position())).toMatchObject([
      { id: certificate, tier: 'Silver', valid_from: AFTER_182_DAYS, valid_to: '2027-07-07T12:00:00Z' },
    ]);
    expect(await readCertificates(registry.deps, 'nordhafen', await position(String(at.declared)))).toEqual([]);
  });

  test('an auditor has a profile that says what it is accredited for, and no entry in the listing', async () => {
    expect(await readParty(registry.deps, 'lumen', await position())).toMatchObject({
      kind: 'auditor',
      accreditation: { state: 'accredited', levels: [1, 2, 3, 4], valid_to: '2030-01-01T00:00:00Z' },
    });
    await expect(readOrganisation(registry.deps, 'lumen', await position())).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('documents', () => {
  test('a statement is served as its exact bytes, once its issuer is public', async () => {
    const hidden = await registerOnly(registry, 'hidden');
    const digest = member(await declare(registry, hidden, { siteId: 'elsewhere' }), 'digest');
    await expect(readStatement(registry.deps, digest)).rejects.toMatchObject({ code: 'not_found' });
    const { rows } = await registry.database.pool.query('select jws from statements where digest = $1', [audit]);
    expect(await readStatement(registry.deps, audit)).toBe(rows[0].jws);
  });

  test.each(['', 'x', '\u0000', "' or 1=1 --", '..', 'A'.repeat(43), 'Ä', '%00', 'nordhafen\u0000', 'N'.repeat(5000)])(
    'nobody is called %j',
    async (name) => {
      const here = await position();
      const reads: (() => Promise<unknown>)[] = [
        () => readAudit(registry.deps, name, here),
        () => readStatement(registry.deps, name),
        () => readCertificate(registry.deps, name, here),
        () => readOrganisation(registry.deps, name, here),
        () => readHistory(registry.deps, name, here),
        () => readAudits(registry.deps, name, here),
        () => readCertificates(registry.deps, name, here),
        () => readKeys(registry.deps, name, here),
        () => readParty(registry.deps, name, here),
      ];
      for (const read of reads) await expect(read()).rejects.toMatchObject({ code: 'not_found' });
      expect(await findForBadge(registry.deps, { party: name }, here)).toBeNull();
      expect(await findForBadge(registry.deps, { domain: name }, here)).toBeNull();
    },
  );
});

describe('expiry', () => {
  test('ends a certificate at its valid_to, once, and the listing says so', async () => {
    registry.setNow(new Date('2027-07-07T11:59:59Z'));
    expect(await expireCertificates(registry.deps)).toBe(0);
    registry.setNow(new Date('2027-07-07T12:00:00Z'));
    const leaves = await leavesOf(registry, async () => {
      expect(await expireCertificates(registry.deps)).toBe(1);
      expect(await expireCertificates(registry.deps)).toBe(0);
    });
    expect(leaves).toMatchObject([{ t: 'certificate.expired', certificate, reason: 'expired', in: [] }]);
    expect(await readCertificate(registry.deps, certificate, await position())).toMatchObject({ state: 'expired' });
    expect(await lookUp(registry.deps, { domain: 'nordhafen.example' }, await position())).toMatchObject({
      status: 'not_certified',
      reason: 'expired',
      certificate: { tier: 'Silver', state: 'expired' },
    });
    const then = await readOrganisation(registry.deps, 'nordhafen', await position(String(at.certified)));
    expect(then).toMatchObject({ tier: 'Silver', state: 'active' });
  });

  test('a newer certificate supersedes the audit of the one that ended by itself', async () => {
    const leaves = await leavesOf(registry, () =>
      certify(registry, org, auditor, { start: '2027-05-01', siteId: 'nordhafen-2' }),
    );
    expect(typesOf(leaves)).toEqual(['audit.declared', 'audit.countersigned', 'certificate.issued']);
    expect((await readAudit(registry.deps, audit, await position())).status).toBe('superseded');
    const refused = giveOpinion(registry, auditor, audit, { level: 2 });
    await expect(refused).rejects.toMatchObject({ code: 'state_conflict' });
  });
});
