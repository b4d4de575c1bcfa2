import type { CertificateState } from '../../core/certificate-state.ts';
import type { Act } from '../../core/documents/act.ts';
import type { Countersignature } from '../../core/documents/countersignature.ts';
import type { Party } from '../../core/documents/party.ts';
import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import type { KeyUse, PublicKey } from '../../core/keys.ts';
import type { LiveState } from '../../core/live/live-state.ts';
import type { Tier } from '../../core/methodology/cms-1.ts';
import type { ScoreJson } from '../../core/methodology/score-json.ts';
import type { RegistryFacts } from '../../core/methodology/tiers.ts';
import type { StatedInventory } from '../../core/telemetry/organisation-row.ts';
import type { RegisterVersion } from '../../core/telemetry/register.ts';
import type { CertificateView } from '../../core/views.ts';
import type { Evaluated } from './evaluate.ts';
import type { ReplayedType } from './leaves.ts';
import type { RowVersion } from './rows.ts';

/*
 * Everything the registry's decisions rest on, rebuilt from leaves and public statements. One replay owns its state and
 * changes it in place: a log has millions of leaves, and a copy for each would cost the square of that. Longer than other files,
 * because it is one vocabulary that every rule reads, and next to nothing but types.
 */

export interface ReplayedKey {
  readonly key: PublicKey;
  readonly party: PartyId;
  readonly use: KeyUse;
  readonly addedAt: number;
  revokedAt: number | null;
  compromisedSince: number | null;
}

export interface ReplayedDomain {
  readonly domain: string;
  proved: boolean;
  /** Time of the leaf of its last proof; stays when the proof is lost. */
  provedAt: Date | undefined;
}

export interface Accreditation {
  state: 'accredited' | 'suspended' | 'withdrawn';
  levels: readonly number[];
  validTo: string;
}

export interface ReplayedParty {
  readonly id: PartyId;
  readonly kind: 'organisation' | 'auditor';
  readonly registeredAt: number;
  /** Its registration; undefined while that is not public or not to be trusted. */
  readonly document: Party | undefined;
  /** The newest leaf about it. */
  touchedAt: number;
  /** Digest of the last key operation, or of the registration. */
  keyChain: string;
  nameUnderReview: boolean;
  /** In the order of the registration, others behind. */
  readonly domains: ReplayedDomain[];
  accreditation: Accreditation | undefined;
  /** Of the withdrawing leaf. */
  withdrawnAt: Date | null;
  /** Oldest first. */
  readonly audits: ReplayedAudit[];
  readonly certificates: ReplayedCertificate[];
  readonly opinionsGiven: ReplayedOpinion[];
  /** Workload ids, with the time of the first register statement that names them. */
  readonly register: Map<string, Date>;
  registerSince: Date | null;
  /** Every version of the register by workload id, in order of acceptance. */
  readonly versions: Map<string, RegisterVersion[]>;
  hasHiddenRegister: boolean;
  /** In order of acceptance. */
  readonly inventories: StatedInventory[];
  hasHiddenInventory: boolean;
  /** Whether an inventory came since the last closed day. */
  isRestated: boolean;
  /** The newest version of each accumulator row. */
  readonly rows: Map<string, RowVersion>;
  /** The life of its tier; undefined before its telemetry was first evaluated. */
  live: LiveState | undefined;
  /** Whether something its live tier rests on could not be looked at: what becomes of it is not known then. */
  isLiveHidden: boolean;
  /** Days on which a fork of its was found. */
  readonly forkDays: Set<string>;
  /** The last epoch of each site's chain; 0 is not in the log. */
  readonly epochs: Map<string, number>;
  /** Every suspension of a certificate of its. */
  readonly suspensions: { readonly reason: string; readonly at: Date }[];
}

export interface ReplayedOpinion {
  readonly digest: Digest;
  readonly audit: ReplayedAudit;
  readonly auditor: PartyId;
  readonly index: number;
  /** Of its leaf. */
  readonly at: Date;
  readonly result: Countersignature['result'];
  /** undefined while it is not public or not to be trusted. */
  readonly document: Countersignature | undefined;
  readonly kid: Kid | undefined;
  standing: boolean;
}

export interface ReplayedAudit {
  readonly digest: Digest;
  readonly org: PartyId;
  readonly index: number;
  /** Of its leaf. */
  readonly at: Date;
  readonly kid: Kid | undefined;
  /** undefined while the audit is not public, not to be trusted, or a grid series it needs is not served. */
  readonly evaluated: Evaluated | undefined;
  readonly opinions: ReplayedOpinion[];
  superseded: boolean;
  held: boolean;
  certificate: ReplayedCertificate | undefined;
}

export interface ReplayedCertificate {
  readonly id: string;
  readonly org: PartyId;
  readonly audit: ReplayedAudit | undefined;
  /** The issuing leaf. */
  readonly index: number;
  /** The newest leaf about it. */
  touchedAt: number;
  state: CertificateState;
  reason: string;
  readonly validTo: Date;
  readonly tier: Tier;
  /** Of the leaf that suspended it last; null while it stands. */
  suspendedAt: Date | null;
  /** The decision record; undefined where it rests on something that could not be looked at. */
  readonly record: Omit<CertificateView, 'state' | 'reasons'> | undefined;
  /** What its own leaves repeat. */
  readonly repeated: {
    readonly tier: string;
    readonly composite_6: string;
    readonly valid_from: string;
    readonly valid_to: string;
    readonly methodology: string;
  };
  /** Whether a credential of it is out whose status bit is not set. */
  hasCredential: boolean;
  expiryReported: boolean;
}

