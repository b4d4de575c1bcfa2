import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkpointText } from '../../src/log/checkpoint.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { generateSigningKey, type PrivateJwk } from '../../src/sdk/sign.ts';
import { stateDigest } from '../e2e/world.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { cosignerOf, type TestCosigner } from '../support/cosigner.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerOnly,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

const NOW_S = Date.parse('2026-11-25T12:00:00Z') / 1000;
const LOG = 'localhost:3000/log';

let registry: TestRegistry;
let server: TestServer;
let clearwater: TestParty;
let other: TestParty;
let key: PrivateJwk;
let auditor: TestCosigner;
let stranger: TestCosigner;
let witness: TestCosigner;
beforeAll(async () => {
  witness = cosignerOf('witness.example/w1', await generateSigningKey());
  const witnesses = [{ key: witness.key, vkey: formatVerifierKey(witness.key), url: undefined }];
  registry = await createTestRegistry({ witnesses });
  server = await startServer(registry);
  clearwater = await registerAuditor(registry, 'clearwater');
  other = await registerOnly(registry, 'other');
  key = (await addKey(registry, clearwater, { use: 'cosign' })).added.key;
  auditor = cosignerOf('clearwater.example/log', key);
  stranger = cosignerOf('stranger.example', await generateSigningKey());
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const post = (payload: string | Buffer, type = 'text/plain; charset=utf-8') =>
  server.app.inject({ method: 'POST', url: '/log/cosignatures', payload, headers: { 'content-type': type } });
const served = async (): Promise<string> => (await server.app.inject({ url: '/log/checkpoint' })).payload;
/** The newest checkpoint as the log signed it, and its text. */
async function head(): Promise<{ note: string; text: string; size: number }> {
  const found = await registry.deps.ledger.read((tx) => tx.tree.head());
  if (found === undefined) throw new Error('no checkpoint');
  return { note: found.note, text: checkpointText(LOG, found), size: found.size };
}
/** One more leaf, so that there is a checkpoint nobody has cosigned. */
let leaves = 0;
async function grow(): Promise<void> {
  leaves += 1;
  await registerOnly(registry, `growth-${leaves}`);
}

async function expectRefused(body: string | Buffer, status: number, code: string, type?: string): Promise<string> {
  const before = await stateDigest(registry);
  const answer = await post(body, type);
  expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  expect(await stateDigest(registry)).toBe(before);
  return answer.json().detail;
}

describe('a cosignature of a registered key', () => {
  test('over the checkpoint in the same note is stored, served, and stored once', async () => {
    const { note, text, size } = await head();
    const line = await auditor.line(text, NOW_S);
    const first = await post(`${note}${line}\n`);
    const cosignature = { name: 'clearwater.example/log', time: NOW_S };
    expect([first.statusCode, first.json()]).toEqual([201, { size, ...cosignature, cosignatures: [cosignature] }]);
    expect(await served()).toBe(`${note}${line}\n`);
    const again = await post(`${note}${line}\n`);
    expect([again.statusCode, again.json()]).toEqual([200, first.json()]);
    expect(await served()).toBe(`${note}${line}\n`);
  });

  test('alone is tried against the newest checkpoints', async () => {
    await grow();
    const { text, size } = await head();
    await grow();
    const line = await auditor.line(text, NOW_S + 1);
    const answer = await post(line);
    expect([answer.statusCode, answer.json().size]).toEqual([201, size]);
    expect((await post(`${line}\n`)).statusCode).toBe(200);
  });

  test('may be over any size the log ever signed', async () => {
    const first = await registry.deps.ledger.read((tx) => tx.tree.firstCovering(0));
    if (first === undefined) throw new Error('no first checkpoint');
    const text = checkpointText(LOG, first);
    // A reader may keep the note without the log's line: what counts is what the cosigner signed.
    const answer = await post(`${text}\n${await auditor.line(text, NOW_S)}\n`);
    expect([answer.statusCode, answer.json().size]).toEqual([201, first.size]);
  });

  test('of a later time takes the place of an earlier one, never the other way', async () => {
    await grow();
    const { note, text } = await head();
    const [early, late] = [await auditor.line(text, NOW_S), await auditor.line(text, NOW_S + 30)];
    expect((await post(`${note}${late}\n`)).statusCode).toBe(201);
    expect((await post(`${note}${early}\n`)).statusCode).toBe(200);
    expect(await served()).toBe(`${note}${late}\n`);
  });

  test('stands beside those of witnesses, which come first; lines of strangers are left out', async () => {
    await grow();
    const { note, text } = await head();
    const lines = [await auditor.line(text, NOW_S), await stranger.line(text, NOW_S), await witness.line(text, NOW_S)];
    const answer = await post(`${note}${lines.join('\n')}\n`);
    expect(answer.statusCode).toBe(201);
    expect(answer.json().cosignatures).toEqual([
      { name: 'clearwater.example/log', time: NOW_S },
      { name: 'witness.example/w1', time: NOW_S },
    ]);
    expect(await served()).toBe(`${note}${lines[2]}\n${lines[0]}\n`);
  });

  test('the clock of a cosigner may be a minute ahead', async () => {
    await grow();
    const { note, text } = await head();
    expect((await post(`${note}${await auditor.line(text, NOW_S + 60)}\n`)).statusCode).toBe(201);
    await grow();
    const next = await head();
    const detail = await expectRefused(
      `${next.note}${await auditor.line(next.text, NOW_S + 61)}\n`,
      400,
      'request_invalid',
    );
    expect(detail).toContain('has not come yet');
  });
});

describe('refused, and nothing is stored', () => {
  test('a key nobody registered', async () => {
    const { note, text } = await head();
    await expectRefused(`${note}${await stranger.line(text, NOW_S)}\n`, 401, 'key_unknown');
    await expectRefused(await stranger.line(text, NOW_S), 401, 'key_unknown');
  });

  test('a registered key of another use', async () => {
    const { note, text } = await head();
    const misused = cosignerOf('clearwater.example/log', clearwater.key);
    await expectRefused(`${note}${await misused.line(text, NOW_S)}\n`, 401, 'key_unknown');
  });

  test('a checkpoint without a cosignature', async () => {
    await expectRefused((await head()).note, 401, 'key_unknown');
  });

  test('a known key that fails: all of the note', async () => {
    await grow();
    const { note, text } = await head();
    const wrong = await auditor.line(text.replace(/\n(\d+)\n/, '\n1\n'), NOW_S);
    await expectRefused(`${note}${wrong}\n`, 401, 'jws_signature');
    await expectRefused(`${note}${await witness.line(text, NOW_S)}\n${wrong}\n`, 401, 'jws_signature');
    await expectRefused(wrong, 401, 'jws_signature');
  });

  test('a time that was not the one signed', async () => {
    const { note, text } = await head();
    const [, , encoded = ''] = (await auditor.line(text, NOW_S)).split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    bytes.writeBigUInt64BE(BigInt(NOW_S - 1), 4);
    await expectRefused(`${note}— clearwater.example/log ${bytes.toString('base64')}\n`, 401, 'jws_signature');
  });

  test('a line that is cut short', async () => {
    const { note, text } = await head();
    const [, , encoded = ''] = (await auditor.line(text, NOW_S)).split(' ');
    const bytes = Buffer.from(encoded, 'base64').subarray(0, -1);
    await expectRefused(`${note}— clearwater.example/log ${bytes.toString('base64')}\n`, 401, 'jws_signature');
  });

  test('a line in the name of the log that fails', async () => {
    const { note, text } = await head();
    const line = await auditor.line(text, NOW_S);
    const spoilt = note.replace(/(— \S+ \S{30})(.)/, (_all, start, char) => `${start}${char === 'A' ? 'B' : 'A'}`);
    await expectRefused(`${spoilt}${line}\n`, 401, 'jws_signature');
  });

  test('a size the log never signed', async () => {
    const text = checkpointText(LOG, { size: 1_000_000, root: new Uint8Array(32) });
    await expectRefused(`${text}\n${await auditor.line(text, NOW_S)}\n`, 404, 'not_found');
  });

  test('another root of a size it did sign', async () => {
    const { size } = await head();
    const text = checkpointText(LOG, { size, root: new Uint8Array(32) });
    await expectRefused(`${text}\n${await auditor.line(text, NOW_S)}\n`, 409, 'state_conflict');
  });

  test('a checkpoint of another log', async () => {
    const text = (await head()).text.replace(LOG, 'elsewhere.example/log');
    await expectRefused(`${text}\n${await auditor.line(text, NOW_S)}\n`, 404, 'not_found');
  });

  test('extension lines, which ours never have', async () => {
    const text = `${(await head()).text}extension\n`;
    await expectRefused(`${text}\n${await auditor.line(text, NOW_S)}\n`, 400, 'request_invalid');
  });

  test.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['a line feed', '\n'],
    ['some words', 'hello\n'],
    ['JSON', '{"size":1}'],
    ['a note that is no checkpoint', 'one line\n\n— a AAAAAAAA\n'],
    ['bytes that are no UTF-8', Buffer.from([0xe2, 0x80])],
    ['a byte order mark', '\uFEFF— a AAAAAAAA'],
    ['a line with a carriage return', '— a AAAAAAAA\r\n'],
    ['two lines', '— a AAAAAAAA\n— b AAAAAAAA\n'],
  ])('%s', async (_what, body) => {
    await expectRefused(body, 400, 'request_invalid');
  });

  test('anything while the log is not signed', async () => {
    const { note, text } = await head();
    const { mark } = registry;
    const kept = mark.note;
    mark.note = 'spoilt';
    await registry.tick();
    await expectRefused(`${note}${await witness.line(text, NOW_S)}\n`, 503, 'read_only');
    mark.note = kept;
    await registry.tick();
  });

  test('what is too long or of another type', async () => {
    await expectRefused('a'.repeat(16_385), 413, 'too_large');
    await expectRefused('a', 415, 'media_type', 'application/jose');
    await expectRefused('a', 415, 'media_type', 'text/plain; charset=latin1');
  });
});

