import { describe, expect, test } from 'vitest';
import { formatAddCheckpoint, parseAddCheckpoint } from './add-checkpoint.ts';

/** The example of C2SP tlog-witness, "add-checkpoint". */
const EXAMPLE = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

describe('add-checkpoint', () => {
  test('the published example, read and written', () => {
    const request = parseAddCheckpoint(EXAMPLE);
    expect(request).toMatchObject({ old: 20_852_014 });
    expect(request?.proof).toHaveLength(4);
    expect(request?.note).toMatch(/^example\.com\/behind-the-sofa\n20852163\n/);
    expect(request && formatAddCheckpoint(request)).toBe(EXAMPLE);
  });

  test('from nothing there is no proof', () => {
    const body = formatAddCheckpoint({ old: 0, proof: [], note: 'a\n1\nx\n\n— a b\n' });
    expect(body).toBe('old 0\n\na\n1\nx\n\n— a b\n');
    expect(parseAddCheckpoint(body)).toMatchObject({ old: 0, proof: [] });
  });

  const hash = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
  test.each([
    ['nothing', ''],
    ['no old line', `${hash}\n\nnote\n`],
    ['a leading zero', 'old 01\n\nnote\n'],
    ['a sign', 'old -1\n\nnote\n'],
    ['two spaces', 'old  1\n\nnote\n'],
    ['a size beyond whole numbers', 'old 9999999999999999\n\nnote\n'],
    ['a short hash', `old 1\n${Buffer.alloc(31).toString('base64')}\n\nnote\n`],
    ['no base64', 'old 1\n!!!\n\nnote\n'],
    ['stray bits in base64', `old 1\n${hash.replace('2I=', '2J=')}\n\nnote\n`],
    ['64 lines', `old 1\n${`${hash}\n`.repeat(64)}\nnote\n`],
    ['no empty line', `old 1\n${hash}\nnote\n`],
  ])('%s is refused', (_what, body) => {
    expect(parseAddCheckpoint(body)).toBeUndefined();
  });
});
