import { parseKeyOperation } from '../../core/documents/key.ts';
import { parseParty } from '../../core/documents/party.ts';
import { RegistryError } from '../../core/errors.ts';
import { isKid, REGISTRY } from '../../core/ids.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { isPublicJwk, restorePublicKey, thumbprint } from '../../core/keys.ts';
import { readEmbeddedKey } from '../../core/possession.ts';
import { assertRole, parsePayload, parseStatement, type StatementTyp, verifyStatement } from '../../core/statement.ts';
import type { Examination, KnownKey, Signed } from './examination.ts';
import { findJwk, readObject } from './jwt.ts';
import { leafFault } from './leaf-of-statement.ts';
import { proveIndex } from './log-reader.ts';
import { proveDigest } from './proof-check.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/* Whose key it is: from the registration and the key operations of a party, each signed, each a leaf of the log. */

/** Key operations on the way from a registration to a key. */
const LONGEST_CHAIN = 64;

/** Verifies the signature of a statement by the key its issuer registered. */
export async function verifySigned(x: Examination, jws: string, typ: StatementTyp, depth = 0): Promise<Answer<Signed>> {
  try {
    const parsed = parseStatement(Buffer.from(jws, 'utf8'), typ);
    const { iss } = parsePayload(parsed);
    if (typ === 'cms-party+jwt') {
      const key = await readEmbeddedKey(parsed);
      return found({
        statement: await verifyStatement(parsed, key),
        key: { key, use: 'statements', addedAt: undefined },
      });
    }
    if (typeof iss !== 'string') return refuted('it names no issuer');
    const known = await findKey(x, parsed.kid, iss, depth);
    if (known.word !== 'ok') return known;
    const statement = await verifyStatement(parsed, known.value.key);
    assertRole(typ, known.value.use);
    return found({ statement, key: known.value });
  } catch (error) {
    return refutedBy(error);
  }
}

/** What the core refuses is evidence against; anything else is a defect of this program. */
export function refutedBy(error: unknown): { readonly word: 'failed'; readonly reason: string } {
  if (!(error instanceof RegistryError)) throw error;
  const [first] = error.issues;
  return refuted(first === undefined ? error.message : `${error.message}: ${first.pointer} ${first.detail}`);
}

/** The key of a party, by thumbprint. */
export function findKey(x: Examination, kid: string, party: string, depth = 0): Promise<Answer<KnownKey>> {
  const name = `${party} ${kid}`;
  const before = x.keys.get(name);
  if (before !== undefined) return before;
  if (depth > LONGEST_CHAIN) return Promise.resolve(refuted('the chain of key operations is too long'));
  // A chain that leads back to itself would wait for its own answer: until there is one, the key is unknown.
  x.keys.set(name, Promise.resolve(missing(`the key ${kid} is introduced by itself`)));
  const finding = party === REGISTRY ? findOfficer(x, kid) : findIntroduced(x, kid, party, depth);
  return finding.then((answer) => {
    x.keys.set(name, Promise.resolve(answer));
    return answer;
  });
}

/** Public keys the registry signs with, and its officers'. */
export async function readJwks(x: Examination): Promise<readonly JsonObject[]> {
  const text = await x.source.readText('/.well-known/jwks.json');
  const keys = text === undefined ? undefined : readObject(Buffer.from(text, 'utf8'))?.['keys'];
  return Array.isArray(keys) ? keys.slice(0, MAX_KEYS).filter(isJsonObject) : [];
}

const MAX_KEYS = 1000;

async function findOfficer(x: Examination, kid: string): Promise<Answer<KnownKey>> {
  const jwk = findJwk([...x.trust.jwks, ...(await readJwks(x))], kid);
  if (!isPublicJwk(jwk)) return missing(`the officer's key ${kid} is not at hand`);
  return found({ key: restorePublicKey(jwk), use: 'officer', addedAt: undefined });
}

async function findIntroduced(x: Examination, kid: string, party: string, depth: number): Promise<Answer<KnownKey>> {
  const statements =
    x.statements === undefined ? await askFor(x, kid, party) : (x.statements.introducing.get(kid) ?? []);
  let last: Answer<KnownKey> = missing(`no statement that registers the key ${kid} of ${party} is at hand`);
  for (const jws of statements) {
    last = await readIntroduction(x, jws, { kid, party }, depth);
    if (last.word === 'ok') return last;
  }
  return last;
}

