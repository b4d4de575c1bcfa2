import { composeDeps } from '../src/compose.ts';
import type { JwsSigner } from '../src/registry/ports/credentials.ts';
import type { Deps, Ledger } from '../src/registry/ports.ts';

const UNUSED: JwsSigner = {
  kid: 'unused',
  sign: () => Promise.reject(new Error('nothing is signed here')),
} as unknown as JwsSigner;

/** Use cases on a ledger alone: nothing is published, nothing signed. */
export const benchDeps = (ledger: Ledger): Deps =>
  composeDeps({
    origin: 'http://localhost:3999',
    mode: 'sandbox',
    officersRequired: 1,
    ledger,
    log: { origin: 'unused', signers: [] },
    publication: { fault: () => undefined, wake: () => undefined, waitFor: async () => false },
    highWater: { read: async () => undefined, write: async () => undefined },
    credentialSigner: UNUSED,
    answersSigner: UNUSED,
    gridFolder: '/nonexistent',
    now: () => new Date(),
  });
