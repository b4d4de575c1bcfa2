import type { StatementTyp } from '../core/statement.ts';
import type { Deps } from '../registry/ports.ts';
import type { PrivateJwk } from '../sdk/sign.ts';

/** Tells the story with one pen: who signs what, at the story's own time. */
export interface Narrator {
  readonly deps: Deps;
  /** Sets the story's clock. */
  setNow(now: Date): void;
  sign(signer: { iss: string; key: PrivateJwk }, typ: StatementTyp, body: unknown): Promise<Uint8Array>;
  keyOf(party: string): Promise<PrivateJwk>;
  readonly officers: readonly PrivateJwk[];
}
