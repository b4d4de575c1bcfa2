import { type Kid, REGISTRY } from '../core/ids.ts';
import type { PublicKey } from '../core/keys.ts';
import { METHODOLOGY } from '../core/methodology/cms-1.ts';
import { type LoggedLeaf, parseLeaf } from '../log/leaf.ts';
import { formatVerifierKey } from '../log/note.ts';
import { changeCertificate } from './certificates.ts';
import type { Deps, Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { keyLeaf, type RegistryKey, recordRegistryKeys } from './registry-keys.ts';

/** The public halves of the keys a registry is configured with. */
export interface RegistryIdentity {
  readonly officers: readonly PublicKey[];
  /** The keys in use: one each for log, credentials and answers. */
  readonly keys: readonly RegistryKey[];
}

/**
 * Start-up, safe on any number of instances and after any crash: the genesis leaf once, then a leaf for whatever is
 * configured otherwise than the log says.
 *
 * @throws Error where a configured key was retired before
 */
export function openRegistry(deps: Deps, identity: RegistryIdentity): Promise<void> {
  return deps.ledger.write(async (tx) => {
    const now = deps.now();
    const opened = (await tx.log.head()) === undefined ? await appendGenesis(tx, deps, identity, now) : undefined;
    await recordRegistryKeys(tx, identity.keys, opened, now);
    await addOfficers(tx, identity.officers, opened, now);
    await retireOfficers(tx, identity.officers, now);
    await recordPolicy(tx, deps, now);
  });
}

const appendGenesis = (tx: Stores, deps: Deps, identity: RegistryIdentity, now: Date): Promise<LoggedLeaf> =>
  tx.log.append(
    {
      t: 'registry.genesis',
      origin: deps.origin,
      vkeys: deps.log.signers.map((signer) => formatVerifierKey(signer.key)),
      credential_kids: kidsOf(identity, 'credential'),
      answer_kids: kidsOf(identity, 'answers'),
      officers: identity.officers.map((officer) => officer.kid),
      ...policyOf(deps),
      methodology: METHODOLOGY,
      // Leaves hold digests as base64url; documents and file names as hexadecimal.
      methodology_sha256: Buffer.from(deps.methodologySha256, 'hex').toString('base64url'),
    },
    now,
  );

const policyOf = ({ officersRequired, witnesses }: Deps) => ({
  officers_required: officersRequired,
  witnesses: witnesses.map((witness) => witness.vkey),
});

const kidsOf = ({ keys }: RegistryIdentity, use: RegistryKey['use']): Kid[] =>
  keys.filter((key) => key.use === use).map((key) => key.kid);

/** A leaf whenever the rules by which outsiders judge acts and checkpoints are other than the last leaf about them says. */
async function recordPolicy(tx: Stores, deps: Deps, now: Date): Promise<void> {
  const policy = policyOf(deps);
  const text = await tx.log.policy();
  const last = text === undefined ? undefined : parseLeaf(text);
  const isSame =
    last?.['officers_required'] === policy.officers_required &&
    JSON.stringify(last['witnesses']) === JSON.stringify(policy.witnesses);
  if (!isSame) await tx.log.append({ t: 'registry.policy', ...policy }, now);
}

/** New officers' keys are named by the genesis leaf, later by one of their own. A key once retired does not come back. */
async function addOfficers(
  tx: Stores,
  officers: readonly PublicKey[],
  genesis: LoggedLeaf | undefined,
  now: Date,
): Promise<void> {
  for (const officer of officers) {
    if ((await tx.keys.find(officer.kid)) !== undefined) continue;
    const leaf = genesis ?? (await tx.log.append(keyLeaf('add', 'officer', officer.kid), now));
    await tx.keys.insert({
      ...officer,
      partyId: REGISTRY,
      use: 'officer',
      siteId: null,
      addedSeq: leaf.seq,
      revokedSeq: null,
      compromisedSince: null,
    });
  }
}

/** A key that is no longer configured signs nothing from here on. */
async function retireOfficers(tx: Stores, officers: readonly PublicKey[], now: Date): Promise<void> {
  const configured = new Set(officers.map((officer) => officer.kid));
  for (const { kid, use, revokedSeq } of await tx.keys.of(REGISTRY)) {
    if (use !== 'officer' || revokedSeq !== null || configured.has(kid)) continue;
    const leaf = await tx.log.append(keyLeaf('retire', 'officer', kid), now);
    await tx.keys.revoke(kid, leaf.seq, null);
  }
}

/** Ends what is past its validity, each with its leaf. State comes from leaves only, so this runs every minute. */
export function expireCertificates(deps: Deps): Promise<number> {
  return deps.ledger.write(async (tx) => {
    const now = deps.now();
    const overdue = await tx.certificates.overdue(now);
    for (const certificate of overdue) {
      await changeCertificate(tx, certificate, 'expired', 'expired', now);
      await publishOrganisation(tx, certificate.partyId);
    }
    return overdue.length;
  });
}
