import type { Source } from '../sdk/verify/trust.ts';

/** The server of the page as a source of evidence. What it answers is checked like everything else. */
export const PAGE_SOURCE: Source = {
  readBytes,
  readText: async (path) => {
    const bytes = await readBytes(path);
    try {
      return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return undefined;
    }
  },
};

async function readBytes(path: string): Promise<Uint8Array | undefined> {
  try {
    const reply = await fetch(path);
    return reply.status === 200 ? new Uint8Array(await reply.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}
