import type { PageContext } from './page-context.ts';

export interface ProblemPageInput extends PageContext {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** Given for a 500, so that a visitor can report it. */
  readonly requestId?: string;
}

/** A refusal for people: what happened, what it does not mean, where to go. */
export function renderProblemPage(input: ProblemPageInput): string {
  return input.title;
}

/** One row of the problem table (`http/problem.ts`). */
export interface ProblemCode {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** When it is given and what to do, plain text. */
  readonly detail?: string;
}

export interface ProblemCodePageInput extends PageContext {
  /** The code asked for; absent for the index of all codes. */
  readonly code?: string;
  readonly codes: readonly ProblemCode[];
}

/** The page `/problems/{code}`, or the index. Undefined when the code is not in the list: answer 404. */
export function renderProblemCodePage(input: ProblemCodePageInput): string | undefined {
  return input.codes.length.toString();
}
