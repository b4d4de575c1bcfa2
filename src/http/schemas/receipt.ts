import { Type } from 'typebox';
import { component, Digest, object } from './common.ts';

const windowSchema = object({
  index: Type.Integer({ description: 'place of the attestation in its window' }),
  size: Type.Integer({ description: 'attestations in the window, as the leaf says' }),
  path: Type.Array(Type.String(), { description: 'RFC 6962 path, hashes in base64' }),
});

/** Proof of a leaf (log, "Receipt"). */
export const ReceiptSchema = component(
  'Receipt',
  object({
    digest: {
      ...Digest,
      description: 'what the leaf names, a statement, a credential, a status list or a snapshot; or an attestation',
    },
    index: Type.Integer({ description: 'index of the leaf' }),
    leaf: Type.String({ description: 'exact text of the leaf: hash these bytes' }),
    tlog_proof: Type.String({ description: 'c2sp.org/tlog-proof@v1: inclusion path and signed checkpoint' }),
    window: Type.Union([Type.Null(), windowSchema], {
      description: 'of an attestation: its way up to the root its telemetry.window leaf states; else null',
    }),
  }),
  'Proof that a leaf is in the log. Verify it against the verifier key at /log/vkey, kept from an earlier day.',
);
