import { type Kid, REGISTRY } from '../core/ids.ts';
import type { PublicKey } from '../core/keys.ts';
import { METHODOLOGY } from '../core/methodology/cms-1.ts';
import type { LoggedLeaf } from '../log/leaf.ts';
import { changeCertificate } from './certificates.ts';
import type { Deps, Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';

/** The public halves of the registry's own keys, as the genesis leaf names them. */
export interface RegistryIdentity {
  readonly officers: readonly PublicKey[];
  readonly credentialKids: readonly Kid[];
  readonly answerKids: readonly Kid[];
  /** Verifier keys of the log (C2SP signed-note). */
  readonly vkeys: readonly string[];
}

/** Start-up, safe on any number of instances and after any crash: the genesis leaf once, officers' keys as configured. */
export function openRegistry(deps: Deps, identity: RegistryIdentity): Promise<void> {
  return deps.ledger.write(async (tx) => {
    const now = deps.now();
    const opened = (await tx.log.head()) === undefined ? await appendGenesis(tx, deps, identity, now) : undefined;
    await addOfficers(tx, identity.officers, opened, now);
    await retireOfficers(tx, identity.officers, now);
  });
}

const appendGenesis = (tx: Stores, deps: Deps, identity: RegistryIdentity, now: Date): Promise<LoggedLeaf> =>
  tx.log.append(
    {
      t: 'registry.genesis',
      origin: deps.origin,
      vkeys: identity.vkeys,
      credential_kids: identity.credentialKids,
      answer_kids: identity.answerKids,
      officers: identity.officers.map((officer) => officer.kid),
      officers_required: deps.officersRequired,
      methodology: METHODOLOGY,
      // Leaves hold digests as base64url; documents and file names as hexadecimal.
      methodology_sha256: Buffer.from(deps.methodologySha256, 'hex').toString('base64url'),
      witnesses: [],
    },
    now,
  );

/** New officers' keys are named by the genesis leaf, later by one of their own. A key once retired does not come back. */
async function addOfficers(
  tx: Stores,
  officers: readonly PublicKey[],
  genesis: LoggedLeaf | undefined,
  now: Date,
): Promise<void> {
  for (const officer of officers) {
    if ((await tx.keys.find(officer.kid)) !== undefined) continue;
    const leaf = genesis ?? (await tx.log.append(keyLeaf('add', officer.kid), now));
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
    const leaf = await tx.log.append(keyLeaf('retire', kid), now);
    await tx.keys.revoke(kid, leaf.seq, null);
  }
}

const keyLeaf = (op: 'add' | 'retire', kid: Kid) => ({ t: 'registry.key', use: 'officer', op, kid }) as const;

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
