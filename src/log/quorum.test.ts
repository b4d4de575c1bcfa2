import { describe, expect, test } from 'vitest';
import { cosigner, noteSigner } from '../../test/support/log-fixtures.ts';
import { checkpointText, type NoteSigner } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { leafHash } from './hash.ts';
import { formatNote, formatSignature, formatVerifierKey } from './note.ts';
import { type Policy, parsePolicy } from './policy.ts';
import { meetsQuorum, verifyByPolicy } from './quorum.ts';

const ORIGIN = 'registry.example/log';
const LOG = noteSigner(ORIGIN, 1);
const OTHER = noteSigner('other.example/log', 2);
const NAMES = ['x1', 'x2', 'x3', 'y1', 'y2'];
const WITNESSES = NAMES.map((name, at) => cosigner(`${name}.example`, 10 + at));
const TEXT = checkpointText(ORIGIN, { size: 7, root: leafHash(Buffer.from('a')) });
const TIME = 1_700_000_000;

function read(...lines: readonly string[]): Policy {
  const all = [
    ...[LOG, OTHER].map(({ key }) => `log ${formatVerifierKey(key)}`),
    ...WITNESSES.map(({ key }, at) => `witness ${NAMES[at]} ${formatVerifierKey(key)}`),
    ...lines,
  ];
  const policy = parsePolicy(`${all.join('\n')}\n`);
  if (!policy.ok) throw new Error(policy.reason);
  return policy.value;
}

const NESTED = ['group x 2 x1 x2 x3', 'group y any y1 y2', 'group both all x y', 'quorum both'];

describe('quorum', () => {
  test.each<[readonly string[], readonly string[], boolean]>([
    [['quorum none'], [], true],
    [['quorum x1'], ['x1'], true],
    [['quorum x1'], ['x2', 'y1'], false],
    [NESTED, [], false],
    [NESTED, ['x1', 'y1'], false],
    [NESTED, ['x1', 'x2'], false],
    [NESTED, ['x1', 'x3', 'y2'], true],
    [NESTED, NAMES, true],
    [NESTED, ['x1', 'x1', 'y1'], false],
    [NESTED, ['x', 'y'], false],
    [NESTED, ['both'], false],
    [['group one 1 x1 x2', 'quorum one'], ['x2'], true],
    [['group all-x all x1 x2 x3', 'quorum all-x'], ['x1', 'x2'], false],
  ])('%j by %j: %s', (lines, by, expected) => {
    expect(meetsQuorum(read(...lines), by)).toBe(expected);
  });
});

describe('a checkpoint by policy', async () => {
  const own = formatSignature(LOG.key, await LOG.sign(Buffer.from(TEXT)));
  const lineOf = (witness: NoteSigner | undefined, text = TEXT): Promise<string> => {
    if (witness === undefined) throw new Error('no such witness');
    return cosign(text, TIME, witness.key, witness.sign);
  };
  const [x1 = '', x2 = '', , y1 = ''] = await Promise.all(WITNESSES.map((witness) => lineOf(witness)));
  const stranger = await lineOf(cosigner('stranger.example', 99));
  const wrong = await lineOf(WITNESSES[0], `${TEXT}more\n`);

  test('signed and cosigned by enough', async () => {
    expect(await verifyByPolicy(formatNote(TEXT, [x1, own, stranger, y1, x2]), read(...NESTED))).toMatchObject({
      ok: true,
      value: {
        checkpoint: { size: 7 },
        witnessed: [
          { name: 'x1', time: TIME },
          { name: 'y1', time: TIME },
          { name: 'x2', time: TIME },
        ],
      },
    });
  });

  const foreign = checkpointText('unknown.example/log', { size: 7, root: leafHash(Buffer.from('a')) });
  test.each([
    ['too few', [own, x1, y1], NESTED, /cosigned by x1, y1, which is less than the quorum both/],
    ['one witness twice', [own, x1, x1, y1], NESTED, /less than the quorum/],
    ['strangers alone', [own, stranger], ['quorum x1'], /cosigned by no known witness/],
    ['a known witness that fails', [own, x1, x2, y1, wrong], NESTED, /cosignature of x1\.example does not verify/],
    ['a failing witness nobody asks for', [own, x2, wrong], ['quorum x2'], /does not verify/],
    ['no log', [x1, x2, y1], NESTED, /no signature by a trusted log key/],
    [
      'a log of another origin',
      [formatSignature(OTHER.key, await OTHER.sign(Buffer.from(TEXT))), x1],
      ['quorum x1'],
      /no signature by/,
    ],
  ])('refused: %s', async (_, lines, policy, reason) => {
    const verdict = await verifyByPolicy(formatNote(TEXT, lines), read(...policy));
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  test('refused: an unknown log, and what is no checkpoint', async () => {
    const line = formatSignature(LOG.key, await LOG.sign(Buffer.from(foreign)));
    expect((await verifyByPolicy(formatNote(foreign, [line]), read('quorum none'))).ok).toBe(false);
    expect((await verifyByPolicy('hello', read('quorum none'))).ok).toBe(false);
  });
});
