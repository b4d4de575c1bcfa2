import type { TSchema } from 'typebox';
import { Check, Errors } from 'typebox/schema';

/**
 * What `typebox/compile` comes to where a page's policy forbids `new Function`: the same walk over the schema, without the
 * compiler, which would try `new Function` first and be reported.
 */
export const Compile = (schema: TSchema) => ({
  Check: (value: unknown) => Check(schema, value),
  Errors: (value: unknown) => Errors(schema, value)[1],
});
