import { type Static, type TSchema, Type } from 'typebox';
import { parseAllowedHosts } from '../domain-prover/allowed-hosts.ts';
import { MODES } from '../mode.ts';

const matching = (description: string, pattern: string) => Type.Optional(Type.String({ description, pattern }));

const checked = (description: string, isGood: (text: string) => boolean) =>
  Type.Optional(
    Type.Refine(
      Type.String({ description }),
      (text) => isGood(text),
      () => description,
    ),
  );

const url = (description: string, ...protocols: string[]) =>
  checked(description, (text) => protocols.includes(URL.canParse(text) ? new URL(text).protocol : ''));

const database = (purpose: string) =>
  url(`${purpose}, postgres://user:password@host:port/database`, 'postgres:', 'postgresql:');

const privateJwk = (purpose: string) =>
  matching(`private JWK (JSON) of ${purpose}, in place of its file in DATA_DIR/keys`, '\\S');

/** `new URL` writes the origin in its one canonical form: lower case, no default port, no path. */
const isOrigin = (text: string) =>
  URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol) && new URL(text).origin === text;

const isPort = (text: string) => /^(0|[1-9][0-9]{0,4})$/.test(text) && Number(text) <= 65_535;

/** Every setting as the environment gives it: text. An empty text is no value, and is refused rather than taken as absent. */
export const settingsSchema = Type.Object({
  MODE: Type.Optional(Type.Enum([...MODES], { description: 'one of demo, sandbox, production (default demo)' })),
  ROLE: Type.Optional(
    Type.Enum(['all', 'api', 'worker'], {
      description: 'one of all, api (answers requests), worker (does what falls due) (default all)',
    }),
  ),
  REGISTRY_ORIGIN: checked('public origin such as https://registry.example, without path or trailing slash', isOrigin),
  HOST: matching('address to listen on (default 127.0.0.1)', '^[A-Za-z0-9.:_-]+$'),
  PORT: checked('port to listen on, 0 to 65535, 0 means any free one (default 3000)', isPort),
  DATA_DIR: matching('folder for keys and the embedded database (default ./data)', '\\S'),
  DATABASE_URL: database('PostgreSQL 15 or later in place of the embedded one'),
  DATABASE_DIRECT_URL: database('the same database past a transaction-mode pooler'),
  DATABASE_REPLICA_URL: database('a read replica for public reads'),
  NATS_URL: url('NATS for telemetry intake, nats://host:port or tls://host:port', 'nats:', 'tls:'),
  TELEMETRY_RETENTION_MONTHS: matching(
    'months that attestations stay in the database once their archive is verified, from 12 (default 120)',
    '^(1[2-9]|[2-9][0-9]|[1-9][0-9]{2})$',
  ),
  OFFICERS_REQUIRED: matching(
    'officers who must sign an act, from 1 (default 2 in production, else 1)',
    '^[1-9][0-9]{0,2}$',
  ),
  OFFICER_JWKS: matching('JWK set (JSON) with the public keys of the officers; production only', '\\S'),
  WITNESS_POLICY: matching(
    'witnesses of the log, the text of a C2SP tlog-policy (lines log, witness, group, quorum)',
    '\\S',
  ),
  DOMAIN_PROOF_ALLOW: checked(
    'hosts whose domain proofs may lie at private addresses: host or host=address:port, with commas between (default none)',
    (text) => parseAllowedHosts(text) !== undefined,
  ),
  LOG_LEVEL: Type.Optional(
    Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      description: 'one of fatal, error, warn, info, debug, trace, silent (default info)',
    }),
  ),
  LOG_KEY_JWK: privateJwk('the log (Ed25519)'),
  CREDENTIAL_KEY_JWK: privateJwk('credentials (RSA, 3072 bits)'),
  ANSWERS_KEY_JWK: privateJwk('signed answers (Ed25519)'),
  SESSION_KEY_JWK: privateJwk('sessions (Ed25519)'),
});

export type Settings = Static<typeof settingsSchema>;

/** Each setting with its meaning, as help and error lines print it. */
export const SETTINGS: ReadonlyMap<string, string> = new Map(
  Object.entries(settingsSchema.properties).map(([name, schema]: [string, TSchema]) => [
    name,
    'description' in schema && typeof schema.description === 'string' ? schema.description : '',
  ]),
);
