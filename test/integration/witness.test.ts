import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWitnessPush, type WitnessPush } from '../../src/jobs/witness-push.ts';
import { generateSigningKey } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { cosignerOf } from '../support/cosigner.ts';
import { createTestRegistry, registerOnly, type TestRegistry } from '../support/registry.ts';
import { startWitness, type TestWitness } from '../support/witness.ts';

const LOG = 'localhost:3000/log';
let now = Date.parse('2026-11-25T12:00:00Z') / 1000;

let registry: TestRegistry;
let one: TestWitness;
let two: TestWitness;
let push: WitnessPush;
const lines: string[] = [];

beforeAll(async () => {
  one = await startWitness('one.example', now);
  two = await startWitness('two.example', now);
  registry = await createTestRegistry({ witnesses: [one, two, { ...one, vkey: 'by-itself', url: undefined }] });
  for (const witness of [one, two])
    witness.logs.set(
      LOG,
      registry.deps.log.signers.map(({ key }) => key),
    );
});
/** Both witnesses have seen the newest checkpoint, and a while has passed. */
beforeEach(async () => {
  for (const witness of [one, two]) witness.reply = undefined;
  push = createWitnessPush(registry.deps, { report: (line) => void lines.push(line) });
  await grow();
  await push.run();
  pass(60);
  for (const list of [lines, one.answered, two.answered]) list.length = 0;
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await one.close();
  await two.close();
  await registry.close();
});

/** Time passes, here and there. */
function pass(seconds: number): void {
  now += seconds;
  registry.setNow(new Date(now * 1000));
  for (const witness of [one, two]) witness.now = now;
}
let leaves = 0;
async function grow(): Promise<void> {
  leaves += 1;
  await registerOnly(registry, `growth-${leaves}`);
}
async function headSize(): Promise<number> {
  return (await registry.deps.ledger.read((tx) => tx.tree.head()))?.size ?? 0;
}
/** Name and time of the cosignatures of the newest checkpoint. */
async function cosigned(): Promise<[string, number][]> {
  const size = await headSize();
  const kept = await registry.deps.ledger.read((tx) => tx.cosignatures.of(size, 9));
  return kept.map(({ name, time }) => [name, time]);
}

describe('a witness', () => {
  test('is shown each new checkpoint with a proof from the one before, and its word is kept', async () => {
    await grow();
    await grow();
    await push.run();
    expect([one.answered, two.answered, lines]).toEqual([[200], [200], []]);
    expect(one.seen.get(LOG)?.size).toBe(await headSize());
    expect(await cosigned()).toEqual([
      ['one.example', now],
      ['two.example', now],
    ]);
  });

  test('that knows the newest is left alone, for an hour', async () => {
    await push.run();
    pass(3_539);
    await push.run();
    expect(one.answered).toEqual([]);
    pass(1);
    await push.run();
    expect(one.answered).toEqual([200]);
    expect(await cosigned()).toContainEqual(['one.example', now]);
  });

  test('that has seen more than we know of says so, and is asked from there', async () => {
    const seen = one.seen.get(LOG);
    await grow();
    const between = await registry.deps.ledger.read((tx) => tx.tree.head());
    if (between === undefined) throw new Error('no head');
    one.seen.set(LOG, between);
    await grow();
    await push.run();
    expect([one.answered, lines]).toEqual([[409, 200], []]);
    expect(seen?.size).toBeLessThan(between.size);
    expect(await cosigned()).toContainEqual(['one.example', now]);
  });

  test('that starts anew is asked from nothing', async () => {
    one.seen.delete(LOG);
    await grow();
    await push.run();
    expect([one.answered, lines]).toEqual([[409, 200], []]);
  });

  test('is asked by another instance too, without harm', async () => {
    await grow();
    const other = createWitnessPush(registry.deps, { report: (line) => void lines.push(line) });
    await Promise.all([push.run(), other.run()]);
    expect(lines).toEqual([]);
    expect(await cosigned()).toHaveLength(2);
  });
});

describe('an alarm', () => {
  test.each([
    [404, 'it does not know this log', () => one.logs.delete(LOG)],
    [403, 'it trusts none of the keys that signed it', () => one.logs.set(LOG, [one.key])],
    [
      422,
      'what it has seen does not lead there',
      () => one.seen.set(LOG, { size: one.seen.get(LOG)?.size ?? 0, root: new Uint8Array(32) }),
    ],
  ])('names the witness that answers %i, and nothing is stored', async (status, words, spoil) => {
    const [keys, head] = [one.logs.get(LOG) ?? [], one.seen.get(LOG)];
    spoil();
    await grow();
    await push.run();
    expect(lines).toEqual([`ALARM: witness one.example refuses size ${await headSize()} with ${status}: ${words}`]);
    expect(await cosigned()).toEqual([['two.example', now]]);
    one.logs.set(LOG, keys);
    if (head !== undefined) one.seen.set(LOG, head);
  });

  test('names a witness that has seen a longer log than ours', async () => {
    const head = one.seen.get(LOG);
    one.seen.set(LOG, { size: 1_000_000, root: new Uint8Array(32) });
    await grow();
    await push.run();
    expect(one.answered).toEqual([409]);
    expect(lines).toEqual([
      `ALARM: witness one.example has seen size 1000000 of this log, which ends at ${await headSize()}`,
    ]);
    if (head !== undefined) one.seen.set(LOG, head);
  });

  const text = async () => `${(await registry.deps.ledger.read((tx) => tx.tree.head()))?.note.split('\n\n')[0]}\n`;
  test.each<[string, () => Promise<string>, string]>([
    [
      'over something else',
      () => one.cosigner.line('another text\n', now).then((line) => `${line}\n`),
      'does not verify',
    ],
    ['of the future', async () => `${await one.cosigner.line(await text(), now + 61)}\n`, 'is of the time'],
    [
      'without a time',
      async () => `${await one.cosigner.line(await text(), 0)}\n`,
      'the time of the cosignature is out of range',
    ],
    [
      'of somebody else',
      async () => `${await cosignerOf('one.example', await generateSigningKey()).line(await text(), now)}\n`,
      'no line of its answer is by its key',
    ],
    ['cut short', async () => one.cosigner.line(await text(), now), 'not a list of signature lines'],
    ['that is none', async () => 'thank you\n', 'not a list of signature lines'],
    ['that is empty', async () => '', 'not a list of signature lines'],
  ])('tells of a cosignature %s, and nothing is stored', async (_what, body, words) => {
    await grow();
    one.reply = async () => ({ status: 200, body: await body() });
    await push.run();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^ALARM: witness one\.example answered for size \d+, but /);
    expect(lines[0]).toContain(words);
    expect(await cosigned()).toEqual([['two.example', now]]);
  });

  test('is not raised for lines of others beside its own', async () => {
    await grow();
    const stranger = cosignerOf('stranger.example', await generateSigningKey());
    one.reply = async () => ({
      status: 200,
      body: `${await stranger.line('x\n', now)}\n${await one.cosigner.line(await text(), now)}\n`,
    });
    await push.run();
    expect(lines).toEqual([]);
    expect(await cosigned()).toHaveLength(2);
  });
});