describe('names', () => {
  test('the log’s own is nobody else’s', async () => {
    const { note, text } = await head();
    const detail = await expectRefused(
      `${note}${await cosignerOf(LOG, key).line(text, NOW_S)}\n`,
      409,
      'state_conflict',
    );
    expect(detail).toContain('of the log itself');
  });

  test('a witness’s is nobody else’s', async () => {
    const { note, text } = await head();
    const detail = await expectRefused(
      `${note}${await cosignerOf(witness.key.name, key).line(text, NOW_S)}\n`,
      409,
      'state_conflict',
    );
    expect(detail).toContain('of a witness');
  });

  test('one that another key cosigns under is taken, by the same party’s too until that is revoked', async () => {
    await grow();
    const { note, text } = await head();
    const foreign = (await addKey(registry, other, { use: 'cosign' })).added.key;
    const second = (await addKey(registry, clearwater, { use: 'cosign' })).added.key;
    for (const jwk of [foreign, second])
      await expectRefused(
        `${note}${await cosignerOf('clearwater.example/log', jwk).line(text, NOW_S)}\n`,
        409,
        'state_conflict',
      );
    expect((await post(`${note}${await cosignerOf('other.example', foreign).line(text, NOW_S)}\n`)).statusCode).toBe(
      201,
    );

    await revokeKey(registry, clearwater, key, { use: 'cosign' });
    await expectRefused(
      `${note}${await cosignerOf('clearwater.example/log', foreign).line(text, NOW_S)}\n`,
      409,
      'state_conflict',
    );
    expect(
      (await post(`${note}${await cosignerOf('clearwater.example/log', second).line(text, NOW_S)}\n`)).statusCode,
    ).toBe(201);
  });

  test('are printable ASCII of a bounded length', async () => {
    const jwk = (await addKey(registry, other, { use: 'cosign' })).added.key;
    const { note, text } = await head();
    for (const name of ['exämple', 'a'.repeat(256)])
      await expectRefused(`${note}${await cosignerOf(name, jwk).line(text, NOW_S)}\n`, 400, 'request_invalid');
    expect((await post(`${note}${await cosignerOf('a'.repeat(255), jwk).line(text, NOW_S)}\n`)).statusCode).toBe(201);
  });

  test('of two who come at once with one name the first has it', async () => {
    const keys = [
      await addKey(registry, clearwater, { use: 'cosign' }),
      await addKey(registry, other, { use: 'cosign' }),
    ];
    const { note, text } = await head();
    const answers = await Promise.all(
      keys.map(async ({ added }) =>
        post(`${note}${await cosignerOf('contested.example', added.key).line(text, NOW_S)}\n`),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  });
});

describe('a revoked key', () => {
  test('cosigns nothing more; what it cosigned stays, and is ignored in a note that is sent back', async () => {
    const added = (await addKey(registry, other, { use: 'cosign' })).added.key;
    const former = cosignerOf('former.example', added);
    await grow();
    const before = await head();
    const good = await former.line(before.text, NOW_S);
    expect((await post(`${before.note}${good}\n`)).statusCode).toBe(201);
    await revokeKey(registry, other, added, { use: 'cosign' });
    await expectRefused(`${before.note}${await former.line(before.text, NOW_S + 1)}\n`, 401, 'key_not_active');
    const whole = `${before.note}${good}\n${await witness.line(before.text, NOW_S)}\n`;
    const answer = await post(whole);
    expect([answer.statusCode, answer.json().name]).toEqual([201, 'witness.example/w1']);
    const kept = await registry.deps.ledger.read((tx) => tx.cosignatures.of(before.size, 9));
    expect(kept.map(({ name }) => name)).toContain('former.example');
  });

  test('a P-256 key has no cosignatures and is in nobody’s way', async () => {
    await addKey(registry, other, { use: 'cosign', key: await generateSigningKey('ES256') });
    const { text } = await head();
    await expectRefused(await stranger.line(text, NOW_S), 401, 'key_unknown');
  });
});

test('a served checkpoint holds as many lines as readers take', async () => {
  await grow();
  const { size, text } = await head();
  const line = await stranger.line(text, NOW_S);
  await registry.deps.ledger.write(async (tx) => {
    for (let n = 0; n < 40; n += 1)
      await tx.cosignatures.put({
        size,
        signer: `k${n}`,
        name: `n${n}`,
        time: 1,
        line: line.replace('stranger', `n${n}`),
      });
  });
  expect((await served()).match(/\n— n\d+/g)).toHaveLength(32);
  await registry.database.pool.query("delete from log_cosignature where signer like 'k%'");
});
