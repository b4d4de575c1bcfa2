import { formatUtcInstant } from '../../../core/instant.ts';
import { report, type Turn } from '../turn.ts';

/** The expiry job runs every minute; what is later than this was not run. */
const EXPIRY_GRACE_MS = 600_000;

/** Certificates that should have expired before this leaf. Each is told once. */
export function checkExpiry(turn: Turn): void {
  const { state, at } = turn;
  const latest = at.getTime() - EXPIRY_GRACE_MS;
  if (latest < state.soonestExpiry) return;
  let soonest = Number.POSITIVE_INFINITY;
  for (const certificate of state.current) {
    const end = certificate.validTo.getTime();
    if (end > latest) soonest = Math.min(soonest, end);
    else if (!certificate.expiryReported) {
      certificate.expiryReported = true;
      const valid = `certificate ${certificate.id} was valid to ${formatUtcInstant(certificate.validTo)}`;
      report(turn, 'expiry_missing', `${valid}; its certificate.expired is missing`);
    }
  }
  state.soonestExpiry = soonest;
}
