import { createHmac } from 'node:crypto';
import type { Delivery, Posted, Webhook, WebhookPost } from './ports/webhooks.ts';
import type { Deps } from './ports.ts';

/** How long after each failed attempt the next one follows, in seconds; each is moved by up to a fifth. Three days in all. */
const DELAYS_S = [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400];
/** An attempt whose process died is made again after this long: the receiver knows it by its id. */
const LEASE_MS = 60_000;
/** A webhook that failed this long without a success is not tried any more. */
const GIVE_UP_MS = 5 * 86_400_000;
const GONE = 410;
/**
 * A delivery is kept this long after its last attempt. Longer than any event is looked for again, or it would be told twice: a
 * certificate that is spoken of 60 days before its end is spoken of by another name 30 days later.
 */
const KEPT_MS = 30 * 86_400_000;
/** Looked at in one go. */
const DROPPED_AT_ONCE = 1_000;

export type Due = { readonly delivery: Delivery; readonly webhook: Webhook };

/** Takes what is due now; each is to be delivered. */
export function claimDue(deps: Deps, limit: number): Promise<readonly Due[]> {
  const now = deps.now();
  return deps.ledger.notify((tx) => tx.webhooks.claim(now, new Date(now.getTime() + LEASE_MS), limit));
}

/** One attempt, and what becomes of it. At least once: a process that dies between both makes the attempt again. */
export async function deliver(deps: Deps, out: WebhookPost, { delivery, webhook }: Due): Promise<void> {
  const sent = deps.now();
  const secret = out.open(webhook.secret);
  const posted =
    secret === undefined
      ? { error: 'the secret was sealed with another key; set the webhook up anew' }
      : await out.post(webhook.url, headersOf(delivery, secret, sent), delivery.body);
  await deps.ledger.notify(async (tx) => {
    const at = deps.now();
    const isTaken = isDone(posted);
    await tx.webhooks.settle(delivery, posted, at, isTaken ? undefined : nextAttempt(deps, delivery, at));
    if (isTaken) return tx.webhooks.setFailing(webhook.id, null);
    if (webhook.failingSince === null) await tx.webhooks.setFailing(webhook.id, at);
    const since = webhook.failingSince ?? at;
    if (posted.status === GONE) await tx.webhooks.disable(webhook.id, at, 'the address answered 410 Gone');
    else if (at.getTime() - since.getTime() >= GIVE_UP_MS)
      await tx.webhooks.disable(webhook.id, at, 'every delivery failed for five days');
  });
}

/** Forgets deliveries that nobody will try again, a bounded number at a time. */
export function dropOldDeliveries(deps: Deps): Promise<void> {
  const before = new Date(deps.now().getTime() - KEPT_MS);
  return deps.ledger.notify((tx) => tx.webhooks.dropDeliveries(before, DROPPED_AT_ONCE));
}

const isDone = ({ status = 0 }: Posted): boolean => status >= 200 && status < 300;

/** Standard Webhooks: HMAC-SHA256 over id, timestamp and the exact body. */
function headersOf({ id, body }: Delivery, secret: Uint8Array, at: Date): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

function nextAttempt(deps: Deps, { attempts }: Delivery, at: Date): Date | undefined {
  const delay = DELAYS_S[attempts - 1];
  if (delay === undefined) return undefined;
  const [byte = 0] = deps.random(1);
  return new Date(at.getTime() + delay * 1000 * (0.8 + (0.4 * byte) / 255));
}
