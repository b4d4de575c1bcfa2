import type { VNode } from 'preact';
import type { HistoryItem } from '../../core/views.ts';
import { TableRegion } from '../parts.tsx';
import { groupDigits, isoMoment } from '../words.ts';

/** Everything the registry ever said about the organisation, newest first, with both times. */
export function History({ history }: { history: readonly HistoryItem[] }): VNode {
  const items = [...history].sort((a, b) => b.seq - a.seq);
  return (
    <section class="block" aria-labelledby="history">
      <h2 id="history">History</h2>
      {items.length === 0 ? (
        <p class="lead">Nothing has happened yet.</p>
      ) : (
        <TableRegion label="History, newest first">
          <table class="history">
            <thead>
              <tr>
                <th scope="col">Happened</th>
                <th scope="col">What</th>
                <th scope="col">Recorded</th>
                <th scope="col" class="number">
                  Log entry
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <Item key={item.seq} item={item} />
              ))}
            </tbody>
          </table>
        </TableRegion>
      )}
    </section>
  );
}

function Item({ item }: { item: HistoryItem }): VNode {
  return (
    <tr>
      <td>
        <time datetime={item.at}>{isoMoment(item.at)}</time>
      </td>
      <td class="text">{item.text}</td>
      <td>
        {item.recorded_at === item.at ? (
          <span class="quiet">at once</span>
        ) : (
          <time datetime={item.recorded_at}>{isoMoment(item.recorded_at)}</time>
        )}
      </td>
      <td class="number">
        <a href={`/log/entries/${item.seq}`}>{groupDigits(item.seq)}</a>
      </td>
    </tr>
  );
}
