import { formatMicro, type Micro } from '../decimal.ts';
import type { Audit } from '../documents/audit.ts';
import type { Window } from '../documents/audit-parts.ts';
import { CMS_1, type Parameters } from './cms-1.ts';
import { type Finding, finding, type Report } from './findings.ts';

const MS_PER_DAY = 86_400_000;

/** A certificate reference that an accepted audit counts. */
export interface EvidenceUse {
  readonly organisation: string;
  readonly window: Window;
  readonly ref: string;
  readonly kwh: Micro;
}

/** What only the registry knows when it judges an audit. */
export interface RegistryContext {
  readonly acceptedAt: Date;
  /**
   * When the first register statement naming each workload id was accepted. null while the organisation had no register
   * statement accepted before `window.start`: then R22 compares only the dates of the audit itself.
   */
  readonly firstRegisteredAt: ReadonlyMap<string, Date> | null;
  /**
   * Certificate references of other organisations' accepted audits, and of the same one's that this audit does not
   * supersede. Empty in a dry run.
   */
  readonly evidenceUses: readonly EvidenceUse[];
  /** From the reduction: valid intervals per site scored with the sender's own grid values. */
  readonly senderGridIntervals: ReadonlyMap<string, number>;
}

/** The checks marked as the registry's own: R02 (acceptance), R11 (references), R22, F10 and F11 (methodology 1.5). */
export function registryChecks(audit: Audit, context: RegistryContext, p: Parameters = CMS_1): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (one) => void findings.push(one);
  checkAge(audit, context.acceptedAt, p, report);
  checkEvidence(audit, context.evidenceUses, report);
  checkRegistrations(audit, context.firstRegisteredAt, report);
  flagSenderGrid(audit, context.senderGridIntervals, report);
  return findings;
}

function checkAge(audit: Audit, acceptedAt: Date, p: Parameters, report: Report): void {
  const age = acceptedAt.getTime() - audit.window.end.getTime();
  const measured = { window_end: audit.window.end.toISOString(), accepted_at: acceptedAt.toISOString() };
  const reject = (message: string): void => report(finding('REJECT', 'R02', '/window/end', message, measured));
  if (age < 0) reject('the window ends after the audit was accepted');
  if (age > p.windowDays.maxAge * MS_PER_DAY) reject(`the window ended more than ${p.windowDays.maxAge} days ago`);
}

/** R11: a cancelled certificate belongs to one organisation and covers its energy once. */
function checkEvidence(audit: Audit, uses: readonly EvidenceUse[], report: Report): void {
  const own = new Map<string, { pointer: string; claims: Micro[] }>();
  audit.sites.forEach((site, s) => {
    site.cfe_evidence.forEach(({ ref, kwh }, e) => {
      const entry = own.get(ref) ?? { pointer: `/sites/${s}/cfe_evidence/${e}/ref`, claims: [] };
      entry.claims.push(kwh);
      own.set(ref, entry);
    });
  });
  for (const [ref, { pointer, claims }] of own) {
    const same = uses.filter((use) => use.ref === ref);
    const foreign = same.find((use) => use.organisation !== audit.organisation.id);
    if (foreign !== undefined) {
      report(finding('REJECT', 'R11', pointer, `certificate ${ref} is counted by ${foreign.organisation} already`));
    }
    const earlier = same.filter(
      (use) => use.organisation === audit.organisation.id && overlaps(use.window, audit.window),
    );
    checkCoverage(ref, [...claims, ...earlier.map((use) => use.kwh)], report, pointer);
  }
}

function checkCoverage(ref: string, claims: readonly Micro[], report: Report, pointer: string): void {
  const claimed = claims.reduce((sum, kwh) => sum + kwh, 0n);
  const stated = claims.reduce((largest, kwh) => (kwh > largest ? kwh : largest), 0n);
  if (claimed <= stated) return;
  const measured = { claimed_kwh: formatMicro(claimed), stated_kwh: formatMicro(stated) };
  const message = `certificate ${ref} is claimed for ${measured.claimed_kwh} kWh in overlapping windows, stated are ${measured.stated_kwh} kWh`;
  report(finding('REJECT', 'R11', pointer, message, measured));
}

function overlaps(a: Window, b: Window): boolean {
  return a.start.getTime() < b.end.getTime() && b.start.getTime() < a.end.getTime();
}

/** R22 and F11: a date of the audit cannot claim more than the register saw. */
function checkRegistrations(
  audit: Audit,
  firstRegisteredAt: RegistryContext['firstRegisteredAt'],
  report: Report,
): void {
  const { start, end } = audit.window;
  audit.workloads.forEach((row, index) => {
    const at = `/workloads/${index}`;
    const { workload_id: id, first_run_at: firstRun, registered_at: registered } = row;
    if (firstRun !== null && firstRun.getTime() >= end.getTime()) {
      report(finding('REJECT', 'R22', `${at}/first_run_at`, `${id}: first ran at or after the end of the window`));
    }
    if (firstRun !== null && firstRun.getTime() > start.getTime()) {
      report(finding('FLAG', 'F11', `${at}/first_run_at`, `${id}: first ran after the window began`));
    }
    if (registered === null || firstRegisteredAt === null) return;
    const seen = firstRegisteredAt.get(id);
    if (seen !== undefined && registered.getTime() >= seen.getTime()) return;
    const reason = seen === undefined ? 'no register statement names it' : `first named at ${seen.toISOString()}`;
    report(finding('REJECT', 'R22', `${at}/registered_at`, `${id}: registered_at is not proven, ${reason}`));
  });
}

function flagSenderGrid(audit: Audit, intervals: ReadonlyMap<string, number>, report: Report): void {
  audit.sites.forEach((site, index) => {
    const count = intervals.get(site.site_id) ?? 0;
    if (count === 0) return;
    const message = `${site.site_id}: grid series not from the registry in ${count} intervals`;
    report(finding('FLAG', 'F10', `/sites/${index}/series`, message, { intervals: count.toString() }));
  });
}
