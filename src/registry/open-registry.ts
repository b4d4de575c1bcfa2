import { type Kid, REGISTRY } from '../core/ids.ts';
import type { PublicKey } from '../core/keys.ts';
import { METHODOLOGY } from '../core/methodology/cms-1.ts';
import { changeCertificate } from './certificates.ts';
import type { Deps } from './ports.ts';
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
    if ((await tx.log.head()) === undefined) {
      await tx.log.append(
        {
          t: 'registry.genesis',
          origin: deps.origin,
          vkeys: identity.vkeys,
          credential_kids: identity.credentialKids,
          answer_kids: identity.answerKids,
          officers: identity.officers.map((officer) => officer.kid),
          officers_required: deps.officersRequired,
          methodology: METHODOLOGY,
          methodology_sha256: deps.methodologySha256,
          witnesses: [],
        },
        now,
      );
    }
    const head = await tx.log.head();
    for (const officer of identity.officers) {
      if ((await tx.keys.find(officer.kid)) !== undefined) continue;
      await tx.keys.insert({
        ...officer,
        partyId: REGISTRY,
        use: 'officer',
        siteId: null,
        addedSeq: head?.seq ?? 0,
        revokedSeq: null,
        compromisedSince: null,
      });
    }
  });
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
