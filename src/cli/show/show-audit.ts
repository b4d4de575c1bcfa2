import type { Audit } from '../../core/documents/audit.ts';
import type { JsonValue } from '../../core/json-value.ts';
import type { Context } from '../context.ts';
import { clean, type Paint, padRight, wrap } from '../paint.ts';
import { at, listAt, textAt, textsAt } from '../read-json.ts';
import { showFindings, showInvisible } from './show-findings.ts';
import { showReceipt } from './show-receipt.ts';
import { showMirrors, showScore } from './show-score.ts';
import { showTiers } from './show-tiers.ts';

type Page = Pick<Context, 'paint' | 'width'>;
const MS_PER_DAY = 86_400_000;

/** Whose audit this is, and over what. */
export function showAuditHead(audit: Audit, paint: Paint): string[] {
  const { organisation, window, level, sites, methodology } = audit;
  const days = Math.round((window.end.getTime() - window.start.getTime()) / MS_PER_DAY);
  const period = `${day(window.start.toISOString())} to ${day(window.end.toISOString())} (${days} days)`;
  return [
    `${paint.bold(clean(organisation.name))}  ${paint.dim(organisation.id)}`,
    paint.dim(`${period}, level ${level}, ${sites.length} site${sites.length === 1 ? '' : 's'}, ${methodology}`),
    '',
  ];
}

const day = (instant: string): string => instant.slice(0, 10);

/** The answer of a dry run, here or at the registry. */
export function showCheck(result: JsonValue | undefined, { paint, width }: Page): string[] {
  const rejected = at(result, 'rejected') === true;
  const tier = textAt(result, 'tier');
  const verdict = rejected
    ? paint.bad('Rejected: correct what the findings name, then check again.')
    : tier === ''
      ? paint.warn('No tier under these assumptions.')
      : `${paint.good(tier)} under these assumptions.`;
  return [
    ...showScore(at(result, 'score'), at(result, 'claim'), paint),
    ...showInvisible(listAt(result, 'invisible_workloads'), paint, width),
    ...showFindings(listAt(result, 'findings'), paint, width),
    ...showTiers(
      at(result, 'failing'),
      paint,
      `${paint.bold('Tiers')}  ${paint.dim(assumptions(at(result, 'assumes')))}`,
    ),
    '',
    verdict,
  ];
}

const assumptions = (assumes: JsonValue | undefined): string =>
  `if countersigned at level ${textAt(assumes, 'level')}, whole scope, no telemetry`;

/** The answer to a submitted audit. */
export function showDeclared(answer: JsonValue | undefined, invisible: JsonValue, { paint, width }: Page): string[] {
  const status = textAt(answer, 'status');
  return [
    `${status === 'held' ? paint.warn('Held') : paint.good('Accepted')}  ${status}`,
    `${paint.dim('digest')}    ${textAt(answer, 'digest')}`,
    showReceipt(answer, { paint }, 10),
    '',
    ...showMirrors(at(answer, 'score'), at(answer, 'claim'), paint),
    ...showInvisible(listAt(invisible), paint, width),
    ...showFindings(listAt(answer, 'findings'), paint, width),
    '',
    ...wrap(nextStep(status), width),
  ];
}

const nextStep = (status: string): string =>
  status === 'held'
    ? 'The claim is too far from the recomputed score: nothing is issued until it is explained, or a newer audit replaces this one.'
    : 'Declared and recomputed, without a tier: an accredited auditor countersigns next.';

/** `GET /v1/audits/{digest}`. */
export function showAudit(audit: JsonValue | undefined, { paint, width }: Page): string[] {
  const row = (name: string, text: string): string => `${paint.dim(padRight(name, 10))}${text}`;
  const certificate = textAt(audit, 'certificate_id');
  return [
    `${paint.bold(textAt(audit, 'organisation', 'name'))}  ${paint.dim(textAt(audit, 'organisation', 'party_id'))}`,
    row('status', textAt(audit, 'status')),
    row('digest', textAt(audit, 'digest')),
    row(
      'window',
      `${day(textAt(audit, 'window', 'start'))} to ${day(textAt(audit, 'window', 'end'))}, level ${textAt(audit, 'level')}`,
    ),
    row('accepted', `${textAt(audit, 'accepted_at')}, leaf ${textAt(audit, 'accepted_seq')}`),
    ...(certificate === '' ? [] : [row('issued', certificate)]),
    ...opinionLines(audit, row),
    '',
    ...showScore(at(audit, 'score'), at(audit, 'claim'), paint),
    ...showInvisible(listAt(audit, 'invisible_workloads'), paint, width),
    ...showFindings(listAt(audit, 'findings'), paint, width),
    ...showTiers(at(audit, 'failing'), paint, paint.bold('Tiers')),
    '',
    ...showDecision(at(audit, 'decision'), paint, width),
  ];
}

function opinionLines(audit: JsonValue | undefined, row: (name: string, text: string) => string): string[] {
  return listAt(audit, 'opinions').map((opinion) => {
    const share = `level ${textAt(opinion, 'level')}, scope ${textAt(opinion, 'scope_share')}`;
    const replaced = at(opinion, 'standing') === false ? ' (replaced)' : '';
    return row(
      'opinion',
      `${textAt(opinion, 'result').replaceAll('_', ' ')} by ${textAt(opinion, 'auditor')}, ${share}${replaced}`,
    );
  });
}

/** The tier issued, or what stands in its way. */
export function showDecision(decision: JsonValue | undefined, paint: Paint, width: number): string[] {
  const tier = textAt(decision, 'tier');
  const reasons = textsAt(decision, 'reasons').map((reason) => reason.replaceAll('_', ' '));
  const head = tier === '' ? paint.warn('No certificate') : paint.good(tier);
  return [`${paint.bold('Decision')}  ${head}`, ...reasons.flatMap((reason) => wrap(reason, width, '  - ', '    '))];
}
