import { isStanding } from '../core/certificate-state.ts';
import type { PartyId } from '../core/ids.ts';
import type { TelemetryCause } from '../core/live/causes.ts';
import { changeCertificate, currentCertificate } from './certificates.ts';
import type { Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { requireParty } from './require-party.ts';

/**
 * Suspends at once what an organisation holds, of any tier, because of its telemetry (methodology 3, "suspend now"); the second
 * time for one cause within 12 months withdraws it. Without a standing certificate nothing happens. Called under the writers'
 * lock, after the leaf that shows the cause.
 */
export async function suspendForTelemetry(tx: Stores, party: PartyId, cause: TelemetryCause, now: Date): Promise<void> {
  const current = await currentCertificate(tx, await requireParty(tx, party));
  if (current === undefined || !isStanding(current.state)) return;
  await changeCertificate(tx, current, 'suspended', cause, now);
  await publishOrganisation(tx, party);
}
