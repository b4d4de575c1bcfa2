import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { helpText, readConfig, wantsHelp } from './config.ts';
import { formatVerifierKey, NOTE_TYPES, verifierKey } from './log/note.ts';

const newKey = () => generateKeyPairSync('ed25519');
const publicJwk = () => newKey().publicKey.export({ format: 'jwk' });
const alice = publicJwk();
const bob = publicJwk();
const jwks = (...keys: object[]) => JSON.stringify({ keys });

const PRODUCTION = {
  MODE: 'production',
  DATABASE_URL: 'postgres://cms:hunter2@db.internal:5432/cms',
  REGISTRY_ORIGIN: 'https://registry.example',
  OFFICER_JWKS: jwks(alice, bob),
};

describe('accepted', () => {
  test('nothing at all: a demo on the embedded database', () => {
    expect(readConfig({}, [])).toEqual({
      mode: 'demo',
      role: 'all',
      origin: 'http://localhost:3000',
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      dataDir: path.resolve('data'),
      database: undefined,
      natsUrl: undefined,
      telemetryRetentionMonths: 120,
      officersRequired: 1,
      officerKeys: [],
      witnesses: [],
      domainProofAllow: [],
      keyTexts: {},
    });
  });

  test('production', () => {
    const config = readConfig({ ...PRODUCTION, NATS_URL: 'tls://nats:4222', LOG_KEY_JWK: '{"d":"hidden"}' }, []);
    expect(config).toMatchObject({ mode: 'production', origin: 'https://registry.example', officersRequired: 2 });
    expect(config.officerKeys.map(({ jwk }) => jwk)).toEqual([alice, bob]);
    expect(config.database?.url.reveal()).toBe(PRODUCTION.DATABASE_URL);
    expect(config.database?.directUrl.reveal()).toBe(PRODUCTION.DATABASE_URL);
    expect(config.keyTexts.log?.reveal()).toBe('{"d":"hidden"}');
  });

  test.each<{ env?: Record<string, string>; argv?: string[]; expected: object }>([
    { env: { PORT: '8080' }, expected: { port: 8080, origin: 'http://localhost:8080' } },
    { env: { PORT: '0', REGISTRY_ORIGIN: 'http://localhost' }, expected: { port: 0 } },
    { env: { MODE: 'demo' }, argv: ['--mode', 'sandbox'], expected: { mode: 'sandbox' } },
    {
      argv: ['--mode=sandbox', '--port=81', '--host', '::', '--data-dir', '/srv/x'],
      expected: { port: 81, host: '::', dataDir: '/srv/x' },
    },
    { argv: ['--role', 'worker'], expected: { role: 'worker' } },
    { env: { ROLE: 'api', TELEMETRY_RETENTION_MONTHS: '12' }, expected: { role: 'api', telemetryRetentionMonths: 12 } },
    { argv: ['--help'], expected: { mode: 'demo' } },
    { env: { OFFICERS_REQUIRED: '2' }, expected: { officersRequired: 2 } },
    { env: { DATABASE_URL: 'postgresql://h/db' }, expected: { mode: 'demo' } },
    {
      env: { DOMAIN_PROOF_ALLOW: 'a.test=[::1]:8443,b.test' },
      expected: {
        domainProofAllow: [
          { host: 'a.test', endpoint: { address: '::1', port: 8443 } },
          { host: 'b.test', endpoint: undefined },
        ],
      },
    },
    { env: { UNRELATED: 'x', PATH: '/bin' }, expected: { mode: 'demo' } },
  ])('$env $argv', ({ env = {}, argv = [], expected }) => {
    expect(readConfig(env, argv)).toMatchObject(expected);
  });
});

const vkeyOf = (name: string, type: 1 | 4 = NOTE_TYPES.cosignature): string =>
  formatVerifierKey(verifierKey(name, type, new Uint8Array(32).fill(name.length)));
const W1 = `witness w1 ${vkeyOf('w1.example')} https://w1.example/submit/`;
const W2 = `witness w2 ${vkeyOf('w2.example/x')}`;

