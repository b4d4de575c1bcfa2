import type { VNode } from 'preact';

interface AnchorsProps {
  /** One verifier key a line. */
  readonly vkeys: string;
  readonly isOwn: boolean;
  readonly asksRegistry: boolean;
  onVkeys(vkeys: string): void;
  onAsksRegistry(asks: boolean): void;
}

/** What the visitor may decide: whom to believe, and whether the registry is asked at all. */
export function Anchors({ vkeys, isOwn, asksRegistry, onVkeys, onAsksRegistry }: AnchorsProps): VNode {
  return (
    <div class="anchors">
      <label class="chip">
        <input
          type="checkbox"
          checked={asksRegistry}
          onChange={(event) => onAsksRegistry(event.currentTarget.checked)}
        />
        Also send it to the registry, for its answer
      </label>
      <details class="more">
        <summary>
          {isOwn ? 'Checked against the verifier key you gave' : 'Checked against the verifier key of this server'}
        </summary>
        <label class="field">
          <span>Verifier key of the log you trust, one a line</span>
          <textarea rows={2} spellcheck={false} value={vkeys} onInput={(event) => onVkeys(event.currentTarget.value)} />
        </label>
      </details>
    </div>
  );
}
