import { type TSchema, Type } from 'typebox';
import { ActSchema } from '../../core/documents/act.ts';
import { attestationSchema } from '../../core/documents/attestation.ts';
import { auditSchema } from '../../core/documents/audit.ts';
import { CountersignatureSchema } from '../../core/documents/countersignature.ts';
import { inventorySchema } from '../../core/documents/inventory.ts';
import { KeyOperationSchema } from '../../core/documents/key.ts';
import { PartySchema } from '../../core/documents/party.ts';
import { WorkloadsSchema } from '../../core/documents/workloads.ts';
import { component, Digest, object, ref } from './common.ts';

/** The documents that statements carry, as components. */
export const DOCUMENTS = {
  'cms-party-1': PartySchema,
  'cms-key-1': KeyOperationSchema,
  'cms-workloads-1': WorkloadsSchema,
  'cms-inventory-1': inventorySchema,
  'cms-attestation-1': attestationSchema,
  'cms-audit-1': auditSchema,
  'cms-countersignature-1': CountersignatureSchema,
  'cms-act-1': ActSchema,
} as const satisfies Record<string, TSchema>;
export type DocumentName = keyof typeof DOCUMENTS;

export const documentComponents = Object.entries(DOCUMENTS).map(([name, schema]) =>
  component(name, schema, `Document ${name.replace(/-1$/, '/1')}: the body of a statement.`),
);

const KID = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const PAYLOAD = {
  iss: 'velocitytech',
  aud: 'http://localhost:3000',
  jti: '0192f1a0-7c00-7000-8000-000000000001',
  iat: 1_764_057_600,
  exp: 1_764_061_200,
};

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

/** A statement of the right form whose signature verifies nothing: sixty-four zero bytes. */
function exampleOf(name: DocumentName): string {
  const typ = `${name.replace(/-1$/, '')}+jwt`;
  const payload = { ...PAYLOAD, body: { schema: name.replace(/-1$/, '/1') } };
  return `${segment({ alg: 'EdDSA', kid: KID, typ })}.${segment(payload)}.${Buffer.alloc(64).toString('base64url')}`;
}

/** The request body of a signed write. */
export const signed = (name: DocumentName): TSchema =>
  Type.Unsafe({
    type: 'string',
    description:
      `Compact JWS (RFC 7515), typ ${name.replace(/-1$/, '')}+jwt, header exactly alg, kid, typ; payload exactly iss, aud, jti, iat, exp and body; ` +
      `body is the document ${name}. The example shows the form: its document is cut short and its signature verifies nothing.`,
    contentMediaType: 'application/jwt',
    contentSchema: {
      type: 'object',
      required: ['iss', 'aud', 'jti', 'iat', 'exp', 'body'],
      properties: {
        iss: { type: 'string' },
        aud: { type: 'string' },
        jti: { type: 'string', format: 'uuid' },
        iat: { type: 'integer' },
        exp: { type: 'integer' },
        body: { $ref: `${name}#` },
      },
      additionalProperties: false,
    },
    examples: [exampleOf(name)],
  });

/** What every accepted statement is answered with. */
export const accepted = {
  digest: Digest,
  seq: Type.Integer({ description: 'index of the last leaf the answer reflects; its own leaf is in the receipt' }),
  receipt: ref('Receipt'),
};

export const AcceptedSchema = component('Accepted', object(accepted), 'The statement was accepted.');
export const PendingSchema = component(
  'Pending',
  object({ digest: Digest, seq: Type.Null(), receipt: Type.Null() }),
  'Accepted, but not published yet. Nothing is promised: ask for the receipt.',
);
