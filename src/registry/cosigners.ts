import { assertThat } from '../core/errors.ts';
import { isBy } from '../log/checkpoint.ts';
import { NOTE_TYPES, type NoteSignature, type VerifierKey, verifierKey } from '../log/note.ts';
import type { Witness } from './ports/log.ts';
import type { KeyRow } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';

/** How far ahead of the registry a cosigner's clock may be, in seconds. */
export const MAX_AHEAD_S = 60;

/** Whoever a signature line names, if the registry knows the key. */
export interface Cosigner {
  /** How its cosignatures are filed: thumbprint of a registered key, or verifier key of a configured witness. */
  readonly signer: string;
  readonly key: VerifierKey;
  /** The key as its party registered it; undefined for a witness. */
  readonly registered: KeyRow | undefined;
}

/**
 * Finds who a line names: by name and key id, never by name alone. The name of a registered key is its holder's choice, so
 * each `cosign` key is tried under the name of the line.
 *
 * @param keys every `cosign` key, revoked ones included
 */
export function findCosigner(
  line: NoteSignature,
  witnesses: readonly Witness[],
  keys: readonly KeyRow[],
): Cosigner | undefined {
  const witness = witnesses.find(({ key }) => isBy(line, key));
  if (witness !== undefined) return { signer: witness.vkey, key: witness.key, registered: undefined };
  for (const registered of keys) {
    const key = asVerifierKey(line.name, registered);
    if (key !== undefined && isBy(line, key)) return { signer: registered.kid, key, registered };
  }
  return undefined;
}

/** Cosignatures are Ed25519; a P-256 key has none. */
function asVerifierKey(name: string, { jwk }: KeyRow): VerifierKey | undefined {
  return jwk.kty === 'OKP' ? verifierKey(name, NOTE_TYPES.cosignature, Buffer.from(jwk.x, 'base64url')) : undefined;
}

/** Names go into every checkpoint that is served, and before people's eyes. */
const NAME = /^[\x21-\x7e]{1,255}$/;

/**
 * Refuses a name under which a registered key would look like somebody else: the log's own, a witness's, or one that another
 * key has cosigned under. A party may give a new key the name of one it has revoked. The names of witnesses are the
 * operator's choice.
 *
 * @throws RegistryError request_invalid, state_conflict
 */
export async function assertNameIsFree(tx: Stores, deps: Deps, { signer, key, registered }: Cosigner): Promise<void> {
  const { name } = key;
  if (registered === undefined) return;
  assertThat(NAME.test(name), 'request_invalid', 'the name of a cosigner is 1 to 255 printable ASCII characters');
  assertThat(name !== deps.log.origin, 'state_conflict', `${name} is the name of the log itself`);
  const isWitness = deps.witnesses.some((witness) => witness.key.name === name);
  assertThat(!isWitness, 'state_conflict', `${name} is the name of a witness`);
  for (const other of await tx.cosignatures.signersNamed(name)) {
    if (other === signer) continue;
    const holder = await tx.keys.find(other);
    const isFormer = holder !== undefined && holder.revokedSeq !== null && holder.partyId === registered.partyId;
    assertThat(isFormer, 'state_conflict', `another key cosigns under the name ${name}`);
  }
}
