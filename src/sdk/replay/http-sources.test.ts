import { describe, expect, test } from 'vitest';
import {
  LOG_ORIGIN,
  LOG_SIGNER,
  madeUpLeaf,
  madeUpLeaves,
  publishLog,
  serveLog,
} from '../../../test/support/published-log.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import type { Fetch } from '../client.ts';
import { createLogClient } from '../log/log-client.ts';
import { httpLog, httpRegistry, SourceFailure } from './http-sources.ts';
import { replayRegistry } from './replay-registry.ts';

const SIZE = 600;
const sound = await publishLog(madeUpLeaves(SIZE));
const sleep = async (): Promise<void> => undefined;
const head = parseCheckpoint(Buffer.from(sound.get('checkpoint') ?? []).toString()) ?? {
  size: 0,
  root: new Uint8Array(),
};
const log = (fetch: Fetch) => createLogClient(`https://${LOG_ORIGIN}`, { fetch, sleep });

async function read(fetch: Fetch): Promise<string[]> {
  const leaves: string[] = [];
  for await (const leaf of httpLog(log(fetch), head).leaves()) leaves.push(leaf);
  return leaves;
}

describe('the leaves of a log', () => {
  test('are handed out in order, to the size of the verified head', async () => {
    expect(await read(serveLog(sound))).toEqual(madeUpLeaves(SIZE));
  });

  test('that is another one by now are not all handed out', async () => {
    const other = await publishLog(madeUpLeaves(SIZE).with(3, madeUpLeaf(4)));
    await expect(read(serveLog(other))).rejects.toThrow(SourceFailure);
  });

  test('that are not served end it', async () => {
    const gap = new Map([...sound].filter(([name]) => name !== 'tile/entries/001'));
    await expect(read(serveLog(gap))).rejects.toThrow(SourceFailure);
  });
});

describe('a registry over HTTP', () => {
  const answering = (status: number, body = '') => {
    const asked: string[] = [];
    const fetch: Fetch = async (url) => {
      asked.push(url);
      return new Response(body, { status });
    };
    return { asked, registry: httpRegistry('https://registry.example', { fetch, sleep }) };
  };

  test('asks at the addresses of the interface', async () => {
    const { asked, registry } = answering(200, '{}');
    await registry.statement('D');
    await registry.registryKey('K');
    await registry.gridSeries('S');
    await registry.snapshot('N');
    await registry.listing(7);
    await registry.certificate('../a b');
    expect(asked.map((url) => url.replace('https://registry.example', ''))).toEqual([
      '/v1/statements/D.jws',
      '/keys/K',
      '/v1/grid/S.csv',
      '/snapshot/N.jsonl',
      '/v1/organisations.jsonl?state=all&at=7',
      '/v1/certificates/..%2Fa%20b',
    ]);
  });

  test('has not what it answers 404 for, and must have a listing', async () => {
    const { registry } = answering(404);
    expect(await registry.statement('D')).toBeUndefined();
    expect(await registry.certificate('c')).toBeUndefined();
    await expect(registry.listing(7)).rejects.toThrow(SourceFailure);
  });

  test.each([500, 503, 302, 418])('that answers %d gives no verdict', async (status) => {
    await expect(answering(status).registry.statement('D')).rejects.toThrow(SourceFailure);
  });

  test('that answers no JSON object gives no verdict', async () => {
    for (const body of ['', '[]', '{"a":1,"a":2}', '1.5'])
      await expect(answering(200, body).registry.certificate('c')).rejects.toThrow(SourceFailure);
  });
});

test('a log that is not sound is not replayed', async () => {
  const key = LOG_SIGNER.key;
  const fetch = serveLog(await publishLog(madeUpLeaves(3).with(2, madeUpLeaf(1).replace('"at":"2026', '"at":"2025'))));
  const replayed = await replayRegistry(`https://${LOG_ORIGIN.replace('/log', '')}`, { key, fetch, sleep });
  expect(replayed).toMatchObject({ kind: 'unsound', findings: [{ index: 2, code: 'time_decreasing' }] });
});
