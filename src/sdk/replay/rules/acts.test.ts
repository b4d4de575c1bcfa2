import { describe, expect, test } from 'vitest';
import {
  act,
  add,
  auditor,
  beginScript,
  certify,
  change,
  confirm,
  effective,
  effectiveAct,
  findings,
  last,
  openCase,
  party,
  type Script,
} from '../../../../test/support/replay-script.ts';

const officer = (script: Script, at: number) => {
  const found = script.officers[at];
  if (found === undefined) throw new Error('no such officer');
  return found;
};
const TERMS = { levels: [1, 2], valid_to: '2030-01-01T00:00:00Z' };

describe('an act of two officers', () => {
  const signed = async () => {
    const script = await beginScript(2);
    await party(script, 'lumen', { kind: 'auditor' });
    const d = await act(script, { action: 'accredit', subject: 'lumen', ...TERMS }, 1);
    return { script, d };
  };

  test('takes effect at the second, with all it changes', async () => {
    const { script, d } = await signed();
    const confirmed = await confirm(script, officer(script, 1), d, 'lumen');
    expect(await findings(script)).toEqual([`${confirmed} effect_missing`]);
    effective(script, d);
    expect(await findings(script)).toEqual([`${last(script)} effect_missing`]);
    add(script, { t: 'auditor.accredited', party: 'lumen', ...TERMS, d });
    expect(await findings(script)).toEqual([]);
  });

  test('not at the first, and not twice', async () => {
    const { script, d } = await signed();
    const early = effective(script, d, 1);
    add(script, { t: 'auditor.accredited', party: 'lumen', ...TERMS, d });
    expect(await findings(script)).toEqual([`${early} officers_missing`]);
    const again = effective(script, d, 2);
    expect((await findings(script)).slice(1)).toEqual([`${again} officers_missing`, `${again} rule_broken`]);
  });

  test('not by one officer twice, nor after seven days, nor about another subject', async () => {
    const { script, d } = await signed();
    const same = await confirm(script, officer(script, 0), d, 'lumen');
    const other = await confirm(script, officer(script, 1), d, 'nobody');
    expect((await findings(script)).slice(0, 2)).toEqual([`${same} rule_broken`, `${other} rule_broken`]);
    const late = await signed();
    late.script.now = new Date('2026-03-10T12:00:01Z');
    const index = await confirm(late.script, officer(late.script, 1), late.d, 'lumen');
    expect((await findings(late.script))[0]).toBe(`${index} rule_broken`);
  });

  test('that nobody signed first', async () => {
    const script = await beginScript(2);
    const index = await confirm(script, officer(script, 0), 'A'.repeat(43), 'lumen');
    expect(await findings(script)).toEqual([`${index} rule_broken`]);
  });

  test('gives the terms that were signed', async () => {
    const { script, d } = await signed();
    await confirm(script, officer(script, 1), d, 'lumen');
    effective(script, d);
    const index = add(script, { t: 'auditor.accredited', party: 'lumen', ...TERMS, levels: [1, 2, 3], d });
    expect(await findings(script)).toEqual([`${index} leaf_differs`]);
  });

  test('is told in its leaf as it was signed', async () => {
    const { script } = await signed();
    script.leaves.push((script.leaves.pop() ?? '').replace('"accredit"', '"suspend"').replace('"lumen"', '"lumex"'));
    expect(await findings(script)).toEqual([`${last(script)} leaf_differs`, `${last(script)} leaf_differs`]);
  });
});

