import { type Claims, readClaims } from '../../core/claims.ts';
import { parseAct } from '../../core/documents/act.ts';
import { parseCountersignature } from '../../core/documents/countersignature.ts';
import { parseKeyOperation } from '../../core/documents/key.ts';
import { parseParty } from '../../core/documents/party.ts';
import { parseWorkloads } from '../../core/documents/workloads.ts';
import { RegistryError } from '../../core/errors.ts';
import { parseUtcInstant } from '../../core/instant.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import type { StatementTyp } from '../../core/statement.ts';
import type { Examination, ProvenLeaf, Signed, StatementReport } from './examination.ts';
import { refutedBy, verifySigned } from './keys.ts';
import { hasLeaf, leafFault } from './leaf-of-statement.ts';
import { proveDigest } from './proof-check.ts';
import { revocationOf } from './revocation.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/** How far clocks may disagree, in milliseconds (statements section 1). */
export const CLOCK_SKEW_MS = 60_000;

/** Checks a statement: digest, leaf that names it, proof; signature by a key its issuer had then; claims; document. */
export function checkStatement(x: Examination, jws: string, typ: StatementTyp): Promise<StatementReport> {
  const report = x.reports.get(jws) ?? checkOnce(x, jws, typ);
  x.reports.set(jws, report);
  return report;
}

async function checkOnce(x: Examination, jws: string, typ: StatementTyp): Promise<StatementReport> {
  const signed = await verifySigned(x, jws, typ);
  if (signed.word !== 'ok') {
    const reason = `the statement itself does not hold: ${signed.reason}`;
    const rest = missing(reason);
    return { signature: signed, claims: rest, log: rest, time: rest };
  }
  const claims = readContent(x, signed.value);
  const log = await proveOwnLeaf(x, signed.value);
  const signature = log.word === 'ok' ? await checkOrder(x, signed.value, log.value.index) : signed;
  return { signature, claims, log, time: checkTime(x, claims, log) };
}

/** Audits are read once, where they are scored: they may be large. */
const PARSERS: Readonly<Partial<Record<StatementTyp, (body: JsonValue) => unknown>>> = {
  'cms-party+jwt': parseParty,
  'cms-key+jwt': parseKeyOperation,
  'cms-workloads+jwt': parseWorkloads,
  'cms-countersignature+jwt': parseCountersignature,
  'cms-act+jwt': parseAct,
};

/** Claims and document as the gate read them. They are judged at the time they state: when they came is the log's to say. */
function readContent(x: Examination, { statement }: Signed): Answer<Claims> {
  const { iat } = statement.payload;
  try {
    const now = new Date(typeof iat === 'number' ? iat * 1000 : Number.NaN);
    const claims = readClaims(statement, { origin: x.trust.origin, now });
    PARSERS[statement.typ]?.(claims.body);
    return found(claims);
  } catch (error) {
    return refutedBy(error);
  }
}

async function proveOwnLeaf(x: Examination, { statement }: Signed): Promise<Answer<ProvenLeaf>> {
  const { typ, digest, payload } = statement;
  if (!hasLeaf(typ)) return missing(`statements of the class ${typ} have no leaf`);
  const proven = await proveDigest(x, digest);
  if (proven.word !== 'ok') return proven;
  const { iss, body } = payload;
  const isReadable = typeof iss === 'string' && isJsonObject(body);
  const fault = isReadable ? leafFault({ typ, digest, iss, body }, proven.value.leaf) : 'it has no content';
  return fault === undefined ? proven : refuted(fault);
}

/** Validity is decided in log order: the key was there before the statement, and was not revoked before it. */
async function checkOrder(x: Examination, signed: Signed, index: number): Promise<Answer<Signed>> {
  const { key, statement } = signed;
  const { kid } = statement;
  if (key.addedAt !== undefined && key.addedAt >= index)
    return refuted(`the key ${kid} was registered by leaf ${key.addedAt}, after the statement's leaf ${index}`);
  const { iss } = statement.payload;
  const revocation = key.use === 'officer' ? missing('') : await revocationOf(x, kid, String(iss));
  if (revocation.word === 'ok' && revocation.value !== null && revocation.value.index < index)
    return refuted(
      `the key ${kid} was revoked by leaf ${revocation.value.index}, before the statement's leaf ${index}`,
    );
  return found(signed);
}

/** The log took it within its submission window, and that is past. */
function checkTime({ now }: Examination, claims: Answer<Claims>, log: Answer<ProvenLeaf>): Answer<Date> {
  if (claims.word !== 'ok') return missing('its claims cannot be read');
  if (log.word !== 'ok') return missing('no leaf says when it was accepted');
  const at = leafTime(log.value);
  const { iat, exp } = claims.value;
  if (at.getTime() > now.getTime() + CLOCK_SKEW_MS)
    return refuted(`its leaf is of ${log.value.leaf.at}, which has not come yet`);
  const isWithin = at.getTime() >= iat * 1000 - CLOCK_SKEW_MS && at.getTime() < exp * 1000 + CLOCK_SKEW_MS;
  return isWithin ? found(at) : refuted(`it was accepted at ${log.value.leaf.at}, outside its submission window`);
}

/** When a leaf says that it was written. */
export function leafTime({ leaf }: Pick<ProvenLeaf, 'leaf'>): Date {
  const at = parseUtcInstant(leaf.at);
  if (at === undefined) throw new RegistryError('internal', 'a leaf was read whose time is none');
  return at;
}