describe('a witness that does not answer as one', () => {
  test.each<[string, { status: number; type?: string; body?: string }, string]>([
    ['500', { status: 500 }, 'witness one.example refuses size N with 500'],
    ['400', { status: 400 }, 'witness one.example refuses size N with 400'],
    ['a redirect', { status: 302 }, 'witness one.example refuses size N with 302'],
    [
      'a 409 without size',
      { status: 409, type: 'text/x.tlog.size', body: 'big\n' },
      'witness one.example: its answer 409 does not name a size',
    ],
    [
      'a 409 of another type',
      { status: 409, type: 'text/plain', body: '1\n' },
      'witness one.example: its answer 409 does not name a size',
    ],
    [
      'a 409 every time',
      { status: 409, type: 'text/x.tlog.size', body: '1\n' },
      'witness one.example: it names another size each time, last 1',
    ],
    [
      'too much',
      { status: 200, body: 'a'.repeat(70_000) },
      'witness one.example: its answer 200 is longer than 65536 bytes',
    ],
  ])('%s: one line, and the others go on', async (_what, reply, line) => {
    await grow();
    one.reply = async () => reply;
    await push.run();
    expect(lines).toEqual([line.replace('N', String(await headSize()))]);
    expect(await cosigned()).toEqual([['two.example', now]]);
  });

  test('nobody there', async () => {
    const dead = await startWitness('dead.example', now);
    await dead.close();
    const alone = createWitnessPush(
      { ...registry.deps, witnesses: [dead] },
      { report: (line) => void lines.push(line) },
    );
    await alone.run();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^witness dead\.example: .*ECONNREFUSED/);
  });

  test('is left alone for a while, longer each time, and heard again once it answers', async () => {
    await grow();
    one.reply = async () => ({ status: 500 });
    const asked: number[] = [];
    for (const seconds of [0, 1, 1, 2, 2, 8, 300, 299, 1]) {
      pass(seconds);
      await push.run();
      asked.push(one.answered.length);
    }
    expect(asked).toEqual([1, 1, 2, 2, 3, 4, 5, 6, 6]);
    one.reply = undefined;
    pass(300);
    await push.run();
    expect(one.answered.at(-1)).toBe(200);
    expect(await cosigned()).toContainEqual(['one.example', now]);
  });

  test('is waited for no longer than it takes, and never asked twice at once', async () => {
    await grow();
    let release: (value: undefined) => void = () => undefined;
    const held = new Promise<undefined>((resolve) => {
      release = resolve;
    });
    one.reply = () => held;
    const first = push.run();
    while (two.answered.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    // The log goes on beside it, and so do the others.
    await grow();
    const second = push.run();
    while (two.answered.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(one.answered).toEqual([]);
    release(undefined);
    await Promise.all([first, second]);
    expect(one.answered).toEqual([200]);
    await push.run();
    expect(one.answered).toEqual([200, 200]);
    expect(await cosigned()).toHaveLength(2);
  });
});

test('a witness is given up after five seconds', async () => {
  await grow();
  const signals: (AbortSignal | null | undefined)[] = [];
  const hanging = createWitnessPush(
    { ...registry.deps, witnesses: [one] },
    {
      report: (line) => void lines.push(line),
      fetch: (_url, { signal }) => {
        signals.push(signal);
        return Promise.reject(new DOMException('late', 'TimeoutError'));
      },
    },
  );
  await hanging.run();
  expect(signals[0]).toBeInstanceOf(AbortSignal);
  expect(lines).toEqual(['witness one.example: no answer within 5 s']);
});

test('nothing is shown while the log is in doubt', async () => {
  await grow();
  const { mark } = registry;
  const { note } = mark;
  mark.note = 'spoilt';
  await registry.tick();
  await push.run();
  expect([one.answered, two.answered]).toEqual([[], []]);
  mark.note = note;
  await registry.tick();
  await push.run();
  expect([one.answered, two.answered]).toEqual([[200], [200]]);
});

test('by itself it looks again and again, until it is stopped', async () => {
  const quick = createWitnessPush(registry.deps, { report: (line) => void lines.push(line), intervalMs: 10 });
  quick.start();
  await grow();
  while (two.answered.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await quick.stop();
  await grow();
  const before = two.answered.length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(two.answered).toHaveLength(before);
  expect(lines).toEqual([]);
});
