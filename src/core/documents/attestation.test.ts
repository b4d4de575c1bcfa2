import { describe, expect, test } from 'vitest';
import { RegistryError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import { parseAttestation } from './attestation.ts';

const USE = { workload_id: 'web', energy_kwh: '40', reserved_units_h: '64', used_units_h: '40', discarded_kwh: '0' };
const SOUND = {
  schema: 'cms-attestation/1',
  site_id: 'fra-1',
  chain: { epoch: 0, seq: 0, prev: null },
  start: '2026-11-25T10:00:00Z',
  minutes: 60,
  facility_kwh: '100',
  it_kwh: '80.5',
  registers: { facility_kwh: '1000', it_kwh: '900' },
  workloads: [USE],
} satisfies JsonObject;
const DIGEST = 'C_R0iWNjUF5epeXWrOjr-xOnYKQJsftGfUKPxxb58oQ';

function issuesOf(body: JsonValue): readonly string[] {
  try {
    parseAttestation(body);
    return [];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    expect(error.code).toBe('document_invalid');
    return error.issues.map(({ pointer, code }) => `${pointer} ${code}`);
  }
}

describe('an attestation', () => {
  test('is read with absent members as null and decimals as integers', () => {
    expect(parseAttestation(SOUND)).toEqual({
      site_id: 'fra-1',
      chain: { epoch: 0, seq: 0, prev: null },
      start: new Date('2026-11-25T10:00:00Z'),
      minutes: 60,
      facility_kwh: 100_000_000n,
      it_kwh: 80_500_000n,
      registers: { facility_kwh: 1_000_000_000n, it_kwh: 900_000_000n },
      matched_cfe_kwh: null,
      heat_reused_kwh: null,
      grid_cfe_share: null,
      carbon_intensity_g_per_kwh: null,
      price_per_mwh: null,
      workloads: [
        {
          workload_id: 'web',
          energy_kwh: 40_000_000n,
          reserved_units_h: 64_000_000n,
          used_units_h: 40_000_000n,
          discarded_kwh: 0n,
        },
      ],
    });
  });

  test('may have a negative price, a predecessor, and no workloads or 500', () => {
    expect(parseAttestation({ ...SOUND, price_per_mwh: '-12.5' }).price_per_mwh).toBe(-12_500_000n);
    expect(parseAttestation({ ...SOUND, chain: { epoch: 3, seq: 7, prev: DIGEST } }).chain.prev).toBe(DIGEST);
    expect(parseAttestation({ ...SOUND, workloads: [] }).workloads).toEqual([]);
    expect(parseAttestation({ ...SOUND, workloads: Array(500).fill(USE) }).workloads).toHaveLength(500);
  });

  test.each([
    ['a wrong version', { schema: 'cms-attestation/2' }, '/schema enum'],
    ['an unknown member', { visible_kwh: '1' }, '/visible_kwh unknown_member'],
    ['an empty site', { site_id: '' }, '/site_id text'],
    ['a negative seq', { chain: { epoch: 0, seq: -1, prev: null } }, '/chain/seq R01'],
    ['a negative epoch', { chain: { epoch: -1, seq: 0, prev: null } }, '/chain/epoch R01'],
    ['an epoch beyond 32 bits', { chain: { epoch: 2_147_483_648, seq: 0, prev: null } }, '/chain/epoch R01'],
    ['no prev', { chain: { epoch: 0, seq: 0 } }, '/chain/prev required'],
    ['a prev that is no digest', { chain: { epoch: 0, seq: 1, prev: 'abc' } }, '/chain/prev digest'],
    [
      'a member of the chain that is none',
      { chain: { epoch: 0, seq: 0, prev: null, n: 1 } },
      '/chain/n unknown_member',
    ],
    ['minutes of no kind', { minutes: 20 }, '/minutes R01'],
    ['minutes as text', { minutes: '60' }, '/minutes R01'],
    ['a day that is none', { start: '2026-02-30T10:00:00Z' }, '/start R01'],
    ['an offset', { start: '2026-11-25T10:00:00+01:00' }, '/start R01'],
    ['a number for a decimal', { facility_kwh: 100 }, '/facility_kwh R01'],
    ['a negative energy', { it_kwh: '-1' }, '/it_kwh R01'],
    ['seven digits', { it_kwh: '1.0000001' }, '/it_kwh R01'],
    ['a register missing', { registers: { facility_kwh: '1' } }, '/registers/it_kwh required'],
    ['null for an absent member', { matched_cfe_kwh: null }, '/matched_cfe_kwh R01'],
    ['null for an absent grid value', { grid_cfe_share: null }, '/grid_cfe_share R01'],
    ['501 workloads', { workloads: Array(501).fill(USE) }, '/workloads items'],
    ['a workload without waste', { workloads: [{ ...USE, discarded_kwh: null }] }, '/workloads/0/discarded_kwh R01'],
    ['an unknown member of a workload', { workloads: [{ ...USE, name: 'x' }] }, '/workloads/0/name unknown_member'],
  ] satisfies [string, JsonObject, string][])('is refused with %s', (_, members, issue) => {
    expect(issuesOf({ ...SOUND, ...members })).toEqual([issue]);
  });

  test('is refused with all its faults at once', () => {
    expect(issuesOf({ ...SOUND, minutes: 0, it_kwh: 'x', registers: {}, extra: 1 })).toEqual([
      '/minutes R01',
      '/it_kwh R01',
      '/registers/facility_kwh required',
      '/registers/it_kwh required',
      '/extra unknown_member',
    ]);
  });

  test.each([null, [], 'text', 7])('is no %j', (body) => {
    expect(issuesOf(body)).toEqual([' type']);
  });
});