describe('the witness policy', () => {
  test('gives keys and addresses; quorum and comments are for its other readers', () => {
    const text = `# who watches us\nlog ${vkeyOf('localhost:3000/log', 1)}\n${W1}\n${W2}\ngroup g any w1 w2\nquorum g`;
    const { witnesses } = readConfig({ WITNESS_POLICY: text }, []);
    expect(witnesses.map(({ vkey, url }) => ({ vkey, url }))).toEqual([
      { vkey: vkeyOf('w1.example'), url: 'https://w1.example/submit' },
      { vkey: vkeyOf('w2.example/x'), url: undefined },
    ]);
    expect(witnesses[0]?.key.name).toBe('w1.example');
  });

  test.each([
    ['empty', '', /^WITNESS_POLICY must be/],
    ['without quorum', W1, /^WITNESS_POLICY there is no quorum line/],
    ['a line nobody knows', `${W1}\nwatcher x\nquorum none`, /^WITNESS_POLICY line 2/],
    [
      'of another log',
      `log ${vkeyOf('r.example/log', 1)}\nquorum none`,
      /names the log r\.example\/log, this one is localhost/,
    ],
    ['a name beyond ASCII', `witness w ${vkeyOf('wétness')}\nquorum w`, /witness w has a name that is not ASCII/],
    ['the name of the log', `witness w ${vkeyOf('localhost:3000/log')}\nquorum w`, /has the name of the log itself/],
    ['an address by ftp', `${W2} ftp://w2.example\nquorum w2`, /the address of witness w2 must be/],
    ['an address with a query', `${W2} https://w2.example/?a\nquorum w2`, /the address of witness w2 must be/],
    ['an address with a password', `${W2} https://a:b@w2.example\nquorum w2`, /the address of witness w2 must be/],
    ['an address that is none', `${W2} w2.example\nquorum w2`, /the address of witness w2 must be/],
  ])('%s: refused in one line', (_what, text, line) => {
    expect(() => readConfig({ WITNESS_POLICY: text }, [])).toThrow(line);
    expect(() => readConfig({ WITNESS_POLICY: text }, [])).toThrow(/^[^\n]*$/);
  });
});