/** The payload of a statement, unverified; empty where it cannot be read. */
export function payloadOf(jws: string): JsonObject {
  const [, payload = ''] = jws.split('.', 3);
  return readObject(Buffer.from(payload, 'base64url')) ?? {};
}

/** The registry says which leaf added the key; the leaf, proved, says which statement did. */
async function askFor(x: Examination, kid: string, party: string): Promise<readonly string[]> {
  const item = await keyListing(x, kid, party);
  const index = item?.['added_seq'];
  const proven = typeof index === 'number' ? await proveIndex(x, index) : undefined;
  const digest = proven?.word === 'ok' ? proven.value.leaf['d'] : undefined;
  const jws = typeof digest === 'string' ? await x.source.readText(`/v1/statements/${digest}.jws`) : undefined;
  return jws === undefined ? [] : [jws];
}

/** What the registry lists about a key: hints where to look, never evidence. */
export async function keyListing(x: Examination, kid: string, party: string): Promise<JsonObject | undefined> {
  const text = await x.source.readText(`/v1/parties/${encodeURIComponent(party)}/keys`);
  const items = text === undefined ? undefined : readObject(Buffer.from(text, 'utf8'))?.['items'];
  return Array.isArray(items) ? items.filter(isJsonObject).find((item) => item['kid'] === kid) : undefined;
}

interface Wanted {
  readonly kid: string;
  readonly party: string;
}

async function readIntroduction(x: Examination, jws: string, wanted: Wanted, depth: number): Promise<Answer<KnownKey>> {
  const typ = payloadOf(jws)['body'];
  const isRegistration = isJsonObject(typ) && typ['schema'] === 'cms-party/1';
  const signed = await verifySigned(x, jws, isRegistration ? 'cms-party+jwt' : 'cms-key+jwt', depth + 1);
  if (signed.word !== 'ok') return signed;
  const { statement } = signed.value;
  const { iss, body } = statement.payload;
  if (iss !== wanted.party || !isJsonObject(body)) return refuted(`the key ${wanted.kid} is another party's`);
  try {
    const introduced = isRegistration ? keyOfRegistration(body, wanted) : keyOfOperation(body, wanted);
    if (introduced === undefined) return refuted(`no statement of ${wanted.party} registers the key ${wanted.kid}`);
    const proven = await proveDigest(x, statement.digest);
    if (proven.word !== 'ok') return proven;
    const { leaf, index } = proven.value;
    const fault =
      leafFault({ ...statement, iss, body }, leaf) ??
      (isOfKey(leaf['kid'], wanted) ? undefined : 'its leaf names another key');
    return fault === undefined
      ? found({ ...introduced, addedAt: index })
      : refuted(`registration of ${wanted.kid}: ${fault}`);
  } catch (error) {
    return refutedBy(error);
  }
}

/** A registration's leaf names no key. */
const isOfKey = (kid: unknown, wanted: Wanted): boolean => kid === undefined || kid === wanted.kid;

function keyOfRegistration(body: JsonObject, { kid, party }: Wanted): Omit<KnownKey, 'addedAt'> | undefined {
  const { jwk, recovery_jwk, party_id } = parseParty(body);
  if (party_id !== party || !isKid(kid)) return undefined;
  if (thumbprint(jwk) === kid) return { key: restorePublicKey(jwk), use: 'statements' };
  const isRecovery = recovery_jwk !== undefined && thumbprint(recovery_jwk) === kid;
  return isRecovery ? { key: restorePublicKey(recovery_jwk), use: 'recovery' } : undefined;
}

function keyOfOperation(body: JsonObject, { kid }: Wanted): Omit<KnownKey, 'addedAt'> | undefined {
  const operation = parseKeyOperation(body);
  if (operation.op !== 'add' || thumbprint(operation.jwk) !== kid) return undefined;
  return { key: restorePublicKey(operation.jwk), use: operation.use };
}
