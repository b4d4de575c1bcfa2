import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json-value.ts';

/* What officers decide: the stores of cases and acts. */

export type CaseKind = 'claim_held' | 'dissent' | 'dispute' | 'name' | 'review';

export interface CaseRow {
  readonly id: string;
  readonly kind: CaseKind;
  readonly partyId: PartyId;
  readonly audit: Digest | null;
  readonly openedSeq: number;
  readonly closedSeq: number | null;
  readonly outcome: 'allow' | 'deny' | null;
}

export interface CaseStore {
  find(id: string): Promise<CaseRow | undefined>;
  of(party: PartyId): Promise<CaseRow[]>;
  open(row: CaseRow): Promise<void>;
  close(id: string, seq: number, outcome: 'allow' | 'deny'): Promise<void>;
}

export interface ActRow {
  readonly digest: Digest;
  readonly action: string;
  readonly subject: string;
  readonly body: JsonObject;
  readonly signedAt: Date;
  readonly effectiveSeq: number | null;
}

export interface ActStore {
  find(digest: Digest): Promise<(ActRow & { readonly kids: readonly Kid[] }) | undefined>;
  insert(act: ActRow): Promise<void>;
  sign(act: Digest, kid: Kid, digest: Digest): Promise<void>;
  setEffective(act: Digest, seq: number): Promise<void>;
  /** Grid series in force, oldest first; `put` adds one. */
  readonly grid: {
    all(): Promise<{ zone: string; sha256: string }[]>;
    put(effectiveSeq: number, zone: string, sha256: string): Promise<void>;
  };
}
