import { type Audit, parseAudit } from '../../core/documents/audit.ts';
import { type Countersignature, parseCountersignature } from '../../core/documents/countersignature.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { StatementTyp } from '../../core/statement.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { refutedBy } from './keys.ts';
import { checkStatement } from './statement-check.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/* What a certificate was issued on: the audit and the opinions its leaf names, each signed and logged. */

/** A statement that holds, with its document. */
export interface Accepted<T> {
  readonly document: T;
  readonly digest: string;
  readonly iss: string;
  readonly proven: ProvenLeaf;
}

export interface Grounds {
  readonly audit: Accepted<Audit>;
  /** In log order. */
  readonly accepts: readonly Accepted<Countersignature>[];
}

/** Reads and checks the statements an issuing leaf names in `in` (log, "Leaves"). @param days leaves of the roots it names */
export async function readGrounds(
  x: Examination,
  issuing: ProvenLeaf,
  days: readonly ProvenLeaf[] = [],
): Promise<Answer<Grounds>> {
  const named = digestsOf(issuing.leaf['in']);
  // Closed days come last.
  const [first, ...others] = named.slice(0, named.length - days.length);
  if (first === undefined) return refuted('the issuing leaf names no audit');
  const audit = await readAccepted(x, first, 'cms-audit+jwt', parseAudit);
  if (audit.word !== 'ok') return audit;
  const accepts: Accepted<Countersignature>[] = [];
  for (const digest of others) {
    const accept = await readAccepted(x, digest, 'cms-countersignature+jwt', parseCountersignature);
    if (accept.word !== 'ok') return accept;
    accepts.push(accept.value);
  }
  const fault = faultOf({ audit: audit.value, accepts }, issuing);
  return fault === undefined ? found({ audit: audit.value, accepts }) : refuted(fault);
}

/** Texts of a list; none for anything else. */
export const digestsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** What the statements are to each other, and in which order they came. */
function faultOf({ audit, accepts }: Grounds, { leaf, index }: ProvenLeaf): string | undefined {
  if (audit.iss !== leaf['org']) return 'the audit is of another organisation than the certificate';
  if (audit.document.organisation.id !== audit.iss) return 'the audit is signed by another party than it is about';
  const wrong = accepts.find(({ document }) => document.audit !== audit.digest || document.result !== 'accept');
  if (wrong !== undefined) return `the opinion of ${wrong.iss} does not accept this audit`;
  const places = [audit, ...accepts].map(({ proven }) => proven.index);
  const isOrdered = [...places, index].every((place, at) => at === 0 || place > (places[at - 1] ?? place));
  return isOrdered ? undefined : 'the certificate was issued before what it rests on';
}

/** One statement: its digest, signature, leaf and time all hold, and its document can be read. */
export async function readAccepted<T>(
  x: Examination,
  digest: string,
  typ: StatementTyp,
  parse: (body: JsonObject) => T,
): Promise<Answer<Accepted<T>>> {
  const jws = await x.source.readText(`/v1/statements/${digest}.jws`);
  if (jws === undefined) return missing(`the statement ${digest} is not at hand`);
  const { signature, claims, log, time } = await checkStatement(x, jws, typ);
  for (const answer of [signature, claims, log, time]) {
    if (answer.word !== 'ok') return { ...answer, reason: `${digest}: ${answer.reason}` };
  }
  if (signature.word !== 'ok' || claims.word !== 'ok' || log.word !== 'ok') return missing('');
  if (signature.value.statement.digest !== digest) return refuted(`${digest} is another statement`);
  try {
    const { body, iss } = claims.value;
    return found({ document: parse(body), digest, iss, proven: log.value });
  } catch (error) {
    return refutedBy(error);
  }
}
