import { TILE_WIDTH } from '../../log/tile.ts';
import type { LogClient } from './log-client.ts';
import type { LogRead } from './read-file.ts';

/** A tile of level 0 and the leaves below it, as the log serves them. */
export interface LogPart {
  readonly index: number;
  readonly width: number;
  readonly tile: LogRead<Uint8Array>;
  readonly entries: LogRead<readonly Uint8Array[]>;
}

/** Parts asked for at a time: enough to hide the way there and back, few enough for any memory. */
const AHEAD = 4;

/** All parts of the tree of `size` leaves, in order, a few read ahead. */
export async function* readParts(log: LogClient, size: number): AsyncGenerator<LogPart, void, undefined> {
  const count = Math.ceil(size / TILE_WIDTH);
  const queue: Promise<LogPart>[] = [];
  for (let index = 0; index < count; index++) {
    while (queue.length < AHEAD && index + queue.length < count) {
      queue.push(readPart(log, index + queue.length, size));
    }
    const part = await queue.shift();
    if (part !== undefined) yield part;
  }
}

/** Never rejects: a part that waits in the queue while its reader stops leaves nothing unhandled. */
async function readPart(log: LogClient, index: number, size: number): Promise<LogPart> {
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  const [tile, entries] = await Promise.all([log.tile({ level: 0, index, width }), log.entries({ index, width })]);
  return { index, width, tile, entries };
}
