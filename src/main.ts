import { createHash, createPublicKey } from 'node:crypto';
import path from 'node:path';
import closeWithGrace from 'close-with-grace';
import { openArchiveFiles } from './archive-files.ts';
import { composeDeps } from './compose.ts';
import { type Config, helpText, readConfig, wantsHelp } from './config.ts';
import { seedDemo } from './demo/seed.ts';
import { createSimulator } from './demo/simulator.ts';
import { networkProver } from './domain-prover.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { openHighWaterMark } from './high-water-mark.ts';
import { createApp } from './http/app.ts';
import { keepCredentials } from './jobs/credential-upkeep.ts';
import { ensureMonths } from './jobs/partitions.ts';
import { createSequencerLoop, type SequencerLoop } from './jobs/sequencer-loop.ts';
import { startJobs } from './jobs/start-jobs.ts';
import { startWindowLoop } from './jobs/window-loop.ts';
import { jwsSigner } from './keys/jws-signer.ts';
import { logIdentity } from './keys/log-identity.ts';
import { keysInUse } from './keys/registry-identity.ts';
import { loadRegistryKeys, type RegistryKeys } from './keys.ts';
import { followDirectory } from './registry/directory/follow-directory.ts';
import { logKeyTerms } from './registry/log-key-terms.ts';
import { expireCertificates, openRegistry } from './registry/open-registry.ts';
import type { Deps } from './registry/ports.ts';
import { snapshotDaily } from './registry/snapshot-listing.ts';
import { openLedger } from './store/ledger.ts';
import { migrate } from './store/migrate.ts';
import { followPublishedHead } from './store/published-head.ts';
import { webhookPost } from './webhook-post.ts';

/** Running requests get this long once the process is asked to stop. */
const DRAIN_MS = 10_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** What was opened, to be closed in the reverse order: at a signal, and when the start itself fails half-way. */
type Closers = (() => Promise<unknown>)[];

/** The composition root: the only place that reads the environment, opens the database and listens. */
async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (wantsHelp(argv)) return void process.stdout.write(helpText());
  const config = readConfig(process.env, argv);
  const closers: Closers = [];
  const close = async (): Promise<void> => {
    for (let one = closers.pop(); one !== undefined; one = closers.pop()) await one();
  };
  // A start that failed ends by itself, and its exit code must stay 1: `beforeExit` would make it 0.
  closeWithGrace({ delay: DRAIN_MS, skip: ['beforeExit'] }, ({ err }) => {
    if (err) say(`stopping after an error: ${err.stack ?? err.message}`);
    return close();
  });
  try {
    await serve(config, closers);
  } catch (error) {
    await close();
    throw error;
  }
}

async function serve(config: Config, closers: Closers): Promise<void> {
  const keys = await loadRegistryKeys(config);
  const database = await openDatabase(config);
  closers.push(() => database.stop());
  const ledger = openLedger(database.url, (error) => say(`database connection lost: ${error.message}`));
  closers.push(() => ledger.close());
  await migrate(database.directUrl);
  const { origin, mode, officersRequired, dataDir, witnesses } = config;
  const now = () => new Date();
  const terms = logKeyTerms({ ledger, now });
  await terms.learn();
  const log = logIdentity(origin, [keys.log], { keys: keys.replacedLog, maySign: terms.maySign });
  const highWater = openHighWaterMark(dataDir);
  const head = followPublishedHead(database.directUrl);
  closers.push(() => head.close());
  const sequencer = createSequencerLoop({ ledger, log, highWater }, { report: say, published: head.raise });
  const directory = config.role === 'worker' ? undefined : followDirectory({ ledger }, say);
  const deps = composeDeps({
    origin,
    mode,
    officersRequired,
    ledger,
    log,
    publication: sequencer,
    head,
    directory,
    highWater,
    witnesses,
    credentialSigner: jwsSigner(keys.credential),
    answersSigner: jwsSigner(keys.answers),
    gridFolder: path.join(dataDir, 'grid'),
    webhookPost: webhookPost({ keyText: sealText(keys), allowsLoopback: mode !== 'production' }),
    domainProver: networkProver({ origin, allow: config.domainProofAllow }),
    now,
  });
  closers.push(() => sequencer.stop());
  await publishFirst(sequencer, async () => {
    await openForService(deps, config, keys);
    await terms.learn();
  });
  closers.push(startWindowLoop(deps, say));
  const address = config.role === 'worker' ? undefined : await listen(deps, config, keys, closers);
  if (config.role !== 'api') {
    const archives = openArchiveFiles(path.join(dataDir, 'archive'));
    const retentionMonths = config.telemetryRetentionMonths;
    closers.push(startJobs(deps, { databaseUrl: database.directUrl, archives, retentionMonths, report: say }));
  }
  if (mode === 'demo' && config.role !== 'api') {
    const simulator = createSimulator(deps, { keyFolder: path.join(dataDir, 'demo-keys'), report: say });
    simulator.start();
    closers.push(() => simulator.stop());
  }
  say(`Carbon Mirror Registry (${mode}) ready ${address === undefined ? 'as a worker' : `at ${address}`}`);
}

