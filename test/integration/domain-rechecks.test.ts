import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json-value.ts';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { recheckDomains } from '../../src/registry/recheck-domains.ts';
import { singleFlight } from '../../src/registry/single-flight.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { useDomainDays } from '../support/domain-days.ts';
import { headSeq, typesOf } from '../support/journey.ts';
import { createTestRegistry, registerOnly, registerProved } from '../support/registry.ts';

const world = useDomainDays();
const times = (domain: string) => world.asked.filter((one) => one === domain).length;

describe('a proof', () => {
  test('is checked again after thirty days, without a trace where it holds', async () => {
    const { domain } = await world.organisation();
    world.asked.length = 0;
    expect(await world.days(29)).toEqual([]);
    expect(times(domain)).toBe(0);
    expect(await world.days(1)).toEqual([]);
    expect(times(domain)).toBe(1);
    await world.days(29);
    expect(times(domain)).toBe(1);
  });

  test('is checked by one instance, however many are running', async () => {
    const { domain } = await world.organisation();
    world.asked.length = 0;
    world.idle(30);
    const instances = Array.from({ length: 6 }, () => ({
      ...world.registry.deps,
      checksUnderWay: singleFlight<JsonObject>(),
    }));
    await Promise.all(instances.map((deps) => recheckDomains(deps)));
    expect(times(domain)).toBe(1);
  });

  test('whose check was cut off is checked again within the hour after', async () => {
    const { domain } = await world.organisation();
    world.idle(30);
    const deps = { ...world.registry.deps, domainProver: { prove: () => Promise.reject(new Error('killed')) } };
    await expect(recheckDomains(deps)).rejects.toThrow('killed');
    world.asked.length = 0;
    await recheckDomains(world.registry.deps);
    expect(times(domain)).toBe(0);
    world.idle(1 / 24);
    await recheckDomains(world.registry.deps);
    expect(times(domain)).toBe(1);
  });

  test('that fails is checked daily, and nothing else happens while it may come back', async () => {
    const { id, domain } = await world.organisation();
    world.gone.add(domain);
    world.asked.length = 0;
    world.idle(29);
    expect(await world.days(14)).toEqual([]);
    expect(times(domain)).toBe(14);
    expect((await world.shown(id)).domain).toBe(domain);
    world.gone.clear();
    await world.days(1);
    world.gone.add(domain);
    // The days of grace begin anew.
    world.idle(29);
    expect(await world.days(14)).toEqual([]);
  });

  test('that fails for fourteen days is lost: a leaf says so, and the domain is free', async () => {
    const { id, domain } = await world.organisation();
    await registerOnly(world.registry, `heir-${id}`, { domain: `heir-${id}.com` });
    await expect(checkDomain(world.registry.deps, `heir-${id}`, domain)).rejects.toMatchObject({
      code: 'domain_taken',
    });
    world.gone.add(domain);
    const leaves = await world.lose();
    expect(leaves).toMatchObject([{ t: 'party.domain', party: id, domain, method: 'dns', proved: false }]);
    world.gone.clear();
    expect(await checkDomain(world.registry.deps, `heir-${id}`, domain)).toMatchObject({ proved: true });
    await expect(checkDomain(world.registry.deps, id, domain)).rejects.toMatchObject({ code: 'domain_taken' });
  });

  test('that anybody had checked in time fails from then on', async () => {
    const { id, domain } = await world.organisation();
    world.gone.add(domain);
    expect(await checkDomain(world.registry.deps, id, domain)).toMatchObject({ proved: false, reason: 'no record' });
    expect(typesOf(await world.days(13))).toEqual([]);
    expect(typesOf(await world.days(1))).toEqual(['party.domain']);
  });
});

test('in a sandbox proofs of reserved names are found again whatever the clock says', async () => {
  const sandbox = await createTestRegistry();
  await registerProved(sandbox, 'aurora');
  sandbox.setNow(new Date('2028-11-25T12:00:00Z'));
  const before = await headSeq(sandbox);
  expect(await recheckDomains(sandbox.deps)).toBe(1);
  expect(await recheckDomains(sandbox.deps)).toBe(0);
  expect(await headSeq(sandbox)).toBe(before);
  await checkRegistry(sandbox);
  await sandbox.close();
});
