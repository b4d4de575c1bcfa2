import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** The steps of writing that a crash can fall between. Names are relative to the spool, with `/`. */
export interface SpoolFiles {
  /** Names in a folder; none where it is missing. */
  list(folder: string): Promise<readonly string[]>;
  /** Undefined where there is no such file. */
  read(name: string): Promise<string | undefined>;
  /** Writes a file that nobody looks for, and puts it on disk. */
  draft(name: string, text: string): Promise<void>;
  /** Gives a file another name, in one step, replacing what has that name. */
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Puts the names in a folder on disk. */
  sync(folder: string): Promise<void>;
}

/** How a draft is known; what a crash leaves is removed when the spool is opened. */
export const DRAFT_SUFFIX = '.tmp';

/** Replaces a file durably: after a crash at any point the old text stands, or the new one. */
export async function replaceDurably(files: SpoolFiles, name: string, text: string): Promise<void> {
  const draft = `${name}${DRAFT_SUFFIX}`;
  await files.draft(draft, text);
  await files.rename(draft, name);
  await files.sync(path.posix.dirname(name));
}

/** Removes a file durably. */
export async function removeDurably(files: SpoolFiles, name: string): Promise<void> {
  await files.remove(name);
  await files.sync(path.posix.dirname(name));
}

/** A spool in a folder of the file system, which is created with its folders where it is missing; its owner's alone. */
export async function openSpoolFiles(folder: string, inside: readonly string[]): Promise<SpoolFiles> {
  for (const name of ['.', ...inside]) await mkdir(path.join(folder, name), { recursive: true, mode: 0o700 });
  const at = (name: string): string => path.join(folder, name);
  return {
    list: (name) => readdir(at(name)).catch(absentAs([])),
    read: (name) => readFile(at(name), 'utf8').catch(absentAs(undefined)),
    draft: (name, text) => writeSynced(at(name), text),
    rename: (from, to) => rename(at(from), at(to)),
    remove: (name) => rm(at(name), { force: true }),
    sync: (name) => syncFolder(at(name)),
  };
}

const absentAs =
  <T>(value: T) =>
  (error: unknown): T => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value;
    throw error;
  };

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
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
