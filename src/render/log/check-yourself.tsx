import type { VNode } from 'preact';
import { CopyButton } from '../parts.tsx';
import { publicTools } from './public-tools.ts';

/** Nobody has to believe the page. */
export function CheckYourself({ url, vkey }: { url: string; vkey: string }): VNode {
  return (
    <section class="block screen-only" aria-labelledby="check">
      <h2 id="check">Check it yourself, in three commands</h2>
      <p class="lead">
        The log is served in public formats (C2SP tlog-tiles, signed notes, RFC 6962 hashes), so any tool that knows
        them opens it. The key below came from the same server as the log: compare it with one you have from elsewhere.
      </p>
      <ol class="tools">
        {publicTools(url, vkey).map(({ name, about, command }) => (
          <li key={name} class="snippet">
            <h3>
              {name} <CopyButton value={command} what={name} />
            </h3>
            <p class="quiet">{about}</p>
            <pre tabindex={0}>
              <code>{command}</code>
            </pre>
          </li>
        ))}
      </ol>
    </section>
  );
}
