import { describe, expect, test } from 'vitest';
import { type Alterations, WORLD_ORIGIN } from '../../../test/support/evidence-steps.ts';
import { buildWorld } from '../../../test/support/evidence-world.ts';
import type { LeafBody } from '../../log/leaf.ts';
import { generateSigningKey } from '../sign.ts';
import type { Aspect, Word } from './verdict.ts';
import { verifyArtefact } from './verify.ts';

const other = await generateSigningKey();
const inLeaf = (t: string, members: object) => ({
  leaf: (body: LeafBody) => (body.t === t ? { ...body, ...members } : body),
});
const results = (name: string, value: string): Alterations => ({
  credential: (payload) => {
    const text = JSON.stringify(payload);
    return JSON.parse(text.replace(new RegExp(`(#${name}","value":)"[^"]*"`), `$1"${value}"`));
  },
});
const record = (members: object): Alterations => ({ record: (own) => ({ ...own, ...members }) });

/** What a registry might do, and where it shows although everything is signed and logged. */
const DISHONEST: readonly (readonly [string, Alterations, Partial<Record<Aspect, Word>>, string])[] = [
  [
    'a better tier',
    inLeaf('certificate.issued', { tier: 'Silver' }),
    { recomputation: 'failed', scope: 'failed' },
    'Bronze follows',
  ],
  [
    'a better composite',
    inLeaf('certificate.issued', { composite_6: '0.924000' }),
    { recomputation: 'failed' },
    'gives 0.747103',
  ],
  ['a live tier', inLeaf('certificate.issued', { tier: 'Obsidian' }), { recomputation: 'unknown' }, 'live telemetry'],
  [
    'another audit',
    inLeaf('certificate.issued', { in: ['A'.repeat(43)] }),
    { recomputation: 'unknown' },
    'not at hand',
  ],
  ['no audit', inLeaf('certificate.issued', { in: [] }), { recomputation: 'failed' }, 'names no audit'],
  ['nobody who accepted', inLeaf('certificate.issued', { in: [''] }), { recomputation: 'unknown' }, 'not at hand'],
  [
    'another holder',
    inLeaf('certificate.issued', { org: 'other' }),
    { recomputation: 'failed', scope: 'failed' },
    'another organisation',
  ],
  [
    'a date in the past',
    inLeaf('certificate.issued', { valid_from: '2025-03-03T12:08:00Z' }),
    { time: 'failed' },
    'Bronze',
  ],
  ['two years', inLeaf('certificate.issued', { valid_to: '2028-03-03T12:08:00Z' }), { time: 'failed' }, 'Bronze'],
  [
    'a leaf of another type',
    { leaf: (body) => (body.t === 'certificate.issued' ? { ...body, t: 'certificate.watch' } : body) },
    { log: 'failed' },
    '',
  ],
  [
    'an audit of another composite',
    inLeaf('audit.declared', { composite_6: '0.900000' }),
    { recomputation: 'failed' },
    'its leaves say 0.900000',
  ],
  [
    'an audit called held',
    { leaf: (body) => (body.t === 'audit.declared' ? { ...body, t: 'audit.held' } : body) },
    { recomputation: 'failed' },
    'claim',
  ],
  [
    'an opinion of another result',
    { opinion: { result: 'more_information' } },
    { recomputation: 'failed' },
    'does not accept',
  ],
  [
    'an opinion on another audit',
    { opinion: { audit: 'A'.repeat(43) } },
    { log: 'failed', recomputation: 'failed' },
    '',
  ],
  ['an open flag', { opinion: { cleared_flags: [] } }, { recomputation: 'failed' }, 'flag_open: F10'],
  ['a smaller share', { opinion: { scope_share: '0.5' } }, { scope: 'failed' }, ''],
  [
    'an auditor for other levels',
    { accreditation: { levels: [3] } },
    { recomputation: 'failed' },
    'not accredited for level 1',
  ],
  [
    'an auditor of yesterday',
    { accreditation: { valid_to: '2026-01-01T00:00:00Z' } },
    { recomputation: 'failed' },
    'not accredited',
  ],
  [
    'an auditor nobody accredited',
    { accreditation: { action: 'suspend_accreditation', levels: undefined, valid_to: undefined } },
    { recomputation: 'failed' },
    'no accredited auditor',
  ],
  [
    'an audit signed by a stranger',
    { signer: (typ, own) => (typ === 'cms-audit+jwt' ? other : own) },
    { signature: 'unknown', recomputation: 'unknown' },
    'registers the key',
  ],
  [
    'a rejected audit',
    { audit: (body) => void Object.assign(body, { capacity: [] }) },
    { recomputation: 'failed' },
    'not to be accepted',
  ],
  ['a revoked credential', { isRevoked: true }, { status: 'failed' }, ''],
  ['a credential with a better tier', results('tier', 'Silver'), { scope: 'failed' }, ''],
  ['a credential with better mirrors', results('timing', '99.9'), { recomputation: 'failed' }, 'timing'],
  ['a credential of another level', results('assurance_level', '4'), { recomputation: 'failed' }, 'assurance_level'],
  [
    'a credential that lasts too long',
    { credential: (own) => ({ ...own, validUntil: '2029-01-01T00:00:00Z', exp: Date.UTC(2029, 0, 1) / 1000 }) },
    { scope: 'failed' },
    '',
  ],
  [
    'a credential dated back',
    { credential: (own) => ({ ...own, validFrom: '2026-01-01T00:00:00Z', nbf: Date.UTC(2026, 0, 1) / 1000 }) },
    { time: 'failed' },
    '',
  ],
  [
    'a credential that contradicts itself',
    { credential: (own) => ({ ...own, sub: `${WORLD_ORIGIN}/organisations/other` }) },
    { scope: 'failed' },
    '',
  ],
  [
    'a credential of another registry',
    { credential: (own) => ({ ...own, iss: 'https://other.example/issuer' }) },
    { scope: 'failed' },
    '',
  ],
  ['a header with more', { header: { cty: 'JWT' } }, { signature: 'failed' }, ''],
  [
    'a status list for something else',
    { statusList: (own) => ({ ...own, id: `${WORLD_ORIGIN}/status/2` }) },
    { status: 'unknown' },
    '',
  ],
  [
    'a status list without bits',
    {
      statusList: (own) => ({
        ...own,
        credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: 'uAAAA' },
      }),
    },
    { status: 'failed' },
    '',
  ],
  [
    'a record of another name',
    record({ organisation: { party_id: 'acme', name: 'Acme the Great' } }),
    { scope: 'failed' },
    '',
  ],
  ['a record with more', record({ praise: 'very green' }), { scope: 'failed' }, ''],
  ['a record of another score', record({ score: {} }), { recomputation: 'failed' }, 'score'],
  ['a record that is suspended', record({ state: 'suspended', reasons: ['act'], seq: 9 }), { status: 'failed' }, ''],
  ['a record of no state', record({ state: 'shining' }), { scope: 'failed' }, ''],
  ['a record with another reason', record({ reasons: ['cured'] }), { scope: 'failed' }, ''],
  ['a record from before its credential', record({ seq: 3 }), { scope: 'failed' }, ''],
];

describe('a dishonest registry', () => {
  test.each(DISHONEST)('%s', async (_name, alterations, expected, reason) => {
    const altered = await buildWorld(alterations);
    const verification = await verifyArtefact(altered.zip(), altered.trust, { now: altered.now });
    expect(verification, JSON.stringify(verification.reasons)).toMatchObject(expected);
    expect(verification.reasons.recomputation).toContain(reason);
  });
});
