import { createHash, createPublicKey } from 'node:crypto';
import path from 'node:path';
import closeWithGrace from 'close-with-grace';
import { composeDeps } from './compose.ts';
import { type Config, helpText, readConfig, wantsHelp } from './config.ts';
import type { JsonObject } from './core/json-value.ts';
import { seedDemo } from './demo/seed.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { createApp } from './http/app.ts';
import { loadRegistryKeys, type RegistryKeys } from './keys.ts';
import { expireCertificates, openRegistry } from './registry/open-registry.ts';
import type { Deps } from './registry/ports.ts';
import { openLedger } from './store/ledger.ts';
import { migrate } from './store/migrate.ts';

/** Certificates past their validity are ended at most this late. */
const EXPIRY_INTERVAL_MS = 60_000;
/** Running requests get this long once the process is asked to stop. */
const DRAIN_MS = 10_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The composition root: the only place that reads the environment, opens the database and listens. */
async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (wantsHelp(argv)) return void process.stdout.write(helpText());
  const config = readConfig(process.env, argv);
  const keys = await loadRegistryKeys(config);
  const database = await openDatabase(config);
  const ledger = openLedger(database.url, (error) => say(`database connection lost: ${error.message}`));
  const { origin, mode, officersRequired, dataDir } = config;
  const deps = composeDeps({
    origin,
    mode,
    officersRequired,
    ledger,
    gridFolder: path.join(dataDir, 'grid'),
    now: () => new Date(),
  });
  await openForService(deps, config, keys);
  const app = await createApp(appDeps(deps, config, keys));
  const expiry = setInterval(
    () => void expireCertificates(deps).catch((error: unknown) => say(`expiry: ${String(error)}`)),
    EXPIRY_INTERVAL_MS,
  );
  closeWithGrace({ delay: DRAIN_MS }, async ({ err }) => {
    if (err) say(`stopping after an error: ${err.stack ?? err.message}`);
    clearInterval(expiry);
    await app.close();
    await ledger.close();
    await database.stop();
  });
  const address = await app.listen({ host: config.host, port: config.port });
  say(`Carbon Mirror Registry (${mode}) ready at ${address}`);
}

async function openDatabase(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  if (config.database !== undefined) {
    await migrate(config.database.directUrl.reveal());
    return { url: config.database.url.reveal(), stop: async () => undefined };
  }
  const embedded = await startEmbeddedPostgres(config.dataDir, say);
  await migrate(embedded.url);
  return embedded;
}

/** Genesis leaf and officers' keys; a new demo registry gets its population first, at the times of its story. */
async function openForService(deps: Deps, config: Config, keys: RegistryKeys): Promise<void> {
  const identity = {
    officers: keys.officers,
    credentialKids: [keys.credential.kid],
    answerKids: [keys.answers.kid],
    vkeys: [],
  };
  if (config.mode === 'demo')
    await seedDemo(deps, {
      identity,
      officerSigners: keys.officerSigners,
      keyFolder: path.join(config.dataDir, 'demo-keys'),
      log: say,
    });
  await openRegistry(deps, identity);
  await expireCertificates(deps);
}

function appDeps(deps: Deps, config: Config, keys: RegistryKeys): Parameters<typeof createApp>[0] {
  const { session, log, credential, answers, officers } = keys;
  const privatePem = session.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const publicPem = createPublicKey(session.privateKey).export({ format: 'pem', type: 'spki' }).toString();
  return {
    registry: deps,
    config: { origin: config.origin, mode: config.mode, logLevel: config.logLevel },
    sessionKey: { privatePem, publicPem, kid: session.kid },
    // Derived, so that cursors survive a restart; it only protects their form, never access.
    cursorSecret: createHash('sha256').update(`cursor ${privatePem}`).digest(),
    publicKeys: new Map<string, JsonObject>([
      ...[log, credential, answers].map((key): [string, JsonObject] => [
        key.kid,
        JSON.parse(JSON.stringify(key.publicJwk)),
      ]),
      ...officers.map((officer): [string, JsonObject] => [officer.kid, { ...officer.jwk }]),
    ]),
  };
}

await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
