import path from 'node:path';
import { parseArgs } from 'node:util';
import { Value } from 'typebox/value';
import { parseOfficerJwks } from './config/officer-jwks.ts';
import { SETTINGS, type Settings, settingsSchema } from './config/settings.ts';
import { parseWitnesses } from './config/witness-policy.ts';
import type { PublicKey } from './core/keys.ts';
import { type AllowedHost, parseAllowedHosts } from './domain-prover/allowed-hosts.ts';
import { logOrigin } from './keys/log-identity.ts';
import type { RegistryKeyName } from './keys.ts';
import type { Mode } from './mode.ts';
import type { Witness } from './registry/ports/log.ts';
import { type Secret, secret } from './secret.ts';

/** Everything that is decided from outside, read once at start. Printing it shows no secret. */
export interface Config {
  readonly mode: Mode;
  /** What this process does: answers requests, does what falls due, or both. */
  readonly role: 'all' | 'api' | 'worker';
  /** Public base URL, canonical form `scheme://host[:port]`; names the registry and its log. */
  readonly origin: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Absolute. */
  readonly dataDir: string;
  /** `undefined`: the embedded PostgreSQL under `dataDir`. */
  readonly database: DatabaseConfig | undefined;
  readonly natsUrl: Secret | undefined;
  /** Whole months after which attestations leave the database, once their archive is verified. */
  readonly telemetryRetentionMonths: number;
  /** Distinct officer keys that an act needs to take effect. */
  readonly officersRequired: number;
  /** The officers of a production registry; empty in the other modes, which make their own. */
  readonly officerKeys: readonly PublicKey[];
  /** Who is asked to cosign the log, and whose cosignatures are taken. */
  readonly witnesses: readonly Witness[];
  /** Hosts that may be asked for a domain proof at addresses which are not public. */
  readonly domainProofAllow: readonly AllowedHost[];
  /** Private JWKs given by the environment; the others live in `dataDir/keys`. */
  readonly keyTexts: Readonly<Partial<Record<RegistryKeyName, Secret>>>;
}

export interface DatabaseConfig {
  /** May lead through a pooler in transaction mode. */
  readonly url: Secret;
  /** For migrations, LISTEN and job workers: `url` unless `DATABASE_DIRECT_URL` says otherwise. */
  readonly directUrl: Secret;
  /** For public reads only. */
  readonly replicaUrl: Secret | undefined;
}

/** Flags and the settings they override. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ['mode', 'MODE'],
  ['role', 'ROLE'],
  ['port', 'PORT'],
  ['host', 'HOST'],
  ['data-dir', 'DATA_DIR'],
]);

/** What `--help` prints: every flag and environment variable with its meaning. */
export function helpText(): string {
  const flags = [...FLAGS].map(([flag, name]) => `  --${flag} <value>  in place of ${name}`);
  const variables = [...SETTINGS].map(([name, meaning]) => `  ${name}: ${meaning}`);
  return ['Usage: npm start -- [flags]', '', 'Flags', ...flags, '', 'Environment', ...variables, ''].join('\n');
}

/** Whether the command line asks for help. */
export const wantsHelp = (argv: readonly string[]): boolean => argv.includes('--help');

