import { describe, expect, test } from 'vitest';
import { cosigner, noteSigner } from '../../test/support/log-fixtures.ts';
import { formatVerifierKey } from './note.ts';
import { type Policy, parsePolicy } from './policy.ts';
import { meetsQuorum } from './quorum.ts';

const log = (seed = 1, name = 'registry.example/log'): string => formatVerifierKey(noteSigner(name, seed).key);
const witness = (seed: number, name = `w${seed}.example`): string => formatVerifierKey(cosigner(name, seed).key);

function read(...lines: readonly string[]): Policy {
  const policy = parsePolicy(`${lines.join('\n')}\n`);
  if (!policy.ok) throw new Error(policy.reason);
  return policy.value;
}

/** The example of C2SP tlog-policy, section "Example policy". */
const TWO_LEVELS = [
  `log ${log()}`,
  '',
  ...[10, 11, 12].map((seed, at) => `witness X${at + 1} ${witness(seed)}`),
  'group X-witnesses 2 X1 X2 X3',
  ...[20, 21, 22].map((seed, at) => `witness Y${at + 1} ${witness(seed)}`),
  'group Y-witnesses any Y1 Y2 Y3',
  'group X-and-Y all X-witnesses Y-witnesses',
  'quorum X-and-Y',
];

describe('reading', () => {
  test('logs, witnesses, groups, quorum', () => {
    const policy = read(...TWO_LEVELS);
    expect(policy.logs).toMatchObject([{ key: { name: 'registry.example/log' }, url: undefined }]);
    expect(policy.witnesses.map(({ name }) => name)).toEqual(['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3']);
    expect(policy.groups.map(({ name, threshold }) => [name, threshold])).toEqual([
      ['X-witnesses', 2],
      ['Y-witnesses', 1],
      ['X-and-Y', 2],
    ]);
    expect(policy.quorum).toBe('X-and-Y');
  });

  test('addresses, tabs, comments, spaces anywhere, any script', () => {
    const policy = read(
      '# a comment ä',
      ' \t# another',
      `\tlog  ${log()}\thttps://registry.example/log `,
      `witness zeuge-日 ${witness(2, 'w.example')} https://w.example/submit`,
      '   ',
      ' quorum\tzeuge-日  ',
    );
    expect(policy.logs[0]?.url).toBe('https://registry.example/log');
    expect(policy.witnesses[0]).toMatchObject({ url: 'https://w.example/submit', key: { name: 'w.example' } });
    expect(policy.quorum).toBe('zeuge-日');
  });

  test('lines may stand in any order, as long as what is named stands before', () => {
    const policy = read('quorum none', `witness a ${witness(2)}`, `log ${log()}`, 'group g 1 a');
    expect(policy).toMatchObject({ quorum: 'none', groups: [{ name: 'g', threshold: 1, members: ['a'] }] });
  });

  test('neither logs nor witnesses are needed', () => {
    expect(read('quorum none')).toEqual({ logs: [], witnesses: [], groups: [], quorum: 'none' });
  });

  test('one key may be a log and a witness; words of the grammar may be names', () => {
    expect(read(`log ${log(3)}`, `witness all ${witness(3)}`, 'group any all all', 'quorum any').groups).toEqual([
      { name: 'any', threshold: 1, members: ['all'] },
    ]);
  });

  test('names are octets: a Kelvin sign is no K', () => {
    expect(read(`witness K ${witness(2)}`, `witness \u212a ${witness(3)}`, 'quorum \u212a').witnesses).toHaveLength(2);
  });

  test('32 logs, 32 witnesses and 32 groups', () => {
    const count = Array.from({ length: 32 }, (_, at) => at);
    const policy = read(
      ...count.map((at) => `log ${log(at + 1)}`),
      ...count.map((at) => `witness w${at} ${witness(at + 100)}`),
      ...count.map((at) => `group g${at} any w${at}${at === 0 ? '' : ` g${at - 1}`}`),
      'quorum g31',
    );
    expect(meetsQuorum(policy, ['w0'])).toBe(true);
  });
});

