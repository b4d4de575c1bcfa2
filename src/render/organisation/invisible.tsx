import type { VNode } from 'preact';
import { add, compare, div, formatPercent, ZERO } from '../../core/rational.ts';
import type { AuditView, InvisibleWorkload } from '../../core/views.ts';
import { formatQuantity, parseFigure } from '../words.ts';

/** Work that ran without an owner or a schedule: named, with its energy. */
export function InvisibleWorkloads({ audit }: { audit: AuditView }): VNode {
  const workloads = [...audit.invisible_workloads].sort(byEnergy);
  return (
    <section class={`block ${workloads.length > 0 ? 'invisible' : ''}`} aria-labelledby="invisible">
      <h2 id="invisible">Invisible workloads</h2>
      {workloads.length === 0 ? (
        <p class="lead">
          None is listed: every workload in the audit has an owner, a schedule and an earlier registration.
        </p>
      ) : (
        <>
          <Total audit={audit} workloads={workloads} />
          <ul class="workloads">
            {workloads.map((workload) => (
              <Workload key={`${workload.site_id}/${workload.workload_id}`} workload={workload} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const energyOf = (workload: InvisibleWorkload) => parseFigure(workload.energy_kwh) ?? ZERO;
const byEnergy = (a: InvisibleWorkload, b: InvisibleWorkload): number => compare(energyOf(b), energyOf(a));

/** The share is of E2's denominator: all energy IT used. */
function Total({ audit, workloads }: { audit: AuditView; workloads: readonly InvisibleWorkload[] }): VNode {
  const total = workloads.map(energyOf).reduce(add, ZERO);
  const it = parseFigure(audit.score.submetrics.E2.denominator) ?? ZERO;
  const share = it.num === 0n ? undefined : formatPercent(div(total, it));
  return (
    <p class="lead">
      <strong>{formatQuantity(`${total.num}/${total.den}`)} kWh</strong> ran for nobody in particular
      {share !== undefined && <>: {share} % of all energy its IT used</>}. It stays in the denominator and earns
      nothing.
    </p>
  );
}

const MISSING: Readonly<Record<string, string>> = {
  owner: 'no owner',
  schedule_ref: 'no schedule',
  registered_at: 'never registered',
  registered_too_late: 'registered after it had run',
};

function Workload({ workload }: { workload: InvisibleWorkload }): VNode {
  const missing = workload.missing.map((member) => MISSING[member] ?? member.replaceAll('_', ' '));
  return (
    <li>
      <span class="amount">{formatQuantity(workload.energy_kwh)} kWh</span>
      <code class="name">{workload.name}</code>
      <span class="what">
        {missing.join(', ')} · <code>{workload.workload_id}</code> at site <code>{workload.site_id}</code>
      </span>
    </li>
  );
}
