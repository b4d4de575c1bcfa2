import { parseBundle } from '../../log/bundle.ts';
import { HASH_BYTES } from '../../log/hash.ts';
import { MAX_LEAF_BYTES } from '../../log/leaf.ts';
import { parseVerifierKey, type VerifierKey } from '../../log/note.ts';
import { TILE_WIDTH, type TileId, tilePath } from '../../log/tile.ts';
import { type LogRead, type ReadOptions, readLogFile } from './read-file.ts';

/**
 * Reads a log of C2SP tlog-tiles over HTTP. Nothing is thrown for what network or log do, and nothing read is verified but
 * its length. Partial tiles may be asked for only where a verified checkpoint's size implies them.
 */
export interface LogClient {
  /** Prefix of the log, such as `https://registry.example/log`. */
  readonly url: string;
  /** The newest checkpoint, a signed note. */
  checkpoint(): Promise<LogRead<string>>;
  /** The key the log gives as its own: worth something only where it is compared with one from elsewhere. */
  vkey(): Promise<LogRead<VerifierKey>>;
  /** Exactly `width` hashes; cut out of the full tile where the partial one is gone. */
  tile(id: TileId): Promise<LogRead<Uint8Array>>;
  /** Exactly `width` leaves from index * 256 on; out of the full bundle where the partial one is gone. */
  entries(place: Omit<TileId, 'level'>): Promise<LogRead<readonly Uint8Array[]>>;
}

const MAX_NOTE_BYTES = 1_000_000;
const MAX_VKEY_BYTES = 1_000;
const LENGTH_BYTES = 2;

/** A client for the log below a prefix; a slash at its end is cut off. */
export function createLogClient(prefix: string, options: ReadOptions = {}): LogClient {
  const url = prefix.replace(/\/+$/, '');
  const read = (path: string, maxBytes: number) => readLogFile(options, `${url}/${path}`, maxBytes);
  return {
    url,
    checkpoint: async () => asText(await read('checkpoint', MAX_NOTE_BYTES), url),
    vkey: async () => asKey(asText(await read('vkey', MAX_VKEY_BYTES), url), url),
    tile: (id) =>
      readWidth(id.width, (width) => {
        const path = tilePath({ ...id, width });
        return read(path, width * HASH_BYTES).then((bytes) => toHashes(bytes, width, `${url}/${path}`));
      }).then((found) => (found.ok ? { ok: true, value: found.value.subarray(0, id.width * HASH_BYTES) } : found)),
    entries: (place) =>
      readWidth(place.width, (width) => {
        const path = tilePath({ ...place, level: 'entries', width });
        const longest = width * (LENGTH_BYTES + MAX_LEAF_BYTES);
        return read(path, longest).then((bytes) => toLeaves(bytes, width, `${url}/${path}`));
      }).then((found) => (found.ok ? { ok: true, value: found.value.slice(0, place.width) } : found)),
  };
}

/** Reads a part as wide as asked for, or in full once only that is left (tlog-tiles, "Partial Tiles"). */
async function readWidth<T>(width: number, read: (width: number) => Promise<LogRead<T>>): Promise<LogRead<T>> {
  const part = await read(width);
  if (part.ok || part.fault !== 'absent' || width === TILE_WIDTH) return part;
  const full = await read(TILE_WIDTH);
  return full.ok || full.fault !== 'absent' ? full : part;
}

function toHashes(read: LogRead<Uint8Array>, width: number, name: string): LogRead<Uint8Array> {
  if (!read.ok || read.value.length === width * HASH_BYTES) return read;
  return malformed(`${name} has ${read.value.length} bytes, not ${width} hashes of 32`);
}

function toLeaves(read: LogRead<Uint8Array>, width: number, name: string): LogRead<readonly Uint8Array[]> {
  if (!read.ok) return read;
  const leaves = parseBundle(read.value);
  if (leaves === undefined) return malformed(`${name} is cut short`);
  return leaves.length === width
    ? { ok: true, value: leaves }
    : malformed(`${name} has ${leaves.length} leaves, not ${width}`);
}

function asText(read: LogRead<Uint8Array>, url: string): LogRead<string> {
  if (!read.ok) return read;
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read.value) };
  } catch {
    return malformed(`a text of ${url} is not UTF-8`);
  }
}

function asKey(read: LogRead<string>, url: string): LogRead<VerifierKey> {
  if (!read.ok) return read;
  const key = parseVerifierKey(read.value.replace(/\n$/, ''));
  return key === undefined ? malformed(`${url}/vkey is no verifier key`) : { ok: true, value: key };
}

const malformed = (reason: string) => ({ ok: false, fault: 'malformed', reason }) as const;
