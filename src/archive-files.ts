import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { ArchiveFiles, Month } from './registry/ports/archive.ts';

/**
 * Archives in a folder: `attestations-YYYY-MM.jsonl.gz`, and beside each a `.sha256` as `sha256sum -c` reads it. That one comes
 * last, so what has it is whole.
 */
export function openArchiveFiles(folder: string): ArchiveFiles {
  const nameOf = (month: Month): string => `attestations-${month}.jsonl.gz`;
  const placeOf = (month: Month): string => path.join(folder, nameOf(month));
  return {
    has: (month) =>
      access(`${placeOf(month)}.sha256`).then(
        () => true,
        () => false,
      ),
    write: async (month, lines) => {
      await mkdir(folder, { recursive: true });
      const place = placeOf(month);
      const sha256 = await replace(place, async (draft) => {
        const handle = await open(draft, 'wx');
        const hash = createHash('sha256');
        await pipeline(
          Readable.from(ended(lines)),
          createGzip(),
          hashing(hash),
          handle.createWriteStream({ flush: true }),
        );
        return hash.digest('hex');
      });
      await replace(`${place}.sha256`, async (draft) => {
        const handle = await open(draft, 'wx');
        await handle.writeFile(`${sha256}  ${nameOf(month)}\n`);
        await handle.sync();
        await handle.close();
      });
      await syncFolder(folder);
    },
    read: (month) => readLines(placeOf(month), nameOf(month)),
  };
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

const hashing = (hash: ReturnType<typeof createHash>): Transform =>
  new Transform({
    transform: (chunk: Buffer, _encoding, next) => {
      hash.update(chunk);
      next(null, chunk);
    },
  });

/** Writes a draft that takes the file's name once it is on disk. */
async function replace<T>(place: string, write: (draft: string) => Promise<T>): Promise<T> {
  const draft = `${place}.${randomUUID()}.tmp`;
  try {
    const result = await write(draft);
    await rename(draft, place);
    return result;
  } finally {
    await rm(draft, { force: true });
  }
}

async function* readLines(place: string, name: string): AsyncGenerator<string> {
  const stated = await readFile(`${place}.sha256`, 'utf8');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(place)) hash.update(chunk);
  if (stated !== `${hash.digest('hex')}  ${name}\n`) throw new Error(`${name} has other bytes than its .sha256 says`);
  yield* createInterface({ input: createReadStream(place).pipe(createGunzip()), crlfDelay: Number.POSITIVE_INFINITY });
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
