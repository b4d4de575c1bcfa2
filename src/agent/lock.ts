import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { ConfigFault } from './yaml-file.ts';

const NAME = 'agent.lock';

/**
 * Makes this process the only one at a spool: two would sign two stories. The lock of a process that is gone, or of an earlier
 * one with this number (a container's first process is always 1), is taken over.
 *
 * @throws ConfigFault where another agent runs on it
 */
export async function lockSpool(folder: string, pid: number): Promise<{ release(): Promise<void> }> {
  const file = path.join(folder, NAME);
  if (!(await tryLock(file, pid))) {
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (holder !== pid && isRunning(holder)) {
      throw new ConfigFault(`another agent (process ${holder}) works on the spool ${folder}`);
    }
    await rm(file, { force: true });
    if (!(await tryLock(file, pid))) throw new ConfigFault(`another agent has just begun on the spool ${folder}`);
  }
  return { release: () => rm(file, { force: true }) };
}

async function tryLock(file: string, pid: number): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(String(pid));
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