async function listen(deps: Deps, config: Config, keys: RegistryKeys, closers: Closers): Promise<string> {
  const app = await createApp(appDeps(deps, config, keys));
  closers.push(() => app.close());
  return app.listen({ host: config.host, port: config.port });
}

/**
 * What the last run committed is published before anything new is written. Where the database is not the one that was last
 * published, nothing is written at all: a seed or a genesis leaf in a wiped database would hide what was lost.
 */
async function publishFirst(sequencer: SequencerLoop, open: () => Promise<void>): Promise<void> {
  await sequencer.drain();
  sequencer.start();
  if (sequencer.fault() === undefined) {
    await open();
    await sequencer.drain();
  }
  if (sequencer.fault() !== undefined) say('read-only: see "When the log refuses to sign" in README.md');
}

interface OpenDatabase {
  readonly url: string;
  /** Past a transaction-mode pooler: migrations hold a session lock. */
  readonly directUrl: string;
  stop(): Promise<void>;
}

async function openDatabase(config: Config): Promise<OpenDatabase> {
  if (config.database !== undefined) {
    const { url, directUrl } = config.database;
    return { url: url.reveal(), directUrl: directUrl.reveal(), stop: async () => undefined };
  }
  const { url, stop } = await startEmbeddedPostgres(config.dataDir, say);
  return { url, directUrl: url, stop };
}

/** Genesis leaf and officers' keys; a new demo registry gets its population first, at the times of its story. */
async function openForService(deps: Deps, config: Config, keys: RegistryKeys): Promise<void> {
  const identity = { officers: keys.officers, keys: keysInUse(keys) };
  if (config.mode === 'demo')
    await seedDemo(deps, {
      identity,
      officerSigners: keys.officerSigners,
      keyFolder: path.join(config.dataDir, 'demo-keys'),
      gridFolder: path.join(config.dataDir, 'grid'),
      log: say,
    });
  await openRegistry(deps, identity);
  await ensureMonths(deps);
  await expireCertificates(deps);
  // A visitor of the demonstration finds every certificate with a credential that counts.
  if (config.mode === 'demo') await keepCredentials(deps);
  await snapshotDaily(deps);
}

/** The session key is in DATA_DIR/keys and not in the database. */
const sealText = ({ session }: RegistryKeys): string =>
  session.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

function appDeps(deps: Deps, config: Config, keys: RegistryKeys): Parameters<typeof createApp>[0] {
  const { session } = keys;
  const privatePem = session.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const publicPem = createPublicKey(session.privateKey).export({ format: 'pem', type: 'spki' }).toString();
  return {
    registry: deps,
    config: { origin: config.origin, mode: config.mode, logLevel: config.logLevel },
    sessionKey: { privatePem, publicPem, kid: session.kid },
    // Derived, so that cursors survive a restart; it only protects their form, never access.
    cursorSecret: createHash('sha256').update(`cursor ${privatePem}`).digest(),
  };
}

await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
