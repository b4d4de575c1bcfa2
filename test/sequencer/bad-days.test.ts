import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signCheckpoint } from '../../src/log/checkpoint.ts';
import { createTestRegistry, registerProved, type TestParty, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { workloadsBody } from '../support/workloads-body.ts';
import { appendLeaves, damage } from './sequenced-log.ts';

/*
 * A registry on one server, damaged by its own administrator in one way after the other. Each time the sequencer names the
 * fault and signs nothing, writes are refused with that sentence, what is damaged is not served, all the rest is; and once the
 * damage is undone the registry goes on by itself.
 */

/** Three bundles: two full ones, and a right edge that begins at leaf 512. */
const SIZE = 600;

let registry: TestRegistry;
let server: TestServer;
let acme: TestParty;
/** Digest of the statement that is leaf 1. */
let registration: string;
let serial = 0;
beforeAll(async () => {
  registry = await createTestRegistry();
  acme = await registerProved(registry, 'acme');
  const { rows } = await registry.database.pool.query<{ digest: string }>(
    'select digest from statements where seq = 1',
  );
  registration = String(rows[0]?.digest);
  await appendLeaves(registry.database, SIZE - (await nextSeq()));
  await registry.tick();
  server = await startServer(registry);
});
afterAll(async () => {
  await server.close();
  await registry.close();
});

async function nextSeq(): Promise<number> {
  const { rows } = await registry.database.pool.query<{ n: string }>('select next_seq as n from log_head');
  return Number(rows[0]?.n);
}

interface BadDay {
  readonly name: string;
  /** What the administrator does; `{size}` is the size of the published tree. */
  readonly damage: readonly string[];
  readonly repair: readonly string[];
  readonly fault: RegExp;
  /** Addresses that must not be served. */
  readonly damaged?: readonly string[];
  /** Addresses that go on being served; beside those that every day leaves alone. */
  readonly sound?: readonly string[];
}

const ENTRIES = ['/log/tile/entries/000', '/log/tile/entries/001'];
const EDGE = ['/log/tile/entries/002.p/{edge}', '/log/tile/0/002.p/{edge}'];
const flipLeaf = (seq: string) =>
  `update log_pending set leaf = convert_from(set_bit(convert_to(leaf, 'UTF8'), 144, 1 - get_bit(convert_to(leaf, 'UTF8'), 144)), 'UTF8') where seq = ${seq}`;
const flipTile = (level: number, index: number, bit: number) =>
  `update log_tile set hashes = set_bit(hashes, ${bit}, 1 - get_bit(hashes, ${bit})) where level = ${level} and index = ${index}`;
const keep = (table: string, where: string) => [
  `create table kept as select * from ${table} where ${where}`,
  `delete from ${table} where ${where}`,
];
const putBack = (table: string) => [`insert into ${table} select * from kept`, 'drop table kept'];
const RESTORE_NOTE =
  'update log_checkpoint set note = (select note from kept_notes n where n.size = {size}) where size = {size}';
const swap = (a: number, b: number) =>
  `update log_pending p set leaf = q.leaf from log_pending q where (p.seq, q.seq) in ((${a}, ${b}), (${b}, ${a}))`;

const DAYS: readonly BadDay[] = [
  {
    name: 'a flipped bit in a leaf of the right edge',
    damage: [flipLeaf('520')],
    repair: [flipLeaf('520')],
    fault: /^leaf 520 of the log is not the one that was published$/,
    damaged: ['/log/tile/entries/002.p/{edge}'],
    sound: [...ENTRIES, '/log/tile/0/002.p/{edge}', '/v1/receipts/{registration}'],
  },
  {
    name: 'a flipped bit in a leaf of long ago',
    damage: [flipLeaf('1')],
    repair: [flipLeaf('1')],
    fault: /^leaf 1 of the log is not the one that was published$/,
    damaged: ['/log/tile/entries/000', '/v1/receipts/{registration}'],
    sound: ['/log/tile/entries/001', '/log/tile/0/000', ...EDGE],
  },
  {
    name: 'a flipped bit in the tile of the right edge',
    damage: [flipTile(0, 2, 7)],
    repair: [flipTile(0, 2, 7)],
    fault: /^tile\/0\/002\.p\/[0-9]+ of the log, or a tile above it, does not lead to the root of size [0-9]+$/,
    damaged: EDGE,
  },
  {
    name: 'a flipped bit in a tile of long ago',
    damage: [flipTile(0, 1, 8000)],
    repair: [flipTile(0, 1, 8000)],
    fault: /^tile\/0\/001 of the log, or a tile above it, does not lead to the root of size [0-9]+$/,
    damaged: ['/log/tile/0/001', '/log/tile/entries/001'],
    sound: ['/log/tile/entries/000', '/log/tile/0/000'],
  },
  {
    name: 'a flipped bit in a tile above',
    damage: [flipTile(1, 0, 300)],
    repair: [flipTile(1, 0, 300)],
    fault: /does not lead to the root of size/,
    damaged: ['/log/tile/1/000.p/2'],
  },
  {
    name: 'a leaf of the right edge deleted',
    damage: keep('log_pending', 'seq = 530'),
    repair: putBack('log_pending'),
    fault: /^leaf 530 of the log is not the one that was published$/,
    damaged: ['/log/tile/entries/002.p/{edge}'],
    sound: ENTRIES,
  },
  {
    name: 'a leaf of long ago deleted',
    damage: keep('log_pending', 'seq = 300'),
    repair: putBack('log_pending'),
    fault: /^leaf 300 of the log is not the one that was published$/,
    damaged: ['/log/tile/entries/001'],
    sound: ['/log/tile/entries/000', ...EDGE],
  },
  {
    name: 'a tile deleted',
    damage: keep('log_tile', 'level = 0 and index = 0'),
    repair: putBack('log_tile'),
    fault: /^tile\/0\/000 of the log is missing$/,
    damaged: ['/log/tile/0/000', '/log/tile/entries/000'],
  },
  {
    name: 'two leaves swapped',
    damage: [swap(515, 516)],
    repair: [swap(515, 516)],
    fault: /^leaf 515 of the log is not the one that was published$/,
    damaged: ['/log/tile/entries/002.p/{edge}'],
    sound: ENTRIES,
  },
  {
    name: 'a trigger disabled',
    damage: ['alter table log_pending disable trigger log_pending_append_only'],
    repair: ['alter table log_pending enable trigger log_pending_append_only'],
    fault: /^the trigger log_pending_append_only, which keeps the log append-only, is not in force$/,
    sound: [...ENTRIES, ...EDGE],
  },
  {
    name: 'a trigger dropped',
    damage: ['drop trigger log_tile_grows on log_tile'],
    repair: ['create trigger log_tile_grows before update on log_tile for each row execute function let_tile_grow()'],
    fault: /^the trigger log_tile_grows, /,
    sound: [...ENTRIES, ...EDGE],
  },
  {
    name: 'a tree that says it is smaller than its newest checkpoint',
    damage: ['update log_tree set size = size - 1'],
    repair: ['update log_tree set size = size + 1'],
    fault: /^the published tree has size [0-9]+, but the newest checkpoint is of size [0-9]+$/,
    sound: [...ENTRIES, ...EDGE],
  },
  {
    name: 'a tree that says it is larger',
    damage: ['update log_tree set size = size + 1'],
    repair: ['update log_tree set size = size - 1'],
    fault: /^the published tree has size [0-9]+, but the newest checkpoint is of size [0-9]+$/,
    sound: [...ENTRIES, ...EDGE],
  },
  {
    name: 'a checkpoint whose root was replaced',
    damage: ['update log_checkpoint set root = set_bit(root, 0, 1 - get_bit(root, 0)) where size = {size}'],
    repair: ['update log_checkpoint set root = set_bit(root, 0, 1 - get_bit(root, 0)) where size = {size}'],
    fault: /^the checkpoint of size [0-9]+ is stored beside another root$/,
  },
  {
    name: 'a checkpoint whose signature was changed',
    damage: [
      "update log_checkpoint set note = overlay(note placing 'AAAA' from length(note) - 12) where size = {size}",
    ],
    repair: [RESTORE_NOTE],
    fault: /^the checkpoint of size [0-9]+ in the database does not open: the signature of .+ does not verify$/,
    sound: [...ENTRIES, ...EDGE],
  },
  {
    name: 'a checkpoint whose text was changed',
    damage: ["update log_checkpoint set note = replace(note, E'/log\\n', E'/log2\\n') where size = {size}"],
    repair: [RESTORE_NOTE],
    fault:
      /^the checkpoint of size [0-9]+ in the database does not open: the checkpoint is of the log .+\/log2, not .+\/log$/,
    sound: [...ENTRIES, ...EDGE],
  },
  {
    name: 'the heads set back, as if the last leaves had never been',
    damage: ['update log_head set next_seq = {size} - 1'],
    repair: ['update log_head set next_seq = {size}'],
    fault: /^the log ends at leaf [0-9]+, but leaf [0-9]+ was published$/,
    sound: [...ENTRIES, ...EDGE],
  },
];

describe.each(DAYS)('$name', (day) => {
  test('is named, stops the writes and no other read, and is over once undone', async () => {
    await registry.database.pool.query(
      'drop table if exists kept_notes; create table kept_notes as select * from log_checkpoint',
    );
    const size = await publishedSize();
    const fill = (text: string) =>
      text
        .replaceAll('{size}', String(size))
        .replaceAll('{edge}', String(size - 512))
        .replaceAll('{registration}', registration);
    await expectService(size);
    await damage(registry.database, ...day.damage.map(fill));
    await tickSome();
    const fault = registry.sequencer.fault();
    expect(fault).toMatch(day.fault);
    await expectReadOnly(String(fault));
    for (const path of day.damaged ?? []) expect([path, await statusOf(fill(path))]).toEqual([path, 503]);
    for (const path of day.sound ?? []) expect([path, await statusOf(fill(path))]).toEqual([path, 200]);
    await damage(registry.database, ...day.repair.map(fill));
    await tickSome();
    expect(registry.sequencer.fault()).toBeUndefined();
    await expectService(size);
  });
});

test('a leaf that was committed and is gone before it was published', async () => {
  const size = await publishedSize();
  await appendLeaves(registry.database, 3);
  await damage(registry.database, ...keep('log_pending', `seq = ${size + 1}`));
  await tickSome();
  expect(registry.sequencer.fault()).toBe(`leaf ${size + 1} of the log is missing`);
  await expectReadOnly(String(registry.sequencer.fault()));
  expect(await publishedSize()).toBe(size);
  await damage(registry.database, ...putBack('log_pending'));
  await tickSome();
  expect(await publishedSize()).toBe(size + 3);
});

test('the newest leaf, committed and gone before it was published', async () => {
  const size = await publishedSize();
  await appendLeaves(registry.database, 3);
  await damage(registry.database, ...keep('log_pending', `seq = ${size + 2}`));
  await tickSome();
  expect(registry.sequencer.fault()).toBe(`leaf ${size + 2} of the log is missing`);
  await damage(registry.database, ...putBack('log_pending'));
  await tickSome();
  expect(await publishedSize()).toBe(size + 3);
});

test('two checkpoints of one size: the one that was published from here, and another in the database', async () => {
  const kept = registry.mark.note;
  const size = await publishedSize();
  const { origin, signers } = registry.deps.log;
  registry.mark.note = await signCheckpoint(origin, { size, root: new Uint8Array(32).fill(7) }, signers);
  await tickSome();
  expect(registry.sequencer.fault()).toBe(`there are two checkpoints of size ${size}`);
  await expectReadOnly(String(registry.sequencer.fault()));
  registry.mark.note = kept;
  await tickSome();
  await expectService(size);
});

test.each([
  ['of another log', 'the high-water mark is of the log elsewhere.example/log, not localhost:3000/log'],
  ['that is no checkpoint', 'the high-water mark is not a checkpoint'],
])('a mark %s', async (what, fault) => {
  const kept = registry.mark.note;
  registry.mark.note =
    what === 'of another log' ? kept?.replace('localhost:3000/log', 'elsewhere.example/log') : 'lost';
  await tickSome();
  expect(registry.sequencer.fault()).toBe(fault);
  await expectReadOnly(fault);
  registry.mark.note = kept;
  await tickSome();
  await expectService(await publishedSize());
});

test('after all these days a statement is accepted, with a receipt', async () => {
  const accepted = await postWorkloads();
  expect(accepted.status).toBe(201);
  const size = await publishedSize();
  expect(await accepted.json()).toMatchObject({ seq: size - 1, receipt: { index: size - 1 } });
});

async function publishedSize(): Promise<number> {
  const { rows } = await registry.database.pool.query<{ n: string }>('select max(size) as n from log_checkpoint');
  return Number(rows[0]?.n);
}

/** As many as it takes to look at each full bundle once. */
async function tickSome(): Promise<void> {
  for (let n = 0; n < 3; n++) await registry.tick();
}

const statusOf = async (path: string): Promise<number> => (await fetch(`${server.address}${path}`)).status;

async function postWorkloads(): Promise<Response> {
  serial += 1;
  const statement = await registry.sign(acme, 'cms-workloads+jwt', workloadsBody('acme', `w-${serial}`));
  const headers = { 'content-type': 'application/jose' };
  return fetch(`${server.address}/v1/workloads`, { method: 'POST', headers, body: Buffer.from(statement).toString() });
}

async function expectReadOnly(fault: string): Promise<void> {
  const refused = await postWorkloads();
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'read_only', detail: expect.stringContaining(fault) });
  const ready = await fetch(`${server.address}/health/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([503, { ready: false, database: true, log: fault }]);
  const reads = [
    '/',
    '/v1/organisations',
    '/v1/organisations/acme',
    '/v1/parties/acme',
    '/v1/organisations/acme/audits',
  ];
  for (const path of reads) expect([path, await statusOf(path)]).toEqual([path, 200]);
}

async function expectService(size: number): Promise<void> {
  expect(await publishedSize()).toBe(size);
  const ready = await fetch(`${server.address}/health/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([200, { ready: true, log: 'ok', high_water_mark: size }]);
}
