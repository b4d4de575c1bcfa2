import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StatementTyp } from '../../src/core/statement.ts';
import { generateSigningKey, newClaims, signClientAuth, signStatement, toPrivateJwk } from '../../src/sdk/sign.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { auditBody } from '../support/journey.ts';
import { partyBody } from '../support/party-body.ts';
import { opinionBody, type TestParty } from '../support/registry.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ORIGIN = 'http://localhost:3999';
const READY = /ready at (\S+)$/;
const DAY_MS = 86_400_000;

/** A request as the receiver got it. */
interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let database: TestDatabase;
let folder: string;
const nodes: ChildProcess[] = [];
let address: string;
let receiver: Server;
let hook: string;
const lines: string[] = [];
const heard: Heard[] = [];
let hear: () => void = () => undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'cms-webhook-'));
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(204).end();
      hear();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const bound = receiver.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  hook = `http://127.0.0.1:${bound.port}/hook`;
  address = await boot();
}, 90_000);
afterAll(async () => {
  for (const node of nodes) if (node.exitCode === null) node.kill('SIGKILL');
  receiver.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The real program, with everything it does without being asked. */
async function boot(): Promise<string> {
  const args = ['--import', 'tsx', 'src/main.ts', '--mode', 'sandbox', '--port', '0', '--data-dir', folder];
  const env = { ...process.env, DATABASE_URL: database.url, REGISTRY_ORIGIN: ORIGIN, LOG_LEVEL: 'silent' };
  const node = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] });
  nodes.push(node);
  const said = createInterface(node.stderr);
  return new Promise((resolve, reject) => {
    said.on('line', (line) => {
      const [, at] = READY.exec(line) ?? [];
      if (at === undefined) lines.push(line);
      else resolve(at);
    });
    said.on('close', () => reject(new Error(lines.join('\n'))));
  });
}

/** So many requests of the receiver, whenever they come. */
async function take(count: number): Promise<readonly Heard[]> {
  while (heard.length < count)
    await new Promise<void>((resolve) => {
      hear = resolve;
    });
  return heard;
}

async function send(to: string, init: RequestInit) {
  const response = await fetch(`${address}${to}`, { method: 'POST', ...init });
  const text = await response.text();
  if (!response.ok) throw new Error(`${to} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function state(by: TestParty, to: string, typ: StatementTyp, body: unknown) {
  const claims = { iss: by.id, aud: ORIGIN, ...newClaims(new Date(), randomBytes(16)) };
  const jws = await signStatement({ typ, privateJwk: by.key, body, ...claims });
  return send(to, { headers: { 'content-type': 'application/jose' }, body: jws });
}

async function register(id: string, kind: 'organisation' | 'auditor'): Promise<TestParty> {
  const party = { id, key: await generateSigningKey() };
  await state(party, '/v1/parties', 'cms-party+jwt', partyBody(id, party.key, { kind }));
  await send(`/v1/parties/${id}/domains/${id}.example/check`, {});
  return party;
}

async function tokenOf(party: TestParty): Promise<string> {
  const claims = { iss: party.id, aud: ORIGIN, ...newClaims(new Date(), randomBytes(16), 60) };
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signClientAuth({ privateJwk: party.key, ...claims }),
    scope: 'party',
  });
  return (await send('/v1/token', { body })).access_token;
}

test('a decision of a running registry leaves it, signed, to who asked for it', async () => {
  const [acme, lumen] = [await register('acme', 'organisation'), await register('lumen', 'auditor')];
  const officer = {
    id: 'registry',
    key: toPrivateJwk(JSON.parse(await readFile(`${folder}/keys/officer-1.jwk.json`, 'utf8'))),
  };
  const accredit = { action: 'accredit', subject: 'lumen', levels: [1], valid_to: '2100-01-01T00:00:00Z' };
  await state(officer, '/v1/acts', 'cms-act+jwt', { schema: 'cms-act/1', reason: 'a test', ...accredit });
  const headers = { authorization: `Bearer ${await tokenOf(acme)}`, 'content-type': 'application/json' };
  const wish = { url: hook, events: ['certificate.*', 'tier.changed'] };
  const { secret } = await send('/v1/me/webhooks', { headers, body: JSON.stringify(wish) });

  const start = new Date(Date.now() - 57 * DAY_MS).toISOString().slice(0, 10);
  const { digest } = await state(acme, '/v1/audits', 'cms-audit+jwt', auditBody('acme', { start }));
  const signed = await state(
    lumen,
    `/v1/audits/${digest}/countersignatures`,
    'cms-countersignature+jwt',
    opinionBody(digest),
  );

  const verifier = new Webhook(secret);
  const told = (await take(2)).map(({ headers: sent, body }) => verifier.verify(body, flat(sent)));
  const organisation = { party_id: 'acme' };
  const certificate_id = signed.certificate_id;
  expect(told).toHaveLength(2);
  expect(told).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        type: 'certificate.issued',
        data: expect.objectContaining({ certificate_id, organisation: expect.objectContaining(organisation) }),
      }),
      expect.objectContaining({ type: 'tier.changed', data: expect.objectContaining({ from: null, to: 'Bronze' }) }),
    ]),
  );

  for (const node of nodes) {
    const ended = once(node, 'exit');
    node.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }
  expect([heard.length, lines]).toEqual([2, []]);
}, 90_000);

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
