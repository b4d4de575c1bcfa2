import { describe, expect, test } from 'vitest';
import { RegistryError } from '../errors.ts';
import { parseCountersignature } from './countersignature.ts';

const opinion = {
  schema: 'cms-countersignature/1',
  audit: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
  result: 'accept',
  level: 2,
  scope_share: '0.62',
  measured_share_confirmed: true,
  cleared_flags: ['F05', 'R25'],
  not_deferrable_confirmed: ['web-shop'],
  samples: { workloads: 12, sites: 1 },
  findings: ['Rack 4 has no meter of its own.'],
};
const canary = { site_id: 'plant-1', interval: '2026-02-01T10:00:00Z', kwh: '5', observed_kwh: '4.8' };

const faults = (changes: object): string[] => {
  try {
    parseCountersignature({ ...opinion, ...changes });
    return [];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return error.issues.map(({ pointer, code }) => `${pointer} ${code}`);
  }
};

describe('parseCountersignature', () => {
  test.each<[string, object, string[]]>([
    ['an opinion', {}, []],
    ['with a canary', { canary }, []],
    ['a canary over start/end', { canary: { ...canary, interval: `${canary.interval}/2026-02-01T11:00:00Z` } }, []],
    ['a report in hexadecimal', { report_sha256: 'a1'.repeat(32) }, []],
    ['a report in base64url', { report_sha256: opinion.audit }, []],
    ['no conflict', { conflict_of_interest: false }, []],
    ['the whole scope', { scope_share: '1' }, []],
    ['a conflict', { conflict_of_interest: true }, ['/conflict_of_interest wrong_value']],
    ['no scope', { scope_share: '0' }, ['/scope_share wrong_format']],
    ['more than all', { scope_share: '1.1' }, ['/scope_share wrong_format']],
    ['level 0', { level: 0 }, ['/level out_of_range']],
    ['a flag twice', { cleared_flags: ['F05', 'F05'] }, ['/cleared_flags duplicate']],
    ['a negative sample', { samples: { workloads: -1, sites: 1 } }, ['/samples/workloads out_of_range']],
    ['a decimal as number', { canary: { ...canary, kwh: 5 } }, ['/canary/kwh wrong_type']],
    ['a short digest', { audit: 'abc' }, ['/audit wrong_format']],
  ])('%s', (_, changes, want) => {
    expect(faults(changes)).toEqual(want);
  });
});
