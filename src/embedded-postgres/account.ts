import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The unprivileged account that runs PostgreSQL when the registry itself runs as root (PostgreSQL refuses root). */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * `undefined` unless this process is root: an ordinary user runs PostgreSQL as itself.
 * As root: the owner of an existing data folder, else `postgres`, else `nobody`. `initdb` needs a passwd entry, a bare uid fails.
 */
export async function databaseAccount(dataOwner: number | undefined): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8'));
  const account =
    dataOwner === undefined
      ? ['postgres', 'nobody'].map((name) => accounts.find((row) => row.name === name)).find((row) => row !== undefined)
      : accounts.find((row) => row.uid === dataOwner);
  if (account === undefined || account.uid === 0) {
    const wanted = dataOwner === undefined ? 'a "postgres" or a "nobody" account' : `an account with uid ${dataOwner}`;
    throw new Error(`running as root needs ${wanted}`);
  }
  return account;
}

/** Runs a program to its end as `account`, away from the current folder (which that account may not enter). Returns its stdout. */
export async function runAs(account: Account | undefined, program: string, args: readonly string[]): Promise<string> {
  return (await run(program, args, { ...idsOf(account), cwd: '/' })).stdout;
}

/** Whether that account can enter a folder; every folder above it counts as well. */
export async function canEnter(account: Account | undefined, folder: string): Promise<boolean> {
  if (account === undefined) return true;
  try {
    await runAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]);
    return true;
  } catch {
    return false;
  }
}

/** The spawn options that drop root's rights. */
export function idsOf(account: Account | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name === undefined || uid === undefined || gid === undefined
      ? []
      : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}
