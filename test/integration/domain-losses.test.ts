import { beforeAll, describe, expect, test } from 'vitest';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { lookUp } from '../../src/registry/look-up.ts';
import { readAudit, readCertificate, readStatement } from '../../src/registry/read-documents.ts';
import { readHistory, readOrganisation } from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import type { Fetch } from '../../src/sdk/client.ts';
import { replayRegistry } from '../../src/sdk/replay/replay-registry.ts';
import { useDomainDays } from '../support/domain-days.ts';
import { certify, declare, giveOpinion, leavesOf, member, typesOf } from '../support/journey.ts';
import { act, ORIGIN, registerAuditor, type TestParty } from '../support/registry.ts';
import { startServer } from '../support/server.ts';

const world = useDomainDays();
let lumen: TestParty;
beforeAll(async () => {
  lumen = await registerAuditor(world.registry, 'lumen');
});
const position = () => readPosition(world.registry.deps);

describe('an organisation that lost its last domain', () => {
  test('and was never certified is no longer public; what was public at that time still is', async () => {
    const { id, domain, org } = await world.organisation();
    const declared = member(await declare(world.registry, org, world.recent()), 'digest');
    const before = await position();
    world.gone.add(domain);
    await world.lose();
    await expect(world.shown(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readStatement(world.registry.deps, declared)).rejects.toMatchObject({ code: 'not_found' });
    expect(await lookUp(world.registry.deps, { name: `Company ${id}` }, await position())).toEqual({
      status: 'unknown',
    });
    expect(await readOrganisation(world.registry.deps, id, before)).toMatchObject({ domain });
    expect((await readHistory(world.registry.deps, id, before))[0]).toMatchObject({ type: 'audit.declared' });
    world.gone.clear();
    await checkDomain(world.registry.deps, id, domain);
    expect(await world.shown(id)).toMatchObject({ domain });
  });

  test('and is certified is suspended at once, and cannot hide that', async () => {
    const { id, domain, org } = await world.organisation();
    const { certificate, audit } = await certify(world.registry, org, lumen, world.recent());
    world.gone.add(domain);
    const leaves = await world.lose();
    expect(typesOf(leaves)).toEqual(['party.domain', 'certificate.suspended', 'status.list']);
    expect(leaves[1]).toMatchObject({ org: id, certificate, reason: 'domain_lost', in: [] });
    expect(await world.shown(id)).toMatchObject({
      domain: null,
      state: 'suspended',
      certificate: { reasons: ['domain_lost'] },
    });
    expect(await readCertificate(world.registry.deps, certificate, await position())).toMatchObject({
      state: 'suspended',
    });
    expect(await readAudit(world.registry.deps, audit, await position())).toMatchObject({ status: 'certified' });
    expect(await lookUp(world.registry.deps, { domain }, await position())).toEqual({ status: 'unknown' });
    const byName = await lookUp(world.registry.deps, { name: `Company ${id}` }, await position());
    expect(byName).toMatchObject({ status: 'not_certified', reason: 'suspended' });
  });

  test('keeps its certificate while another domain is proved; the one shown changes', async () => {
    const { id, domain, org } = await world.organisation();
    await certify(world.registry, org, lumen, world.recent());
    await checkDomain(world.registry.deps, id, `second-${domain}`);
    world.gone.add(domain);
    expect(typesOf(await world.lose())).toEqual(['party.domain']);
    expect(await world.shown(id)).toMatchObject({ domain: `second-${domain}`, state: 'active' });
    world.gone.add(`second-${domain}`);
    expect(typesOf(await world.lose())).toEqual(['party.domain', 'certificate.suspended', 'status.list']);
  });

  test('stays suspended for what it was suspended before', async () => {
    const { id, domain, org } = await world.organisation();
    const { certificate } = await certify(world.registry, org, lumen, world.recent());
    await act(world.registry, 0, { action: 'suspend', subject: id, certificate });
    world.gone.add(domain);
    expect(typesOf(await world.lose())).toEqual(['party.domain']);
    expect(await world.shown(id)).toMatchObject({ certificate: { reasons: ['act'] } });
  });

  test('that is an auditor leaves its opinions readable, for others rest on them', async () => {
    const { org } = await world.organisation();
    const auditor = await registerAuditor(world.registry, 'umbra', { domain: 'umbra.com' });
    const audit = member(await declare(world.registry, org, world.recent()), 'digest');
    const opinion = member(await giveOpinion(world.registry, auditor, audit), 'digest');
    world.gone.add('umbra.com');
    expect(typesOf(await world.lose())).toEqual(['party.domain']);
    expect(await readStatement(world.registry.deps, opinion)).toMatch(/^eyJ/);
  });
});

describe('a suspension for lost domains', () => {
  async function suspended() {
    const found = await world.organisation();
    const certified = await certify(world.registry, found.org, lumen, world.recent());
    world.gone.add(found.domain);
    await world.lose();
    world.gone.clear();
    return { ...found, ...certified };
  }

  test('is cured by fourteen clean days after a domain is proved again, not before', async () => {
    const { id, domain } = await suspended();
    const proof = await leavesOf(world.registry, () => checkDomain(world.registry.deps, id, domain));
    expect(typesOf(proof)).toEqual(['party.domain']);
    expect(await world.shown(id)).toMatchObject({ domain, state: 'suspended' });
    expect(await world.days(13)).toEqual([]);
    const [reinstated] = await world.days(1);
    expect(reinstated).toMatchObject({ t: 'certificate.reinstated', org: id, reason: 'cured', in: [] });
    expect(reinstated?.['d']).toMatch(/^[\w-]{43}$/);
    expect(await world.shown(id)).toMatchObject({ state: 'active', certificate: { reasons: ['cured'] } });
    expect(await world.days(20)).toEqual([]);
  });

  test('counts its clean days anew after one that was not', async () => {
    const { id, domain } = await suspended();
    await checkDomain(world.registry.deps, id, domain);
    await world.days(12);
    world.gone.add(domain);
    await world.days(1);
    world.gone.clear();
    expect(await world.days(14)).toEqual([]);
    expect(typesOf(await world.days(1))).toEqual(['certificate.reinstated']);
  });

  test('may be for another domain than the one that was lost', async () => {
    const { id } = await suspended();
    await checkDomain(world.registry.deps, id, `new-${id}.com`);
    expect(typesOf(await world.days(14))).toEqual(['certificate.reinstated']);
    expect((await world.shown(id)).domain).toBe(`new-${id}.com`);
  });

  test('ends by act as well; without a domain nothing new is issued', async () => {
    const { id, certificate, org } = await suspended();
    await act(world.registry, 0, { action: 'reinstate', subject: id, certificate });
    expect(await world.shown(id)).toMatchObject({ domain: null, state: 'active' });
    // Past the window of the audit before, whose certificates of energy cannot count twice.
    world.idle(30);
    const next = member(await declare(world.registry, org, world.recent()), 'digest');
    const { answer } = await giveOpinion(world.registry, lumen, next);
    expect(answer['decision']).toMatchObject({ tier: null, reasons: ['domain_unproved'] });
  });

  test('cured, leaves the certificate on the grounds it was issued on', async () => {
    const { id, domain, audit } = await suspended();
    const before = (await readAudit(world.registry.deps, audit, await position())).facts;
    const umbra = await registerAuditor(world.registry, `late-${id}`, { domain: `late-${id}.com` });
    await giveOpinion(world.registry, umbra, audit, { scope_share: '0.01' });
    await checkDomain(world.registry.deps, id, domain);
    await world.days(14);
    expect((await readAudit(world.registry.deps, audit, await position())).facts).toEqual(before);
    expect((await world.shown(id)).state).toBe('active');
  });
});

test('whoever replays the log finds every loss, suspension and cure where it belongs', async () => {
  const { deps } = world.registry;
  const [signer] = deps.log.signers;
  if (signer === undefined) throw new Error('the log has no key');
  const server = await startServer(world.registry, 'sandbox');
  const local: Fetch = (url, options) => fetch(url.replace(ORIGIN, server.address), options);
  const replayed = await replayRegistry(ORIGIN, { key: signer.key, fetch: local });
  if (replayed.kind !== 'replayed') throw new Error(JSON.stringify(replayed));
  // In this world no job ends what is past its validity; of that alone replay complains.
  expect(replayed.findings.filter(({ code }) => code !== 'expiry_missing')).toEqual([]);
  expect(replayed.unchecked).toEqual([]);
  await server.close();
});
