import { parseParty } from '../core/documents/party.ts';
import type { JsonObject } from '../core/json-value.ts';
import { kidOf, newClaims, type PrivateJwk, publicJwkOf, signStatement } from '../sdk/sign.ts';
import type { Context } from './context.ts';
import { readDocument, readKey, readParty } from './files.ts';

/** The options of `party register`: members of `cms-party/1` and where the keys are. */
export interface PartyOptions {
  readonly id?: string;
  readonly name?: string;
  readonly kind?: string;
  readonly country?: string;
  readonly sector?: string;
  readonly website?: string;
  readonly domain?: readonly string[];
  readonly lei?: string;
  readonly vat?: string;
  readonly key?: string;
  readonly recoveryKey?: string;
}

export interface PartyDocument {
  readonly body: JsonObject;
  readonly id: string;
  readonly domains: readonly string[];
}

/**
 * The `cms-party/1` body from a file, the options and the keys (statements section 4), checked before it is signed.
 *
 * @throws RegistryError document_invalid with every fault
 */
export async function partyDocument(
  context: Context,
  file: string | undefined,
  options: PartyOptions,
  key: PrivateJwk,
): Promise<PartyDocument> {
  const written = file === undefined ? {} : await readDocument(context, file);
  const id = readParty(context, options.id, written['party_id']);
  const body: JsonObject = {
    schema: 'cms-party/1',
    kind: 'organisation',
    domains: [],
    ...written,
    ...membersOf(options),
    party_id: id,
    jwk: { ...publicJwkOf(key) },
    ...(await recoveryMembers(context, options.recoveryKey, id)),
  };
  const { domains } = parseParty(body);
  return { body, id, domains };
}

function membersOf({ name, kind, country, sector, website, domain, lei, vat }: PartyOptions): JsonObject {
  const legalIds = { ...(lei === undefined ? {} : { lei }), ...(vat === undefined ? {} : { vat }) };
  return {
    ...(name === undefined ? {} : { legal_name: name.normalize('NFC') }),
    ...(kind === undefined ? {} : { kind }),
    ...(country === undefined ? {} : { country }),
    ...(sector === undefined ? {} : { sector }),
    ...(website === undefined ? {} : { website }),
    ...(domain === undefined ? {} : { domains: domain }),
    ...(lei === undefined && vat === undefined ? {} : { legal_ids: legalIds }),
  };
}

/** The recovery key, and its own word that it wants to be that of this party. */
async function recoveryMembers(context: Context, file: string | undefined, party: string): Promise<JsonObject> {
  if (file === undefined) return {};
  const key = await readKey(context, file, '--recovery-key');
  const { io, client } = context;
  const body = { schema: 'cms-key-proof/1', party_id: party, kid: kidOf(key), use: 'recovery' };
  const proof = await signStatement({
    typ: 'cms-key-proof+jwt',
    privateJwk: key,
    iss: party,
    aud: client.origin,
    body,
    ...newClaims(io.now(), io.random(16)),
  });
  return { recovery_jwk: { ...publicJwkOf(key) }, recovery_proof: proof };
}
