import type { ComponentChildren, VNode } from 'preact';
import type { OrganisationView } from '../../core/views.ts';
import { urlSegment } from '../escape.ts';
import type { Language } from '../lang.ts';
import { LIVE_WORDS } from '../live/live-words.ts';
import { Day } from '../parts.tsx';
import { formatShare } from '../words.ts';
import { freshText } from './local.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

/** Sites whose names stand beside their number. */
const NAMED_SITES = 3;

interface KeyFactsProps {
  readonly organisation: OrganisationView;
  readonly auditors: ReadonlyMap<string, string>;
  readonly lang: Language;
}

/** What a certificate covers, by which rules, and who says so. */
export function KeyFacts({ organisation, auditors, lang }: KeyFactsProps): VNode {
  const { certificate, audit, assurance_level: level, live_evaluation: live } = organisation;
  const words = ORGANISATION_WORDS[lang].facts;
  const methodology = certificate?.methodology ?? audit?.score.methodology;
  return (
    <dl class="key-facts">
      <Scope organisation={organisation} lang={lang} />
      {methodology !== undefined && (
        <Fact name={words.methodology}>
          <a href="/methodology">{methodology}</a>
        </Fact>
      )}
      <Fact name={words.assurance}>{level === 0 ? words.selfDeclared : words.level(level)}</Fact>
      {audit !== null && (
        <Fact name={words.auditors}>
          <Auditors organisation={organisation} names={auditors} none={words.noAuditor} />
        </Fact>
      )}
      {audit !== null && (
        <Fact name={words.measured}>
          <Day at={audit.window.start} /> – <Day at={audit.window.end} />
        </Fact>
      )}
      <Fact name={words.telemetry}>
        <Fresh organisation={organisation} lang={lang} />
      </Fact>
      {live !== null && (
        <Fact name={LIVE_WORDS[lang].composite}>
          <a href="#live">{live.score.composite_percent} %</a>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Scope({ organisation, lang }: { organisation: OrganisationView; lang: Language }): VNode | null {
  const { certificate, scope } = organisation;
  const words = ORGANISATION_WORDS[lang].facts;
  const sites = certificate?.scope.sites ?? scope?.sites;
  const share = certificate?.scope.share ?? scope?.share ?? null;
  if (sites === undefined) return null;
  const named = sites.slice(0, NAMED_SITES).join(lang === 'ja' ? '、' : ', ');
  const rest = sites.length - NAMED_SITES;
  return (
    <Fact name={words.scope}>
      {share !== null && <span class="line">{words.scopeShare(formatShare(share), sites.length)}</span>}
      <small class="sites">
        {named}
        {rest > 0 && ` ${words.siteNames(rest)}`}
      </small>
    </Fact>
  );
}

interface AuditorsProps {
  readonly organisation: OrganisationView;
  readonly names: ReadonlyMap<string, string>;
  readonly none: string;
}

function Auditors({ organisation: { certificate, audit }, names, none }: AuditorsProps): VNode {
  const standing = audit?.opinions.filter((opinion) => opinion.standing && opinion.result === 'accept') ?? [];
  const ids = [...new Set(certificate?.auditors ?? standing.map((opinion) => opinion.auditor))];
  if (ids.length === 0) return <span class="quiet">{none}</span>;
  return (
    <>
      {ids.map((id) => (
        <span key={id} class="line">
          <a href={`/auditors/${urlSegment(id)}`}>{names.get(id) ?? id}</a>
        </span>
      ))}
    </>
  );
}

function Fresh({ organisation, lang }: { organisation: OrganisationView; lang: Language }): VNode {
  const { freshness, party_id: id } = organisation;
  const text = freshText(freshness, lang);
  const { notKept, noTelemetry } = ORGANISATION_WORDS[lang].facts;
  if (text === undefined) return <span class="quiet">{freshness.at === null ? notKept : noTelemetry}</span>;
  return (
    <span class={`live-${freshness.live}`} data-fresh={id}>
      {text}
    </span>
  );
}