describe('acts on certificates', () => {
  const certified = async () => {
    const script = await beginScript();
    const { certificate, audit } = await certify(script, await party(script, 'acme'), await auditor(script, 'lumen'));
    const on = (action: string, subject = 'acme') =>
      effectiveAct(script, { action, subject, certificate: certificate.certificate });
    return { script, certificate, audit, on };
  };

  test('suspend, reinstate and withdraw, each named as the ground', async () => {
    const { script, certificate, on } = await certified();
    change(script, 'certificate.suspended', certificate, 'act', { in: [await on('suspend')] });
    change(script, 'certificate.reinstated', certificate, 'act', { in: [await on('reinstate')] });
    change(script, 'certificate.withdrawn', certificate, 'act', { in: [await on('withdraw')] });
    expect(await findings(script)).toEqual([]);
  });

  test('are named', async () => {
    const { script, certificate, on } = await certified();
    await on('suspend');
    const index = change(script, 'certificate.suspended', certificate, 'act');
    expect(await findings(script)).toEqual([`${index} grounds_differ`]);
  });

  test.each(['reinstate', 'suspend'])('cannot %s what is not so', async (action) => {
    const { script, on, certificate } = await certified();
    if (action === 'suspend')
      change(script, 'certificate.suspended', certificate, 'act', { in: [await on('suspend')] });
    const d = await on(action);
    const index = last(script);
    const t = action === 'suspend' ? 'certificate.suspended' : 'certificate.reinstated';
    change(script, t, certificate, 'act', { in: [d] });
    expect(await findings(script)).toEqual([`${index} rule_broken`, `${index + 1} rule_broken`]);
  });

  test('of somebody else', async () => {
    const { script, on } = await certified();
    await party(script, 'other');
    await on('suspend', 'other');
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });
});

describe('other acts', () => {
  test('end an accreditation once', async () => {
    const script = await beginScript();
    await auditor(script, 'lumen');
    const withdraw = () => effectiveAct(script, { action: 'withdraw_accreditation', subject: 'lumen' });
    add(script, { t: 'auditor.withdrawn', party: 'lumen', ...TERMS, d: await withdraw() });
    expect(await findings(script)).toEqual([]);
    await withdraw();
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('accredit auditors only', async () => {
    const script = await beginScript();
    await party(script, 'acme');
    const d = await effectiveAct(script, { action: 'accredit', subject: 'acme', ...TERMS });
    const index = last(script);
    add(script, { t: 'auditor.accredited', party: 'acme', ...TERMS, d });
    expect(await findings(script)).toEqual([`${index} rule_broken`]);
  });

  test('close a case once, and nobody closes one without', async () => {
    const script = await beginScript();
    await party(script, 'acme');
    const id = openCase(script, 'dispute', 'acme');
    const close = (outcome: string) => add(script, { t: 'case.closed', id, kind: 'dispute', org: 'acme', outcome });
    const resolve = () => effectiveAct(script, { action: 'resolve', subject: 'acme', case: id, outcome: 'deny' });
    await resolve();
    close('allow');
    expect(await findings(script)).toEqual([`${last(script)} leaf_differs`]);
    script.leaves.pop();
    close('deny');
    expect(await findings(script)).toEqual([]);
    const again = close('deny');
    await resolve();
    expect(await findings(script)).toEqual([`${again} unjustified`, `${last(script)} rule_broken`]);
  });

  test('admit a dispute that was filed, or leave no trace of it', async () => {
    const script = await beginScript();
    await party(script, 'acme');
    const resolve = (outcome: string) =>
      effectiveAct(script, { action: 'resolve', subject: 'acme', case: 'd1', outcome });
    await resolve('deny');
    expect(await findings(script)).toEqual([]);
    await resolve('allow');
    const cause = last(script);
    expect(await findings(script)).toEqual([`${cause} effect_missing`]);
    add(script, { t: 'case.opened', id: 'd1', kind: 'dispute', org: 'acme' });
    expect(await findings(script)).toEqual([]);
    await resolve('deny');
    add(script, { t: 'case.closed', id: 'd1', kind: 'dispute', org: 'acme', outcome: 'deny' });
    expect(await findings(script)).toEqual([]);
  });

  test('publish an incident, and nobody else does', async () => {
    const script = await beginScript();
    const url = 'https://registry.example/incidents/1';
    await effectiveAct(script, { action: 'incident', subject: 'registry', url, selector: 'all' });
    add(script, { t: 'incident.opened', id: 'i1', url, n: last(script) });
    expect(await findings(script)).toEqual([]);
    add(script, { t: 'incident.opened', id: 'i2', url, n: 0 });
    expect(await findings(script)).toEqual([`${last(script)} unjustified`]);
  });
});
