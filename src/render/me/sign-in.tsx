import type { VNode } from 'preact';

/** A token is pasted, used once for this answer, and kept nowhere: no cookie, no storage, no script. */
export function SignIn({ fault }: { fault?: string }): VNode {
  return (
    <form class="sign-in" method="post" action="/me" autocomplete="off">
      {fault !== undefined && (
        <p class="conflict" role="alert">
          {fault}
        </p>
      )}
      <label class="field">
        <span>Access token</span>
        <textarea name="token" rows={4} required spellcheck={false} autocomplete="off" />
      </label>
      <button type="submit" class="primary">
        Show my view
      </button>
    </form>
  );
}
