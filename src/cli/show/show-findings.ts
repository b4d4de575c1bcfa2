import type { JsonValue } from '../../core/json-value.ts';
import { quantity, sum } from '../figures.ts';
import { clip, type Paint, padLeft, padRight, wrap } from '../paint.ts';
import { textAt, textsAt } from '../read-json.ts';

/** A page is for reading: more of one kind are counted, and `--json` has them all. */
const SHOWN = 40;
const SEVERITIES = ['REJECT', 'FLAG', 'INFO'] as const;
const MISSING: ReadonlyMap<string, string> = new Map([
  ['owner', 'no owner'],
  ['schedule_ref', 'no schedule'],
  ['registered_at', 'not registered'],
  ['registered_too_late', 'registered after it ran'],
]);

/** The workloads nobody answers for, by name, with the energy that earns nothing. */
export function showInvisible(workloads: readonly JsonValue[], paint: Paint, width: number): string[] {
  if (workloads.length === 0) return [];
  const total = sum(workloads.map((workload) => textAt(workload, 'energy_kwh')));
  const head = `Invisible workloads: ${workloads.length}, ${total} kWh that earn nothing`;
  const lines = workloads.slice(0, SHOWN).flatMap((workload) => invisibleLines(workload, paint, width));
  return ['', paint.bold(head), ...lines, ...andMore(workloads.length, paint)];
}

function invisibleLines(workload: JsonValue, paint: Paint, width: number): string[] {
  const energy = padLeft(`${quantity(textAt(workload, 'energy_kwh'))} kWh`, 16);
  const name = clip(textAt(workload, 'name'), width - 20);
  const missing = textsAt(workload, 'missing').map((word) => MISSING.get(word) ?? word);
  const where = `${textAt(workload, 'workload_id')} at ${textAt(workload, 'site_id')}: ${missing.join(', ')}`;
  return [`${energy}  ${paint.warn(name)}`, ...wrap(where, width, ' '.repeat(18)).map(paint.dim)];
}

/** Findings, the gravest first; invisible workloads have their own list. */
export function showFindings(all: readonly JsonValue[], paint: Paint, width: number): string[] {
  const findings = SEVERITIES.flatMap((severity) => all.filter((one) => textAt(one, 'severity') === severity));
  const listed = findings.filter((one) => textAt(one, 'code') !== 'I01');
  if (listed.length === 0) return ['', `${paint.bold('Findings')}  none`];
  const counts = SEVERITIES.map(
    (severity) => [severity, listed.filter((one) => textAt(one, 'severity') === severity).length] as const,
  );
  const summary = counts.filter(([, count]) => count > 0).map(([severity, count]) => `${count} ${severity}`);
  const lines = listed.slice(0, SHOWN).flatMap((one, index) => {
    // The hint belongs to the code: it is said once, after the last finding of it.
    const isLast = textAt(listed[index + 1], 'code') !== textAt(one, 'code');
    return findingLines(one, isLast ? textAt(one, 'hint') : '', paint, width);
  });
  return ['', `${paint.bold('Findings')}  ${summary.join(', ')}`, ...lines, ...andMore(listed.length, paint)];
}

function findingLines(one: JsonValue, hint: string, paint: Paint, width: number): string[] {
  const severity = textAt(one, 'severity');
  const ink = severity === 'REJECT' ? paint.bad : severity === 'FLAG' ? paint.warn : paint.dim;
  const pad = ' '.repeat(15);
  return [
    `  ${ink(padRight(severity, 8))}${textAt(one, 'code')}  ${clip(textAt(one, 'pointer') || '(document)', width - 15)}`,
    ...wrap(textAt(one, 'message'), width, pad),
    ...(hint === '' ? [] : wrap(hint, width, pad).map(paint.dim)),
  ];
}

const andMore = (count: number, paint: Paint): string[] =>
  count > SHOWN ? [paint.dim(`  … and ${count - SHOWN} more; --json lists them all`)] : [];
