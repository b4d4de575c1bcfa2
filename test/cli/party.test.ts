import { describe, expect, test } from 'vitest';
import { isPartyId } from '../../src/core/ids.ts';
import { isJsonObject } from '../../src/core/json.ts';
import { restorePublicKey } from '../../src/core/keys.ts';
import { verifyKeyProof } from '../../src/core/possession.ts';
import { kidOf, publicJwkOf, toPrivateJwk } from '../../src/sdk/sign.ts';
import { json, keyFile, NOW, ORIGIN, problem, recorded, runCli, type Setting } from './fake-io.ts';
import { readStatement } from './read-statement.ts';

const { key, text } = await keyFile();
const recovery = await keyFile();
const files = { k: text, r: recovery.text };
const FLAGS = [
  '--id',
  'acme',
  '--name',
  'Acme AG',
  '--country',
  'DE',
  '--sector',
  'J',
  '--website',
  'https://acme.example/',
  '--domain',
  'acme.example',
];

describe('keys new', () => {
  test.each([
    ['EdDSA', 'OKP'],
    ['ES256', 'EC'],
  ])('%s: a file for its owner alone, and its kid', async (alg, kty) => {
    const { exit, out, written } = await runCli(['keys', 'new', '--alg', alg, '--out', 'acme.jwk.json']);
    const file = written.get('acme.jwk.json');
    const made = toPrivateJwk(JSON.parse(file?.text ?? '{}'));
    expect(exit).toBe(0);
    expect(file?.secret).toBe(true);
    expect(made.kty).toBe(kty);
    expect(out).toContain(`kid   ${kidOf(made)}`);
    expect(out).not.toContain(made.d);
  });

  test('never overwrites', async () => {
    const { exit, err, written } = await runCli(['keys', 'new', '--out', 'k'], { files });
    expect(exit).toBe(1);
    expect(err).toContain('k exists and is left as it is');
    expect(written.size).toBe(0);
  });

  test('--json', async () => {
    const { out } = await runCli(['keys', 'new', '--json']);
    expect(JSON.parse(out)).toEqual({
      kid: expect.stringMatching(/^[\w-]{43}$/),
      alg: 'EdDSA',
      file: 'carbon-mirror.jwk.json',
    });
  });

  test('an unknown algorithm is wrong usage', async () => {
    expect((await runCli(['keys', 'new', '--alg', 'RS256'])).exit).toBe(2);
  });
});

describe('party register', () => {
  const register = (argv: readonly string[], setting: Setting = {}) =>
    runCli(['party', 'register', '--key', 'k', ...argv], {
      files,
      answers: [json(recorded('party-registered'), 201)],
      ...setting,
    });

  test('from options: signs with the first key, then says how to prove the domain', async () => {
    const { exit, out, requests } = await register(FLAGS);
    expect(exit).toBe(0);
    expect(requests[0]?.path).toBe('/v1/parties');
    const { iss, body } = await readStatement(requests[0]?.body ?? '', 'cms-party+jwt', key);
    expect(iss).toBe('acme');
    expect(body).toEqual({
      schema: 'cms-party/1',
      party_id: 'acme',
      kind: 'organisation',
      legal_name: 'Acme AG',
      country: 'DE',
      sector: 'J',
      website: 'https://acme.example/',
      domains: ['acme.example'],
      jwk: publicJwkOf(key),
    });
    expect(out).toContain(`"cms-party=acme; kid=${kidOf(key)}; registry=${ORIGIN}"`);
    expect(out).toContain('carbon-mirror party prove acme.example --party acme');
    expect(out.split('\n').filter((line) => line.length > 110)).toEqual([]);
  });

  test('from a file that options correct', async () => {
    const party = {
      party_id: 'acme',
      kind: 'auditor',
      legal_name: 'Old',
      country: 'DE',
      sector: 'M',
      website: 'https://a.example/',
      domains: [],
    };
    const { requests } = await register(['p.json', '--name', 'New', '--lei', '529900T8BM49AURSDO55'], {
      files: { ...files, 'p.json': JSON.stringify(party) },
    });
    const { body } = await readStatement(requests[0]?.body ?? '', 'cms-party+jwt', key);
    expect(body).toMatchObject({ kind: 'auditor', legal_name: 'New', legal_ids: { lei: '529900T8BM49AURSDO55' } });
  });

  test('a recovery key comes with its proof', async () => {
    const { requests } = await register([...FLAGS, '--recovery-key', 'r']);
    const { iss, body } = await readStatement(requests[0]?.body ?? '', 'cms-party+jwt', key);
    const proof = isJsonObject(body) ? body['recovery_proof'] : undefined;
    if (!isPartyId(iss)) throw new Error('no issuer');
    await verifyKeyProof(String(proof), {
      key: restorePublicKey(publicJwkOf(recovery.key)),
      party: iss,
      use: 'recovery',
      origin: ORIGIN,
      now: NOW,
      pointer: '/recovery_proof',
    });
  });

  test('all faults at once, and nothing is sent', async () => {
    const { exit, err, requests } = await register(['--id', 'Acme', '--country', 'XX']);
    expect(exit).toBe(1);
    expect(requests).toEqual([]);
    for (const pointer of ['/party_id', '/country', '/sector', '/website', '/legal_name'])
      expect(err).toContain(`${pointer}: `);
  });

  test('a taken id', async () => {
    const taken = problem(409, {
      code: 'party_id_taken',
      title: 'Party id taken',
      detail: 'the party id acme is in use or reserved',
    });
    const { exit, err } = await register(FLAGS, { answers: [taken] });
    expect(exit).toBe(1);
    expect(err).toBe('Refused  Party id taken  party_id_taken\nthe party id acme is in use or reserved\n');
  });
});

describe('party prove', () => {
  const prove = (answer: string, ...argv: readonly string[]) =>
    runCli(['party', 'prove', 'acme.example', '--party', 'acme', ...argv], {
      files,
      answers: [json(recorded(answer))],
    });

  test('asks the registry to look, without a body', async () => {
    const { exit, out, requests } = await prove('domain-proved');
    expect(exit).toBe(0);
    expect(out).toBe('Proved  acme.example  by sandbox\n');
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/parties/acme/domains/acme.example/check',
      body: '',
    });
  });

  test('not proved: exit 1, the reason, and what to publish', async () => {
    const { exit, out } = await prove('domain-not-proved', '--key', 'k');
    expect(exit).toBe(1);
    expect(out).toContain('Not proved');
    expect(out).toContain(`kid=${kidOf(key)}`);
  });

  test('not proved, as JSON: still exit 1', async () => {
    const { exit, out } = await prove('domain-not-proved', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toEqual(recorded('domain-not-proved'));
  });
});
