import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { parseCheckpoint, verifyCheckpoint } from '../../src/log/checkpoint.ts';
import { sequenceLog } from '../../src/registry/sequence-log.ts';
import { openLedger, type PostgresLedger } from '../../src/store/ledger.ts';
import { asAdministrator } from '../support/administrator.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { noteSigner } from '../support/log-fixtures.ts';
import { memoryMark } from '../support/registry.ts';
import { checkLog } from './check-log.ts';
import { appendLeaves, damage, openSequencedLog, type SequencedLog } from './sequenced-log.ts';
import { LOG } from './test-log.ts';

let log: SequencedLog;
const copies: { readonly database: TestDatabase; readonly ledger: PostgresLedger }[] = [];
beforeEach(async () => {
  log = await openSequencedLog();
  await log.append(300);
  await log.publish();
});
afterEach(async () => {
  for (const { database, ledger } of copies.splice(0)) {
    await ledger.close();
    await database.drop();
  }
  await log.close();
});

/** What a backup of this moment would bring back. */
async function copyNow(): Promise<TestDatabase> {
  const name = new URL(log.database.url).pathname.slice(1);
  const others = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`;
  await asAdministrator(inject('serverUrl'), others);
  return opened(await createTestDatabase(name));
}

function opened(database: TestDatabase): TestDatabase {
  copies.push({ database, ledger: openLedger(database.url, () => undefined) });
  return database;
}

/** A tick on a copy, by a process that keeps the mark of the lost database. */
async function tickOn(database: TestDatabase, mark = log.mark) {
  const ledger = copies.find((copy) => copy.database === database)?.ledger;
  if (ledger === undefined) throw new Error('this copy is not open');
  return sequenceLog({ ledger, log: LOG, highWater: mark });
}

test('a database restored from yesterday is not signed, whatever is written to it', async () => {
  const yesterday = await copyNow();
  await log.append(100);
  await log.publish();
  const mark = log.mark.note;
  const fault =
    'the database ends at size 300, but size 400 of localhost:3000/log was published: it is older than its high-water mark';
  expect(await tickOn(yesterday)).toEqual({ ok: false, reason: fault });
  await appendLeaves(yesterday, 200);
  expect(await tickOn(yesterday)).toEqual({ ok: false, reason: fault });
  expect(log.mark.note).toBe(mark);
  await checkLog(yesterday, LOG, undefined);
});

test('a fail-over that lost nothing goes on', async () => {
  await log.append(100);
  await log.publish();
  const standby = await copyNow();
  await appendLeaves(standby, 5);
  expect(await tickOn(standby)).toMatchObject({ ok: true, value: { head: { size: 405 } } });
  await checkLog(standby, LOG, log.mark.note);
});

test('a restored database that went on without its mark has other checkpoints than were published', async () => {
  const yesterday = await copyNow();
  await log.append(100);
  await log.publish();
  // Elsewhere, where no mark was kept, it grew past that size by other leaves.
  await appendLeaves(yesterday, 120);
  await damage(yesterday, "update log_pending set leaf = replace(leaf, 'case', 'cart') where seq >= 300");
  expect(await tickOn(yesterday, memoryMark())).toMatchObject({ ok: true, value: { head: { size: 420 } } });
  const missing = 'the checkpoint of size 400 was published and is missing';
  expect(await tickOn(yesterday)).toEqual({ ok: false, reason: missing });
  // To put the published checkpoint where it belongs does not make the tree below it the published one.
  const note = log.mark.note ?? '';
  const root = Buffer.from(parseCheckpoint(note)?.root ?? []);
  await yesterday.pool.query('insert into log_checkpoint (size, root, note) values (400, $1, $2)', [root, note]);
  const fork = 'the tree of size 420 does not extend the published one of size 400';
  expect(await tickOn(yesterday)).toEqual({ ok: false, reason: fork });
});

test('a restored database that grew to the published size by other leaves has a second checkpoint of that size', async () => {
  const yesterday = await copyNow();
  await log.append(100);
  await log.publish();
  await appendLeaves(yesterday, 100);
  await damage(yesterday, "update log_pending set leaf = replace(leaf, 'case', 'cart') where seq >= 300");
  expect(await tickOn(yesterday, memoryMark())).toMatchObject({ ok: true, value: { head: { size: 400 } } });
  expect(await tickOn(yesterday)).toEqual({ ok: false, reason: 'there are two checkpoints of size 400' });
});

test('another key goes on where the mark vouches for the head, and nowhere else', async () => {
  const signers = [noteSigner(LOG.origin, 9)];
  const other = { ...log.deps, log: { ...LOG, signers } };
  const kept = log.mark.note;
  log.mark.note = undefined;
  const reason = 'the checkpoint of size 300 in the database does not open: no signature by a trusted log key';
  expect(await sequenceLog(other)).toEqual({ ok: false, reason });
  log.mark.note = kept;
  await log.append(1);
  expect(await sequenceLog(other)).toMatchObject({ ok: true, value: { head: { size: 301 } } });
  const keys = signers.map(({ key }) => key);
  expect(await verifyCheckpoint(log.mark.note ?? '', LOG.origin, keys)).toMatchObject({
    ok: true,
  });
});

test('a wiped database is not signed', async () => {
  const empty = opened(await createTestDatabase());
  const reason =
    'the database ends at size 0, but size 300 of localhost:3000/log was published: it is older than its high-water mark';
  expect(await tickOn(empty)).toEqual({ ok: false, reason });
  await appendLeaves(empty, 1);
  expect(await tickOn(empty)).toEqual({ ok: false, reason });
});
