import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import type { Issue } from '../errors.ts';

/** The validator's keywords as the registry's stable issue codes. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['type', 'wrong_type'],
  ['const', 'wrong_value'],
  ['enum', 'wrong_value'],
  ['anyOf', 'wrong_format'],
  ['pattern', 'wrong_format'],
  ['~refine', 'wrong_format'],
  ['minLength', 'too_short'],
  ['maxLength', 'too_long'],
  ['minItems', 'too_few'],
  ['maxItems', 'too_many'],
  ['uniqueItems', 'duplicate'],
  ['minimum', 'out_of_range'],
  ['maximum', 'out_of_range'],
  ['boolean', 'unknown_member'],
]);

/** Longest pointer that is echoed: member names in it are the sender's. */
const MAX_POINTER = 300;

/** The validator's errors as issues, one per fault: one per missing or unknown member, one per union, one per pointer and code. */
export function toIssues(errors: readonly TLocalizedValidationError[], schema: TSchema): Issue[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ schemaPath }) => `${schemaPath}/anyOf/`);
  const issues = new Map<string, Issue>();
  for (const error of errors) {
    if (error.keyword === 'additionalProperties') continue; // Its members are reported one by one.
    if (unions.some((prefix) => error.schemaPath.startsWith(prefix))) continue;
    for (const issue of issuesOf(error, schema)) issues.set(`${issue.pointer} ${issue.code}`, issue);
  }
  return [...issues.values()];
}

function issuesOf(error: TLocalizedValidationError, schema: TSchema): Issue[] {
  if (error.keyword === 'required') {
    return error.params.requiredProperties.map((name) => ({
      pointer: clip(`${error.instancePath}/${name}`),
      code: 'missing_member',
      detail: 'this member is required',
    }));
  }
  const hint = hintAt(schema, error.schemaPath);
  const issue = {
    pointer: clip(error.instancePath),
    code: CODES.get(error.keyword) ?? 'invalid',
    detail: detailOf(error),
  };
  return [hint === undefined ? issue : { ...issue, hint }];
}

function detailOf(error: TLocalizedValidationError): string {
  if (error.keyword === '~refine') return error.params.message;
  if (error.keyword === 'boolean') return 'not a member of this document';
  if (error.keyword === 'const') return `must be ${JSON.stringify(error.params.allowedValue)}`;
  if (error.keyword === 'enum') return enumDetail(error.params.allowedValues);
  return error.keyword === 'anyOf' ? 'matches none of the allowed forms' : error.message;
}

/** Long lists, such as the countries, are left to the hint. */
const enumDetail = (values: readonly unknown[]): string =>
  values.length > 20 ? 'is not one of the allowed values' : `must be one of ${values.join(', ')}`;

/** The `description` of the schema at `#/properties/…`, or of the first alternative where that is a union. */
function hintAt(schema: TSchema, schemaPath: string): string | undefined {
  const path = schemaPath.split('/').slice(1).map(unescapeName);
  const node = path.reduce<unknown>(member, schema);
  const description = member(node, 'description') ?? member(member(member(node, 'anyOf'), '0'), 'description');
  return typeof description === 'string' ? description : undefined;
}

const member = (node: unknown, name: string): unknown =>
  typeof node === 'object' && node !== null ? Object.entries(node).find(([key]) => key === name)?.[1] : undefined;

const unescapeName = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~');

const clip = (pointer: string): string =>
  pointer.length <= MAX_POINTER ? pointer : `${pointer.slice(0, MAX_POINTER)}…`;
