import { describe, expect, test } from 'vitest';
import { RegistryError } from '../errors.ts';
import { parseAct } from './act.ts';

const sha256 = '0a'.repeat(32);
const digest = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
const head = { schema: 'cms-act/1', subject: 'acme', reason: 'Decision 7 of the board.' };
const about = { ...head, subject: 'registry' };

const faults = (body: object): string[] => {
  try {
    parseAct({ ...body });
    return [];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return error.issues.map(({ pointer, code }) => `${pointer} ${code}`);
  }
};

describe('parseAct accepts', () => {
  test.each([
    { ...head, action: 'accredit', levels: [1, 4], valid_to: '2027-03-02T00:00:00Z' },
    { ...head, action: 'suspend_accreditation' },
    { ...head, action: 'withdraw_accreditation' },
    { ...head, action: 'suspend', certificate: '019c8f00-0000-7000-8000-000000000001' },
    { ...head, action: 'reinstate', certificate: 'CM-2026-0001' },
    { ...head, action: 'withdraw', certificate: 'c1' },
    { ...head, action: 'resolve', case: 'dispute:12', outcome: 'deny' },
    { ...about, action: 'publish_methodology', document_sha256: sha256, effective_at: '2026-06-01T00:00:00Z' },
    { ...about, action: 'grid_series', zone: 'DE', sha256 },
    { ...about, action: 'incident', url: 'https://status.example/7', selector: 'organisation:acme' },
    { ...head, action: 'confirm', act: digest },
    { ...about, action: 'confirm', act: digest },
  ])('$action', (body) => {
    expect(faults(body)).toEqual([]);
    expect(parseAct(body).action).toBe(body.action);
  });
});

describe('parseAct refuses', () => {
  test.each<[string, object, string[]]>([
    ['no action', head, ['/action missing_member']],
    ['an inherited name', { ...head, action: 'toString' }, ['/action wrong_format']],
    ['an action that is no text', { ...head, action: 1 }, ['/action wrong_type']],
    ['no reason', { ...head, action: 'suspend', certificate: 'c1', reason: ' ' }, ['/reason wrong_format']],
    [
      '501 characters',
      { ...head, action: 'suspend', certificate: 'c1', reason: 'x'.repeat(501) },
      ['/reason too_long'],
    ],
    ['no certificate', { ...head, action: 'suspend' }, ['/certificate missing_member']],
    [
      'level 5',
      { ...head, action: 'accredit', levels: [5], valid_to: '2027-03-02T00:00:00Z' },
      ['/levels/0 out_of_range'],
    ],
    ['no level', { ...head, action: 'accredit', levels: [], valid_to: '2027-03-02T00:00:00Z' }, ['/levels too_few']],
    [
      'no such day',
      { ...head, action: 'accredit', levels: [1], valid_to: '2027-02-29T00:00:00Z' },
      ['/valid_to wrong_format'],
    ],
    ['a party for a grid series', { ...head, action: 'grid_series', zone: 'DE', sha256 }, ['/subject wrong_value']],
    ['the registry for a certificate', { ...about, action: 'withdraw', certificate: 'c1' }, ['/subject wrong_value']],
    ['a script URL', { ...about, action: 'incident', url: 'javascript:1', selector: 'x' }, ['/url wrong_format']],
    [
      'a member of another action',
      { ...head, action: 'suspend_accreditation', levels: [1] },
      ['/levels unknown_member'],
    ],
  ])('%s', (_, body, want) => {
    expect(faults(body).sort()).toEqual(want.sort());
  });
});
