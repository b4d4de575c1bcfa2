import { describe, expect, test } from 'vitest';
import { partyBody } from '../../../../test/support/party-body.ts';
import {
  act,
  add,
  auditor,
  beginScript,
  certify,
  change,
  declare,
  effective,
  findings,
  issue,
  last,
  openCase,
  opine,
  party,
  prove,
  replayScript,
  sign,
} from '../../../../test/support/replay-script.ts';
import { generateSigningKey } from '../../sign.ts';

describe('a registration', () => {
  test('of an id in use, or of one that is nobody’s', async () => {
    const script = await beginScript();
    await party(script, 'acme');
    await party(script, 'acme', { name: 'Other', isUnproved: true });
    await party(script, 'registry', { name: 'Another', isUnproved: true });
    expect(await findings(script)).toEqual(['3 rule_broken', '4 rule_broken']);
  });

  test('under another id or kind than the statement’s', async () => {
    const script = await beginScript();
    const key = await generateSigningKey();
    const d = await sign(script, { id: 'acme', key }, 'cms-party+jwt', partyBody('acme', key));
    add(script, { t: 'party.registered', party: 'acme', kind: 'auditor', d });
    prove(script, 'acme');
    expect(await findings(script)).toEqual(['1 leaf_differs']);
    script.leaves[1] = script.leaves[1]?.replace('"party":"acme"', '"party":"acmf"') ?? '';
    script.leaves[2] = script.leaves[2]?.replace('"party":"acme"', '"party":"acmf"') ?? '';
    expect(await findings(script)).toEqual(['1 statement_invalid']);
  });

  test('with a key of somebody else', async () => {
    const script = await beginScript();
    const { key } = await party(script, 'acme');
    const d = await sign(script, { id: 'thief', key }, 'cms-party+jwt', partyBody('thief', key));
    add(script, { t: 'party.registered', party: 'thief', kind: 'organisation', d });
    prove(script, 'thief');
    expect(await findings(script)).toEqual(['3 rule_broken']);
  });

  test('that is accepted twice, or whose jti is', async () => {
    const script = await beginScript();
    const one = await party(script, 'acme');
    const jti = '0192f1a0-7c00-4000-8000-000000000001';
    const workloads = { schema: 'cms-workloads/1', entries: [] };
    for (const _ of [1, 2]) {
      const d = await sign(script, one, 'cms-workloads+jwt', { ...workloads, entries: [ENTRY] }, { jti });
      add(script, { t: 'workloads.registered', org: 'acme', d });
    }
    const d = await sign(
      script,
      one,
      'cms-workloads+jwt',
      { ...workloads, entries: [{ ...ENTRY, name: 'b' }] },
      { jti },
    );
    add(script, { t: 'workloads.registered', org: 'acme', d });
    expect(await findings(script)).toEqual(['4 statement_repeated', '5 statement_repeated']);
  });
});

const ENTRY = {
  workload_id: 'w1',
  site_id: 's1',
  name: 'a',
  owner: 'team',
  schedule_ref: 'cron',
  kind: 'batch',
  deferrable: true,
  capacity_unit: 'jobs',
  redundancy: 1,
  energy_basis: 'measured',
};

describe('a name like another’s', () => {
  const NAMES = ['Acme Energy', 'Acme Energ\u0443'] as const;

  test('asks for a case, and is not shown before it is closed', async () => {
    const script = await beginScript();
    await party(script, 'acme', { name: NAMES[0] });
    await party(script, 'acme-too', { name: NAMES[1], isUnproved: true });
    const id = openCase(script, 'name', 'acme-too');
    prove(script, 'acme-too');
    const d = await act(script, { action: 'resolve', subject: 'acme-too', case: id, outcome: 'allow' });
    effective(script, d);
    add(script, { t: 'case.closed', id, kind: 'name', org: 'acme-too', outcome: 'allow' });
    expect(await findings(script)).toEqual([]);
  });

  test('without its case', async () => {
    const script = await beginScript();
    await party(script, 'acme', { name: NAMES[0] });
    await party(script, 'acme-too', { name: NAMES[1] });
    expect(await findings(script)).toEqual(['3 effect_missing']);
  });

  test('and no name that is not', async () => {
    const script = await beginScript();
    await party(script, 'acme', { isUnproved: true });
    openCase(script, 'name', 'acme');
    prove(script, 'acme');
    expect((await findings(script))[0]).toBe('2 unjustified');
  });
});

describe('a domain', () => {
  test('belongs to who proved it first', async () => {
    const script = await beginScript();
    await party(script, 'acme');
    await party(script, 'second');
    const index = prove(script, 'second', 'acme.example');
    expect(await findings(script)).toEqual([`${index} rule_broken`]);
  });

  test.each(['acme.com', 'ACME.example', 'nobody'])('cannot be proved without the network as %s', async (domain) => {
    const script = await beginScript();
    await party(script, 'acme');
    const index = prove(script, 'acme', domain);
    expect((await findings(script))[0]).toBe(`${index} rule_broken`);
  });

  test('is lost by who holds it only', async () => {
    const script = await beginScript();
    await party(script, 'acme');
    const index = prove(script, 'acme', 'other.example', false);
    expect(await findings(script)).toEqual([`${index} rule_broken`]);
  });

  test('whose loss suspends, and whose new proof cures after fourteen days', async () => {
    const script = await beginScript();
    const { certificate } = await certify(script, await party(script, 'acme'), await auditor(script, 'lumen'));
    const lost = prove(script, 'acme', 'acme.example', false);
    expect(await findings(script)).toEqual([`${lost} effect_missing`]);
    change(script, 'certificate.suspended', certificate, 'domain_lost');
    prove(script, 'acme');
    script.now = new Date('2026-03-17T11:59:59Z');
    const early = change(script, 'certificate.reinstated', certificate, 'cured');
    expect(await findings(script)).toEqual([`${early} unjustified`]);
    script.leaves.pop();
    script.now = new Date('2026-03-17T12:00:00Z');
    change(script, 'certificate.reinstated', certificate, 'cured');
    expect(await findings(script)).toEqual([]);
  });

  test('the first of which issues what waited for it', async () => {
    const script = await beginScript();
    const lumen = await auditor(script, 'lumen');
    const acme = await party(script, 'acme', { isUnproved: true });
    const audit = await declare(script, acme);
    const accept = await opine(script, lumen, audit);
    const proved = prove(script, 'acme');
    expect(await findings(script)).toEqual([`${proved} effect_missing`]);
    issue(script, audit, [accept]);
    expect(await findings(script)).toEqual([]);
  });
});

describe('a party nobody may see', () => {
  test('is passed over and told apart, its statements not served', async () => {
    const script = await beginScript();
    const lumen = await auditor(script, 'lumen');
    const acme = await party(script, 'acme', { isUnproved: true });
    const audit = await declare(script, acme);
    await opine(script, lumen, audit);
    const hidden = [last(script) - 2, last(script) - 1];
    for (const index of hidden) script.statements.delete(String(JSON.parse(script.leaves[index] ?? '')['d']));
    const { findings: found, unchecked } = await replayScript(script);
    expect(found).toEqual([]);
    expect(unchecked.map(({ index }) => index)).toEqual(hidden);
  });

  test('is no excuse once it is public', async () => {
    const script = await beginScript();
    await party(script, 'acme');
    script.statements.clear();
    expect(await findings(script)).toEqual(['1 statement_missing']);
  });
});
