import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { createPrivateFile, hasCode, readPrivateFile } from '../private-file.ts';
import { type Account, canEnter, runAs } from './account.ts';
import { assertOurs } from './binaries.ts';

/** Home of the database when PostgreSQL's account may not enter the given one; only root ever uses it. */
const OUTSIDE = '/var/lib/cms-registry';

/** The one role and the one database of the cluster. */
export const NAME = 'cms';

/**
 * A database cluster: `<home>/pg` holds PostgreSQL's `data`, its credentials `pg.json` (0600) and its `pg.log`.
 * They appear together or not at all, so a start that was cut short leaves no half cluster behind.
 */
export interface Cluster {
  readonly folder: string;
  readonly data: string;
  readonly account: Account | undefined;
}

/** The real place of `<home>/pg` (a link when `home` is closed to PostgreSQL's account) and its data's owner, if there is one. */
export async function findCluster(home: string): Promise<{ folder: string; owner: number } | undefined> {
  try {
    const folder = await realpath(path.join(home, 'pg'));
    return { folder, owner: (await stat(path.join(folder, 'data'))).uid };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** The folder in which a new cluster and staged programs can live: `home`, or one outside that `account` can enter. */
export async function enterableBase(home: string, account: Account | undefined): Promise<string> {
  if (await canEnter(account, home)) return home;
  await mkdir(OUTSIDE, { recursive: true, mode: 0o755 });
  await assertOurs(OUTSIDE);
  return OUTSIDE;
}

/**
 * Runs `initdb` in a draft folder and publishes it as `<home>/pg`. Of two processes that do so at once one wins, the
 * other drops its draft. Locale and encoding are builtin, hence the same on every system.
 */
export async function createCluster(home: string, base: string, bin: string, account?: Account): Promise<void> {
  const draft = await mkdtemp(path.join(base, 'pg-'));
  try {
    await initialise(draft, bin, account);
    await publish(draft, home, base);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!hasCode(error, 'EEXIST') && !hasCode(error, 'ENOTEMPTY')) throw error;
  }
}

/** The password of the cluster's only role. */
export async function readPassword(folder: string): Promise<string> {
  const file = path.join(folder, 'pg.json');
  const stored: unknown = JSON.parse((await readPrivateFile(file)) ?? '{}');
  const password = typeof stored === 'object' && stored !== null && 'password' in stored ? stored.password : undefined;
  if (typeof password !== 'string') throw new Error(`${file} holds no password`);
  return password;
}

/** The text of `pg.json`: with it, any client on this machine's loopback can connect. */
export function credentials(port: number | null, password: string): string {
  return `${JSON.stringify({ host: '127.0.0.1', port, user: NAME, database: NAME, password })}\n`;
}

async function initialise(draft: string, bin: string, account: Account | undefined): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const data = path.join(draft, 'data');
  const passwordFile = path.join(draft, 'password');
  await mkdir(data, { mode: 0o700 });
  await createPrivateFile(passwordFile, `${password}\n`);
  if (account !== undefined) {
    await chown(draft, 0, account.gid);
    await chmod(draft, 0o710);
    await chown(data, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  await runAs(account, path.join(bin, 'initdb'), [
    `--pgdata=${data}`,
    `--username=${NAME}`,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
  ]);
  await rm(passwordFile);
  await createPrivateFile(path.join(draft, 'pg.json'), credentials(null, password));
}

async function publish(draft: string, home: string, base: string): Promise<void> {
  const name = path.join(home, 'pg');
  if (base === home) await rename(draft, name);
  else await symlink(draft, name);
}
