import type { VNode } from 'preact';
import type { LogEntryView, LogParty, LogView } from '../../core/log-view.ts';
import { urlSegment } from '../escape.ts';
import { Day } from '../parts.tsx';
import { groupDigits, isoMoment } from '../words.ts';

/** The newest decisions as sentences: whom each is about, then the verdict, then the reason. */
export function LogEntries({ log: { entries, head } }: { log: LogView }): VNode {
  return (
    <section class="block" aria-labelledby="entries">
      <h2 id="entries">Latest decisions</h2>
      {entries.length === 0 ? (
        <p class="lead">Nothing has been decided {head === null ? 'yet' : 'lately'}.</p>
      ) : (
        <ol class="log-entries">
          {entries.map((entry) => (
            <Entry key={entry.index} entry={entry} />
          ))}
        </ol>
      )}
      {head !== null && (
        <p class="quiet">
          What the registry does by the clock is left out here: credentials and status lists signed anew, snapshots,
          telemetry. The <a href={`/log/entries/${head.size - 1}`}>newest entry</a> of all leads to the others.
        </p>
      )}
    </section>
  );
}

function Entry({ entry }: { entry: LogEntryView }): VNode {
  const { index, at, receipt } = entry;
  return (
    <li value={index}>
      <a class="index" href={`/log/entries/${index}`} aria-label={`Entry ${groupDigits(index)}`}>
        {groupDigits(index)}
      </a>
      {at === null ? <span class="quiet">no time</span> : <time datetime={at}>{isoMoment(at)}</time>}
      <EntrySentence entry={entry} />
      {receipt !== null && (
        <a class="proof" href={`/v1/receipts/${receipt}`} aria-label={`Receipt of entry ${groupDigits(index)}`}>
          receipt
        </a>
      )}
    </li>
  );
}

export function EntrySentence({ entry: { party, text } }: { entry: LogEntryView }): VNode {
  return (
    <p class="sentence">
      {party !== null && (
        <>
          <PartyName party={party} />:{' '}
        </>
      )}
      {withDays(text)}
    </p>
  );
}

const INSTANT = /\b(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)/;

/** A sentence names the day; the exact second stands in the leaf. */
const withDays = (text: string): (string | VNode)[] =>
  text.split(INSTANT).map((part) => (INSTANT.test(part) ? <Day key={part} at={part} /> : part));

/** Organisations have a page, auditors a profile; of whom nothing may be shown there is only the id of the leaf. */
function PartyName({ party: { id, known } }: { party: LogParty }): VNode {
  if (known === null) return <code>{id}</code>;
  const href = known.kind === 'organisation' ? `/organisations/${urlSegment(id)}` : `/v1/parties/${urlSegment(id)}`;
  return <a href={href}>{known.name}</a>;
}
