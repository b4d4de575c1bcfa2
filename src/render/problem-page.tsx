import type { VNode } from 'preact';
import { urlSegment } from './escape.ts';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { TableRegion } from './parts.tsx';
import { kindOf, PROBLEM_WORDS, type ProblemWords } from './problem/problem-words.ts';

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
  const { title, detail, code } = input;
  const meta = { title, description: detail, path: `/problems/${urlSegment(code)}`, noindex: true };
  return renderPage(input, meta, <Problem {...input} />);
}

function Problem({ status, code, title, detail, requestId, lang }: ProblemPageInput): VNode {
  const words = PROBLEM_WORDS[lang];
  const kind = kindOf(status);
  return (
    <section class="horizon-hero problem" aria-label={words.problem}>
      <div class="wrap above">
        <div class="headline">
          <p class="big-number">{status}</p>
          <h1>{lang === 'en' ? title : words.verdicts[kind]}</h1>
          <p class="reason" lang="en">
            {detail}
          </p>
        </div>
      </div>
      <div class="wrap below">
        <p>{words.advice[kind]}</p>
        <p>
          <a href="/">{words.search}</a> · <a href={`/problems/${urlSegment(code)}`}>{words.about(code)}</a>
        </p>
        {requestId !== undefined && (
          <p class="quiet">
            {words.request} <code>{requestId}</code>
          </p>
        )}
      </div>
    </section>
  );
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
  const { code, codes } = input;
  const chosen = codes.find((one) => one.code === code);
  if (code !== undefined && chosen === undefined) return undefined;
  const meta =
    chosen === undefined
      ? {
          title: PROBLEM_WORDS[input.lang].codes,
          description: 'Every reason for which the registry refuses something.',
          path: '/problems',
        }
      : {
          title: `${chosen.code}: ${chosen.title}`,
          description: chosen.detail ?? chosen.title,
          path: `/problems/${urlSegment(chosen.code)}`,
        };
  return renderPage(input, meta, <ProblemCodes chosen={chosen} codes={codes} words={PROBLEM_WORDS[input.lang]} />);
}

interface CodesProps {
  readonly chosen: ProblemCode | undefined;
  readonly codes: readonly ProblemCode[];
  readonly words: ProblemWords;
}

function ProblemCodes({ chosen, codes, words }: CodesProps): VNode {
  return (
    <>
      <section class="horizon-hero plain" aria-label="Overview">
        <div class="wrap above">
          <div class="headline">
            <h1 lang={chosen === undefined ? undefined : 'en'}>{chosen === undefined ? words.codes : chosen.title}</h1>
            <p class="reason" lang="en">
              {chosen?.detail ?? 'Every refusal carries exactly one of these codes. They never change their meaning.'}
            </p>
          </div>
        </div>
        <div class="wrap below">
          {chosen !== undefined && (
            <p>
              {words.code} <code>{chosen.code}</code>, HTTP {chosen.status}
            </p>
          )}
        </div>
      </section>
      <div class="wrap blocks">
        <CodeTable chosen={chosen} codes={codes} words={words} />
      </div>
    </>
  );
}

function CodeTable({ chosen, codes, words }: CodesProps): VNode {
  return (
    <section class="block" aria-labelledby="codes">
      <h2 id="codes">{words.allCodes}</h2>
      <TableRegion label={words.codes}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.code}</th>
              <th scope="col" class="number">
                {words.status}
              </th>
              <th scope="col">{words.meaning}</th>
            </tr>
          </thead>
          <tbody>
            {codes.map(({ code, status, title }) => (
              <tr key={code}>
                <th scope="row">
                  <a href={`/problems/${urlSegment(code)}`} aria-current={code === chosen?.code ? 'page' : undefined}>
                    <code>{code}</code>
                  </a>
                </th>
                <td class="number">{status}</td>
                <td class="text">{title}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}
