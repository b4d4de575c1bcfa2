import type { RegistryError } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import type { Answered, Problem, Reply } from '../sdk/reply.ts';
import type { Context } from './context.ts';
import type { Exit } from './io.ts';
import { clean } from './paint.ts';
import { localProblem, showProblem } from './show/show-problem.ts';

/** Prints an answer: as JSON on request, else as `show` puts it; a refusal or its absence otherwise. */
export function reportReply(
  context: Context,
  reply: Reply,
  show: (json: JsonValue | undefined) => readonly string[],
): Exit {
  if (reply.kind !== 'answered') return reportFailure(context, reply);
  if (context.json) printJson(context, reply.json ?? { text: reply.text });
  else printLines(context, show(reply.json));
  return 0;
}

/** Prints why there is no answer. */
export function reportFailure(context: Context, reply: Exclude<Reply, Answered>): Exit {
  if (reply.kind === 'unreachable') {
    const document = {
      title: 'No registry answered',
      code: 'unreachable',
      detail: reply.detail,
      registry: context.client.origin,
    };
    if (context.json) printJson(context, document);
    else
      printErrors(context, [
        `${context.errPaint.bad('No registry answered')} at ${context.client.origin}: ${clean(reply.detail)}`,
      ]);
    return 3;
  }
  reportProblem(context, reply.problem);
  return reply.status >= 500 ? 3 : 1;
}

/** Prints what the core refused before anything was sent. */
export function reportRefusal(context: Context, error: RegistryError): Exit {
  reportProblem(context, localProblem(error));
  return 1;
}

function reportProblem(context: Context, problem: Problem): void {
  if (context.json) printJson(context, problem.document);
  else printErrors(context, showProblem(problem, context.errPaint, context.width));
}

/** One JSON document on standard output. */
export const printJson = ({ io }: Context, json: JsonValue | JsonObject | object): void =>
  io.out(`${JSON.stringify(json, null, 2)}\n`);

/** Lines on standard output. */
export const printLines = ({ io }: Context, lines: readonly string[]): void => io.out(`${lines.join('\n')}\n`);

/** Lines on standard error. */
export const printErrors = ({ io }: Context, lines: readonly string[]): void => io.err(`${lines.join('\n')}\n`);
