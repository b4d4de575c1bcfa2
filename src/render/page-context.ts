import type { Mode } from '../mode.ts';

/** What every page is told about where it stands. */
export interface PageContext {
  readonly mode: Mode;
  /** Scheme, host and port without a final slash; used for canonical and badge addresses. */
  readonly origin: string;
}
