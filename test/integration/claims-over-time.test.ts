import { beforeAll, describe, expect, test } from 'vitest';
import type { Claim } from '../../src/core/claim-check.ts';
import { checkClaimAt } from '../../src/registry/check-claim.ts';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { claimWording } from '../../src/render/procurement/claim-wording.ts';
import { useDomainDays } from '../support/domain-days.ts';
import { certify } from '../support/journey.ts';
import { registerAuditor, type TestParty } from '../support/registry.ts';

const world = useDomainDays();
let lumen: TestParty;
beforeAll(async () => {
  lumen = await registerAuditor(world.registry, 'lumen');
});

const check = async (claim: Claim) => {
  const position = await readPosition(world.registry.deps);
  return { position, ...(await checkClaimAt(world.registry.deps, claim, position)) };
};
const today = () => world.registry.deps.now().toISOString().slice(0, 10);

describe('as time goes by', () => {
  test('the day of a certificate is outdated once another took its place', async () => {
    const { domain, org } = await world.organisation();
    await certify(world.registry, org, lumen, world.recent());
    const first = today();
    expect((await check({ domain, certified_on: first })).parts).toEqual({ domain: 'true', certified_on: 'true' });
    world.idle(60);
    await certify(world.registry, org, lumen, world.recent());
    expect(today()).not.toBe(first);
    expect((await check({ domain, certified_on: first })).parts.certified_on).toBe('outdated');
    expect((await check({ domain, certified_on: today(), tier: 'Bronze' })).parts).toMatchObject({
      certified_on: 'true',
      tier: 'true',
    });
    expect((await check({ domain, certified_on: '2020-01-01' })).parts.certified_on).toBe('false');
  });

  test('what was true under a domain is outdated once the domain is lost, and unknown it never becomes', async () => {
    const { domain, org } = await world.organisation();
    await certify(world.registry, org, lumen, world.recent());
    world.gone.add(domain);
    await world.lose();
    const claim = { domain, tier: 'Bronze', live: true } as const;
    const { position, ...checked } = await check(claim);
    expect(checked).toMatchObject({
      status: 'not_certified',
      reason: 'domain_lost',
      row: null,
      parts: { domain: 'outdated', tier: 'outdated', live: 'false' },
    });
    expect((await check({ ...claim, tier: 'Silver' })).parts.tier).toBe('false');
    const wording = claimWording({ ...checked, live: 'none' }, position, 'production', 'en');
    expect(wording).toContain(`whoever proved ${domain} holds it no longer`);
  });

  test('a domain that is proved again is true again', async () => {
    const { id, domain } = await world.organisation();
    world.gone.add(domain);
    await world.lose();
    expect((await check({ domain })).parts).toEqual({ domain: 'outdated' });
    world.gone.clear();
    await checkDomain(world.registry.deps, id, domain);
    expect((await check({ domain })).parts).toEqual({ domain: 'true' });
  });
});
