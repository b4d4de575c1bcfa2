import type { JsonValue } from '../../core/json-value.ts';
import type { Context } from '../context.ts';
import { padRight, wrap } from '../paint.ts';
import { at, listAt, textAt } from '../read-json.ts';
import { showDecision } from './show-audit.ts';
import { showTiers } from './show-tiers.ts';

type Page = Pick<Context, 'paint' | 'width'>;
type Row = (name: string, text: string) => readonly string[];
const NAME_WIDTH = 14;

/** `GET /v1/me`: what a party needs to see that others need not. */
export function showMe(me: JsonValue | undefined, page: Page): string[] {
  const { paint } = page;
  const row: Row = (name, text) => (text === '' ? [] : [`  ${paint.dim(padRight(name, NAME_WIDTH))}${text}`]);
  const id = textAt(me, 'party_id');
  return [
    `${paint.bold(textAt(me, 'name') || id)}  ${paint.dim(id)}`,
    ...row('kind', textAt(me, 'kind')),
    ...possessionLines(me, row, page),
    ...alertLines(me, row, page),
    ...siteLines(me, row),
    ...attemptLines(at(me, 'attempts'), row, page),
    ...caseLines(me, row),
    ...auditLines(me, row, page),
  ];
}

/** What stood out in the last day: how much belonged to nobody, and what likely used it. */
const alertLines = (me: JsonValue | undefined, row: Row, { paint }: Page): string[] =>
  listAt(me, 'alerts').flatMap((alert) => {
    const causes = listAt(alert, 'workloads').map((workload) => textAt(workload, 'workload_id'));
    const likely = causes.length === 0 ? 'no record names what used it' : `likely ${causes.join(', ')}`;
    const energy = `${textAt(alert, 'unattributed_kwh')} kWh belonged to nobody, usual is ${textAt(alert, 'median_kwh')}`;
    const when = `${textAt(alert, 'start')}  ${textAt(alert, 'site_id')}`;
    return row(at(alert, 'current') === true ? 'ALERT' : 'spike', `${when}  ${paint.warn(energy)}; ${likely}`);
  });

const siteLines = (me: JsonValue | undefined, row: Row): string[] =>
  listAt(me, 'sites').flatMap((site) => {
    const end = textAt(site, 'last_interval_end');
    const freshness = end === '' ? 'nothing sent yet' : `${textAt(site, 'freshness')}, newest interval ended ${end}`;
    return row('site', `${textAt(site, 'site_id')}  ${freshness}`);
  });

function possessionLines(me: JsonValue | undefined, row: Row, { paint }: Page): string[] {
  const domains = listAt(me, 'domains').flatMap((domain) => {
    const state = at(domain, 'proved') === true ? paint.good('proved') : paint.warn('not proved');
    return row('domain', `${textAt(domain, 'domain')}  ${state}`);
  });
  const keys = listAt(me, 'keys').flatMap((key) =>
    row('key', `${textAt(key, 'kid')}  ${textAt(key, 'use')}, ${textAt(key, 'state')}`),
  );
  return [...domains, ...keys];
}

function attemptLines(attempts: JsonValue | undefined, row: Row, { width }: Page): string[] {
  const success = at(attempts, 'last_success');
  const refusal = at(attempts, 'last_refusal');
  const refusedAt = textAt(refusal, 'at');
  const detail = wrap(textAt(refusal, 'detail'), width, ' '.repeat(NAME_WIDTH + 2));
  return [
    ...row('last success', `${textAt(success, 'at') || 'none'}  ${textAt(success, 'typ')}`.trimEnd()),
    ...(refusedAt === '' ? [] : [...row('last refusal', `${refusedAt}  ${textAt(refusal, 'code')}`), ...detail]),
    ...row('failing since', textAt(attempts, 'failing_since')),
  ];
}

const caseLines = (me: JsonValue | undefined, row: Row): string[] =>
  listAt(me, 'cases').flatMap((open) =>
    row('open case', `${textAt(open, 'id')}  ${textAt(open, 'kind').replaceAll('_', ' ')}`),
  );

function auditLines(me: JsonValue | undefined, row: Row, { paint, width }: Page): string[] {
  const audit = at(me, 'audit');
  if (textAt(audit, 'digest') === '') return [];
  return [
    ...row('audit', `${textAt(audit, 'digest')}  ${textAt(audit, 'status')}`),
    ...showTiers(at(me, 'failing'), paint, paint.bold('Tiers')),
    '',
    ...showDecision(at(audit, 'decision'), paint, width),
  ];
}
