import type { PartyId } from '../core/ids.ts';
import { type Canary, canaryDay, canaryKey, hasFailed } from '../core/live/canary.ts';
import type { SiteRow } from '../core/telemetry/accumulator-row.ts';
import { openCase } from './open-case.ts';
import type { AuditRow } from './ports/audits.ts';
import type { Deps, Stores } from './ports.ts';
import { suspendForTelemetry } from './suspend.ts';

/** Failed canaries of one organisation that suspend it; fewer are a finding (methodology 6). */
const SUSPENDING = 2;

/**
 * Follows up a canary that an opinion reports, after the opinion is stored: a failed one opens a review, the second one that
 * ever failed suspends. A passed one changes nothing; the opinion shows it.
 */
export async function judgeCanary(
  tx: Stores,
  deps: Deps,
  audit: Pick<AuditRow, 'digest' | 'partyId'>,
  canary: Canary | undefined,
  now: Date,
): Promise<void> {
  const { digest, partyId } = audit;
  if (canary === undefined || !(await isFailed(tx, partyId, canary))) return;
  await openCase(tx, deps, { kind: 'review', partyId, audit: digest }, now);
  if ((await failedCanaries(tx, partyId)) >= SUSPENDING) await suspendForTelemetry(tx, partyId, 'canary_failed', now);
}

/** Different loads that failed, whoever reported them and on whichever audit. */
async function failedCanaries(tx: Stores, party: PartyId): Promise<number> {
  const failed = new Set<string>();
  for (const audit of await tx.audits.of(party)) {
    for (const { opinion } of await tx.opinions.of(audit.digest)) {
      const { canary } = opinion;
      if (canary !== undefined && (await isFailed(tx, party, canary))) failed.add(canaryKey(canary));
    }
  }
  return failed.size;
}

async function isFailed(tx: Stores, party: PartyId, canary: Canary): Promise<boolean> {
  const day = canaryDay(canary);
  const rows = (await tx.accumulators.newest(party, day, day)).map(({ row }) => row);
  return hasFailed(
    canary,
    rows.find((row): row is SiteRow => row.site === canary.site_id),
  );
}
