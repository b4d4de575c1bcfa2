import type { VNode } from 'preact';
import { add, compare, div, formatPercent, ZERO } from '../../core/rational.ts';
import type { AuditView, InvisibleWorkload } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { parseFigure } from '../words.ts';
import { quantity } from './local.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';
import type { OrganisationWords } from './words/organisation-words.ts';

interface InvisibleProps {
  readonly audit: AuditView;
  readonly lang: Language;
}

/** Workloads that are shown at once; an audit may name thousands. */
const SHOWN = 12;

/** Work that ran without an owner or a schedule: named, with its energy. */
export function InvisibleWorkloads({ audit, lang }: InvisibleProps): VNode {
  const workloads = [...audit.invisible_workloads].sort(byEnergy);
  const { sections, invisible } = ORGANISATION_WORDS[lang];
  const first = workloads.slice(0, SHOWN);
  const rest = workloads.slice(SHOWN);
  return (
    <section class={`block screen-only ${workloads.length > 0 ? 'invisible' : ''}`.trim()} aria-labelledby="invisible">
      <h2 id="invisible">{sections.invisible}</h2>
      {workloads.length === 0 ? (
        <p class="lead">{invisible.none}</p>
      ) : (
        <>
          <p class="lead">{totalOf(audit, workloads, lang)}</p>
          <Workloads workloads={first} lang={lang} />
          {rest.length > 0 && (
            <details class="more">
              <summary>+ {rest.length}</summary>
              <Workloads workloads={rest} lang={lang} />
            </details>
          )}
        </>
      )}
    </section>
  );
}

function Workloads({ workloads, lang }: { workloads: readonly InvisibleWorkload[]; lang: Language }): VNode {
  return (
    <ul class="workloads">
      {workloads.map((workload) => (
        <Workload key={`${workload.site_id}/${workload.workload_id}`} workload={workload} lang={lang} />
      ))}
    </ul>
  );
}

const energyOf = (workload: InvisibleWorkload) => parseFigure(workload.energy_kwh) ?? ZERO;
const byEnergy = (a: InvisibleWorkload, b: InvisibleWorkload): number => compare(energyOf(b), energyOf(a));

/** The share is of E2's denominator: all energy IT used. */
function totalOf(audit: AuditView, workloads: readonly InvisibleWorkload[], lang: Language): string {
  const total = workloads.map(energyOf).reduce(add, ZERO);
  const it = parseFigure(audit.score.submetrics.E2.denominator) ?? ZERO;
  const share = it.num === 0n ? null : formatPercent(div(total, it));
  return ORGANISATION_WORDS[lang].invisible.total(quantity(`${total.num}/${total.den}`, lang), share);
}

type Missing = keyof OrganisationWords['invisible']['missing'];
const isKnown = (member: string, words: OrganisationWords['invisible']): member is Missing =>
  Object.hasOwn(words.missing, member);

function Workload({ workload, lang }: { workload: InvisibleWorkload; lang: Language }): VNode {
  const words = ORGANISATION_WORDS[lang].invisible;
  const missing = workload.missing.map((member) =>
    isKnown(member, words) ? words.missing[member] : member.replaceAll('_', ' '),
  );
  return (
    <li>
      <span class="amount">{quantity(workload.energy_kwh, lang)} kWh</span>
      <code class="name">{workload.name}</code>
      <span class="what">
        {missing.join(lang === 'ja' ? '、' : ', ')} · <code>{workload.workload_id}</code> {words.at(workload.site_id)}
      </span>
    </li>
  );
}
