import { describe, expect, it } from 'vitest';
import { encodeRow, parseRow } from './row-text.ts';

const ORGANISATION =
  '{"day":"2026-01-05","org":"velocitytech","site":null,"sums":{"gbh_justified":"1/3","gbh_listed":"2/1","gbh_metered":"3/1","gbh_needed":"0/1","net_listed":"5/7","net_metered":"1/1","net_needed":"1/2"},"v":1}';
const SITE =
  '{"day":"2026-01-05","org":"velocitytech","site":"a","sums":{"cfe":"0.000000000001","def_cheap":"1","def_clean":"2","deferrable":"3","facility":"10.5","heat":"0","intervals_expected":"24","intervals_valid":"23","it":"9","unattributed":"0.25","w_all":"9","w_discarded":"0","w_measured":"8","w_visible":"8.75"},"v":1,"workloads":[{"deferrable":true,"discarded":"0","energy":"8.75","id":"w","measured":true,"redundancy":1,"reserved":"10","unit":"vcpu","used":"5","visible":true}]}';

describe('the text of an accumulator row', () => {
  it.each([ORGANISATION, SITE])('is read and written byte for byte', (text) => {
    const row = parseRow(text);
    expect(row && encodeRow(row)).toBe(text);
  });

  it.each([
    ['another member', SITE.replace('"v":1,"work', '"v":1,"w":1,"work')],
    ['another version', SITE.replace('"v":1', '"v":2')],
    ['a longer spelling of a sum', SITE.replace('"10.5"', '"10.50"')],
    ['an unreduced fraction', ORGANISATION.replace('"1/3"', '"2/6"')],
    ['a missing sum', ORGANISATION.replace('"gbh_listed":"2/1",', '')],
    ['another order', SITE.replace('"deferrable":true,"discarded":"0"', '"discarded":"0","deferrable":true')],
    ['a negative sum', SITE.replace('"10.5"', '"-10.5"')],
    ['no JSON', '{'],
  ])('is refused with %s', (_, text) => {
    expect(parseRow(text)).toBeUndefined();
  });
});
