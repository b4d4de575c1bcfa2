import { decodeBase64url } from '../../core/base64url.ts';
import { isKid } from '../../core/ids.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { sameBytes } from '../../log/hash.ts';
import type { Examination } from './examination.ts';
import { findJwk, isSignedBy, type ParsedJwt } from './jwt.ts';
import { readJwks } from './keys.ts';
import { proveExtension, proveIndex, rootOfSize } from './log-reader.ts';
import { signatureOf } from './registry-signature.ts';
import { CLOCK_SKEW_MS } from './statement-check.ts';
import { dateFault, proveStatusList, readList } from './status-check.ts';
import { tellAnswer, tellLog, tellNone } from './tell.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/* What the registry signs beside credentials: status lists and answers. */

/** A status list by itself. */
export async function checkStatusList(x: Examination, jwt: ParsedJwt): Promise<void> {
  const { origin } = x.trust;
  const list = Number(/\/status\/(0|[1-9][0-9]{0,8})$/.exec(String(jwt.payload['id']))?.[1] ?? Number.NaN);
  const log = await proveStatusList(x, jwt, Number.isNaN(list) ? undefined : list);
  tellLog(x, log, 'the leaf that names its bytes');
  tellAnswer(x, 'signature', await signatureOf(x, jwt, log, origin), (how) => how);
  const content = readList(jwt, origin, list);
  tellAnswer(x, 'scope', content, ({ signedAt }) => `status list ${list} of ${origin}, signed at ${signedAt}`);
  const fault = dateFault(x, jwt.payload);
  x.notebook.tell('time', fault === undefined ? 'ok' : 'failed', fault ?? 'it is in date');
  tellNone(x, {
    status: 'a status list tells of credentials and has no status of its own',
    recomputation: 'a status list holds no figures',
  });
}

/** A signed answer of `GET /v1/lookup` (api). */
export async function checkLookup(x: Examination, jwt: ParsedJwt): Promise<void> {
  const { query, status, seq, iat, exp } = jwt.payload;
  const answer = typeof status === 'string' ? status : '';
  x.notebook.state({ digest: jwt.digest, type: 'cms-lookup+jwt', answer });
  tellAnswer(x, 'signature', await answerSignature(x, jwt), (how) => how);
  tellAnswer(x, 'log', await proveHead(x, jwt.payload), (sentence) => sentence);
  tellAnswer(x, 'time', validity(x, iat, exp), (sentence) => sentence);
  tellAnswer(x, 'status', standing(answer, seq), (sentence) => sentence);
  const asked = isJsonObject(query) ? Object.entries(query).map(([name, value]) => `${name} ${value}`) : [];
  const isOurs = jwt.payload['iss'] === x.trust.origin && asked.length === 1;
  x.notebook.tell(
    'scope',
    isOurs ? 'ok' : 'failed',
    isOurs ? `${x.trust.origin} was asked for ${asked.join()}` : `it is no answer of ${x.trust.origin} to one question`,
  );
  tellNone(x, { recomputation: 'an answer holds no figures' });
}

/** Answers have no leaf: their key must be trusted, or named by the leaf the log began with. */
async function answerSignature(x: Examination, jwt: ParsedJwt): Promise<Answer<string>> {
  const { alg, kid, typ, ...others } = jwt.header;
  const isExact = alg === 'EdDSA' && typeof kid === 'string' && isKid(kid) && Object.keys(others).length === 0;
  if (!isExact) return refuted('its header is not exactly EdDSA, cms-lookup+jwt and the thumbprint of a key');
  const trusted = findJwk(x.trust.jwks, kid);
  const jwk = trusted ?? findJwk(await readJwks(x), kid);
  if (jwk === undefined) return missing(`the key ${kid} of the registry is not at hand`);
  if (!(await isSignedBy(jwt, jwk, 'EdDSA'))) return refuted(`the signature does not verify with the key ${kid}`);
  if (trusted !== undefined) return found(`signed by the registry with its key ${kid}`);
  const genesis = await proveIndex(x, 0);
  const named = genesis.word === 'ok' ? genesis.value.leaf['answer_kids'] : undefined;
  return Array.isArray(named) && named.some((one) => one === kid)
    ? found(`signed with the key ${kid}, which the first leaf of the log names`)
    : missing(`signed with the key ${kid}, which nothing but its own source calls the registry's`);
}

/** The head an answer was read from is one the log went on from. */
async function proveHead(x: Examination, { seq, root }: JsonObject): Promise<Answer<string>> {
  const stated = typeof root === 'string' ? decodeBase64url(root) : undefined;
  if (typeof seq !== 'number' || seq < 0 || stated === undefined) return refuted('the answer names no head of the log');
  const size = seq + 1;
  const own = await rootOfSize(x, size);
  if (own.word !== 'ok') return own;
  if (!sameBytes(own.value, stated)) return refuted(`the log of size ${size} has another root than the answer names`);
  const extended = await proveExtension(x, { size, root: stated });
  return extended.word === 'ok'
    ? found(`read from the log at size ${size}, which size ${extended.value.size} extends`)
    : extended;
}

function validity({ now }: Examination, iat: unknown, exp: unknown): Answer<string> {
  if (typeof iat !== 'number' || typeof exp !== 'number') return refuted('the answer states no validity');
  if (now.getTime() + CLOCK_SKEW_MS < iat * 1000) return refuted('the answer is of a time that has not come yet');
  return now.getTime() < exp * 1000
    ? found('the answer is less than a day old')
    : refuted('the answer is out of date: ask again');
}

function standing(answer: string, seq: unknown): Answer<string> {
  if (answer === 'certified') return found(`certified as of leaf ${seq}`);
  if (answer === 'not_certified') return refuted(`not certified as of leaf ${seq}`);
  return answer === 'unknown' ? missing(`nobody the registry knows, as of leaf ${seq}`) : refuted('the answer is none');
}
