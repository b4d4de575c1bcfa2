import { type TSchema, Type } from 'typebox';
import { DECIMAL_PATTERN, type Micro, parseMicro, SIGNED_DECIMAL_PATTERN } from '../decimal.ts';
import { type Issue, RegistryError } from '../errors.ts';
import { isPartyId, type PartyId } from '../ids.ts';
import { parseUtcInstant } from '../instant.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';

/**
 * A reader proves one part of a document: it turns JSON into a value of `T`, or notes what is wrong and yields undefined.
 * Its `schema` is the same rule as JSON Schema, for the published contract. Reading goes on after a fault, so one refusal
 * names them all.
 */
export interface Reader<T> {
  readonly schema: TSchema;
  /** The member may be absent; it then reads as null. */
  readonly optional?: boolean;
  readonly read: (value: JsonValue, pointer: string, issues: IssueList) => T | undefined;
}

/** Faults found so far. Kept to `ISSUE_LIMIT`; the rest is only counted. */
export interface IssueList {
  readonly kept: Issue[];
  dropped: number;
}

export const ISSUE_LIMIT = 200;
/** A single line of text: something visible in it, no control characters, at most 200 code points. */
export const TEXT_PATTERN = '^(?=.*[\\p{L}\\p{N}\\p{P}\\p{S}])[^\\p{Cc}]{1,200}$';
const TEXT = new RegExp(TEXT_PATTERN, 'u');
const INSTANT_PATTERN = '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$';
const HINT_DECIMAL =
  'Write a string such as "12.5": at most 15 integer and 6 fraction digits, no exponent, no plus sign.';

export function addIssue(issues: IssueList, pointer: string, code: string, detail: string, hint?: string): undefined {
  if (issues.kept.length >= ISSUE_LIMIT) issues.dropped += 1;
  else issues.kept.push(hint === undefined ? { pointer, code, detail } : { pointer, code, detail, hint });
}

