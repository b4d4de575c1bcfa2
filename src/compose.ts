import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { RegistryError } from './core/errors.ts';
import { methodologySha256 } from './core/methodology/parameters-document.ts';
import { openGridFiles } from './grid-files.ts';
import type { Mode } from './mode.ts';
import type { JwsSigner } from './registry/ports/credentials.ts';
import type { ListingDirectory } from './registry/ports/listing-directory.ts';
import type { HighWaterMark, LogIdentity, Publication, PublishedHead, Witness } from './registry/ports/log.ts';
import type { WebhookPost } from './registry/ports/webhooks.ts';
import type { Deps, DomainProver, Ledger } from './registry/ports.ts';
import { singleFlight } from './registry/single-flight.ts';
import { withStatusLists } from './registry/status-lists.ts';

export interface Composition {
  readonly origin: string;
  readonly mode: Mode;
  readonly officersRequired: number;
  readonly ledger: Ledger;
  readonly log: LogIdentity;
  readonly publication: Publication;
  /** Default: the ledger is asked. */
  readonly head?: PublishedHead | undefined;
  /** Default: the listing is read from the ledger. */
  readonly directory?: ListingDirectory | undefined;
  readonly highWater: HighWaterMark;
  /** Default: none. */
  readonly witnesses?: readonly Witness[];
  readonly credentialSigner: JwsSigner;
  readonly answersSigner: JwsSigner;
  /** Where the operator puts grid series. */
  readonly gridFolder: string;
  now(): Date;
  /** Default: nobody is told anything. */
  readonly webhookPost?: WebhookPost | undefined;
  /** Default: asks nobody. */
  readonly domainProver?: DomainProver;
}

/** The use cases' dependencies on real implementations. */
export function composeDeps(parts: Composition): Deps {
  const { origin, mode, officersRequired, ledger, log, publication, highWater, gridFolder } = parts;
  const { credentialSigner, answersSigner } = parts;
  const now = () => parts.now();
  return {
    origin,
    mode,
    officersRequired,
    methodologySha256: methodologySha256(),
    now,
    newId: uuidv7,
    random: randomBytes,
    ledger: withStatusLists(guardWrites(ledger, publication), { origin, now, credentialSigner }),
    log,
    publication,
    head: parts.head,
    directory: parts.directory,
    highWater,
    witnesses: parts.witnesses ?? [],
    credentialSigner,
    answersSigner,
    gridFiles: openGridFiles(gridFolder),
    domainProver: parts.domainProver ?? OFFLINE,
    webhookPost: parts.webhookPost,
    checksUnderWay: singleFlight(),
  };
}

const OFFLINE: DomainProver = {
  prove: async () => ({ method: null, reason: 'this registry does not ask the network for proofs' }),
};

/** Writes are refused while the log is not signed: what is accepted must come into the log. Each one that commits asks for a tick. */
function guardWrites(ledger: Ledger, publication: Publication): Ledger {
  const assertSigned = (): void => {
    const fault = publication.fault();
    if (fault !== undefined) throw new RegistryError('read_only', `the log is not signed at the moment: ${fault}`);
  };
  return {
    ...ledger,
    intake: async (work) => {
      assertSigned();
      return ledger.intake(work);
    },
    write: async (work) => {
      assertSigned();
      const result = await ledger.write(work);
      publication.wake();
      return result;
    },
  };
}
