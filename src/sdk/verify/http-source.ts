import type { Fetch } from '../client.ts';
import { readLogFile } from '../log/read-file.ts';
import type { Source } from './trust.ts';

/** Larger than anything a registry serves as evidence. */
const MAX_BYTES = 32 * 1024 * 1024;

/** A registry on the network, as a source of evidence. */
export interface HttpSource extends Source {
  /** Why it was not asked any further; undefined where it answered. */
  readonly silence: () => string | undefined;
}

/** Reads evidence from a registry. Once nobody has answered it is not asked again. */
export function httpSource(
  origin: string,
  options: { readonly fetch?: Fetch; readonly sleep?: (ms: number) => Promise<unknown> } = {},
): HttpSource {
  let silence: string | undefined;
  const readBytes = async (path: string): Promise<Uint8Array | undefined> => {
    if (silence !== undefined) return undefined;
    const read = await readLogFile(options, `${origin}${path}`, MAX_BYTES);
    if (read.ok) return read.value;
    // What was answered with a redirect or a refusal is absent; what was not answered will not be a moment later.
    if (read.fault === 'unreachable') silence = read.reason;
    return undefined;
  };
  return {
    readBytes,
    readText: async (path) => {
      const bytes = await readBytes(path);
      return bytes && Buffer.from(bytes).toString('utf8');
    },
    silence: () => silence,
  };
}
