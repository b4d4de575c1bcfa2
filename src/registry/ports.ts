import type { Kid, PartyId } from '../core/ids.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { GridLookup } from '../core/methodology/reduction.ts';
import type { ArchiveStore } from './ports/archive.ts';
import type { AuditStore, CertificateStore, OpinionStore } from './ports/audits.ts';
import type { CredentialStore, JwsSigner, SnapshotStore, StatusListStore } from './ports/credentials.ts';
import type { DisputeStore } from './ports/disputes.ts';
import type { EventStore } from './ports/events.ts';
import type { EvidenceStore } from './ports/evidence.ts';
import type { HourStore } from './ports/hours.ts';
import type { IntakeStore } from './ports/intake.ts';
import type { DirectoryStore, ListingDirectory } from './ports/listing-directory.ts';
import type { ListingRowStore } from './ports/listing-rows.ts';
import type { ListingVersionStore } from './ports/listing-versions.ts';
import type {
  CosignatureStore,
  HighWaterMark,
  LogIdentity,
  LogOverviewStore,
  Publication,
  PublishedHead,
  RegistryKeyStore,
  SequencerStore,
  TreeStore,
  Witness,
} from './ports/log.ts';
import type { ActStore, CaseStore } from './ports/officers.ts';
import type {
  AccreditationStore,
  DomainCheckStore,
  DomainStore,
  KeyStore,
  PartyStore,
  ProofMethod,
  RegisterStore,
} from './ports/parties.ts';
import type { HistoryStore, ListingStore, LogStore, RefusalStore, StatementStore } from './ports/records.ts';
import type { ServiceHistoryStore } from './ports/service-history.ts';
import type { StatisticsStore } from './ports/statistics.ts';
import type { AccumulatorStore, AttestationStore, InventoryStore, LiveStore, WindowStore } from './ports/telemetry.ts';
import type { WebhookPost, WebhookStore } from './ports/webhooks.ts';
import type { SingleFlight } from './single-flight.ts';

/**
 * What the use cases need from outside. The interfaces belong to this layer; `store` and `main` implement them.
 * A store method works inside the transaction that handed it out, and promises nothing before that commits.
 */
export interface Deps {
  /** The registry's origin: the one audience of every statement. */
  readonly origin: string;
  readonly mode: 'demo' | 'sandbox' | 'production';
  /** Distinct officer keys an act needs before it takes effect. */
  readonly officersRequired: number;
  readonly methodologySha256: string;
  now(): Date;
  /** A fresh UUIDv7. */
  newId(): string;
  /** Bytes nobody can foresee. */
  random(size: number): Uint8Array;
  readonly ledger: Ledger;
  readonly log: LogIdentity;
  readonly publication: Publication;
  /** Default: the ledger is asked at every read. */
  readonly head?: PublishedHead | undefined;
  /** Default: the listing is always read from the ledger. */
  readonly directory?: ListingDirectory | undefined;
  readonly highWater: HighWaterMark;
  /** Whoever watches the log by the operator's choice. */
  readonly witnesses: readonly Witness[];
  /** RS256: credentials and status lists. */
  readonly credentialSigner: JwsSigner;
  /** EdDSA: signed look-ups. */
  readonly answersSigner: JwsSigner;
  readonly gridFiles: GridFiles;
  readonly domainProver: DomainProver;
  /** The way out to receivers of webhooks; absent where nobody is told anything. */
  readonly webhookPost?: WebhookPost | undefined;
  /** Checks of domains that this process has under way. */
  readonly checksUnderWay: SingleFlight<JsonObject>;
}

export interface Ledger {
  /**
   * One transaction holding the writers' lock from its start, so that acceptances happen in log order. Durable once it
   * resolves; everything is undone if `work` throws. In `Deps` it refuses while the log is not signed.
   *
   * @throws RegistryError read_only
   */
  write<T>(work: (tx: Stores) => Promise<T>): Promise<T>;
  /** One read-only transaction over a single snapshot. */
  read<T>(work: (tx: Stores) => Promise<T>): Promise<T>;
  /**
   * One transaction of intake, beside the writers: it appends no leaf. Durable once it resolves; undone if `work` throws. In
   * `Deps` it refuses while the log is not signed.
   *
   * @throws RegistryError read_only
   */
  intake<T>(work: (tx: IntakeStore) => Promise<T>): Promise<T>;
  /** One transaction of those who tell others, beside the writers: it appends no leaf. Undone if `work` throws. */
  notify<T>(work: (tx: Stores) => Promise<T>): Promise<T>;
  /** One transaction of a sequencer, beside the writers and never behind their queue. Undone if `work` throws. */
  sequence<T>(work: (tx: SequencerStore) => Promise<T>): Promise<T>;
}

/** The operator's files of reference series. */
export interface GridFiles {
  /** Whether `DATA_DIR/grid/<sha256>.csv` exists and has that digest and form. */
  has(sha256: string): Promise<boolean>;
  /** Look-up over series in force, newest last. */
  open(series: readonly { zone: string; sha256: string }[]): Promise<GridLookup | undefined>;
  /** The exact text of a series that `has` knows. */
  read(sha256: string): Promise<string | undefined>;
}

/** Asks the outside world whether a party controls a domain. */
export interface DomainProver {
  /** Never fails: where nothing is proved, `reason` says why in plain words. `raw` is what was answered, as JSON text. */
  prove(
    domain: string,
    party: PartyId,
    kids: readonly Kid[],
  ): Promise<{ readonly method: ProofMethod | null; readonly reason?: string; readonly raw?: string }>;
}

export interface Stores {
  readonly log: LogStore;
  readonly tree: TreeStore;
  readonly logOverview: LogOverviewStore;
  readonly cosignatures: CosignatureStore;
  readonly statements: StatementStore;
  readonly refusals: RefusalStore;
  readonly parties: PartyStore;
  readonly domains: DomainStore;
  readonly domainChecks: DomainCheckStore;
  readonly keys: KeyStore;
  readonly accreditations: AccreditationStore;
  readonly register: RegisterStore;
  readonly audits: AuditStore;
  readonly opinions: OpinionStore;
  readonly certificates: CertificateStore;
  readonly credentials: CredentialStore;
  readonly statusLists: StatusListStore;
  readonly registryKeys: RegistryKeyStore;
  readonly cases: CaseStore;
  readonly disputes: DisputeStore;
  readonly acts: ActStore;
  readonly evidence: EvidenceStore;
  readonly attestations: AttestationStore;
  /** Intake inside a writer's transaction: what needs leaves, and a story told in one. */
  readonly intake: IntakeStore;
  readonly windows: WindowStore;
  readonly archive: ArchiveStore;
  readonly accumulators: AccumulatorStore;
  readonly hours: HourStore;
  readonly inventories: InventoryStore;
  readonly live: LiveStore;
  readonly history: HistoryStore;
  readonly events: EventStore;
  readonly webhooks: WebhookStore;
  readonly listing: ListingStore;
  readonly listingVersions: ListingVersionStore;
  readonly listingDirectory: DirectoryStore;
  readonly listingRows: ListingRowStore;
  readonly snapshots: SnapshotStore;
  readonly serviceHistory: ServiceHistoryStore;
  readonly statistics: StatisticsStore;
}