const A = `witness a ${witness(2)}`;
const B = `witness b ${witness(3)}`;
describe('refused', () => {
  test.each([
    ['nothing', [], 'there is no quorum line'],
    ['no quorum', [A], 'there is no quorum line'],
    ['two quorums', [A, 'quorum a', 'quorum a'], 'line 3: there is a quorum line already'],
    ['a quorum of two', [A, B, 'quorum a b'], 'line 3: a quorum line is'],
    ['a quorum of nobody', ['quorum'], 'line 1: a quorum line is'],
    ['an unknown quorum', ['quorum a', A], 'line 1: a is not defined'],
    ['an unknown word', ['logs x', 'quorum none'], 'line 1: a line begins with'],
    ['capitals', ['Quorum none'], 'line 1: a line begins with'],
    ['a comment after a line', ['quorum none # why'], 'line 1: a quorum line is'],
    ['a log without key', ['log'], 'line 1: a log line is'],
    ['a log with too much', [`log ${log()} https://a b`], 'line 1: a log line is'],
    ['a log with a broken key', [`log ${log().slice(0, -1)}`], 'line 1: not the verifier key of a log'],
    ["a log with a witness's key", [`log ${witness(2)}`], 'line 1: not the verifier key of a log'],
    ['a log twice', [`log ${log()}`, `log ${log()}`], 'line 2: the key of this log'],
    ["a log's key under two names", [`log ${log()}`, `log ${log(1, 'b')}`], 'line 2: the key of this log'],
    ['a witness without key', ['witness a'], 'line 1: a witness line is'],
    ['a witness without name', [`witness ${witness(2)}`], 'line 1: a witness line is'],
    ['a witness with too much', [`${A} https://a b`], 'line 1: a witness line is'],
    ["a witness with a log's key", [`witness a ${log()}`], 'line 1: not the verifier key of a witness'],
    ['a witness twice', [A, `witness b ${witness(2)}`], 'line 2: the key of this witness'],
    ["a witness's key under two names", [A, `witness b ${witness(2, 'x')}`], 'line 2: the key of this witness'],
    ['two witnesses of one name', [A, `witness a ${witness(3)}`], 'line 2: the name a is taken'],
    ['a witness named none', [`witness none ${witness(2)}`], 'line 1: the name none is taken'],
    ['a group without members', [A, 'group g any'], 'line 2: a group line is'],
    ['a group without threshold', [A, 'group g'], 'line 2: a group line is'],
    ['a group named none', [A, 'group none any a'], 'line 2: the name none is taken'],
    ['a group named like a witness', [A, 'group a any a'], 'line 2: the name a is taken'],
    ['two groups of one name', [A, B, 'group g any a', 'group g any b'], 'line 4: the name g is taken'],
    ['a group of itself', [A, 'group g any g'], 'line 2: g is not defined'],
    ['a group of later witnesses', ['group g any a', A], 'line 1: a is not defined'],
    ['none as a member', [A, 'group g any none'], 'line 2: none is not defined'],
    ['a member twice', [A, 'group g any a a'], 'line 2: a is a member of a group already'],
    ['a member of two groups', [A, B, 'group g any a', 'group h any a b'], 'line 4: a is a member'],
    ['threshold 0', [A, 'group g 0 a'], 'line 2: of 1 members all, any or 1 to 1'],
    ['a threshold too high', [A, B, 'group g 3 a b'], 'line 3: of 2 members'],
    ['a threshold with a leading zero', [A, 'group g 01 a'], 'line 2: of 1 members'],
    ['a negative threshold', [A, 'group g -1 a'], 'line 2: of 1 members'],
    ['a hexadecimal threshold', [A, 'group g 0x1 a'], 'line 2: of 1 members'],
    ['a threshold in words', [A, 'group g some a'], 'line 2: of 1 members'],
    ['a carriage return', ['quorum none\r'], 'line 1: control characters'],
    ['a NUL', ['# \0', 'quorum none'], 'line 1: control characters'],
    ['a DEL', ['# \u007f', 'quorum none'], 'line 1: control characters'],
    ['a no-break space between items', ['quorum\u00a0none'], 'line 1: a line begins with'],
  ])('%s', (_, lines, reason) => {
    const verdict = parsePolicy(lines.map((line) => `${line}\n`).join(''));
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

  test('a last line without its end: `quorum a` may have been `quorum ab`', () => {
    expect(parsePolicy(`${A}\nquorum a`)).toMatchObject({ ok: false, reason: expect.stringContaining('line feed') });
  });

  test('more than a policy can be', () => {
    expect(parsePolicy(`${'#'.repeat(100_000)}\n`).ok).toBe(false);
  });

  test('C1 control characters are octets above 0x7F, so they are not control characters here', () => {
    expect(parsePolicy('# \u0085\nquorum none\n').ok).toBe(true);
  });
});
