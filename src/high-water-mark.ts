import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { hasCode, replacePrivateFile } from './private-file.ts';
import type { HighWaterMark } from './registry/ports/log.ts';

/**
 * The last published head in `<dataDir>/log/checkpoint`. It belongs on another disk than the database and in no backup of it:
 * its one purpose is to remember what a restored database has forgotten. Several processes may share the file; whichever
 * writes last wins, and the next tick of any of them puts the newest head back.
 */
export function openHighWaterMark(dataDir: string): HighWaterMark {
  const folder = path.join(dataDir, 'log');
  const file = path.join(folder, 'checkpoint');
  return {
    read: async () => {
      try {
        return await readFile(file, 'utf8');
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return undefined;
        throw error;
      }
    },
    write: async (note) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await replacePrivateFile(file, note);
    },
  };
}
