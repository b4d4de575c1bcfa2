/* JSON of unknown shape, and what a JWT holds of it. */

export type Json = null | boolean | number | string | readonly Json[] | JsonMap;
export interface JsonMap {
  readonly [member: string]: Json;
}

export const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
export const mapOf = (value: Json | undefined): JsonMap => (isMap(value) ? value : {});
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
export const isUri = (value: Json | undefined): boolean =>
  typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(value);

export interface ParsedJwt {
  readonly header: JsonMap;
  readonly payload: JsonMap;
}

export function parseJwt(jwt: string): ParsedJwt | undefined {
  const [header = '', payload = '', signature, ...rest] = jwt.split('.');
  if (signature === undefined || rest.length > 0) return undefined;
  try {
    const [first, second]: Json[] = [header, payload].map((part) =>
      JSON.parse(Buffer.from(part, 'base64url').toString('utf8')),
    );
    return isMap(first) && isMap(second) ? { header: first, payload: second } : undefined;
  } catch {
    return undefined;
  }
}
