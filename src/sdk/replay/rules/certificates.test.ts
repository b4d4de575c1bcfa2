import { describe, expect, test } from 'vitest';
import {
  add,
  auditor,
  beginScript,
  certify,
  change,
  declare,
  effectiveAct,
  findings,
  issue,
  last,
  newId,
  opine,
  party,
  replayScript,
} from '../../../../test/support/replay-script.ts';
import { replayListing, snapshotOf } from '../listing.ts';

const CREDENTIAL = `${'c'.repeat(42)}A`;
const OTHER = `${'d'.repeat(42)}A`;

async function certified() {
  const script = await beginScript();
  const [lumen, acme] = [await auditor(script, 'lumen'), await party(script, 'acme')];
  return { script, lumen, acme, ...(await certify(script, acme, lumen)) };
}

describe('an issue', () => {
  test('is due at once, once, and rests on all standing accepts in their order', async () => {
    const script = await beginScript();
    const [lumen, borealis] = [await auditor(script, 'lumen'), await auditor(script, 'borealis')];
    const audit = await declare(script, await party(script, 'acme'));
    const waiting = { cleared_flags: [] };
    await opine(script, lumen, audit, waiting);
    const standing = await opine(script, lumen, audit, waiting);
    const other = await opine(script, borealis, audit);
    issue(script, audit, [standing, other]);
    expect(await findings(script)).toEqual([]);
    script.leaves.pop();
    issue(script, audit, [other, standing]);
    expect(await findings(script)).toEqual([`${last(script)} grounds_differ`]);
  });

  test('for which an open flag stands in the way', async () => {
    const script = await beginScript();
    const lumen = await auditor(script, 'lumen');
    const audit = await declare(script, await party(script, 'acme'));
    issue(script, audit, [await opine(script, lumen, audit, { cleared_flags: [] })]);
    expect(await findings(script)).toEqual([`${last(script)} unjustified`]);
  });

  test('under an id that is in use', async () => {
    const { script, lumen, acme, certificate } = await certified();
    const audit = await declare(script, acme, (body) => {
      for (const one of body.sites[0]?.cfe_evidence ?? []) one.ref += ' again';
    });
    const accept = await opine(script, lumen, audit);
    change(script, 'certificate.superseded', certificate, 'successor_issued');
    issue(script, audit, [accept], { certificate: certificate.certificate });
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('while suspended is none; the reinstatement issues it', async () => {
    const { script, lumen, acme, certificate } = await certified();
    const on = (action: string) =>
      effectiveAct(script, { action, subject: 'acme', certificate: certificate.certificate });
    change(script, 'certificate.suspended', certificate, 'act', { in: [await on('suspend')] });
    const audit = await declare(script, acme, (body) => {
      for (const one of body.sites[0]?.cfe_evidence ?? []) one.ref += ' again';
    });
    const accept = await opine(script, lumen, audit);
    expect(await findings(script)).toEqual([]);
    const index = change(script, 'certificate.reinstated', certificate, 'act', { in: [await on('reinstate')] });
    expect(await findings(script)).toEqual([`${index} effect_missing`, `${index} effect_missing`]);
    change(script, 'certificate.superseded', certificate, 'successor_issued');
    issue(script, audit, [accept]);
    expect(await findings(script)).toEqual([]);
  });

  test('after a withdrawal only for a window that starts later', async () => {
    const { script, lumen, acme, certificate } = await certified();
    const d = await effectiveAct(script, { action: 'withdraw', subject: 'acme', certificate: certificate.certificate });
    change(script, 'certificate.withdrawn', certificate, 'act', { in: [d] });
    const audit = await declare(script, acme, (body) => {
      for (const one of body.sites[0]?.cfe_evidence ?? []) one.ref += ' again';
    });
    issue(script, audit, [await opine(script, lumen, audit)]);
    expect(await findings(script)).toEqual([`${last(script)} unjustified`]);
  });
});

describe('a change', () => {
  test('repeats what was issued', async () => {
    const { script, certificate } = await certified();
    const d = await effectiveAct(script, { action: 'suspend', subject: 'acme', certificate: certificate.certificate });
    const lie = { ...certificate, tier: 'Silver', composite_6: '0.999999', valid_to: '2030-01-01T00:00:00Z' };
    change(script, 'certificate.suspended', lie, 'act', { in: [d] });
    const index = last(script);
    expect(await findings(script)).toEqual(['tier', 'composite', 'validity'].map((what) => `${index} ${what}_differs`));
  });

  test('of what was never issued', async () => {
    const { script, certificate } = await certified();
    change(script, 'certificate.expired', { ...certificate, certificate: newId(script) }, 'expired');
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test.each(['suspended', 'superseded', 'withdrawn'] as const)('to %s has a cause', async (state) => {
    const { script, certificate } = await certified();
    change(script, `certificate.${state}`, certificate, 'act');
    expect(await findings(script)).toEqual([`${last(script)} unjustified`]);
  });

  test('to expired comes with the end of the validity, and not before', async () => {
    const { script, certificate } = await certified();
    script.now = new Date('2027-03-03T11:59:59Z');
    change(script, 'certificate.expired', certificate, 'expired');
    expect(await findings(script)).toEqual([`${last(script)} unjustified`]);
    script.leaves.pop();
    script.now = new Date('2027-03-03T12:00:00Z');
    change(script, 'certificate.expired', certificate, 'expired');
    expect(await findings(script)).toEqual([]);
    change(script, 'certificate.expired', certificate, 'expired');
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('that is late is told once, where somebody else’s leaf shows it', async () => {
    const { script } = await certified();
    script.now = new Date('2027-03-03T12:10:00Z');
    add(script, { t: 'registry.policy', officers_required: 1, witnesses: [] });
    expect(await findings(script)).toEqual([]);
    await party(script, 'other');
    expect(await findings(script)).toEqual([`${last(script) - 1} expiry_missing`]);
  });
});

describe('credentials', () => {
  const withCredential = async () => {
    const script = await beginScript();
    const [lumen, acme] = [await auditor(script, 'lumen'), await party(script, 'acme')];
    const audit = await declare(script, acme);
    const accept = await opine(script, lumen, audit);
    return { script, certificate: issue(script, audit, [accept], { d: CREDENTIAL }) };
  };

  test('are signed anew while the certificate stands, each with its own digest', async () => {
    const { script, certificate } = await withCredential();
    change(script, 'certificate.reissued', certificate, 'decision', { d: OTHER });
    expect(await findings(script)).toEqual([]);
    const again = change(script, 'certificate.reissued', certificate, 'decision', { d: CREDENTIAL });
    change(script, 'certificate.reissued', certificate, 'decision');
    change(script, 'certificate.reissued', certificate, 'act', { d: `${'e'.repeat(42)}A` });
    expect(await findings(script)).toEqual([
      `${again} rule_broken`,
      `${again + 1} leaf_differs`,
      `${again + 2} leaf_differs`,
    ]);
  });

  test('that are revoked are followed by a status list', async () => {
    const { script, certificate } = await withCredential();
    const d = await effectiveAct(script, { action: 'withdraw', subject: 'acme', certificate: certificate.certificate });
    const index = change(script, 'certificate.withdrawn', certificate, 'act', { in: [d] });
    expect(await findings(script)).toEqual([`${index} effect_missing`]);
    add(script, { t: 'status.list', d: OTHER, n: 1 });
    expect(await findings(script)).toEqual([]);
  });
});

describe('a snapshot', () => {
  test('is what follows from the log, of the leaf before it', async () => {
    const { script } = await certified();
    const { digest: d, n } = snapshotOf(replayListing((await replayScript(script)).state));
    add(script, { t: 'listing.snapshot', d, n, seq: last(script) });
    expect(await findings(script)).toEqual([]);
    add(script, { t: 'listing.snapshot', d, n: n + 1, seq: last(script) - 1 });
    const index = last(script);
    expect(await findings(script)).toEqual([`${index} snapshot_differs`, `${index} snapshot_differs`]);
    add(script, { t: 'listing.snapshot', d: OTHER, n, seq: last(script) });
    expect((await findings(script)).at(-1)).toBe(`${last(script)} snapshot_differs`);
  });
});
