import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SYNTHETIC, syntheticAudit } from '../methodology/synthetic-audit.ts';
import type { WireAudit } from '../methodology/wire-audit.ts';
import { runCli } from './fake-io.ts';

const BLUEGLADE = new URL('../../examples/blueglade/', import.meta.url);

const check = (audit: WireAudit | string, ...argv: readonly string[]) =>
  runCli(['audit', 'check', 'audit.json', ...argv], {
    files: { 'audit.json': typeof audit === 'string' ? audit : JSON.stringify(audit) },
  });

function rejectedAudit(): WireAudit {
  const audit = syntheticAudit();
  return { ...audit, workloads: audit.workloads.map((row) => ({ ...row, discarded_kwh: '999999' })) };
}

describe('audit check', () => {
  test('shows composite, mirrors with bars, sub-metrics, findings and what fails for each tier', async () => {
    const { exit, out, err, requests } = await check(syntheticAudit());
    expect(exit).toBe(0);
    expect(err).toBe('');
    expect(requests).toEqual([]);
    const lines = out.split('\n');
    expect(lines).toContain('Composite  74.7 %');
    expect(lines).toContain('  Efficiency                      85.0 %  █████████████████░░░');
    expect(lines).toContain('  E1  Facility efficiency         80.0 %  134,400 of 168,000 kWh');
    expect(lines).toContain('  FLAG    F10  /sites/0/series');
    expect(lines).toContain('  ✓ Bronze');
    expect(lines).toContain('      assurance level     level 1       needs level 2');
    expect(lines).toContain('Bronze under these assumptions.');
  });

  test('fits 80 columns', async () => {
    const { out } = await check(syntheticAudit());
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  test('names invisible workloads with their energy and what they lack', async () => {
    const audit = syntheticAudit();
    const [web, ...others] = audit.workloads;
    if (web === undefined) throw new Error('the synthetic audit has workloads');
    const hidden = { ...web, name: 'nightly \u202ejob', owner: null, registered_at: null };
    const { out } = await check({ ...audit, workloads: [hidden, ...others] });
    expect(out).toContain('Invisible workloads: 1, 110,880 kWh that earn nothing');
    expect(out).toContain('no owner, not registered');
    expect(out).not.toContain('\u202e');
  });

  test('a rejecting finding: exit 1, with pointer and hint', async () => {
    const { exit, out } = await check(rejectedAudit());
    expect(exit).toBe(1);
    expect(out).toMatch(/REJECT {2}R14 {2}\/workloads\/0\/discarded_kwh/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'Count failed, killed, superseded and never-read runs of this workload only.',
    );
    expect(out).toContain('Rejected: correct what the findings name');
  });

  test.each([
    ['not JSON', '{"schema": "cms-audit/1",}', '(document): not strict JSON'],
    ['a number with a fraction', '{"level": 1.5}', '(document): not strict JSON'],
    ['missing members', '{"schema":"cms-audit/1"}', '/window: "window" is missing'],
    [
      'registry facts',
      JSON.stringify({ ...syntheticAudit(), registry_facts: {} }),
      '/registry_facts: this member is not part',
    ],
  ])('%s: exit 1 and a refusal in the registry’s form', async (_name, text, line) => {
    const { exit, out, err } = await check(text);
    expect(exit).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('document_invalid');
    expect(err).toContain(line);
    expect(err).not.toMatch(/\bat .*\.ts:/);
  });

  test('--json has the members of POST /v1/score and the invisible workloads', async () => {
    const { exit, out } = await check(syntheticAudit(), '--json');
    expect(exit).toBe(0);
    const answer = JSON.parse(out);
    expect(Object.keys(answer).sort()).toEqual(
      ['assumes', 'claim', 'failing', 'findings', 'invisible_workloads', 'rejected', 'score', 'tier'].sort(),
    );
    expect(answer.score.composite_percent).toBe(SYNTHETIC.composite_percent);
    expect((await check(syntheticAudit(), '--json')).out).toBe(out);
  });

  test('--json of an unreadable document is a problem document', async () => {
    const { exit, out, err } = await check('{}', '--json');
    expect(exit).toBe(1);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      code: 'document_invalid',
      errors: expect.arrayContaining([expect.objectContaining({ pointer: '/window' })]),
    });
  });

  test('a file that is not there is wrong usage', async () => {
    const { exit, err } = await runCli(['audit', 'check', 'none.json']);
    expect(exit).toBe(2);
    expect(err).toBe('error: cannot read none.json: there is no such file\n');
  });
});

const hasBlueglade = existsSync(BLUEGLADE);
if (!hasBlueglade) console.log('skipped: the example of Blueglade is not in this repository');

describe.skipIf(!hasBlueglade)('the example of Blueglade', () => {
  const read = (name: string): string => readFileSync(new URL(name, BLUEGLADE), 'utf8');

  test('45.2 %, and one script nobody owns', async () => {
    const { exit, out } = await check(read('audit.json'));
    expect(out).toContain('Composite  45.2 %');
    expect(out).toContain('      25,200 kWh  ARCHIVAL_REBUILD_LEGACY_2019-2023.sh');
    expect([0, 1]).toContain(exit);
  });

  test('corrected, nothing is invisible', async () => {
    expect((await check(read('audit-fixed.json'))).out).not.toContain('Invisible');
  });
});
