import { type Static, Type } from 'typebox';
import type { Issue } from '../errors.ts';
import { isJsonObject } from '../json.ts';
import type { JsonValue } from '../json-value.ts';
import { publicJwkIssues } from '../jwk-check.ts';
import { parseWith } from './parse-with.ts';
import { KeyProofText, PublicJwkSchema } from './public-jwk.ts';
import { closed, DigestText, KidText, LocalId, oneOf, PartyIdText, schemaName, text } from './schema.ts';

const Use = oneOf('statements', 'telemetry', 'cosign', 'recovery');
/** Uses a party can give a key; officers' keys are configured. */
export type PartyKeyUse = Static<typeof Use>;

const common = {
  schema: schemaName('cms-key/1'),
  use: Use,
  /** The site a telemetry key speaks for. */
  site_id: Type.Optional(LocalId),
  reason: Type.Optional(text(500)),
  /** Digest of the party's previous key operation, or of its registration. */
  prev: DigestText,
};

const AddKeySchema = closed({ ...common, op: Type.Literal('add'), jwk: PublicJwkSchema, proof: KeyProofText });
const RevokeKeySchema = closed({
  ...common,
  op: Type.Literal('revoke'),
  kid: KidText,
  /** Leaf index from which the key's statements are in doubt. */
  compromised_since: Type.Optional(Type.Integer({ minimum: 0, description: 'a leaf index of the log' })),
});

/** `cms-key/1` (statements section 4): one link of a party's chain of key operations. */
export const KeyOperationSchema = Type.Union([AddKeySchema, RevokeKeySchema]);
export type AddKey = Static<typeof AddKeySchema>;
export type RevokeKey = Static<typeof RevokeKeySchema>;
export type KeyOperation = AddKey | RevokeKey;

/** `cms-key-proof/1`: the new key says for whom, and for what, it is meant. */
export const KeyProofSchema = closed({
  schema: schemaName('cms-key-proof/1'),
  party_id: PartyIdText,
  kid: KidText,
  use: Use,
  site_id: Type.Optional(LocalId),
});
export type KeyProof = Static<typeof KeyProofSchema>;

const OperationHead = Type.Object({ op: oneOf('add', 'revoke') });

/**
 * The body of a `cms-key+jwt`. The proof's own content is not looked at here: see `verifyKeyProof`.
 *
 * @throws RegistryError document_invalid with every issue
 */
export function parseKeyOperation(body: JsonValue): KeyOperation {
  const { op } = parseWith(OperationHead, body);
  if (op === 'revoke') return parseWith(RevokeKeySchema, body, { shaped: siteIssues });
  return parseWith(AddKeySchema, body, {
    always: jwkIssues,
    shaped: (add) => [...siteIssues(add), ...missingSite(add)],
  });
}

/** The body of a `cms-key-proof+jwt`. @throws RegistryError document_invalid */
export const parseKeyProof = (body: JsonValue): KeyProof => parseWith(KeyProofSchema, body);

const jwkIssues = (body: JsonValue): Issue[] =>
  isJsonObject(body) && 'jwk' in body ? publicJwkIssues(body['jwk'], '/jwk') : [];

const siteIssues = ({ use, site_id }: KeyOperation): Issue[] =>
  site_id === undefined || use === 'telemetry'
    ? []
    : [{ pointer: '/site_id', code: 'unknown_member', detail: 'only a telemetry key has a site' }];

const missingSite = ({ use, site_id }: AddKey): Issue[] =>
  use !== 'telemetry' || site_id !== undefined
    ? []
    : [{ pointer: '/site_id', code: 'missing_member', detail: 'a telemetry key names its site' }];