describe('refused', () => {
  const production = (changes: Record<string, string | undefined>) => ({ ...PRODUCTION, ...changes });
  const spelledTwice = { ...alice, alg: 'EdDSA', use: 'sig' };
  const privateKey = newKey().privateKey.export({ format: 'jwk' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });

  test.each<[string, Record<string, string | undefined>, string[], RegExp]>([
    ['unknown mode', { MODE: 'prod' }, [], /^MODE must be: one of/],
    ['empty mode', { MODE: '' }, [], /^MODE must be/],
    ['port word', { PORT: 'http' }, [], /^PORT must be/],
    ['port too high', { PORT: '65536' }, [], /^PORT must be/],
    ['port hexadecimal', { PORT: '0x50' }, [], /^PORT must be/],
    ['port negative', {}, ['--port=-1'], /^PORT must be/],
    ['port empty', { PORT: '' }, [], /^PORT must be/],
    ['any port without origin', { PORT: '0' }, [], /needs REGISTRY_ORIGIN/],
    ['host with path', { HOST: 'localhost/x' }, [], /^HOST must be/],
    ['data folder blank', { DATA_DIR: ' ' }, [], /^DATA_DIR must be/],
    ['origin with slash', { REGISTRY_ORIGIN: 'https://r.example/' }, [], /^REGISTRY_ORIGIN must be/],
    ['origin with path', { REGISTRY_ORIGIN: 'https://r.example/a' }, [], /^REGISTRY_ORIGIN must be/],
    ['origin in capitals', { REGISTRY_ORIGIN: 'https://R.example' }, [], /^REGISTRY_ORIGIN must be/],
    ['origin with default port', { REGISTRY_ORIGIN: 'https://r.example:443' }, [], /^REGISTRY_ORIGIN must be/],
    ['origin with user', { REGISTRY_ORIGIN: 'https://u@r.example' }, [], /^REGISTRY_ORIGIN must be/],
    ['origin of another scheme', { REGISTRY_ORIGIN: 'ftp://r.example' }, [], /^REGISTRY_ORIGIN must be/],
    ['origin without scheme', { REGISTRY_ORIGIN: 'r.example' }, [], /^REGISTRY_ORIGIN must be/],
    ['database of another scheme', { DATABASE_URL: 'mysql://h/db' }, [], /^DATABASE_URL must be/],
    ['database empty', { DATABASE_URL: '' }, [], /^DATABASE_URL must be/],
    [
      'direct database alone',
      { DATABASE_DIRECT_URL: 'postgres://h/db' },
      [],
      /^DATABASE_DIRECT_URL needs DATABASE_URL/,
    ],
    ['replica alone', { DATABASE_REPLICA_URL: 'postgres://h/db' }, [], /^DATABASE_REPLICA_URL needs DATABASE_URL/],
    ['NATS by http', { NATS_URL: 'http://h' }, [], /^NATS_URL must be/],
    ['log level', { LOG_LEVEL: 'verbose' }, [], /^LOG_LEVEL must be/],
    ['unknown role', { ROLE: 'reader' }, [], /^ROLE must be: one of all, api/],
    ['too short a retention', { TELEMETRY_RETENTION_MONTHS: '11' }, [], /^TELEMETRY_RETENTION_MONTHS must be/],
    ['no officers', { OFFICERS_REQUIRED: '0' }, [], /^OFFICERS_REQUIRED must be/],
    ['officers fraction', { OFFICERS_REQUIRED: '1.5' }, [], /^OFFICERS_REQUIRED must be/],
    ['more officers than a demo has', { OFFICERS_REQUIRED: '3' }, [], /OFFICERS_REQUIRED is 3, but demo has 2/],
    [
      'officers of one’s own in a sandbox',
      { MODE: 'sandbox', OFFICER_JWKS: jwks(alice) },
      [],
      /^OFFICER_JWKS is for production/,
    ],
    ['key text empty', { LOG_KEY_JWK: '' }, [], /^LOG_KEY_JWK must be/],
    ['unknown flag', {}, ['--prot', '3000'], /^unknown argument --prot/],
    ['short flag', {}, ['-p', '3000'], /^unknown argument -p/],
    ['stray word', {}, ['sandbox'], /^unknown argument sandbox/],
    ['flag without value', {}, ['--mode'], /^--mode needs a value/],
    ['flag twice', {}, ['--mode', 'demo', '--mode', 'sandbox'], /^--mode is given twice/],
    ['production without database', production({ DATABASE_URL: undefined }), [], /needs DATABASE_URL/],
    ['production without officers', production({ OFFICER_JWKS: undefined }), [], /needs OFFICER_JWKS/],
    ['production without origin', production({ REGISTRY_ORIGIN: undefined }), [], /needs an https REGISTRY_ORIGIN/],
    ['production over http', production({ REGISTRY_ORIGIN: 'http://r.example' }), [], /needs an https REGISTRY_ORIGIN/],
    ['too few officers', production({ OFFICER_JWKS: jwks(alice) }), [], /is 2, but OFFICER_JWKS holds 1 distinct/],
    ['one officer twice', production({ OFFICER_JWKS: jwks(alice, spelledTwice) }), [], /holds 1 distinct/],
    ['fewer than required', production({ OFFICERS_REQUIRED: '3' }), [], /is 3, but OFFICER_JWKS holds 2 distinct/],
    [
      'private officer key',
      production({ OFFICER_JWKS: jwks(alice, privateKey) }),
      [],
      /^OFFICER_JWKS \/keys\/1\/d: a private/,
    ],
    ['RSA officer key', production({ OFFICER_JWKS: jwks(alice, rsa) }), [], /^OFFICER_JWKS \/keys\/1\/kty/],
    ['officers not a set', production({ OFFICER_JWKS: JSON.stringify([alice, bob]) }), [], /must be a JWK set/],
    ['officers not JSON', production({ OFFICER_JWKS: 'alice' }), [], /^OFFICER_JWKS is not strict JSON/],
  ])('%s', (_name, env, argv, line) => {
    const failure = (() => {
      try {
        return readConfig(env, argv);
      } catch (error) {
        return error instanceof Error ? error.message : error;
      }
    })();
    expect(failure).toMatch(line);
    expect(failure).not.toContain('\n');
  });
});

test('printing a configuration shows no secret', () => {
  const config = readConfig({ ...PRODUCTION, NATS_URL: 'nats://u:hunter2@h', LOG_KEY_JWK: 'hunter2' }, []);
  for (const printed of [
    JSON.stringify(config),
    inspect(config, { depth: 9, showHidden: true }),
    `${config.database?.url}`,
  ]) {
    expect(printed).toContain('[redacted]');
    expect(printed).not.toContain('hunter2');
  }
});

test('a refused secret is not quoted', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://u:hunter2@h/db' }, [])).toThrow(/^((?!hunter2).)*$/);
});

test('help names every flag and variable', () => {
  expect(wantsHelp(['--mode', 'demo', '--help'])).toBe(true);
  for (const name of ['--data-dir', 'REGISTRY_ORIGIN', 'SESSION_KEY_JWK']) expect(helpText()).toContain(name);
});
