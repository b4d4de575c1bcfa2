import { FRESHNESS_LIMITS } from '../core/freshness.ts';
import { formatUtcInstant } from '../core/instant.ts';
import { enqueue } from './derive-notices.ts';
import type { Deps, Stores } from './ports.ts';
import { readOwnTelemetry } from './read-own-telemetry.ts';

const DAY_MS = 86_400_000;
/** Days before its end at which a certificate is spoken of, nearest first: one that comes late is told once. */
const EXPIRY_DAYS = [7, 30, 60] as const;
/** Telemetry that fell stale longer ago than this is no news. */
const STALE_NEWS_MS = 2 * DAY_MS;

/**
 * Writes into the outbox what comes by the clock and by telemetry: nothing is logged for it, so each has a name made of what it
 * is about, and looking twice writes once.
 */
export async function noteByClock(deps: Deps): Promise<void> {
  await deps.ledger.notify(async (tx) => {
    await tellEnding(tx, deps);
    await tellStale(tx, deps);
  });
  await tellSpikes(deps);
}

async function tellEnding(tx: Stores, deps: Deps): Promise<void> {
  const now = deps.now();
  const last = EXPIRY_DAYS[EXPIRY_DAYS.length - 1] ?? 0;
  for (const { id, partyId, validTo } of await tx.webhooks.ending(now, new Date(now.getTime() + last * DAY_MS))) {
    const days = EXPIRY_DAYS.find((one) => validTo.getTime() - now.getTime() <= one * DAY_MS);
    if (days === undefined) continue;
    const data = { party_id: partyId, certificate_id: id, valid_to: formatUtcInstant(validTo), days };
    const key = `expiring:${id}:${days}`;
    await enqueue(tx, deps, { key, type: 'certificate.expiring', at: now, party: partyId, data });
  }
}

async function tellStale(tx: Stores, deps: Deps): Promise<void> {
  const now = deps.now();
  const until = new Date(now.getTime() - (FRESHNESS_LIMITS.delayed + 1) * 1000);
  const fallen = await tx.webhooks.lastHeard(new Date(until.getTime() - STALE_NEWS_MS), until);
  const shown = await tx.events.listed(fallen.map(({ partyId }) => partyId));
  for (const { partyId, end } of fallen) {
    const newest = formatUtcInstant(end);
    const data = { party_id: partyId, live: 'stale', newest_interval_end: newest };
    await enqueue(tx, deps, {
      key: `stale:${partyId}:${newest}`,
      type: 'telemetry.stale',
      at: now,
      party: partyId,
      isHidden: !shown.has(partyId),
      data,
    });
  }
}

/** Looks only at parties that ask: what a site sent is read for it. */
async function tellSpikes(deps: Deps): Promise<void> {
  const type = 'visibility.unattributed_spike';
  for (const party of await deps.ledger.read((tx) => tx.webhooks.askers([type]))) {
    const { alerts } = await deps.ledger.read((tx) => readOwnTelemetry(tx, party, [], deps.now()));
    if (alerts.length === 0) continue;
    await deps.ledger.notify(async (tx) => {
      for (const alert of alerts) {
        const key = `spike:${alert.site_id}:${alert.start}`;
        await enqueue(tx, deps, { key, type, at: deps.now(), party, data: { party_id: party, ...alert } });
      }
    });
  }
}
