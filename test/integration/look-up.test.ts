import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { lookUp } from '../../src/registry/look-up.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_182_DAYS, declare, giveOpinion, headSeq, member } from '../support/journey.ts';
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

describe('a look-up', () => {
  test.each([
    [{ domain: 'nordhafen.example' }],
    [{ domain: 'WWW.Nordhafen.Example.' }],
    [{ url: 'https://www.nordhafen.example:8443/shop?x=1#y' }],
    [{ url: 'http://nordhafen.example' }],
    [{ lei: ' 529900t8bm49aursdo55 ' }],
    [{ name: 'NORDHAFEN  retail' }],
    [{ name: 'N\u043erdhafen Retail' }],
  ])('%j is certified', async (query) => {
    expect(await lookUp(registry.deps, query, await position())).toMatchObject({
      status: 'certified',
      organisation: { party_id: 'nordhafen' },
      certificate: { id: certificate, tier: 'Silver', state: 'active' },
    });
  });

  test.each([
    [{ domain: 'shop.nordhafen.example' }],
    [{ domain: 'nordhafen.example.evil.test' }],
    [{ url: 'https://nordhafen.example@evil.test/' }],
    [{ url: 'https://evil.test/nordhafen.example' }],
    [{ domain: 'www.www.nordhafen.example' }],
    [{ domain: '' }],
    [{ domain: '127.0.0.1' }],
    [{ domain: 'a\u0000.example' }],
    [{ url: 'javascript:alert(1)' }],
    [{ lei: '529900T8BM49AURSDO5' }],
    [{ lei: '\u0000' }],
    [{ name: '' }],
    [{ name: '\u0000' }],
    [{ name: 'Nordhafen' }],
    [{ name: '\ud800' }],
  ])('%j is unknown', async (query) => {
    expect(await lookUp(registry.deps, query, await position())).toEqual({ status: 'unknown' });
  });

  test.each([[{}], [{ domain: 'a.example', name: 'A' }]])('%j is no question', async (query) => {
    await expect(lookUp(registry.deps, query, await position())).rejects.toMatchObject({ code: 'request_invalid' });
  });

  test('answers for its position', async () => {
    const query = { domain: 'nordhafen.example' };
    const then = await lookUp(registry.deps, query, await position(String(at.declared)));
    expect(then).toMatchObject({ status: 'not_certified', reason: 'declared' });
    const first = await lookUp(registry.deps, query, await position(String(at.proved)));
    expect(first).toMatchObject({ status: 'not_certified', reason: 'no_audit' });
    expect(await lookUp(registry.deps, query, await position(String(at.proved - 1)))).toEqual({ status: 'unknown' });
  });

  test('matches a claimed domain only once it is proved', async () => {
    await registerOnly(registry, 'claimant', { domain: 'claimed.example' });
    expect(await lookUp(registry.deps, { domain: 'claimed.example' }, await position())).toEqual({ status: 'unknown' });
    await checkDomain(registry.deps, 'claimant', 'claimed.example');
    expect(await lookUp(registry.deps, { domain: 'claimed.example' }, await position())).toMatchObject({
      status: 'not_certified',
    });
  });
});
