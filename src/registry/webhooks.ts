import { assertThat } from '../core/errors.ts';
import type { PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { DisabledWebhook } from '../core/own-view.ts';
import type { Delivery, Webhook, WebhookPost } from './ports/webhooks.ts';
import type { Deps, Stores } from './ports.ts';

/* A party's webhooks: Standard Webhooks 1.0, signed with a secret that is shown once. */

/** What a webhook may ask for. A name that ends in `.*` stands for all that begin like it. */
export const NOTICE_TYPES = [
  'certificate.*',
  'certificate.issued',
  'certificate.reissued',
  'certificate.watch',
  'certificate.active',
  'certificate.suspended',
  'certificate.reinstated',
  'certificate.superseded',
  'certificate.withdrawn',
  'certificate.expired',
  'certificate.expiring',
  'tier.changed',
  'telemetry.stale',
  'visibility.unattributed_spike',
  'key.added',
  'case.*',
  'case.opened',
  'case.closed',
  'submission.refused',
] as const;
export type NoticeType = (typeof NOTICE_TYPES)[number];

export const MAX_WEBHOOKS = 20;
const SECRET_BYTES = 32;
const SHOWN_DELIVERIES = 100;

export interface WebhookWish {
  readonly url: string;
  readonly events: readonly NoticeType[];
  /** Party ids; default: itself. */
  readonly organisations?: readonly string[];
}

/**
 * Sets a webhook up; only what happens from now on is told.
 *
 * @returns its view with `secret`, which is never shown again
 * @throws RegistryError request_invalid for an address that is not taken, state_conflict beyond 20
 */
export async function createWebhook(deps: Deps, party: PartyId, wish: WebhookWish): Promise<object> {
  const out = requirePost(deps);
  const fault = out.fault(wish.url);
  assertThat(fault === undefined, 'request_invalid', 'the address of the webhook is not taken', {
    issues: [{ pointer: '/url', code: 'wrong_format', detail: fault ?? '' }],
  });
  const secret = deps.random(SECRET_BYTES);
  return deps.ledger.notify(async (tx) => {
    await tx.webhooks.lockCursor();
    assertThat(
      (await tx.webhooks.of(party)).length < MAX_WEBHOOKS,
      'state_conflict',
      `a party has at most ${MAX_WEBHOOKS} webhooks`,
    );
    const webhook: Webhook = {
      id: deps.newId(),
      partyId: party,
      url: wish.url,
      events: [...new Set(wish.events)],
      organisations: [...new Set(wish.organisations ?? [party])],
      secret: out.seal(secret),
      createdAt: deps.now(),
      sinceSeq: (await tx.log.head())?.seq ?? -1,
      failingSince: null,
      disabledAt: null,
      disabledReason: null,
    };
    await tx.webhooks.insert(webhook);
    return { ...webhookView(webhook), secret: `whsec_${Buffer.from(secret).toString('base64')}` };
  });
}

export const listWebhooks = (deps: Deps, party: PartyId): Promise<readonly object[]> =>
  deps.ledger.read(async (tx) => (await tx.webhooks.of(party)).map(webhookView));

/** Those of a party that were given up. */
export const disabledWebhooks = async (tx: Stores, party: PartyId): Promise<readonly DisabledWebhook[]> =>
  (await tx.webhooks.of(party)).flatMap(({ id, url, disabledAt, disabledReason }) =>
    disabledAt === null
      ? []
      : [{ id, url, disabled_at: formatUtcInstant(disabledAt), disabled_reason: disabledReason ?? '' }],
  );

/** @throws RegistryError not_found for one that is not the party's */
export const deleteWebhook = (deps: Deps, party: PartyId, id: string): Promise<void> =>
  deps.ledger.notify(async (tx) => {
    await requireOwn(tx, party, id);
    await tx.webhooks.remove(id);
  });

/** The newest deliveries. @throws RegistryError not_found */
export const listDeliveries = (deps: Deps, party: PartyId, id: string): Promise<readonly object[]> =>
  deps.ledger.read(async (tx) => {
    await requireOwn(tx, party, id);
    return (await tx.webhooks.deliveries(id, SHOWN_DELIVERIES)).map(deliveryView);
  });

/** Sends a delivery again under its own id. @throws RegistryError not_found */
export const redeliver = (deps: Deps, party: PartyId, id: string, delivery: string): Promise<void> =>
  deps.ledger.notify(async (tx) => {
    await requireOwn(tx, party, id);
    assertThat(await tx.webhooks.again(id, delivery, deps.now()), 'not_found', 'this webhook has no such delivery');
  });

async function requireOwn(tx: Stores, party: PartyId, id: string): Promise<void> {
  const own = await tx.webhooks.of(party);
  assertThat(
    own.some((one) => one.id === id),
    'not_found',
    'no such webhook',
  );
}

export function requirePost({ webhookPost }: Deps): WebhookPost {
  assertThat(webhookPost !== undefined, 'read_only', 'this registry sends no webhooks');
  return webhookPost;
}

const instantOrNull = (at: Date | null): string | null => (at === null ? null : formatUtcInstant(at));

const webhookView = (webhook: Webhook) => ({
  id: webhook.id,
  url: webhook.url,
  events: webhook.events,
  organisations: webhook.organisations,
  created_at: formatUtcInstant(webhook.createdAt),
  failing_since: instantOrNull(webhook.failingSince),
  disabled_at: instantOrNull(webhook.disabledAt),
  disabled_reason: webhook.disabledReason,
});

const deliveryView = (one: Delivery) => ({
  id: one.id,
  type: one.type,
  state: one.state,
  attempts: one.attempts,
  created_at: formatUtcInstant(one.createdAt),
  next_attempt_at: one.state === 'pending' ? formatUtcInstant(one.nextAt) : null,
  last_attempt_at: instantOrNull(one.lastAt),
  last_status: one.lastStatus,
  last_error: one.lastError,
  response: one.response,
});
