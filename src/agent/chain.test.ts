import { describe, expect, test } from 'vitest';
import type { ChainLink } from '../core/documents/attestation.ts';
import { isDigest } from '../core/ids.ts';
import { FIRST_LINK, resumeAt, UNKNOWN_LINK } from './chain.ts';

const DIGEST = `${'B'.repeat(42)}A`;
const at = (epoch: number, seq: number): ChainLink => ({
  epoch,
  seq,
  prev: isDigest(DIGEST) && seq > 0 ? DIGEST : null,
});

describe('where to go on after chain_gap', () => {
  test.each<[string, ChainLink, ChainLink | undefined, ChainLink]>([
    ['a new site begins', FIRST_LINK, undefined, FIRST_LINK],
    ['a lost state opens the next epoch', at(2, 7), undefined, at(3, 0)],
    ['a refused interval leaves its place to the next', at(0, 5), at(0, 5), at(0, 5)],
    ['somebody else opened an epoch', at(1, 4), at(0, 9), at(1, 4)],
    ['the registry is behind what it acknowledged', at(0, 3), at(0, 5), at(1, 0)],
    ['an epoch is being opened', at(0, 5), at(1, 0), at(1, 0)],
  ])('%s', (_, expected, known, from) => expect(resumeAt(expected, known)).toEqual(from));

  test('nobody has the place of an agent that knows none', () => expect(UNKNOWN_LINK.prev).toMatch(/^A{43}$/));
});
