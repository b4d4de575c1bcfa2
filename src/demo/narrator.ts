import type { StatementTyp } from '../core/statement.ts';
import type { Deps } from '../registry/ports.ts';
import type { FreshClaims, PrivateJwk } from '../sdk/sign.ts';

/** Tells the story with one pen: who signs what, at the story's own time. */
export interface Narrator {
  readonly deps: Deps;
  /** Sets the story's clock. */
  setNow(now: Date): void;
  sign(signer: { iss: string; key: PrivateJwk }, typ: StatementTyp, body: unknown): Promise<Uint8Array>;
  /** Claims of a statement signed at an instant. */
  claimsAt(instant: Date): FreshClaims;
  /** The private key of a party, or of a site's meters under the name `telemetryKeyName` gives. */
  keyOf(name: string): Promise<PrivateJwk>;
  readonly officers: readonly PrivateJwk[];
}
