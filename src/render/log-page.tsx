import type { VNode } from 'preact';
import type { LogView } from '../core/log-view.ts';
import { renderPage } from './layout.tsx';
import { CheckYourself } from './log/check-yourself.tsx';
import { Cosigners } from './log/cosigners.tsx';
import { LogEntries } from './log/log-entries.tsx';
import { LogHero, logVerdict } from './log/log-hero.tsx';
import type { PageContext } from './page-context.ts';

export interface LogPageInput extends PageContext {
  readonly log: LogView;
}

/** The page `/log`: the signed head, how it grew, what it says, who else signed it, and how to check all that. */
export function renderLogPage(input: LogPageInput): string {
  const { log } = input;
  const { headline, reason } = logVerdict(log);
  const as_of = log.head?.as_of;
  const meta = {
    title: 'Log',
    description: `${headline} ${reason}`,
    path: '/log',
    ...(log.head !== null && as_of ? { position: { seq: log.head.size - 1, as_of } } : {}),
  };
  return renderPage(input, meta, <Log log={log} url={`${input.origin}/log`} />);
}

function Log({ log, url }: { log: LogView; url: string }): VNode {
  return (
    <>
      <LogHero log={log} />
      <div class="wrap blocks">
        <div class="log-columns">
          <LogEntries log={log} />
          <Cosigners log={log} />
        </div>
        {log.head !== null && <CheckYourself url={url} vkey={log.vkeys[0] ?? ''} />}
      </div>
    </>
  );
}