/** Child pointer per RFC 6901. */
export function childPointer(pointer: string, member: string): string {
  return `${pointer}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Runs a reader over a whole body. Throws `document_invalid` with every fault. */
export function readDocument<T>(reader: Reader<T>, body: JsonValue): T {
  const issues: IssueList = { kept: [], dropped: 0 };
  const value = reader.read(body, '', issues);
  if (value !== undefined && issues.kept.length === 0) return value;
  const note: Issue = { pointer: '', code: 'more_issues', detail: `${issues.dropped} further faults are not listed` };
  const all = issues.dropped === 0 ? issues.kept : [...issues.kept, note];
  throw new RegistryError('document_invalid', `the document has ${issues.kept.length + issues.dropped} fault(s)`, {
    issues: all,
  });
}

const show = (value: JsonValue): string => {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Fields<T> = { readonly [K in keyof T]: Reader<T[K]> };

/** An object with exactly these members. Unknown members are refused; `reserved` gives one of them its own explanation. */
export function object<T extends object>(
  fields: Fields<T>,
  reserved: Readonly<Record<string, string>> = {},
): Reader<T> {
  const entries = Object.entries<Reader<unknown>>(fields);
  const properties = entries.map(([name, field]) => [
    name,
    field.optional ? Type.Optional(field.schema) : field.schema,
  ]);
  const known = new Set(entries.map(([name]) => name));
  const read: Reader<T>['read'] = (value, pointer, issues) => {
    if (!isObject(value)) return addIssue(issues, pointer, 'type', `must be an object, not ${show(value)}`);
    let complete = true;
    const result: Record<string, unknown> = {};
    for (const [name, field] of entries) {
      const member = readMember(field, value, name, pointer, issues);
      if (member === undefined) complete = false;
      result[name] = member;
    }
    for (const name of Object.keys(value)) {
      if (known.has(name)) continue;
      complete = false;
      addIssue(
        issues,
        childPointer(pointer, name),
        'unknown_member',
        'this member is not part of the document',
        reserved[name],
      );
    }
    // Every member was read by the reader of its own type, so the record is a T.
    return complete ? (result as T) : undefined;
  };
  return { schema: Type.Object(Object.fromEntries(properties), { additionalProperties: false }), read };
}

function readMember(
  field: Reader<unknown>,
  owner: JsonObject,
  name: string,
  pointer: string,
  issues: IssueList,
): unknown {
  const value = Object.hasOwn(owner, name) ? owner[name] : undefined;
  const at = childPointer(pointer, name);
  if (value !== undefined) return field.read(value, at, issues);
  if (field.optional) return null;
  return addIssue(issues, at, 'required', `"${name}" is missing`);
}

/** A member that may be absent (methodology 4.1, "o"); absent reads as null. */
export function optional<T>(reader: Reader<T>): Reader<T | null> {
  return { ...reader, optional: true };
}

/** A member that may be absent or null; both read as null. */
export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  const read: Reader<T | null>['read'] = (value, pointer, issues) =>
    value === null ? null : reader.read(value, pointer, issues);
  return { schema: Type.Union([reader.schema, Type.Null()]), optional: true, read };
}

/** A list of at most `limit` items. */
export function list<T>(item: Reader<T>, limit: number, least = 0): Reader<readonly T[]> {
  const read: Reader<readonly T[]>['read'] = (value, pointer, issues) => {
    if (!Array.isArray(value)) return addIssue(issues, pointer, 'type', `must be an array, not ${show(value)}`);
    if (value.length < least || value.length > limit) {
      return addIssue(issues, pointer, 'items', `must have ${least} to ${limit} items, has ${value.length}`);
    }
    const result: T[] = [];
    value.forEach((element: JsonValue, index) => {
      const one = item.read(element, `${pointer}/${index}`, issues);
      if (one !== undefined) result.push(one);
    });
    return result.length === value.length ? result : undefined;
  };
  return { schema: Type.Array(item.schema, { minItems: least, maxItems: limit }), read };
}

function readDecimal(signed: boolean): Reader<Micro>['read'] {
  return (value, pointer, issues) => {
    const micro = typeof value === 'string' ? parseMicro(value, signed) : undefined;
    if (micro !== undefined) return micro;
    return addIssue(issues, pointer, 'R01', `must be a decimal string, not ${show(value)}`, HINT_DECIMAL);
  };
}

/** A quantity of 10^-6 resolution (R01). */
export const decimal: Reader<Micro> = { schema: Type.String({ pattern: DECIMAL_PATTERN }), read: readDecimal(false) };
/** The same with an optional minus sign; only prices use it. */
export const signedDecimal: Reader<Micro> = {
  schema: Type.String({ pattern: SIGNED_DECIMAL_PATTERN }),
  read: readDecimal(true),
};

/** A decimal whose own spelling is kept, because it is shown back. */
export const decimalText: Reader<string> = {
  schema: decimal.schema,
  read: (value, pointer, issues) =>
    decimal.read(value, pointer, issues) === undefined || typeof value !== 'string' ? undefined : value,
};

/** One value per interval, null where none was measured. Only a price may be negative. */
export function series(signed: boolean, limit: number): Reader<readonly (Micro | null)[]> {
  const value = signed ? signedDecimal : decimal;
  return list({ ...value, schema: Type.Union([value.schema, Type.Null()]), read: nullable(value).read }, limit);
}

/** A count: a JSON integer from `low` to `high`. */
export function count(low = 0, high = Number.MAX_SAFE_INTEGER): Reader<number> {
  return {
    schema: Type.Integer({ minimum: low, maximum: high }),
    read: (value, pointer, issues) => {
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= low && value <= high) return value;
      return addIssue(issues, pointer, 'R01', `must be an integer from ${low} to ${high}, not ${show(value)}`);
    },
  };
}

export const flag: Reader<boolean> = {
  schema: Type.Boolean(),
  read: (value, pointer, issues) =>
    typeof value === 'boolean' ? value : addIssue(issues, pointer, 'type', `must be true or false, not ${show(value)}`),
};

export const text: Reader<string> = {
  schema: Type.String({ pattern: TEXT_PATTERN }),
  read: (value, pointer, issues) => {
    if (typeof value === 'string' && TEXT.test(value)) return value;
    return addIssue(issues, pointer, 'text', `must be 1 to 200 visible characters on one line, not ${show(value)}`);
  },
};

/** Text that may be absent, null or empty: all three say "there is none" and read as null. */
export const textOrNone: Reader<string | null> = {
  schema: Type.Union([text.schema, Type.Literal(''), Type.Null()]),
  optional: true,
  read: (value, pointer, issues) => (value === null || value === '' ? null : text.read(value, pointer, issues)),
};

/** A UTC instant `YYYY-MM-DDTHH:MM:SSZ` that exists in the calendar (R01). */
export const instant: Reader<Date> = {
  schema: Type.String({ pattern: INSTANT_PATTERN, format: 'date-time' }),
  read: (value, pointer, issues) => {
    const date = typeof value === 'string' ? parseUtcInstant(value) : undefined;
    if (date !== undefined && date.getUTCFullYear() > 0) return date;
    return addIssue(issues, pointer, 'R01', `must be a UTC time such as 2026-01-05T00:00:00Z, not ${show(value)}`);
  },
};

/** One of a closed list of strings. */
export function oneOf<const T extends string>(...choices: readonly T[]): Reader<T> {
  const [first, ...rest] = choices.map((choice) => Type.Literal(choice));
  return {
    schema:
      first !== undefined && rest.length === 0 ? first : Type.Union(choices.map((choice) => Type.Literal(choice))),
    read: (value, pointer, issues) => {
      const found = choices.find((choice) => choice === value);
      if (found !== undefined) return found;
      const allowed = choices.map((choice) => `"${choice}"`).join(', ');
      return addIssue(issues, pointer, 'enum', `must be one of ${allowed}, not ${show(value)}`);
    },
  };
}

export const partyId: Reader<PartyId> = {
  schema: Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' }),
  read: (value, pointer, issues) =>
    isPartyId(value) ? value : addIssue(issues, pointer, 'party_id', `must be a party id, not ${show(value)}`),
};