/**
 * Reads the configuration; a flag overrides its variable.
 *
 * @param argv the arguments after the program's name
 * @throws Error with one line that names the variable or flag: unknown flag, malformed value, contradiction
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, argv: readonly string[]): Config {
  const settings = readSettings({ ...env, ...readFlags(argv) });
  const mode = settings.MODE ?? 'demo';
  const port = Number(settings.PORT ?? 3000);
  assertCoherent(settings, mode, port);
  const origin = settings.REGISTRY_ORIGIN ?? `http://localhost:${port}`;
  const config = {
    mode,
    role: settings.ROLE ?? 'all',
    origin,
    host: settings.HOST ?? '127.0.0.1',
    port,
    logLevel: settings.LOG_LEVEL ?? 'info',
    dataDir: path.resolve(settings.DATA_DIR ?? './data'),
    database: readDatabase(settings),
    natsUrl: optionalSecret(settings.NATS_URL),
    telemetryRetentionMonths: Number(settings.TELEMETRY_RETENTION_MONTHS ?? 120),
    officersRequired: Number(settings.OFFICERS_REQUIRED ?? (mode === 'production' ? 2 : 1)),
    officerKeys: settings.OFFICER_JWKS === undefined ? [] : parseOfficerJwks(settings.OFFICER_JWKS),
    witnesses: settings.WITNESS_POLICY === undefined ? [] : parseWitnesses(settings.WITNESS_POLICY, logOrigin(origin)),
    domainProofAllow: parseAllowedHosts(settings.DOMAIN_PROOF_ALLOW ?? '') ?? [],
    keyTexts: readKeyTexts(settings),
  };
  assertEnoughOfficers(config);
  return config;
}

function readFlags(argv: readonly string[]): Readonly<Record<string, string>> {
  const options = Object.fromEntries([...FLAGS.keys()].map((flag) => [flag, { type: 'string' } as const]));
  const found: Record<string, string> = {};
  for (const token of parseArgs({ args: [...argv], options, strict: false, tokens: true }).tokens) {
    if (token.kind === 'option' && token.name === 'help') continue;
    const name = token.kind === 'option' ? FLAGS.get(token.name) : undefined;
    if (token.kind !== 'option' || name === undefined)
      throw new Error(`unknown argument ${argv[token.index]}: see --help`);
    if (token.value === undefined) throw new Error(`--${token.name} needs a value`);
    if (name in found) throw new Error(`--${token.name} is given twice`);
    found[name] = token.value;
  }
  return found;
}

function readSettings(values: Readonly<Record<string, string | undefined>>): Settings {
  const settings = Object.fromEntries(
    [...SETTINGS.keys()].flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  );
  if (Value.Check(settingsSchema, settings)) return settings;
  // The value is not quoted: it may hold a password.
  const name = Value.Errors(settingsSchema, settings)[0]?.instancePath.slice(1) ?? '';
  throw new Error(`${name} must be: ${SETTINGS.get(name)}`);
}

/** Settings that are each well-formed but do not go together. */
function assertCoherent(settings: Settings, mode: Mode, port: number): void {
  const refuseIf = (condition: boolean, line: string) => {
    if (condition) throw new Error(line);
  };
  const embedded = settings.DATABASE_URL === undefined;
  refuseIf(embedded && settings.DATABASE_DIRECT_URL !== undefined, 'DATABASE_DIRECT_URL needs DATABASE_URL');
  refuseIf(embedded && settings.DATABASE_REPLICA_URL !== undefined, 'DATABASE_REPLICA_URL needs DATABASE_URL');
  refuseIf(port === 0 && settings.REGISTRY_ORIGIN === undefined, 'PORT 0 (any free port) needs REGISTRY_ORIGIN');
  if (mode === 'production') {
    refuseIf(embedded, 'MODE production needs DATABASE_URL');
    refuseIf(settings.OFFICER_JWKS === undefined, 'MODE production needs OFFICER_JWKS');
    refuseIf(!settings.REGISTRY_ORIGIN?.startsWith('https://'), 'MODE production needs an https REGISTRY_ORIGIN');
  } else {
    refuseIf(
      settings.OFFICER_JWKS !== undefined,
      `OFFICER_JWKS is for production only: ${mode} makes its own officers`,
    );
  }
}

/** Demo and sandbox make two officers. */
function assertEnoughOfficers({
  mode,
  officersRequired,
  officerKeys,
}: Pick<Config, 'mode' | 'officersRequired' | 'officerKeys'>) {
  const officers = mode === 'production' ? officerKeys.length : 2;
  if (officers >= officersRequired) return;
  const held = mode === 'production' ? `OFFICER_JWKS holds ${officers} distinct` : `${mode} has ${officers}`;
  throw new Error(`OFFICERS_REQUIRED is ${officersRequired}, but ${held}`);
}

function readDatabase(settings: Settings): DatabaseConfig | undefined {
  if (settings.DATABASE_URL === undefined) return undefined;
  return {
    url: secret(settings.DATABASE_URL),
    directUrl: secret(settings.DATABASE_DIRECT_URL ?? settings.DATABASE_URL),
    replicaUrl: optionalSecret(settings.DATABASE_REPLICA_URL),
  };
}

function readKeyTexts(settings: Settings): Config['keyTexts'] {
  const texts = {
    log: settings.LOG_KEY_JWK,
    credential: settings.CREDENTIAL_KEY_JWK,
    answers: settings.ANSWERS_KEY_JWK,
    session: settings.SESSION_KEY_JWK,
  };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, secret(text)]])),
  );
}

const optionalSecret = (text: string | undefined): Secret | undefined =>
  text === undefined ? undefined : secret(text);
