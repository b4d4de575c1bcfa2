import { describe, expect, test } from 'vitest';
import { inventoryBody } from '../../../../test/support/inventory-body.ts';
import {
  add,
  auditor,
  beginScript,
  certify,
  change,
  findings,
  last,
  party,
  replayScript,
  type Script,
  sign,
} from '../../../../test/support/replay-script.ts';
import { parseInventory } from '../../../core/documents/inventory.ts';
import type { PartyId } from '../../../core/ids.ts';
import { organisationRows } from '../../../core/telemetry/organisation-row.ts';
import { encodeRow, parseRow } from '../../../core/telemetry/row-text.ts';
import { dayRoot } from '../../../log/day-rows.ts';

const A_DIGEST = 'A'.repeat(43);
const B_DIGEST = `${'B'.repeat(42)}A`;
/** Of 2 March, on which nothing registered ran: all of it is unattributed. */
const SITE_ROW =
  '{"day":"2026-03-02","org":"acme","site":"acme-1","sums":{"cfe":"0","def_cheap":"0","def_clean":"0","deferrable":"0","facility":"10","heat":"0","intervals_expected":"24","intervals_valid":"24","it":"9","unattributed":"9","w_all":"0","w_discarded":"0","w_measured":"0","w_visible":"0"},"v":1,"workloads":[]}';

/** A closed day with the rows under it; its index. */
function closeDay(script: Script, rows: readonly string[], day = '2026-03-02', root?: string): number {
  const own = Buffer.from(dayRoot(rows)).toString('base64url');
  const index = add(script, { t: 'telemetry.day', day, root: root ?? own, n: rows.length });
  script.rows.set(index, rows.map((row) => `${row}\n`).join(''));
  return index;
}

async function opened() {
  const script = await beginScript();
  return { script, acme: await party(script, 'acme') };
}

describe('windows', () => {
  const window = { t: 'telemetry.window', root: A_DIGEST, n: 1 } as const;

  test('hold what came before they closed', async () => {
    const { script } = await opened();
    add(script, { ...window, from: '2026-03-03T11:00:00Z', to: '2026-03-03T11:00:10Z' });
    expect(await findings(script)).toEqual([]);
  });

  test.each([
    ['2026-03-03T11:00:10Z', '2026-03-03T11:00:00Z'],
    ['2026-03-03T11:00:00Z', '2026-03-03T13:00:00Z'],
  ])('from %s to %s are none', async (from, to) => {
    const { script } = await opened();
    add(script, { ...window, from, to });
    expect(await findings(script)).toEqual([`${last(script)} leaf_differs`]);
  });
});

