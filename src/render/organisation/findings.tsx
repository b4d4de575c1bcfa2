import type { VNode } from 'preact';
import type { Finding, Severity } from '../../core/methodology/findings.ts';
import type { AuditView, ClaimView } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { AUDIT_WORDS } from './audit-words.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

const ORDER: readonly Severity[] = ['REJECT', 'FLAG', 'INFO'];

/** What the checks found, and whether the claimed figure stood. */
export function Findings({ audit, lang }: { audit: AuditView; lang: Language }): VNode {
  const findings = [...audit.findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return (
    <section class="block screen-only" aria-labelledby="findings">
      <h2 id="findings">{ORGANISATION_WORDS[lang].sections.findings}</h2>
      <p class="lead">{claimSentence(audit.claim, lang)}</p>
      {findings.length === 0 ? (
        <p>{AUDIT_WORDS[lang].noFinding}</p>
      ) : (
        <details class="findings" open={findings.length <= 4}>
          <summary>{AUDIT_WORDS[lang].findings(findings.length)}</summary>
          <ul>
            {findings.map((finding) => (
              <FindingItem
                key={`${finding.code} ${finding.pointer} ${finding.message}`}
                finding={finding}
                lang={lang}
              />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The claim check in one sentence. */
export function claimSentence({ verdict, claimed, recomputed }: ClaimView, lang: Language = 'en'): string {
  const { claim } = AUDIT_WORDS[lang];
  const figure = `${recomputed} %`;
  return verdict === 'none' || claimed === null ? claim.none(figure) : claim[verdict](`${claimed} %`, figure);
}

export function FindingItem({ finding, lang = 'en' }: { finding: Finding; lang?: Language }): VNode {
  return (
    <li class={`finding finding-${finding.severity.toLowerCase()}`}>
      <span class="code">
        {AUDIT_WORDS[lang].severities[finding.severity]} {finding.code}
      </span>
      <span lang="en">
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
