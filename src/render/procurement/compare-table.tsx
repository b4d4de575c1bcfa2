import type { ComponentChildren, VNode } from 'preact';
import { isStanding } from '../../core/certificate-state.ts';
import type { DifferenceKind } from '../../core/comparability.ts';
import type { ComparedOrganisation, Comparison } from '../../core/compare-view.ts';
import type { FreshnessView } from '../../core/freshness.ts';
import { MIRROR_IDS, SUBMETRIC_IDS } from '../../core/methodology/cms-1.ts';
import type { Language } from '../lang.ts';
import { SHARE_WORDS } from '../organisation/share-words.ts';
import { Day, TableRegion, TierName } from '../parts.tsx';
import { formatShare } from '../words.ts';
import type { CompareWords } from './compare-vocabulary.ts';
import { COMPARE_WORDS } from './compare-words.ts';
import { StateMark } from './marks.tsx';
import { letterOf } from './mirror-strips.ts';
import { reasonText, STATUS_WORDS } from './status-words.ts';

interface TableInput {
  readonly comparison: Comparison;
  readonly freshness: ReadonlyMap<string, FreshnessView>;
  readonly lang: Language;
}

type Cell = (item: ComparedOrganisation) => ComponentChildren;

/** Figures aligned, a column an organisation; what differs in kind is said in words beside its row. */
export function CompareTable({ comparison, lang }: TableInput): VNode {
  const words = COMPARE_WORDS[lang];
  const { items } = comparison;
  const differing = new Set(comparison.comparability.differences.map(({ kind }) => kind));
  return (
    <TableRegion label={items.map(({ name }) => name).join(', ')}>
      <table class="compared">
        <thead>
          <tr>
            <td />
            {items.map((item, index) => (
              <th key={item.party_id} scope="col">
                <span class="letter" aria-hidden="true">
                  {letterOf(index)}
                </span>
                <a href={`/organisations/${item.party_id}`}>{item.name}</a>
                <small>{item.domain ?? '–'}</small>
              </th>
            ))}
          </tr>
        </thead>
        <Verdicts items={items} lang={lang} differing={differing} />
        <Basis items={items} words={words} differing={differing} />
        <Figures items={items} lang={lang} />
      </table>
    </TableRegion>
  );
}

interface GroupInput {
  readonly items: readonly ComparedOrganisation[];
  readonly differing: ReadonlySet<DifferenceKind>;
}

function Verdicts({ items, lang, differing }: GroupInput & { lang: Language }): VNode {
  const words = COMPARE_WORDS[lang];
  const status = STATUS_WORDS[lang];
  const state: Cell = (item) => (
    <StateMark
      state={item.state}
      word={
        item.state === null
          ? reasonText(status, item.composite_percent === null ? 'no_audit' : 'declared')
          : status.states[item.state]
      }
    />
  );
  return (
    <tbody>
      <Group title={words.composite} columns={items.length} />
      <Row items={items} name={words.rows.state} differs={differing.has('state') ? words.differs : ''} cell={state} />
      <Row items={items} name={words.rows.tier} cell={(item) => item.tier !== null && <TierCell item={item} />} />
      <Row
        items={items}
        name={words.rows.composite}
        figure="composite"
        cell={(item) => item.composite_percent ?? '–'}
      />
      <Row items={items} name={words.rows.telemetry} cell={(item) => status.live[item.live]} />
    </tbody>
  );
}

/** A tier that does not stand is struck, beside the word for its state. */
function TierCell({ item }: { item: ComparedOrganisation }): VNode | null {
  if (item.tier === null) return null;
  return isStanding(item.state) ? <TierName tier={item.tier} /> : <s class="quiet">{item.tier}</s>;
}

function Basis({ items, words, differing }: GroupInput & { words: CompareWords }): VNode {
  const mark = (kind: DifferenceKind): string => (differing.has(kind) ? words.differs : '');
  return (
    <tbody>
      <Group title={words.basis} columns={items.length} />
      <Row
        items={items}
        name={words.rows.methodology}
        differs={mark('methodology')}
        cell={(item) => item.methodology ?? '–'}
      />
      <Row
        items={items}
        name={words.rows.period}
        differs={mark('period')}
        cell={({ period }) => <Span span={period} />}
      />
      <Row
        items={items}
        name={words.rows.scope}
        differs={mark('scope')}
        cell={({ scope }) => (
          <>
            {scope?.share == null ? '–' : `${formatShare(scope.share)} %`}
            {scope !== null && <small>{words.sites(scope.sites.length)}</small>}
          </>
        )}
      />
      <Row
        items={items}
        name={words.rows.assurance}
        differs={mark('assurance')}
        cell={({ assurance_level: level }) => (level === 0 ? words.declared : words.level(level))}
      />
      <Row
        items={items}
        name={words.rows.certified}
        cell={({ certified_at: start, valid_to: end }) => (
          <Span span={start === null || end === null ? null : { start, end }} />
        )}
      />
      <Row items={items} name={words.rows.certificate} cell={(item) => <Proof item={item} words={words} />} />
    </tbody>
  );
}

function Figures({ items, lang }: { items: readonly ComparedOrganisation[]; lang: Language }): VNode {
  const words = COMPARE_WORDS[lang];
  const { mirrors, shares } = SHARE_WORDS[lang];
  return (
    <tbody>
      <Group title={words.mirrors} columns={items.length} />
      {MIRROR_IDS.map((id) => (
        <Row
          key={id}
          items={items}
          name={mirrors[id].name}
          figure="figure"
          cell={(item) => item.mirrors?.[id] ?? '–'}
        />
      ))}
      <Group title={words.shares} columns={items.length} />
      {SUBMETRIC_IDS.map((id) => (
        <Row
          key={id}
          items={items}
          name={shares[id].name}
          code={id}
          figure="figure"
          cell={({ submetrics }) => {
            const value = submetrics?.[id].value ?? null;
            return value === null ? '–' : formatShare(value);
          }}
        />
      ))}
    </tbody>
  );
}

function Group({ title, columns }: { title: string; columns: number }): VNode {
  return (
    <tr class="group">
      <th scope="colgroup" colSpan={columns + 1}>
        <span>{title}</span>
      </th>
    </tr>
  );
}

interface RowInput {
  readonly items: readonly ComparedOrganisation[];
  readonly name: string;
  readonly code?: string;
  /** A word, where the guard found a difference in this row. */
  readonly differs?: string;
  /** How its cells are set. */
  readonly figure?: 'figure' | 'composite';
  readonly cell: Cell;
}

function Row({ items, name, code, differs = '', figure, cell }: RowInput): VNode {
  return (
    <tr class={differs === '' ? undefined : 'differs'}>
      <th scope="row">
        {name}
        {code !== undefined && <small class="code"> {code}</small>}
        {differs !== '' && <small class="differs-word">≠ {differs}</small>}
      </th>
      {items.map((item) => (
        <td key={item.party_id} class={figure}>
          {cell(item)}
        </td>
      ))}
    </tr>
  );
}

function Span({ span }: { span: { readonly start: string; readonly end: string } | null }): VNode {
  if (span === null) return <>–</>;
  return (
    <>
      <Day at={span.start} /> – <Day at={span.end} />
    </>
  );
}

function Proof({ item, words }: { item: ComparedOrganisation; words: CompareWords }): VNode {
  if (item.certificate === null) return <>–</>;
  return (
    <a href={`/verify?certificate=${item.certificate.id}`}>
      {words.verify}
      <span class="visually-hidden"> {item.name}</span>
    </a>
  );
}