describe('chains', () => {
  test('begin anew by one more each time', async () => {
    const { script } = await opened();
    for (const epoch of [1, 2, 4]) add(script, { t: 'telemetry.epoch', org: 'acme', site: 'acme-1', epoch });
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('that fork suspend what stands', async () => {
    const { script, acme } = await opened();
    const { certificate } = await certify(script, acme, await auditor(script, 'lumen'));
    const fork = { t: 'telemetry.fork', org: 'acme', site: 'acme-1', digests: [A_DIGEST, B_DIGEST] } as const;
    const index = add(script, fork);
    expect(await findings(script)).toEqual([`${index} effect_missing`]);
    change(script, 'certificate.suspended', certificate, 'chain_fork');
    expect(await findings(script)).toEqual([]);
  });

  test('that did not fork suspend nothing', async () => {
    const { script, acme } = await opened();
    const { certificate } = await certify(script, acme, await auditor(script, 'lumen'));
    change(script, 'certificate.suspended', certificate, 'chain_fork');
    expect(await findings(script)).toEqual([`${last(script)} unjustified`]);
  });
});

describe('closed days', () => {
  test('with the rows under their root hold', async () => {
    const { script } = await opened();
    closeDay(script, [SITE_ROW]);
    expect(await findings(script)).toEqual([]);
  });

  test.each<[string, (script: Script) => void]>([
    ['an altered row', (script) => void script.rows.set(last(script), `${SITE_ROW.replace('"it":"9"', '"it":"8"')}\n`)],
    ['a row too few', (script) => void script.rows.set(last(script), '')],
    ['a row too many', (script) => void script.rows.set(last(script), `${SITE_ROW}\n${SITE_ROW}\n`)],
    ['an unended row', (script) => void script.rows.set(last(script), SITE_ROW)],
    ['no rows', (script) => void script.rows.delete(last(script))],
  ])('served with %s are found', async (_what, lie) => {
    const { script } = await opened();
    const index = closeDay(script, [SITE_ROW]);
    lie(script);
    expect(await findings(script)).toEqual([`${index} rows_differ`]);
  });

  test.each<[string, readonly string[]]>([
    ['a row that is none', ['{}']],
    ['a row of a day to come', [SITE_ROW.replace('2026-03-02', '2026-03-03')]],
    ['rows in another order', [SITE_ROW.replace('acme-1', 'b'), SITE_ROW]],
    ['a workload nobody registered as visible', [withWorkload(true)]],
    ['a row of nobody', [SITE_ROW.replace('"org":"acme"', '"org":"nobody"')]],
    ['a row that follows from no inventory', [organisationRow()]],
  ])('with %s are found, signed or not', async (_what, rows) => {
    const { script } = await opened();
    const index = closeDay(script, rows);
    expect(await findings(script)).toEqual([`${index} rows_differ`]);
  });

  test('may hold work nobody registered, invisible', async () => {
    const { script } = await opened();
    closeDay(script, [withWorkload(false)]);
    expect(await findings(script)).toEqual([]);
  });

  test('repeat no row unchanged, follow each other, and are over', async () => {
    const { script } = await opened();
    closeDay(script, [SITE_ROW]);
    script.now = new Date('2026-03-05T00:30:00Z');
    const again = closeDay(script, [SITE_ROW], '2026-03-03');
    const skipped = closeDay(script, [], '2026-03-05');
    expect(await findings(script)).toEqual([
      `${again} rows_differ`,
      `${skipped} rule_broken`,
      `${skipped} rule_broken`,
    ]);
  });

  test('after rows that were not served say that nothing is known', async () => {
    const { script } = await opened();
    closeDay(script, [SITE_ROW]);
    script.now = new Date('2026-03-04T00:30:00Z');
    const index = closeDay(script, [], '2026-03-03');
    script.rows.delete(index);
    const { unchecked } = await replayScript(script);
    expect(unchecked).toEqual([{ index, text: expect.stringContaining('acme') }]);
  });

  test('hold the rows that follow from inventories, all and only those', async () => {
    const { script, acme } = await opened();
    const body = inventoryBody('2026-03-02', '2026-03-03');
    const d = await sign(script, acme, 'cms-inventory+jwt', body);
    const inventory = parseInventory(JSON.parse(JSON.stringify(body)));
    const stated = { acceptedSeq: add(script, { t: 'inventory.accepted', org: 'acme', d }), inventory };
    const days = { from: '2026-03-02', to: '2026-03-02' };
    const rows = organisationRows('acme' as PartyId, days, [stated]).map(encodeRow);
    expect(rows).toHaveLength(1);
    const index = closeDay(script, rows);
    expect(await findings(script)).toEqual([]);
    script.leaves.pop();
    closeDay(script, []);
    expect(await findings(script)).toEqual([`${index} rows_differ`]);
  });
});

function withWorkload(visible: boolean): string {
  const row = parseRow(SITE_ROW);
  if (row === undefined || row.site === null) throw new Error('not a row of a site');
  const use = { energy: 1n, reserved: 0n, used: 0n, discarded: 0n };
  const key = { id: 'w', visible, redundancy: 1, unit: null, deferrable: false, measured: false };
  return encodeRow({ ...row, workloads: [{ ...key, ...use }] });
}

function organisationRow(): string {
  return '{"day":"2026-03-02","org":"acme","site":null,"sums":{"gbh_justified":"1/3","gbh_listed":"2/1","gbh_metered":"3/1","gbh_needed":"0/1","net_listed":"5/7","net_metered":"1/1","net_needed":"1/2"},"v":1}';
}
