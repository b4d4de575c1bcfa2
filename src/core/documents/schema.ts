import { type TProperties, type TSchema, Type } from 'typebox';
import { DECIMAL_PATTERN, SIGNED_DECIMAL_PATTERN } from '../decimal.ts';
import type { Digest, Kid, PartyId } from '../ids.ts';
import { isUtcInstant } from '../instant.ts';
import { isText } from '../text.ts';

/**
 * The vocabulary of document schemas. A `description` here is what a sender reads as the `hint` of an issue, and what
 * the OpenAPI document says of the member.
 */

/** An object with exactly these members; `Type.Optional` marks those that may be absent. Unknown members are refused. */
export const closed = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });

/** One of these words, exactly. */
export const oneOf = <const Words extends string[]>(...words: Words) =>
  Type.Unsafe<Words[number]>(Type.Enum(words, { description: `one of ${words.join(', ')}` }));

/** The value or null; null means missing, never zero. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const formatted = (pattern: string, description: string) => Type.String({ pattern, description });

/** `cms-audit/1` and its like: the version a body declares. */
export const schemaName = <const Name extends string>(name: Name) => Type.Literal(name);

/** Non-negative decimal text (methodology R01): up to 15 digits, up to 6 decimals, no exponent, no leading zero. */
export const Decimal = formatted(
  DECIMAL_PATTERN,
  'decimal text such as "12.5": no sign, no exponent, at most 15 digits and 6 decimals',
);
/** Decimal text that may be negative; only prices may. */
export const SignedDecimal = formatted(
  SIGNED_DECIMAL_PATTERN,
  'decimal text such as "-12.5": no exponent, at most 15 digits and 6 decimals',
);
/** Decimal text x with 0 < x <= 1. */
export const ShareAboveZero = formatted(
  '^(1(\\.0{1,6})?|0\\.(?=[0-9]*[1-9])[0-9]{1,6})$',
  'decimal text above 0 and at most 1, such as "0.85"',
);

/** `YYYY-MM-DDThh:mm:ssZ`, an instant that exists; whole seconds, UTC only. */
export const UtcInstant = Type.Refine(
  Type.String({
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$',
    description: 'UTC instant such as "2026-03-02T00:00:00Z"',
  }),
  isUtcInstant,
  () => 'is not an existing instant YYYY-MM-DDThh:mm:ssZ',
);

export const PartyIdText = Type.Unsafe<PartyId>(
  formatted('^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$', 'party id: 1 to 63 of a-z, 0-9 and inner hyphens'),
);
const SHA256_BASE64URL = '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$';
export const DigestText = Type.Unsafe<Digest>(
  formatted(SHA256_BASE64URL, 'digest of a statement: 43 base64url characters'),
);
export const KidText = Type.Unsafe<Kid>(
  formatted(SHA256_BASE64URL, 'RFC 7638 SHA-256 thumbprint: 43 base64url characters'),
);

/** SHA-256 of a file, lower-case hexadecimal. */
export const Sha256Hex = formatted('^[0-9a-f]{64}$', 'SHA-256 in lower-case hexadecimal, 64 characters');
/** SHA-256 of a file in either spelling people have at hand. */
export const Sha256Text = formatted(
  '^([0-9a-f]{64}|[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$',
  'SHA-256 in lower-case hexadecimal (64 characters) or base64url (43)',
);

/** Human text: 1 to `max` code points in NFC, without control, bidirectional-control or zero-width characters. */
export const text = (max: number) =>
  Type.Refine(
    Type.String({
      minLength: 1,
      maxLength: max,
      description: `text of 1 to ${max} characters in NFC, without control characters`,
    }),
    (value: string) => isText(value, max),
    () => `must be 1 to ${max} characters in NFC, without control, bidirectional or zero-width characters`,
  );
/** Human text of at most 200 code points. */
export const ShortText = text(200);
/** Identifier the sender chose: workload, site, meter, dataset. As free as any text, because audits name them so. */
export const LocalId = text(200);

/** Identifier the registry gave: certificate, case. */
export const RegistryId = formatted('^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$', 'identifier as the registry gave it');
