import type { Issue, RegistryError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { type Problem, readProblem } from '../../sdk/reply.ts';
import { clean, type Paint, wrap } from '../paint.ts';
import { at, textAt } from '../read-json.ts';

const SHOWN = 50;
/** Members that are not repeated: they are printed already, or say nothing to a reader. */
const STANDARD: ReadonlySet<string> = new Set([
  'type',
  'title',
  'status',
  'detail',
  'code',
  'instance',
  'errors',
  'findings',
]);

/** A refusal: title and code, the sentence, then every fault as `pointer: detail (hint)`. */
export function showProblem(problem: Problem, paint: Paint, width: number): string[] {
  const { code, detail, errors, document } = problem;
  const title = clean(problem.title) || titleOf(code);
  const faults = errors.slice(0, SHOWN).flatMap((issue) => wrap(faultLine(issue, detail), width, '  ', '    '));
  const more = errors.length > SHOWN ? [paint.dim(`  … and ${errors.length - SHOWN} more; --json lists them all`)] : [];
  return [
    `${paint.bad('Refused')}  ${paint.bold(title)}  ${paint.dim(clean(code))}`,
    ...(detail === '' || detail === title ? [] : wrap(clean(detail), width)),
    ...(faults.length === 0 ? [] : ['', ...faults, ...more]),
    ...memberLines(document, paint),
  ];
}

/** A fault of the whole document that only repeats the refusal's sentence is told by its hint. */
function faultLine({ pointer, detail, hint }: Issue, said: string): string {
  if (pointer === '' && detail === said && hint !== undefined) return clean(hint);
  const place = pointer === '' ? '(document)' : clean(pointer);
  return `${place}: ${clean(detail)}${hint === undefined ? '' : ` (${clean(hint)})`}`;
}

/** What the registry says beyond the standard members: `expected`, `candidates` … */
function memberLines(document: JsonObject, paint: Paint): string[] {
  const names = Object.keys(document).filter((name) => !STANDARD.has(name));
  const lines = names.map((name) => `  ${paint.dim(`${clean(name)}:`)} ${clean(JSON.stringify(at(document, name)))}`);
  // A fault of the registry's own is told by its instance, which its operator can look up.
  const instance = document['code'] === 'internal' ? textAt(document, 'instance') : '';
  return [...(lines.length === 0 ? [] : ['', ...lines]), ...(instance === '' ? [] : [`  ${instance}`])];
}

/** A refusal by this program itself, in the registry's form: it checks documents before it sends them. */
export function localProblem({ code, message, issues, members }: RegistryError): Problem {
  const errors = issues.map(({ pointer, code: fault, detail, hint }) => ({
    pointer,
    code: fault,
    detail,
    ...(hint === undefined ? {} : { hint }),
  }));
  const document = { title: titleOf(code), detail: message, code, errors, ...jsonMembers(members) };
  return readProblem(document);
}

function jsonMembers(members: RegistryError['members']): JsonObject {
  return JSON.parse(JSON.stringify(members));
}

const titleOf = (code: string): string => {
  const words = clean(code).replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};
