import type { Issue } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';

/** The registry did what was asked. */
export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  /** The body as received. */
  readonly text: string;
  /** The body as JSON; undefined where the answer is of another type (a badge, a statement). */
  readonly json: JsonValue | undefined;
}

/** The registry said no, and why. */
export interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  readonly problem: Problem;
  /** Seconds the registry asks to wait (`Retry-After`). */
  readonly retryAfterS?: number;
}

/** No registry answered: no connection, a time-out, something in between that is not the registry. */
export interface Unreachable {
  readonly kind: 'unreachable';
  readonly detail: string;
  /** Whether the same request may succeed later. */
  readonly transient: boolean;
}

export type Reply = Answered | Refused | Unreachable;

/** A problem document (RFC 9457) with the registry's own members. All texts are the sender's: clean before printing. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly Issue[];
  /** The whole document, with members such as `findings`, `expected` or `candidates`. */
  readonly document: JsonObject;
}

/** Reads an HTTP answer. What is neither a success nor a problem document did not come from a registry. */
export async function readReply(response: Response): Promise<Reply> {
  const { status } = response;
  if (status >= 300 && status < 400) {
    const detail = `it redirects to ${response.headers.get('location') ?? 'nowhere'}; give that address`;
    return { kind: 'unreachable', detail, transient: false };
  }
  const text = await response.text();
  const json = isJsonType(response.headers.get('content-type')) ? parseJson(text) : undefined;
  if (status < 300) return { kind: 'answered', status, text, json };
  if (!isJsonObject(json) || typeof json['code'] !== 'string') {
    return { kind: 'unreachable', detail: `HTTP ${status}, and no problem document`, transient: status >= 500 };
  }
  const retryAfterS = readSeconds(response.headers.get('retry-after'));
  const refused: Refused = { kind: 'refused', status, problem: readProblem(json) };
  return retryAfterS === undefined ? refused : { ...refused, retryAfterS };
}

/** A problem document's members; those that are missing are empty. */
export function readProblem(document: JsonObject): Problem {
  const { code, title, detail, errors } = document;
  return {
    code: asText(code),
    title: asText(title),
    detail: asText(detail),
    errors: Array.isArray(errors) ? errors.filter(isJsonObject).map(readIssue) : [],
    document,
  };
}

function readIssue({ pointer, code, detail, hint }: JsonObject): Issue {
  const issue = { pointer: asText(pointer), code: asText(code), detail: asText(detail) };
  return typeof hint === 'string' ? { ...issue, hint } : issue;
}

const asText = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

const isJsonType = (type: string | null): boolean => /^application\/([a-z.+-]*\+)?json\b/.test(type ?? '');

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const readSeconds = (header: string | null): number | undefined =>
  header !== null && /^[0-9]{1,6}$/.test(header) ? Number(header) : undefined;
