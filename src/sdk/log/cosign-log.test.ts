import { describe, expect, test } from 'vitest';
import {
  checkpointOf,
  LOG_ORIGIN,
  LOG_SIGNER,
  madeUpLeaves,
  publishLog,
  serveLog,
} from '../../../test/support/published-log.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import { verifyCosignature } from '../../log/cosignature.ts';
import { NOTE_TYPES } from '../../log/note.ts';
import { generateSigningKey } from '../sign.ts';
import { cosignLog, createCosigner } from './cosign-log.ts';
import { createLogClient } from './log-client.ts';

const TIME = 1_780_000_000;
const log = await publishLog(madeUpLeaves(300));
const earlier = parseCheckpoint(checkpointOf(await publishLog(madeUpLeaves(9))));
const signer = await createCosigner('veritas.example/log', await generateSigningKey());
const connect = (files = log) => createLogClient(`https://${LOG_ORIGIN}`, { fetch: serveLog(files) });
const cosign = (last = earlier, files = log) => cosignLog(connect(files), { key: LOG_SIGNER.key, last }, signer, TIME);

describe('cosigning', () => {
  test.each([
    ['on first contact', undefined],
    ['an extension', earlier],
  ])('%s', async (_, last) => {
    const result = await cosign(last);
    if (result.kind !== 'cosigned') throw new Error(result.reason);
    expect(signer.key.type).toBe(NOTE_TYPES.cosignature);
    const note = parseCheckpoint(result.note);
    const [line, ...more] = note?.signatures ?? [];
    if (note === undefined || line === undefined) throw new Error('no note');
    expect(more).toEqual([]);
    expect(result.head).toBe(checkpointOf(log));
    expect(note.text).toBe(result.checkpoint.text);
    expect(await verifyCosignature(note, line, signer.key)).toEqual({ ok: true, value: { time: TIME } });
  });

  test('nothing is signed over another history', async () => {
    const other = await publishLog(madeUpLeaves(300).with(3, madeUpLeaves(9)[4] ?? ''));
    expect(await cosign(earlier, other)).toMatchObject({
      kind: 'refused',
      reason: 'the log of 300 leaves does not extend the 9 leaves that were cosigned before',
      head: checkpointOf(other),
    });
  });

  test('nor without an answer', async () => {
    expect(await cosign(earlier, new Map())).toMatchObject({ kind: 'unreachable' });
  });

  test('with Ed25519 keys only', async () => {
    await expect(createCosigner('a', await generateSigningKey('ES256'))).rejects.toThrow(TypeError);
    await expect(createCosigner('a b', await generateSigningKey())).rejects.toThrow('not a key for notes');
  });
});
