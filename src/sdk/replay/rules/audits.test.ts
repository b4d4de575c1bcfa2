import { describe, expect, test } from 'vitest';
import {
  act,
  add,
  auditor,
  beginScript,
  certify,
  declare,
  effective,
  effectiveAct,
  findings,
  issue,
  last,
  openCase,
  opine,
  party,
  replayScript,
  type Script,
  sign,
} from '../../../../test/support/replay-script.ts';
import { workloadsBody } from '../../../../test/support/workloads-body.ts';
import { sha256Base64url } from '../../../core/base64url.ts';

const LEI = '529900T8BM49AURSDO55';

describe('an audit', () => {
  test('of another organisation than its issuer', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    await party(script, 'other');
    await declare(script, acme, (body) => {
      body.organisation = { ...body.organisation, id: 'other' };
    });
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('by an auditor', async () => {
    const script = await beginScript();
    await declare(script, await auditor(script, 'lumen'));
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('that was to be rejected', async () => {
    const script = await beginScript();
    await declare(script, await party(script, 'acme'), (body) => {
      for (const meter of body.sites[0]?.meters ?? []) meter.closing_kwh = '999999999';
    });
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('whose certificates of energy another one counts', async () => {
    const script = await beginScript();
    await declare(script, await party(script, 'acme'));
    await declare(script, await party(script, 'other'), (body) => {
      for (const site of body.sites) for (const one of site.cfe_evidence) one.ref = one.ref.replace('other', 'acme');
    });
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('that claims earlier registrations than the register saw', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    const register = async (): Promise<number> => {
      const d = await sign(script, acme, 'cms-workloads+jwt', workloadsBody('acme', 'other-job'));
      return add(script, { t: 'workloads.registered', org: 'acme', d });
    };
    await register();
    await declare(script, acme);
    expect(await findings(script)).toEqual([]);
    const late = await beginScript(1, '2026-01-01T00:00:00Z');
    const early = await party(late, 'acme');
    const d = await sign(late, early, 'cms-workloads+jwt', workloadsBody('acme', 'other-job'));
    add(late, { t: 'workloads.registered', org: 'acme', d });
    late.now = new Date('2026-03-03T12:00:00Z');
    await declare(late, early);
    expect(await findings(late)).toEqual([`${last(late)} rule_broken`]);
  });

  test('whose claim is held, and is not', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    const claim = (body: object): void => void Object.assign(body, { claim: { composite_percent: '99.9' } });
    const held = await declare(script, acme, claim, 'audit.held');
    openCase(script, 'claim_held', 'acme', held.d);
    expect(await findings(script)).toEqual([]);
    await declare(script, acme, claim);
    expect(await findings(script)).toEqual([`${last(script)} leaf_differs`]);
  });

  test('is not accepted twice', async () => {
    const script = await beginScript();
    await declare(script, await party(script, 'acme'));
    script.leaves.push(script.leaves[last(script)] ?? '');
    expect(await findings(script)).toEqual([`${last(script)} statement_repeated`, `${last(script)} rule_broken`]);
  });

  test('of a zone whose series is not served cannot be scored, and is told apart', async () => {
    const script = await beginScript();
    const csv = 'start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh\n2020-01-01T00:00:00Z,0.5,100,50\n';
    const sha256 = Buffer.from(sha256Base64url(csv), 'base64url').toString('hex');
    await effectiveAct(script, { action: 'grid_series', subject: 'registry', zone: 'DE-LU', sha256 });
    await declare(script, await party(script, 'acme'));
    const { findings: found, unchecked } = await replayScript(script);
    expect([found, unchecked.length]).toEqual([[], 1]);
    script.series.set(sha256, csv);
    expect((await replayScript(script)).unchecked).toEqual([]);
    script.series.set(sha256, `${csv} `);
    expect((await replayScript(script)).unchecked).toHaveLength(1);
  });
});

describe('an opinion', () => {
  const opined = async (prepare: (script: Script) => Promise<void>): Promise<string[]> => {
    const script = await beginScript();
    await prepare(script);
    return (await findings(script)).map((one) => one.replace(`${last(script)} `, ''));
  };

  test('by whose accreditation is over, suspended, or not for the level', async () => {
    const over = opined(async (script) => {
      const lumen = await auditor(script, 'lumen', { valid_to: '2026-03-03T12:00:00Z' });
      await opine(script, lumen, await declare(script, await party(script, 'acme')), { result: 'more_information' });
    });
    expect(await over).toEqual(['rule_broken']);
    const level = opined(async (script) => {
      const lumen = await auditor(script, 'lumen');
      const audit = await declare(script, await party(script, 'acme'), (body) => {
        body.level = 3;
      });
      await opine(script, lumen, audit, { result: 'more_information', level: 3 });
    });
    expect(await level).toEqual(['rule_broken']);
    const suspended = opined(async (script) => {
      const lumen = await auditor(script, 'lumen');
      const d = await effectiveAct(script, { action: 'suspend_accreditation', subject: 'lumen' });
      add(script, { t: 'auditor.suspended', party: 'lumen', levels: [1, 2], valid_to: '2030-01-01T00:00:00Z', d });
      await opine(script, lumen, await declare(script, await party(script, 'acme')), { result: 'more_information' });
    });
    expect(await suspended).toEqual(['rule_broken']);
  });

  test('of a higher level than the audit’s, or by whom the holder did not name', async () => {
    const found = await opined(async (script) => {
      const lumen = await auditor(script, 'lumen');
      const audit = await declare(script, await party(script, 'acme'), (body) => {
        body.level = 1;
        body.auditors = ['other'];
      });
      await opine(script, lumen, audit, { result: 'more_information', level: 2 });
    });
    expect(found).toEqual(['rule_broken', 'rule_broken']);
  });

  test('on oneself under another name', async () => {
    const found = await opined(async (script) => {
      const lumen = await auditor(script, 'lumen', { lei: LEI });
      const audit = await declare(script, await party(script, 'acme', { lei: LEI }));
      await opine(script, lumen, audit, { result: 'more_information' });
    });
    expect(found).toEqual(['rule_broken']);
  });

  test('too late, or on what a newer audit replaced', async () => {
    const late = await opined(async (script) => {
      const lumen = await auditor(script, 'lumen');
      const audit = await declare(script, await party(script, 'acme'));
      script.now = new Date('2027-04-06T00:00:01Z');
      await opine(script, lumen, audit, { result: 'more_information' });
    });
    expect(late).toEqual(['rule_broken']);
    const replaced = await opined(async (script) => {
      const [lumen, acme] = [await auditor(script, 'lumen'), await party(script, 'acme')];
      const audit = await declare(script, acme);
      await declare(script, acme);
      await opine(script, lumen, audit);
    });
    expect(replaced).toEqual(['rule_broken']);
  });

  test('is told in its leaf as it was given', async () => {
    const script = await beginScript();
    const lumen = await auditor(script, 'lumen');
    await opine(script, lumen, await declare(script, await party(script, 'acme')), { result: 'more_information' });
    const leaf = script.leaves.pop() ?? '';
    script.leaves.push(leaf.replace('more_information', 'reject').replace('"level":1', '"level":2'));
    expect(await findings(script)).toEqual([`${last(script)} leaf_differs`, `${last(script)} leaf_differs`]);
  });

  test('that rejects opens a case, and blocks until officers allow', async () => {
    const script = await beginScript();
    const [lumen, borealis] = [await auditor(script, 'lumen'), await auditor(script, 'borealis')];
    const audit = await declare(script, await party(script, 'acme'));
    await opine(script, lumen, audit, { result: 'reject' });
    const rejected = last(script);
    const accept = await opine(script, borealis, audit);
    expect(await findings(script)).toEqual([`${rejected} effect_missing`]);
    script.leaves.splice(rejected + 1);
    const id = openCase(script, 'dissent', 'acme', audit.d);
    const later = await opine(script, borealis, audit);
    expect(await findings(script)).toEqual([]);
    effective(script, await act(script, { action: 'resolve', subject: 'acme', case: id, outcome: 'allow' }));
    add(script, { t: 'case.closed', id, kind: 'dissent', org: 'acme', d: audit.d, outcome: 'allow' });
    expect(await findings(script)).toEqual([`${last(script)} effect_missing`]);
    issue(script, audit, [later]);
    expect(await findings(script)).toEqual([]);
    expect(accept).not.toBe(later);
  });

  test('after issue opens a review and issues nothing', async () => {
    const script = await beginScript();
    const lumen = await auditor(script, 'lumen');
    const { audit } = await certify(script, await party(script, 'acme'), lumen);
    await opine(script, lumen, audit, { result: 'reject' });
    openCase(script, 'review', 'acme', audit.d);
    await opine(script, lumen, audit);
    expect(await findings(script)).toEqual([]);
  });
});