export interface ReplayedCase {
  readonly id: string;
  readonly kind: string;
  readonly org: PartyId;
  readonly audit: string | undefined;
  closedAt: number | null;
  outcome: 'allow' | 'deny' | null;
}

export interface ReplayedAct {
  readonly digest: Digest;
  readonly act: Act;
  readonly signedAt: Date;
  readonly officers: Set<Kid>;
  isEffective: boolean;
}

/** What a member of a leaf can be. */
export type LeafMember = string | number | readonly string[] | readonly number[] | undefined;

/** What a certificate certifies. */
export interface LiveIssue {
  readonly tier: Tier;
  readonly facts: Pick<RegistryFacts, 'scopeShare' | 'auditLevel'>;
  /** undefined where it could not be worked out. */
  readonly score: ScoreJson | undefined;
}

/** A leaf that must follow. */
export interface Due {
  readonly t: ReplayedType;
  /** The leaf that asks for it. */
  readonly cause: number;
  /** Members that tell it from others of its type. */
  readonly key: Readonly<Record<string, LeafMember>>;
  /** Further members it must have. */
  readonly rest: Readonly<Record<string, LeafMember>>;
  /** False where what decides about it could not be looked at: it may follow. */
  readonly isCertain: boolean;
  /** Of an issue by the daily evaluation. */
  readonly live?: LiveIssue;
}

export interface ReplayState {
  /** Leaves applied so far: the index of the next one. */
  size: number;
  at: Date | undefined;
  /** Audience of every statement; empty until it is known. */
  origin: string;
  methodologySha256: string;
  officersRequired: number;
  /** Keys of the registry itself: log, credentials, answers. */
  readonly registryKeys: Map<string, { readonly use: string; isRetired: boolean }>;
  /** Keys of parties and officers. */
  readonly keys: Map<string, ReplayedKey>;
  readonly parties: Map<string, ReplayedParty>;
  /** What the names of parties look like (UTS #39). */
  readonly names: Set<string>;
  /** Parties whose registration could not be read, so that neither name nor keys are known. */
  readonly opaqueParties: Set<string>;
  /** Holder of each proved domain. */
  readonly domains: Map<string, PartyId>;
  readonly audits: Map<string, ReplayedAudit>;
  /** Audits that count each certificate of energy. */
  readonly cfeUses: Map<string, ReplayedAudit[]>;
  readonly certificates: Map<string, ReplayedCertificate>;
  readonly current: Set<ReplayedCertificate>;
  /** No current certificate ends before this. */
  soonestExpiry: number;
  readonly cases: Map<string, ReplayedCase>;
  readonly acts: Map<string, ReplayedAct>;
  /** `iss jti` of every statement. */
  readonly jtis: Set<string>;
  readonly digests: Set<string>;
  readonly credentials: Set<string>;
  /** Index of the newest leaf that names each snapshot of the listing. */
  readonly snapshots: Map<string, number>;
  /** Grid series in force, oldest first. */
  readonly series: { readonly zone: string; readonly sha256: string }[];
  /** Closed days in log order. */
  readonly days: { readonly day: string; readonly root: string; readonly index: number }[];
  /** Whether rows of some day could not be had: nothing that follows from rows is certain then. */
  hasHiddenRows: boolean;
  /** Refused attestations that a `telemetry.fork` names. */
  readonly forks: Set<string>;
  /** Leaves that revoked credentials since the last `status.list` leaf. */
  unlisted: number[];
  /** What the last cause asks for and has not got yet. */
  due: Due[];
}

/** Before the first leaf. */
export function emptyState(origin: string, methodologySha256: string): ReplayState {
  return {
    size: 0,
    at: undefined,
    origin,
    methodologySha256,
    officersRequired: 1,
    registryKeys: new Map(),
    keys: new Map(),
    parties: new Map(),
    names: new Set(),
    opaqueParties: new Set(),
    domains: new Map(),
    audits: new Map(),
    cfeUses: new Map(),
    certificates: new Map(),
    current: new Set(),
    soonestExpiry: Number.POSITIVE_INFINITY,
    cases: new Map(),
    acts: new Map(),
    jtis: new Set(),
    digests: new Set(),
    credentials: new Set(),
    snapshots: new Map(),
    series: [],
    days: [],
    hasHiddenRows: false,
    forks: new Set(),
    unlisted: [],
    due: [],
  };
}

/**
 * Whether anything of a party may be shown (statements section 7): its name is not under review and it has a proved domain,
 * or it had one and others rely on what it did then.
 */
export function isPublic({ domains, nameUnderReview, certificates, accreditation }: ReplayedParty): boolean {
  if (nameUnderReview) return false;
  const isReliedOn = certificates.length > 0 || accreditation !== undefined;
  return domains.some(({ proved, provedAt }) => proved || (provedAt !== undefined && isReliedOn));
}

/** The organisation's one current certificate. */
export const currentOf = ({ certificates }: ReplayedParty): ReplayedCertificate | undefined =>
  certificates.findLast(({ state }) => state === 'active' || state === 'watch' || state === 'suspended');
