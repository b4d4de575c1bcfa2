import { describe, expect, test } from 'vitest';
import {
  act,
  add,
  auditor,
  beginScript,
  effective,
  findings,
  genesisOf,
  last,
  type Script,
} from '../../../../test/support/replay-script.ts';
import { encodeLeaf } from '../../../log/leaf.ts';
import { kidOf } from '../../sign.ts';

const kid = (script: Script, officer: number): string => {
  const found = script.officers[officer];
  if (found === undefined) throw new Error('no such officer');
  return kidOf(found.key);
};
const A_KID = 'A'.repeat(43);
const B_KID = `B${'A'.repeat(42)}`;

describe('the opening', () => {
  test('alone is a sound log', async () => {
    expect(await findings(await beginScript())).toEqual([]);
  });

  test('comes once', async () => {
    const script = await beginScript();
    add(script, genesisOf(script));
    expect(await findings(script)).toEqual(['1 rule_broken']);
  });

  test('comes first', async () => {
    const script = await beginScript();
    script.leaves.unshift(encodeLeaf({ t: 'registry.policy', officers_required: 1, witnesses: [] }, script.now));
    expect(await findings(script)).toEqual(['0 genesis_differs', '1 rule_broken']);
  });

  test.each([
    ['origin', 'https://other.example'],
    ['methodology', 'CMS-2.0.0'],
    ['methodology_sha256', A_KID],
    ['vkeys', ['no key']],
  ])('of another %s is told', async (member, value) => {
    const script = await beginScript();
    script.leaves[0] = encodeLeaf({ ...genesisOf(script), [member]: value }, script.now);
    expect(await findings(script)).toEqual(['0 genesis_differs']);
  });

  test('whose officers nobody can see is told once for each', async () => {
    const script = await beginScript();
    script.leaves[0] = encodeLeaf({ ...genesisOf(script), officers: [A_KID, kid(script, 0)] }, script.now);
    expect(await findings(script)).toEqual(['0 statement_missing']);
  });
});

describe('keys of the registry', () => {
  const change = (script: Script, use: string, op: string, one: string): number =>
    add(script, { t: 'registry.key', use, op, kid: one });

  test('come and go once', async () => {
    const script = await beginScript();
    change(script, 'credential', 'add', A_KID);
    change(script, 'credential', 'retire', A_KID);
    expect(await findings(script)).toEqual([]);
    change(script, 'credential', 'retire', A_KID);
    change(script, 'answers', 'retire', B_KID);
    change(script, 'credential', 'add', A_KID);
    expect(await findings(script)).toEqual(['3 rule_broken', '4 rule_broken', '5 rule_broken']);
  });

  test('do not change their use', async () => {
    const script = await beginScript();
    change(script, 'credential', 'add', A_KID);
    const index = change(script, 'log', 'retire', A_KID);
    expect(await findings(script)).toEqual([`${index} rule_broken`]);
  });

  test('an officer who was retired signs nothing', async () => {
    const script = await beginScript();
    change(script, 'officer', 'retire', kid(script, 0));
    effective(script, await act(script, { action: 'publish_methodology', subject: 'registry', ...METHODOLOGY }));
    expect(await findings(script)).toEqual(['2 key_not_active']);
  });

  test('an officer is retired once, and nobody is who never was one', async () => {
    const script = await beginScript();
    change(script, 'officer', 'retire', kid(script, 0));
    change(script, 'officer', 'retire', kid(script, 0));
    change(script, 'officer', 'retire', A_KID);
    change(script, 'officer', 'add', kid(script, 1));
    expect(await findings(script)).toEqual(['2 rule_broken', '3 rule_broken', '4 rule_broken']);
  });
});

const METHODOLOGY = { document_sha256: '0'.repeat(64), effective_at: '2027-01-01T00:00:00Z' };

describe('the policy', () => {
  test('decides how many officers an act needs from then on', async () => {
    const script = await beginScript();
    await auditor(script, 'lumen');
    add(script, { t: 'registry.policy', officers_required: 2, witnesses: [] });
    const d = await act(script, { action: 'suspend_accreditation', subject: 'lumen' });
    effective(script, d);
    const index = last(script);
    add(script, { t: 'auditor.suspended', party: 'lumen', levels: [1, 2], valid_to: '2030-01-01T00:00:00Z', d });
    expect(await findings(script)).toEqual([`${index} officers_missing`]);
  });
});

describe('leaves', () => {
  test.each([
    ['no JSON', () => 'hello'],
    ['of an unknown type', () => '{"at":"2026-03-03T12:00:00Z","t":"audit.hushed","v":1}'],
    ['with a member too many', () => '{"at":"2026-03-03T12:00:00Z","d":"x","n":1,"t":"status.list","v":1,"x":1}'],
    ['with a member too few', () => '{"at":"2026-03-03T12:00:00Z","n":1,"t":"status.list","v":1}'],
  ])('that are %s', async (_what, leaf) => {
    const script = await beginScript();
    script.leaves.push(leaf());
    expect(await findings(script)).toEqual(['1 leaf_invalid']);
  });

  test('do not go back in time', async () => {
    const script = await beginScript();
    const policy = { t: 'registry.policy', officers_required: 1, witnesses: [] } as const;
    add(script, policy);
    script.now = new Date('2026-03-03T11:59:59Z');
    add(script, policy);
    expect(await findings(script)).toEqual(['2 time_backwards']);
  });
});
