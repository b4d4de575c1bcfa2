import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/**
 * Creates `file` with mode 0600, complete and on disk, or not at all.
 * Never overwrites: `false` means that the file was there already (another process may have won the race).
 */
export async function createPrivateFile(file: string, text: string): Promise<boolean> {
  const draft = await writeDraft(file, text);
  try {
    await link(draft, file);
    await syncFolder(path.dirname(file));
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Replaces `file` by `text` with mode 0600 in one step: a reader sees the old or the new content, never a part. */
export async function replacePrivateFile(file: string, text: string): Promise<void> {
  const draft = await writeDraft(file, text);
  await rename(draft, file);
  await syncFolder(path.dirname(file));
}

/** The text of a secret file, `undefined` when absent. Throws when group or others may touch it: the secret may be known. */
export async function readPrivateFile(file: string): Promise<string | undefined> {
  const handle = await openExisting(file);
  if (handle === undefined) return undefined;
  try {
    const mode = (await handle.stat()).mode & 0o777;
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      throw new Error(`${file} has mode 0${mode.toString(8)}, so others may have read it: replace it, or chmod 600 it`);
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Whether a caught value is a system or database error with this code, e.g. `ENOENT` or `57P03`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function openExisting(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomUUID()}.tmp`;
  const handle = await open(draft, 'wx', OWNER_ONLY);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}

/** A new name survives a power cut only when its folder is on disk too. Windows cannot open folders and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
