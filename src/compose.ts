import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { uuidv7 } from 'uuidv7';
import { parametersDocument } from './core/methodology/parameters-document.ts';
import { sandboxProver } from './domain-prover.ts';
import { openGridFiles } from './grid-files.ts';
import type { Mode } from './mode.ts';
import type { Deps, DomainProver, Ledger } from './registry/ports.ts';

export interface Composition {
  readonly origin: string;
  readonly mode: Mode;
  readonly officersRequired: number;
  readonly ledger: Ledger;
  /** Where the operator puts grid series. */
  readonly gridFolder: string;
  now(): Date;
  /** Replaces the built-in prover. */
  readonly domainProver?: DomainProver;
}

/** SHA-256, lower-case hexadecimal, of RFC 8785 of the parameters document: names the methodology in force, to the last bound. */
export function methodologySha256(): string {
  return createHash('sha256')
    .update(canonicalize(parametersDocument()) ?? '')
    .digest('hex');
}

/** The use cases' dependencies on real implementations. */
export function composeDeps(parts: Composition): Deps {
  const { origin, mode, officersRequired, ledger, gridFolder } = parts;
  return {
    origin,
    mode,
    officersRequired,
    methodologySha256: methodologySha256(),
    now: () => parts.now(),
    newId: uuidv7,
    ledger,
    gridFiles: openGridFiles(gridFolder),
    domainProver: parts.domainProver ?? sandboxProver(mode),
  };
}
