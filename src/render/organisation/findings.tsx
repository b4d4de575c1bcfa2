import type { VNode } from 'preact';
import type { Finding, Severity } from '../../core/methodology/findings.ts';
import type { AuditView, ClaimView } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { count } from '../words.ts';
import { ORGANISATION_WORDS } from './words/organisation-words.ts';

const ORDER: readonly Severity[] = ['REJECT', 'FLAG', 'INFO'];
const SEVERITY_WORDS: Readonly<Record<Severity, string>> = { REJECT: 'Rejects', FLAG: 'Flag', INFO: 'Note' };

/** What the checks found, and whether the claimed figure stood. */
export function Findings({ audit, lang }: { audit: AuditView; lang: Language }): VNode {
  const findings = [...audit.findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return (
    <section class="block screen-only" aria-labelledby="findings">
      <h2 id="findings">{ORGANISATION_WORDS[lang].sections.findings}</h2>
      <p class="lead" lang="en">
        {claimSentence(audit.claim)}
      </p>
      {findings.length === 0 ? (
        <p lang="en">The plausibility checks found nothing to remark.</p>
      ) : (
        <details class="findings" lang="en" open={findings.length <= 4}>
          <summary>{count(findings.length, 'finding')} of the plausibility checks</summary>
          <ul>
            {findings.map((finding) => (
              <FindingItem key={`${finding.code} ${finding.pointer} ${finding.message}`} finding={finding} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The claim check in one sentence. */
export function claimSentence(claim: ClaimView): string {
  const recomputed = `${claim.recomputed} %`;
  switch (claim.verdict) {
    case 'none':
      return `No figure was claimed; the registry computed ${recomputed}.`;
    case 'confirmed':
      return `Confirmed: ${claim.claimed} % was claimed, the registry recomputed ${recomputed}.`;
    case 'restated':
      return `Restated: ${claim.claimed} % was claimed, the registry recomputed ${recomputed}, and that figure counts.`;
    case 'held':
      return `Held: ${claim.claimed} % was claimed, the registry recomputed ${recomputed}. Nothing is issued until the difference is explained.`;
  }
}

export function FindingItem({ finding }: { finding: Finding }): VNode {
  return (
    <li class={`finding finding-${finding.severity.toLowerCase()}`}>
      <span class="code">
        {SEVERITY_WORDS[finding.severity]} {finding.code}
      </span>
      <span>
        {finding.message}
        {finding.pointer !== '' && (
          <>
            {' '}
            <code class="pointer">{finding.pointer}</code>
          </>
        )}
        {finding.hint !== undefined && <small>{finding.hint}</small>}
      </span>
    </li>
  );
}
