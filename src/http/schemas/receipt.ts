import { Type } from 'typebox';
import { component, Digest, object } from './common.ts';

/** Proof of a leaf (log, "Receipt"). */
export const ReceiptSchema = component(
  'Receipt',
  object({
    digest: { ...Digest, description: 'what the leaf names: a statement, a credential, a status list or a snapshot' },
    index: Type.Integer({ description: 'index of the leaf' }),
    leaf: Type.String({ description: 'exact text of the leaf: hash these bytes' }),
    tlog_proof: Type.String({ description: 'c2sp.org/tlog-proof@v1: inclusion path and signed checkpoint' }),
    window: Type.Null(),
  }),
  'Proof that a leaf is in the log. Verify it against the verifier key at /log/vkey, kept from an earlier day.',
);
