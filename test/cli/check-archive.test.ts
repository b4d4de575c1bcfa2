import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeBase64url, sha256Base64url } from '../../src/core/base64url.ts';
import { archiveLine } from '../../src/log/attestation-archive.ts';
import { encodeLeaf } from '../../src/log/leaf.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { windowRoot } from '../../src/log/window.ts';
import { LOG_SIGNER, madeUpLeaves, publishLog, serveLog } from '../support/published-log.ts';
import { runCli } from './fake-io.ts';

const FIRST = 2;
const WINDOWS = 3;
const EACH = 4;

/** An attestation as far as an archive is concerned. */
function attestation(seq: number) {
  const body = { site_id: 'fra-1', chain: { epoch: 0, seq } };
  const signed = `e30.${encodeBase64url(Buffer.from(JSON.stringify({ iss: 'meridian', body })))}`;
  return { digest: sha256Base64url(signed), jws: `${signed}.c2ln`, seq };
}

const windows = Array.from({ length: WINDOWS }, (_, n) =>
  Array.from({ length: EACH }, (_item, at) => attestation(n * EACH + at)),
);
const leaves = windows.map((items) => {
  const root = windowRoot(items.map(({ digest }) => Buffer.from(digest, 'base64url')));
  const at = new Date('2026-03-10T13:00:00Z');
  return encodeLeaf({ t: 'telemetry.window', root: encodeBase64url(root), n: EACH }, at);
});
const lines = windows.flatMap((items, n) =>
  items.map(({ digest, jws, seq }, index) => {
    const stands = { accepted_at: '2026-03-10T12:59:59.000Z', late: false, counted: true };
    const window = { leaf: FIRST + n, index };
    return archiveLine({ digest, party: 'meridian', site: 'fra-1', epoch: 0, seq, ...stands, window, jws });
  }),
);
const packed = (texts: readonly string[]): Uint8Array => gzipSync(texts.map((text) => `${text}\n`).join(''));

const vkey = formatVerifierKey(LOG_SIGNER.key);
const log = await publishLog([...madeUpLeaves(FIRST), ...leaves]);
const check = (file: Uint8Array, served = log, ...flags: string[]) =>
  runCli(['attestations', 'check-archive', 'm.gz', '--vkey', vkey, ...flags], {
    files: { 'm.gz': file },
    serve: serveLog(served),
  });

describe('attestations check-archive', () => {
  test('a whole archive', async () => {
    expect(await check(packed(lines))).toMatchObject({
      exit: 0,
      out: 'Whole  12 attestations, 3 windows as the log has them\n',
    });
    const { out } = await check(packed(lines), log, '--json');
    expect(JSON.parse(out)).toEqual({ ok: true, attestations: 12, windows: 3 });
  });

  test.each<readonly [string, Uint8Array, RegExp]>([
    ['a line is missing', packed(lines.filter((_, at) => at !== 5)), /not the next of leaf 3/],
    ['a digest is another', packed([(lines[0] ?? '').replace('"e30.', '"e31.'), ...lines.slice(1)]), /another digest/],
    [
      'the log has no such leaf',
      packed(lines.map((line) => line.replace('"leaf":4', '"leaf":5'))),
      /not that of a window/,
    ],
    ['it is cut off', packed(lines).subarray(0, 200), /no whole gzip/],
    ['it is something else', Buffer.from('hello'), /no whole gzip/],
  ])('where %s', async (_what, file, reason) => {
    const { exit, out } = await check(file);
    expect(exit).toBe(1);
    expect(out).toMatch(/^Not whole {2}/);
    expect(out).toMatch(reason);
  });

  test('where the log says otherwise', async () => {
    const other = await publishLog([...madeUpLeaves(FIRST), ...[...leaves].reverse()]);
    expect(await check(packed(lines), other)).toMatchObject({ exit: 1, out: expect.stringContaining('not those of') });
  });
});
