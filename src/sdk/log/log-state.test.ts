import { describe, expect, test } from 'vitest';
import { noteSigner } from '../../../test/support/log-fixtures.ts';
import { checkpointOf, LOG_ORIGIN, LOG_SIGNER, madeUpLeaves, publishLog } from '../../../test/support/published-log.ts';
import { signCheckpoint } from '../../log/checkpoint.ts';
import { leafHash } from '../../log/hash.ts';
import { extendLogState, newestHead, parseLogState } from './log-state.ts';

const noteOf = async (size: number): Promise<string> => checkpointOf(await publishLog(madeUpLeaves(size)));
const read = (text: string) => {
  const state = parseLogState(Buffer.from(text));
  if (!state.ok) throw new Error(state.reason);
  return state.value;
};

describe('state of a log', () => {
  test('grows by new heads, and the largest is the one to extend', async () => {
    const first = read(extendLogState(undefined, LOG_SIGNER.key, await noteOf(3)));
    const second = read(extendLogState(first, LOG_SIGNER.key, await noteOf(5)));
    expect(second.heads.map(({ size }) => size)).toEqual([3, 5]);
    expect(newestHead(second)?.size).toBe(5);
    expect(newestHead(undefined)).toBeUndefined();
    expect(read(extendLogState(second, LOG_SIGNER.key, await noteOf(3))).notes).toEqual(second.notes);
  });

  test('two heads of one size are both kept: they are evidence', async () => {
    const other = (await publishLog(['x', 'y', 'z'])).get('checkpoint') ?? new Uint8Array();
    const first = read(extendLogState(undefined, LOG_SIGNER.key, await noteOf(3)));
    expect(read(extendLogState(first, LOG_SIGNER.key, Buffer.from(other).toString())).heads).toHaveLength(2);
  });

  test('the key becomes the one that opened the last', async () => {
    const next = noteSigner(LOG_ORIGIN, 7);
    const first = read(extendLogState(undefined, LOG_SIGNER.key, await noteOf(3)));
    expect(read(extendLogState(first, next.key, await noteOf(5))).key).toEqual(next.key);
  });

  test('holds the newest 256', async () => {
    let state = read(extendLogState(undefined, LOG_SIGNER.key, await noteOf(1)));
    for (let size = 2; size <= 258; size++) {
      const note = await signCheckpoint(LOG_ORIGIN, { size, root: leafHash(Buffer.of(size % 256)) }, [LOG_SIGNER]);
      state = read(extendLogState(state, LOG_SIGNER.key, note));
    }
    expect(state.heads.map(({ size }) => size)).toEqual(Array.from({ length: 256 }, (_, at) => at + 3));
  });
});
