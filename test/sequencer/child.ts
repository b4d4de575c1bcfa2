/**
 * One registry process of the kill test: publishes, and as a `writer` also registers parties and keeps a line for each one it
 * was told is published: digest, index, size of the head then. Prints `ready` after its first tick. It is never asked to stop.
 */
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { composeDeps } from '../../src/compose.ts';
import { RegistryError } from '../../src/core/errors.ts';
import { openHighWaterMark } from '../../src/high-water-mark.ts';
import { createSequencerLoop } from '../../src/jobs/sequencer-loop.ts';
import type { JwsSigner } from '../../src/registry/ports/credentials.ts';
import { registerParty } from '../../src/registry/register-party.ts';
import { generateSigningKey, newClaims, signStatement } from '../../src/sdk/sign.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { partyBody } from '../support/party-body.ts';
import { LOG } from './test-log.ts';

const ORIGIN = 'http://localhost:3000';
/** Much longer than a tick: a wait that ends so has been forgotten. */
const WAIT_MS = 10_000;
/** Statements that a writer has on the way at a time. */
const LANES = 4;

const [role = '', url = '', dataDir = '', ackFile = ''] = process.argv.slice(2);
const ledger = openLedger(url, () => undefined);
const highWater = openHighWaterMark(dataDir);
const loop = createSequencerLoop(
  { ledger, log: LOG, highWater },
  { intervalMs: 10, idleMs: 10, report: (line) => process.stderr.write(`${line}\n`) },
);
const unused = { sign: () => Promise.reject(new Error('nothing is signed here')) } as unknown as JwsSigner;
const deps = composeDeps({
  origin: ORIGIN,
  mode: 'sandbox',
  officersRequired: 1,
  ledger,
  log: LOG,
  publication: loop,
  highWater,
  credentialSigner: unused,
  answersSigner: unused,
  gridFolder: dataDir,
  now: () => new Date(),
});

/** Acknowledges a statement as the HTTP interface does: after the commit, and after its leaf is published. */
async function writeOnce(): Promise<void> {
  const id = `party-${randomBytes(8).toString('hex')}`;
  const key = await generateSigningKey();
  const claims = { iss: id, aud: ORIGIN, ...newClaims(new Date(), randomBytes(16)) };
  const text = await signStatement({ typ: 'cms-party+jwt', privateJwk: key, body: partyBody(id, key), ...claims });
  const { answer } = await registerParty(deps, Buffer.from(text));
  const seq = Number(answer['seq']);
  if (!(await loop.waitFor(seq, WAIT_MS))) throw new Error(`leaf ${seq} was not published`);
  const head = await ledger.read((tx) => tx.tree.head());
  appendFileSync(ackFile, `${String(answer['digest'])} ${seq} ${head?.size ?? 0}\n`);
}

await loop.tick();
loop.start();
process.stdout.write('ready\n');
await Promise.all(Array.from({ length: role === 'writer' ? LANES : 0 }, writeForEver));

async function writeForEver(): Promise<never> {
  for (;;) {
    await writeOnce().catch((error: unknown) => {
      if (!(error instanceof RegistryError && error.code === 'overloaded')) throw error;
    });
  }
}
