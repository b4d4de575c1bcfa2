import { type ChainState, parseState } from './chain-state.ts';
import { DRAFT_SUFFIX, openSpoolFiles, type SpoolFiles } from './spool-files.ts';

/** What stands in a spool. */
export interface SpoolStatus {
  readonly chain: ChainState;
  readonly waiting: readonly string[];
  readonly refused: readonly string[];
}

/** Looks at a spool without touching it, also while an agent works on it. @throws Error where a file is damaged */
export async function readSpoolStatus(files: SpoolFiles): Promise<SpoolStatus> {
  const names = async (folder: string): Promise<readonly string[]> =>
    [...(await files.list(folder))].filter((name) => !name.endsWith(DRAFT_SUFFIX)).sort();
  return {
    chain: parseState('chain.json', await files.read('chain.json')),
    waiting: await names('pending'),
    refused: await names('refused'),
  };
}

/** The same of a folder. */
export const statusOfSpool = async (folder: string): Promise<SpoolStatus> =>
  readSpoolStatus(await openSpoolFiles(folder, []));
