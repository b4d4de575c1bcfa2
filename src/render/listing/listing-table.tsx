import type { VNode } from 'preact';
import { FRESHNESS_LIMITS, freshnessView } from '../../core/freshness.ts';
import type { ListingPageView } from '../../core/listing-page-view.ts';
import type { ListingQuery, ListingSort } from '../../core/views.ts';
import { Drawing } from '../drawing.tsx';
import { liveShape } from '../live-word.tsx';
import { TableRegion } from '../parts.tsx';
import { element, type Markup } from '../svg.ts';
import { listingHref } from './listing-links.ts';
import { Row } from './listing-row.tsx';
import type { ListingWords } from './words/listing-words.ts';

interface ListingTableProps {
  readonly view: ListingPageView;
  readonly query: ListingQuery;
  readonly words: ListingWords;
}

const NOT_KEPT = freshnessView(undefined, undefined);

/** The listing itself. */
export function ListingTable({ view, query, words }: ListingTableProps): VNode {
  const { table } = words;
  const { page, freshness, trends, disputed } = view;
  const header = { query };
  return (
    <>
      <Drawing class="visually-hidden" of={sprite()} />
      <TableRegion label={table.region}>
        <table class="listing" data-clock={clockOf(view, words)}>
          <caption class="visually-hidden">{table.caption}</caption>
          <thead>
            <tr>
              <th scope="col" class="pick">
                <span class="visually-hidden">{table.compare}</span>
              </th>
              <SortHeader {...header} label={table.organisation} up="name" down="-name" />
              <th scope="col">{table.tier}</th>
              <SortHeader
                {...header}
                label={table.composite}
                up="composite"
                down="-composite"
                class="number"
                first="down"
              />
              <th scope="col">{table.trend}</th>
              <th scope="col">{table.telemetry}</th>
              <SortHeader {...header} label={table.since} up="certified_at" down="-certified_at" first="down" />
              <SortHeader {...header} label={table.validTo} up="valid_to" down="-valid_to" />
            </tr>
          </thead>
          <tbody>
            {page.items.map((row) => (
              <Row
                key={row.party_id}
                row={row}
                freshness={freshness.get(row.party_id) ?? NOT_KEPT}
                trend={trends.get(row.party_id)}
                isDisputed={disputed.has(row.party_id)}
                query={query}
                words={words}
              />
            ))}
          </tbody>
        </table>
      </TableRegion>
    </>
  );
}

/** What the script needs to turn ages into words as the page does; undefined where no freshness is shown. */
function clockOf({ freshness }: ListingPageView, { live, ages, liveAge }: ListingWords): string | undefined {
  const now = [...freshness.values()].find(({ at }) => at !== null)?.at;
  if (now === undefined) return undefined;
  return JSON.stringify({ now, limits: FRESHNESS_LIMITS, live, ages, form: liveAge('$', '#') });
}

/** The shapes of freshness, once a page. */
const sprite = (): Markup =>
  element(
    'svg',
    { width: 0, height: 0, 'aria-hidden': 'true' },
    ...(['live', 'delayed', 'stale', 'silent'] as const).map((live) =>
      element('symbol', { id: `live-${live}`, viewBox: '0 0 20 20' }, liveShape(live)),
    ),
  );

interface SortHeaderProps {
  readonly query: ListingQuery;
  readonly label: string;
  readonly up: ListingSort;
  readonly down: ListingSort;
  readonly first?: 'up' | 'down';
  readonly class?: string;
}

/** A column header that sorts; a second visit turns the order round. */
function SortHeader({ query, label, up, down, first = 'up', class: className }: SortHeaderProps): VNode {
  const order = query.sort === up ? 'ascending' : query.sort === down ? 'descending' : undefined;
  const next = order === undefined ? (first === 'up' ? up : down) : order === 'ascending' ? down : up;
  return (
    <th scope="col" class={className} aria-sort={order}>
      <a href={listingHref(query, { sort: next })} rel="nofollow">
        {label}
        {order !== undefined && <span aria-hidden="true">{order === 'ascending' ? ' ↑' : ' ↓'}</span>}
      </a>
    </th>
  );
}
