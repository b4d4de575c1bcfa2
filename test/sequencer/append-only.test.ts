import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { sequenceLog } from '../../src/registry/sequence-log.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { migrate } from '../../src/store/migrate.ts';
import { asAdministrator } from '../support/administrator.ts';
import { memoryMark } from '../support/registry.ts';
import { openSequencedLog, type SequencedLog } from './sequenced-log.ts';
import { LOG } from './test-log.ts';

const CHANGES = [
  "update log_pending set leaf = '{}' where seq = 3",
  'delete from log_pending where seq = 3',
  'truncate log_pending',
  'update log_checkpoint set note = note',
  'delete from log_checkpoint',
  'truncate log_checkpoint',
  'delete from log_tile',
  'truncate log_tile',
] as const;

const codeOf = async (pool: pg.Pool, sql: string): Promise<unknown> =>
  pool.query(sql).then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

describe('triggers refuse, even to a superuser,', () => {
  const RESTRICT_VIOLATION = '23001';
  let log: SequencedLog;
  beforeAll(async () => {
    log = await openSequencedLog();
    await log.append(20);
    await log.publish();
  });
  afterAll(() => log.close());

  test.each(CHANGES)('%s', async (sql) => {
    expect(await codeOf(log.database.pool, sql)).toBe(RESTRICT_VIOLATION);
  });

  test.each([
    'update log_tile set hashes = set_bit(hashes, 9, 1 - get_bit(hashes, 9))',
    'update log_tile set hashes = substring(hashes from 1 for 32)',
    'update log_tile set hashes = set_bit(hashes, 9, 1 - get_bit(hashes, 9)) || substring(hashes from 1 for 32)',
    'update log_tile set index = index + 1',
    'update log_tile set hashes = hashes',
  ])('%s', async (sql) => {
    expect(await codeOf(log.database.pool, sql)).toBe(RESTRICT_VIOLATION);
  });

  test('but a tile may grow', async () => {
    await log.append(1);
    expect(await log.publish()).toBe(21);
  });
});

describe('grants refuse to the role that owns the database, with its triggers disabled,', () => {
  const INSUFFICIENT_PRIVILEGE = '42501';
  const role = `cms_owner_${randomBytes(6).toString('hex')}`;
  const url = new URL(inject('serverUrl'));
  let pool: pg.Pool;
  beforeAll(async () => {
    const password = randomBytes(12).toString('hex');
    await asAdministrator(url.href, `create role ${role} login password '${password}'`);
    await asAdministrator(url.href, `create database ${role} owner ${role}`);
    const own = new URL(url);
    Object.assign(own, { username: role, password, pathname: `/${role}` });
    await migrate(own.href);
    const ledger = openLedger(own.href, () => undefined);
    await ledger.write(async (tx) => {
      for (let n = 0; n < 20; n++) await tx.log.append({ t: 'incident.opened', id: `i-${n}`, url: '/', n }, new Date());
    });
    // What the registry itself does, it may do.
    const deps = { ledger, log: LOG, highWater: memoryMark() };
    expect(await sequenceLog(deps)).toMatchObject({ ok: true, value: { head: { size: 20 } } });
    await ledger.write((tx) => tx.log.append({ t: 'incident.opened', id: 'i-20', url: '/', n: 20 }, new Date()));
    expect(await sequenceLog(deps)).toMatchObject({ ok: true, value: { head: { size: 21 } } });
    await ledger.close();
    pool = new pg.Pool({ connectionString: own.href, max: 1 });
    for (const table of ['log_pending', 'log_checkpoint', 'log_tile'])
      await pool.query(`alter table ${table} disable trigger user`);
  });
  afterAll(async () => {
    await pool.end();
    await asAdministrator(url.href, `drop database ${role} with (force)`);
    await asAdministrator(url.href, `drop role ${role}`);
  });

  test.each(CHANGES)('%s', async (sql) => {
    expect(await codeOf(pool, sql)).toBe(INSUFFICIENT_PRIVILEGE);
  });
});
