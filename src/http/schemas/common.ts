import { type TProperties, type TSchema, Type } from 'typebox';

/**
 * Schemas of answers. They describe and never filter: what is sent was finished before. Named ones become components of the
 * OpenAPI document.
 */

/** A reference to a component by its name. */
export const ref = (name: string): TSchema => Type.Unsafe<unknown>({ $ref: `${name}#` });

/** The schema as the component `name`. */
export const component = (name: string, schema: TSchema, description?: string): TSchema & { readonly $id: string } => ({
  ...schema,
  $id: name,
  ...(description === undefined ? {} : { description }),
});

export const object = (properties: TProperties, description?: string): TSchema =>
  Type.Object(properties, description === undefined ? {} : { description });

export const described = (description: string) => Type.String({ description });
export const orNull = (schema: TSchema): TSchema => Type.Union([schema, Type.Null()]);

export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339, UTC' });
export const Fraction = Type.String({
  pattern: '^-?[0-9]+/[1-9][0-9]*$',
  description: 'exact ratio in lowest terms, num/den',
  examples: ['5/8'],
});
export const Percent1 = Type.String({ description: 'per cent, one digit', examples: ['45.2'] });
export const PartyId = Type.String({ description: 'party id', examples: ['velocitytech'] });
export const Digest = Type.String({ description: 'digest of a statement: base64url SHA-256 of its signing input' });

/** `seq` and `as_of`: in every public answer. */
export const positionProperties = {
  seq: Type.Integer({ description: 'index of the last leaf this answer reflects' }),
  as_of: Type.String({ format: 'date-time', description: 'time of that leaf' }),
};

/** An answer: its members, then the position. */
export const withPosition = (properties: TProperties): TSchema => Type.Object({ ...properties, ...positionProperties });
/** A plain list answer. */
export const itemsOf = (item: TSchema): TSchema => withPosition({ items: Type.Array(item) });
