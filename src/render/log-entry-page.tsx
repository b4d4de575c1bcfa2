import type { VNode } from 'preact';
import type { LogEntryDetail } from '../core/log-view.ts';
import { renderPage } from './layout.tsx';
import { EntrySentence } from './log/log-entries.tsx';
import type { PageContext } from './page-context.ts';
import { CopyButton, Digest } from './parts.tsx';
import { formatMoment, groupDigits } from './words.ts';

export interface LogEntryPageInput extends PageContext {
  readonly detail: LogEntryDetail;
  /** Path of the entry bundle that holds it, below the origin. */
  readonly bundle: string;
}

/** The page `/log/entries/{index}`: one leaf, its exact text, and what proves it. */
export function renderLogEntryPage(input: LogEntryPageInput): string {
  const { entry } = input.detail;
  const meta = {
    title: `Entry ${groupDigits(entry.index)}`,
    description: entry.text,
    path: `/log/entries/${entry.index}`,
    noindex: true,
  };
  return renderPage(input, meta, <Entry {...input} />);
}

function Entry({ detail, bundle }: LogEntryPageInput): VNode {
  const { entry, leaf, hash } = detail;
  return (
    <>
      <section class="horizon-hero plain log-entry" aria-label="Entry">
        <div class="wrap above">
          <div class="headline">
            <p class="crumb">
              <a href="/log">Log</a>
            </p>
            <h1>Entry {groupDigits(entry.index)}</h1>
            <EntrySentence entry={entry} />
            {entry.at !== null && (
              <p class="reason">
                <time datetime={entry.at}>{formatMoment(entry.at)}</time>
              </p>
            )}
          </div>
        </div>
        <div class="wrap below">
          <Neighbours index={entry.index} size={detail.size} />
        </div>
      </section>
      <div class="wrap blocks">
        <section class="block exact-text" aria-labelledby="leaf">
          <h2 id="leaf">
            Exact text <CopyButton value={leaf} what="the exact text" />
          </h2>
          <p class="lead">These bytes are the entry; their hash is in the tree.</p>
          <pre tabindex={0}>
            <code>{leaf}</code>
          </pre>
        </section>
        <section class="block entry-proof" aria-labelledby="proof">
          <h2 id="proof">What proves it</h2>
          <dl class="facts">
            <div>
              <dt>Leaf hash, SHA-256(0x00 || text), base64</dt>
              <dd>
                <Digest value={hash} />
              </dd>
            </div>
            <div>
              <dt>Found under the signed root of</dt>
              <dd>{groupDigits(detail.size)} entries</dd>
            </div>
            <div>
              <dt>Served in the bundle</dt>
              <dd>
                <a href={bundle}>
                  <code>{bundle}</code>
                </a>
              </dd>
            </div>
            <Receipt detail={detail} />
          </dl>
        </section>
      </div>
    </>
  );
}

function Receipt({ detail: { entry, isStatement } }: { detail: LogEntryDetail }): VNode | null {
  const { receipt } = entry;
  if (receipt === null) return null;
  return (
    <>
      {isStatement && (
        <div>
          <dt>Signed statement it records</dt>
          <dd>
            <Digest value={receipt} href={`/v1/statements/${receipt}.jws`} />
          </dd>
        </div>
      )}
      <div>
        <dt>Receipt</dt>
        <dd>
          <a href={`/v1/receipts/${receipt}`}>JSON</a> · <a href={`/v1/receipts/${receipt}.tlog-proof`}>tlog-proof</a>
        </dd>
      </div>
    </>
  );
}

function Neighbours({ index, size }: { index: number; size: number }): VNode {
  return (
    <nav class="neighbours" aria-label="Entries beside it">
      {index > 0 && (
        <a rel="prev" href={`/log/entries/${index - 1}`}>
          Entry {groupDigits(index - 1)}
        </a>
      )}
      {index + 1 < size && (
        <a rel="next" href={`/log/entries/${index + 1}`}>
          Entry {groupDigits(index + 1)}
        </a>
      )}
    </nav>
  );
}
