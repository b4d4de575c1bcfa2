import { describe, expect, test } from 'vitest';
import { readLogFile } from './read-file.ts';

const URL = 'https://registry.example/log/checkpoint';
const answer = (status: number, body = 'no', headers: Record<string, string> = {}) =>
  new Response(body, { status, headers });

/** Reads against these answers, one after the other. */
async function read(...answers: readonly (Response | Error)[]) {
  const waits: number[] = [];
  const asked: RequestInit[] = [];
  const result = await readLogFile(
    {
      sleep: async (ms) => void waits.push(ms),
      fetch: async (_url, init) => {
        const next = answers[asked.length];
        asked.push(init);
        if (next instanceof Response) return next;
        throw next ?? new Error('nothing left');
      },
    },
    URL,
    10,
  );
  return { result, waits, asked };
}

const damaged = JSON.stringify({
  code: 'log_damaged',
  title: 'T',
  detail: 'leaf 17 of the log is not what was published',
});

describe('reading a file', () => {
  test('its bytes', async () => {
    const { result, asked } = await read(answer(200, 'ten bytes.'));
    expect(result).toEqual({ ok: true, value: Buffer.from('ten bytes.') });
    expect(asked).toMatchObject([{ method: 'GET', redirect: 'manual' }]);
  });

  test('an empty one', async () => {
    expect((await read(new Response(null))).result).toEqual({ ok: true, value: Buffer.alloc(0) });
  });

  test('again after what may pass', async () => {
    const { result, waits } = await read(
      new TypeError('fetch failed'),
      answer(503),
      answer(429, 'slow', { 'retry-after': '7' }),
      answer(500),
      answer(200, 'ok'),
    );
    expect(result).toEqual({ ok: true, value: Buffer.from('ok') });
    expect(waits).toEqual([500, 1_000, 7_000, 4_000]);
  });

  test('five times in all', async () => {
    const { result, asked } = await read(...Array.from({ length: 9 }, () => answer(502)));
    expect(result).toEqual({ ok: false, fault: 'unreachable', reason: `${URL}: HTTP 502` });
    expect(asked).toHaveLength(5);
  });

  test.each([
    ['not there', answer(404), 'absent', 'is not there (HTTP 404)'],
    ['gone', answer(410), 'absent', 'is not there (HTTP 410)'],
    ['lost, as the log says itself', answer(503, damaged), 'damaged', `${URL}: leaf 17 of the log is not what was`],
    ['longer than it can be', answer(200, 'eleven byte'), 'malformed', 'has more than 10 bytes'],
    [
      'elsewhere',
      answer(301, '', { location: 'https://a.example/' }),
      'unreachable',
      'redirects to https://a.example/',
    ],
    ['forbidden', answer(403), 'unreachable', 'HTTP 403'],
    ['no content', new Response(null, { status: 204 }), 'unreachable', 'HTTP 204'],
    ['in an hour', answer(429, 'slow', { 'retry-after': '3600' }), 'unreachable', 'HTTP 429'],
  ])('not read and not asked for again: %s', async (_, given, fault, reason) => {
    const { result, asked } = await read(given);
    expect(result).toMatchObject({ ok: false, fault, reason: expect.stringContaining(reason) });
    expect(asked).toHaveLength(1);
  });
});
