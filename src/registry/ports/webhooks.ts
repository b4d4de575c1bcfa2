import type { PartyId } from '../../core/ids.ts';

/* Where parties want to be told, and the outbox of what they are told. */

export interface Webhook {
  readonly id: string;
  readonly partyId: PartyId;
  readonly url: string;
  readonly events: readonly string[];
  readonly organisations: readonly string[];
  /** Sealed. */
  readonly secret: string;
  readonly createdAt: Date;
  readonly sinceSeq: number;
  readonly failingSince: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
}

export interface Delivery {
  /** Stays the same however often it is sent: the receiver's key against repetition. */
  readonly id: string;
  readonly webhookId: string;
  readonly key: string;
  readonly type: string;
  readonly body: string;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly createdAt: Date;
  readonly nextAt: Date;
  readonly lastAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly response: string | null;
}

/** What came of an attempt. */
export interface Posted {
  /** Absent where no answer came. */
  readonly status?: number;
  /** Why there was none, in plain words. */
  readonly error?: string;
  /** At most 1 KiB of the answer. */
  readonly response?: string;
}

export interface WebhookStore {
  /** Of a party, oldest first. */
  of(party: PartyId): Promise<readonly Webhook[]>;
  insert(webhook: Webhook): Promise<void>;
  /** With its deliveries. */
  remove(id: string): Promise<void>;
  /** Webhooks in force that name a party. */
  watching(party: string): Promise<readonly Webhook[]>;
  /** Parties with a webhook in force that asks for one of the events about itself. */
  askers(events: readonly string[]): Promise<readonly PartyId[]>;
  /** Writes a delivery; nothing where its event was written before. */
  enqueue(delivery: Delivery): Promise<void>;
  /** Newest first. */
  deliveries(webhook: string, limit: number): Promise<readonly Delivery[]>;
  /** Sends it again, whatever became of it, as the same delivery. False where there is none. */
  again(webhook: string, id: string, now: Date): Promise<boolean>;
  /**
   * Takes what is due, at most a few of one webhook: an attempt is counted, and the row is due again at `until`, should this
   * process die over it.
   */
  claim(
    now: Date,
    until: Date,
    limit: number,
  ): Promise<readonly { readonly delivery: Delivery; readonly webhook: Webhook }[]>;
  /** Notes an attempt. @param nextAt when it is tried again; undefined for never */
  settle(delivery: Delivery, posted: Posted, at: Date, nextAt: Date | undefined): Promise<void>;
  /** Of the oldest `limit` deliveries removes those that nobody will try again and that were last due before an instant. */
  dropDeliveries(before: Date, limit: number): Promise<void>;
  /** Since when a webhook fails; null once it does not. */
  setFailing(webhook: string, since: Date | null): Promise<void>;
  disable(webhook: string, at: Date, reason: string): Promise<void>;
  /** The first leaf nothing was derived from, locked until the end of the transaction. */
  lockCursor(): Promise<number>;
  moveCursor(nextSeq: number): Promise<void>;
  /** The tier told last; undefined where nothing was told yet. */
  toldTier(party: string): Promise<string | null | undefined>;
  tellTier(party: string, tier: string | null): Promise<void>;
  /** Certificates in force that end between two instants. */
  ending(
    from: Date,
    until: Date,
  ): Promise<readonly { readonly id: string; readonly partyId: PartyId; readonly validTo: Date }[]>;
  /** Parties whose newest interval ended between two instants. */
  lastHeard(from: Date, until: Date): Promise<readonly { readonly partyId: PartyId; readonly end: Date }[]>;
}

/** The way out: seals secrets, and posts to addresses that strangers chose. */
export interface WebhookPost {
  /** Why an address is not taken, in plain words; undefined where it is. */
  fault(url: string): string | undefined;
  seal(secret: Uint8Array): string;
  /** undefined where it was sealed with another key. */
  open(sealed: string): Uint8Array | undefined;
  /** Never fails: what the network and the receiver do is an answer. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Posted>;
}
