import { type Audit, parseAudit } from '../../core/documents/audit.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { ScoreJson } from '../../core/methodology/score-json.ts';
import type { StatementTyp } from '../../core/statement.ts';
import type { Examination, ProvenLeaf, StatementReport } from './examination.ts';
import { refutedBy } from './keys.ts';
import { scoreAudit, scoreBySeries } from './recompute-audit.ts';
import { revocationOf } from './revocation.ts';
import { checkStatement, leafTime } from './statement-check.ts';
import { tellAnswer, tellLog, tellNone } from './tell.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/** A signed statement by itself. */
export async function checkStatementKind(x: Examination, jws: string, typ: StatementTyp): Promise<void> {
  const report = await checkStatement(x, jws, typ);
  const { signature, claims, log, time } = report;
  tellAnswer(
    x,
    'signature',
    signature,
    ({ statement, key }) => `signed by ${statement.payload['iss']} with its key ${key.key.kid}`,
  );
  tellLog(x, log, 'the leaf that names it');
  tellAnswer(x, 'time', time, () => 'it was accepted within its submission window');
  tellAnswer(x, 'scope', claims, ({ iss }) => `a ${typ} of ${iss} to the registry ${x.trust.origin}`);
  tellAnswer(x, 'status', await statusOf(x, report), (sentence) => sentence);
  if (claims.word === 'ok' && signature.word === 'ok') {
    const { iss } = claims.value;
    x.notebook.state({ digest: signature.value.statement.digest, type: typ, issuer: iss });
  }
  if (typ === 'cms-audit+jwt') await tellScore(x, report);
  else tellNone(x, { recomputation: `a ${typ} holds no figures to work out again` });
}

/** A signature counts where its key was active when the statement was accepted; a compromise puts it in doubt later. */
async function statusOf(x: Examination, { signature, claims, log }: StatementReport): Promise<Answer<string>> {
  if (signature.word !== 'ok' || claims.word !== 'ok') return missing('the statement itself does not hold');
  const { kid } = signature.value.statement;
  if (signature.value.key.use === 'officer') return missing('which officers are in office, only the whole log tells');
  const revocation = await revocationOf(x, kid, claims.value.iss);
  if (revocation.word !== 'ok') return revocation;
  if (revocation.value === null) return found(`the key ${kid} is active`);
  const { index, compromisedSince } = revocation.value;
  if (log.word !== 'ok')
    return missing(`the key was revoked by leaf ${index}; no leaf shows whether the statement came before`);
  const own = log.value.index;
  if (compromisedSince !== null && compromisedSince <= own)
    return refuted(`the key is compromised since leaf ${compromisedSince}; the statement is leaf ${own}`);
  return found(
    `the key was revoked by leaf ${index}, after the statement's leaf ${own}, and is not called compromised`,
  );
}

/** The score of an audit, against the composite its leaf published. */
async function tellScore(x: Examination, { claims, log }: StatementReport): Promise<void> {
  const answer =
    claims.word === 'ok' ? await scoreHere(x, claims.value.body, log) : missing('the statement does not hold');
  tellAnswer(x, 'recomputation', answer, (sentence) => sentence);
}

async function scoreHere(x: Examination, body: JsonObject, log: Answer<ProvenLeaf>): Promise<Answer<string>> {
  try {
    const audit = parseAudit(body);
    const at = log.word === 'ok' ? leafTime(log.value) : audit.window.end;
    const own = stateScore(x, audit, scoreAudit(audit, at));
    if (log.word !== 'ok') return missing(`the audit gives ${own}; no leaf says what was published`);
    const { leaf, index } = log.value;
    const published = leaf['composite_6'];
    if (published === own) return found(`the audit gives ${own}, as its leaf says`);
    const series = await scoreBySeries(x, audit, { index, at });
    if (series.word !== 'ok')
      return missing(`the audit gives ${own} by its own grid values, its leaf says ${published}: ${series.reason}`);
    if (series.value === null) return refuted(`the audit gives ${own}, its leaf says ${published}`);
    const withSeries = stateScore(x, audit, series.value);
    return published === withSeries
      ? found(`the audit gives ${withSeries} with the grid series of the registry, as its leaf says`)
      : refuted(`the audit gives ${withSeries}, its leaf says ${published}`);
  } catch (error) {
    return refutedBy(error);
  }
}

/** Notes a score; its composite, six digits. */
function stateScore({ notebook }: Examination, { organisation }: Audit, score: ScoreJson): string {
  const { composite_percent, composite_6, methodology } = score;
  notebook.state({
    organisation: { party_id: organisation.id, name: organisation.name },
    composite_percent,
    composite_6,
    methodology,
    recomputed: { composite_percent, composite_6 },
  });
  return composite_6;
}
