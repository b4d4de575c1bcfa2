import type { VNode } from 'preact';
import { isStanding } from '../../core/certificate-state.ts';
import { type FreshnessView, freshnessView } from '../../core/freshness.ts';
import { MIRROR_IDS } from '../../core/methodology/cms-1.ts';
import type { ListingQuery, ListingRow, ListingSort } from '../../core/views.ts';
import { Drawing } from '../drawing.tsx';
import { urlSegment } from '../escape.ts';
import { LiveWord } from '../live-word.tsx';
import { mirrorFigure } from '../mirror-figure.ts';
import { Day, StateName, TableRegion, TierName, tierClass } from '../parts.tsx';
import { inlineMark, stateShape } from '../tier-mark.ts';
import { MIRROR_WORDS } from '../words.ts';
import { listingHref } from './listing-links.ts';

interface ListingTableProps {
  readonly rows: readonly ListingRow[];
  /** By party; what is not there is not known. */
  readonly freshness: ReadonlyMap<string, FreshnessView>;
  readonly query: ListingQuery;
}

const NOT_KEPT = freshnessView(undefined, undefined);

/** The listing itself. The row's link is the name; everything else is text. */
export function ListingTable({ rows, freshness, query }: ListingTableProps): VNode {
  return (
    <TableRegion label="Organisations, scrolls sideways">
      <table class="listing">
        <caption class="visually-hidden">
          Organisations with tier, composite and mirrors; composites in per cent
        </caption>
        <thead>
          <tr>
            <SortHeader query={query} label="Organisation" up="name" down="-name" />
            <SortHeader query={query} label="Composite" up="composite" down="-composite" class="number" first="down" />
            <th scope="col">Tier</th>
            {MIRROR_IDS.map((id) => (
              <th key={id} scope="col" class="number minor">
                {MIRROR_WORDS[id]}
              </th>
            ))}
            <th scope="col">Assurance</th>
            <th scope="col">Live</th>
            <SortHeader query={query} label="Certified since" up="certified_at" down="-certified_at" first="down" />
            <SortHeader query={query} label="Valid to" up="valid_to" down="-valid_to" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.party_id} row={row} freshness={freshness.get(row.party_id) ?? NOT_KEPT} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

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

function Row({ row, freshness }: { row: ListingRow; freshness: FreshnessView }): VNode {
  return (
    <tr data-row>
      <th scope="row">
        <span class="holder">
          <Glyph row={row} />
          <span>
            <a href={`/organisations/${urlSegment(row.party_id)}`}>{row.name}</a>
            <small>{row.domain ?? 'no proved domain'}</small>
          </span>
        </span>
      </th>
      <td class="number composite">{row.composite_percent ?? <Nothing what="no score" />}</td>
      <td>
        <TierCell row={row} />
      </td>
      {MIRROR_IDS.map((id) => (
        <td key={id} class="number minor">
          {row.mirrors?.[id] ?? <Nothing what="no score" />}
        </td>
      ))}
      <td class="minor">{row.assurance_level === 0 ? 'None' : `Level ${row.assurance_level}`}</td>
      <td class="minor">
        <LiveWord freshness={freshness} />
      </td>
      <td class="minor">
        {row.certified_at === null ? <Nothing what="not certified" /> : <Day at={row.certified_at} />}
      </td>
      <td class="minor">{row.valid_to === null ? <Nothing what="not certified" /> : <Day at={row.valid_to} />}</td>
    </tr>
  );
}

const GLYPH = 28;

function Glyph({ row }: { row: ListingRow }): VNode {
  if (row.mirrors === null) return <Drawing class="tier-none" of={inlineMark(stateShape('unknown'), GLYPH)} />;
  const figure = mirrorFigure({ mirrors: row.mirrors, size: GLYPH, title: `Mirrors of ${row.name}` });
  return <Drawing class={row.tier === null || !stands(row) ? 'tier-none' : tierClass(row.tier)} of={figure} />;
}

const stands = ({ state }: ListingRow): boolean => isStanding(state);

function TierCell({ row }: { row: ListingRow }): VNode {
  if (row.tier === null || row.state === null) {
    return <StateName state={row.composite_percent === null ? 'no_audit' : 'declared'} />;
  }
  return (
    <span class={stands(row) ? 'stack' : 'stack ended'}>
      <TierName tier={row.tier} />
      {row.state !== 'active' && <StateName state={row.state} />}
    </span>
  );
}

function Nothing({ what }: { what: string }): VNode {
  return (
    <span class="quiet">
      <span aria-hidden="true">–</span>
      <span class="visually-hidden">{what}</span>
    </span>
  );
}
