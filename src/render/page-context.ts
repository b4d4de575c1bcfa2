import type { Mode } from '../mode.ts';
import type { Language, Theme } from './lang.ts';

/** What every page is told about where it stands and for whom. */
export interface PageContext {
  readonly mode: Mode;
  /** Scheme, host and port without a final slash; used for canonical and badge addresses. */
  readonly origin: string;
  /** Of frame and controls. */
  readonly lang: Language;
  readonly theme: Theme;
}
