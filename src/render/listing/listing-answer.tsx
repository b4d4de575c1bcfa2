import type { VNode } from 'preact';
import { isStanding } from '../../core/certificate-state.ts';
import type { ListingPageView } from '../../core/listing-page-view.ts';
import type { NamedEntry } from '../../core/named-entry.ts';
import type { ListingQuery, ListingRow } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { StateName, TierName } from '../parts.tsx';
import { grouped } from './in-language.ts';
import { listingHref, organisationHref } from './listing-links.ts';
import type { ListingWords } from './words/listing-words.ts';

interface ListingAnswerProps {
  readonly view: ListingPageView;
  readonly query: ListingQuery;
  readonly words: ListingWords;
  readonly lang: Language;
}

/** What a search says beyond its list: whose domain it names, and how near the rows come. */
export function ListingAnswer(props: ListingAnswerProps): VNode | null {
  const { named } = props.view;
  if (named !== null) return <Named {...props} named={named} />;
  return <Near {...props} />;
}

function Named({ named, view, query, words }: ListingAnswerProps & { named: NamedEntry }): VNode {
  const { by, value, row } = named;
  const { domainOf, leiOf, nobodyProved, nobodyStates, unknown, outside } = words.named;
  if (row === null) {
    return (
      <p class="answer unknown">
        <StateName state="no_audit" words={by === 'domain' ? nobodyProved(value) : nobodyStates(value)} /> {unknown}
      </p>
    );
  }
  const isListed = view.page.items.some(({ party_id }) => party_id === row.party_id);
  return (
    <p class="answer">
      {by === 'domain' ? domainOf(value) : leiOf(value)} <a href={organisationHref(row.party_id, query)}>{row.name}</a>:{' '}
      <Standing row={row} words={words} />
      {!isListed && <small> {outside}</small>}
    </p>
  );
}

function Standing({ row, words }: { row: ListingRow; words: ListingWords }): VNode {
  if (row.tier === null || row.state === null) return <strong>{words.named.noCertificate}.</strong>;
  const { tier, state, composite_percent: composite } = row;
  if (!isStanding(state) && state !== 'active') return <StateName state={state} words={`${words.states[state]}.`} />;
  return (
    <>
      <TierName tier={tier} />, {composite}&nbsp;%{state === 'watch' && <>, {words.states.watch}</>}.
    </>
  );
}

function Near({ view: { page, spelt }, query, words: { near }, lang }: ListingAnswerProps): VNode | null {
  const shown = page.items.length;
  const [first] = page.items;
  if (query.q === undefined || spelt === null || first === undefined || spelt.size === shown) return null;
  if (spelt.size > 0) {
    return <p class="answer">{near.some(query.q, grouped(spelt.size, lang), grouped(shown, lang))}</p>;
  }
  return (
    <p class="answer">
      {near.none(query.q)} {near.meant} <a href={listingHref(query, { q: first.name })}>{first.name}</a>?
    </p>
  );
}
