import type { Digest } from '../../core/ids.ts';
import type { AttestationRow } from './telemetry.ts';

/** A UTC month, `YYYY-MM`. */
export type Month = string;

/** Attestations by the month of their start, as they are archived and let go. */
export interface ArchiveStore {
  /** Those there is room for, oldest first. */
  months(): Promise<readonly Month[]>;
  count(month: Month): Promise<number>;
  /** Leaves of the windows that may hold attestations of a month, in log order. */
  windowsOf(month: Month): Promise<readonly number[]>;
  /** Digests of a window, in id order. @throws Error where the leaf is none of a window */
  window(seq: number): Promise<readonly Uint8Array[]>;
  /** Of these digests those that are attestations of the month. */
  rows(month: Month, digests: readonly Digest[]): Promise<AttestationRow[]>;
  /** Removes a month's attestations for good. Only under the writers' lock. */
  drop(month: Month): Promise<void>;
}

/** Where archives are kept: files that outlive the database's rows. */
export interface ArchiveFiles {
  has(month: Month): Promise<boolean>;
  /** Keeps an archive, whole and on disk, or not at all. */
  write(month: Month, lines: AsyncIterable<string>): Promise<void>;
  /** Its lines. @throws Error where the bytes are not those that were written */
  read(month: Month): AsyncIterable<string>;
}
