import type { VNode } from 'preact';
import { urlSegment } from './escape.ts';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { TableRegion } from './parts.tsx';

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

function Problem({ status, code, title, detail, requestId }: ProblemPageInput): VNode {
  return (
    <section class="horizon-hero problem" aria-label="Problem">
      <div class="wrap above">
        <div class="headline">
          <p class="big-number">{status}</p>
          <h1>{title}</h1>
          <p class="reason">{detail}</p>
        </div>
      </div>
      <div class="wrap below">
        <p>{adviceOf(status)}</p>
        <p>
          <a href="/">Search the register</a> · <a href={`/problems/${urlSegment(code)}`}>About “{code}”</a>
        </p>
        {requestId !== undefined && (
          <p class="quiet">
            Request <code>{requestId}</code>
          </p>
        )}
      </div>
    </section>
  );
}

/** What the status does not mean, and what helps. */
function adviceOf(status: number): string {
  if (status === 404) {
    return 'This says only that nothing is registered under this address. It is not a judgement about anybody.';
  }
  if (status === 503 || status === 429) return 'Nothing was lost. Try again in a moment.';
  if (status >= 500) return 'The fault is on this side. Nothing that was accepted before is lost.';
  return 'Nothing was stored. Correct the request and send it again.';
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
          title: 'Problem codes',
          description: 'Every reason for which the registry refuses something.',
          path: '/problems',
        }
      : {
          title: `${chosen.code}: ${chosen.title}`,
          description: chosen.detail ?? chosen.title,
          path: `/problems/${urlSegment(chosen.code)}`,
        };
  return renderPage(input, meta, <ProblemCodes chosen={chosen} codes={codes} />);
}

function ProblemCodes({ chosen, codes }: { chosen: ProblemCode | undefined; codes: readonly ProblemCode[] }): VNode {
  return (
    <>
      <section class="horizon-hero plain" aria-label="Overview">
        <div class="wrap above">
          <div class="headline">
            <h1>{chosen === undefined ? 'Problem codes' : chosen.title}</h1>
            <p class="reason">
              {chosen?.detail ?? 'Every refusal carries exactly one of these codes. They never change their meaning.'}
            </p>
          </div>
        </div>
        <div class="wrap below">
          {chosen !== undefined && (
            <p>
              Code <code>{chosen.code}</code>, HTTP status {chosen.status}
            </p>
          )}
        </div>
      </section>
      <div class="wrap blocks">
        <CodeTable chosen={chosen} codes={codes} />
      </div>
    </>
  );
}

function CodeTable({ chosen, codes }: { chosen: ProblemCode | undefined; codes: readonly ProblemCode[] }): VNode {
  return (
    <section class="block" aria-labelledby="codes">
      <h2 id="codes">All codes</h2>
      <TableRegion label="All problem codes">
        <table>
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col" class="number">
                Status
              </th>
              <th scope="col">Meaning</th>
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
