import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestRegistry, ORIGIN, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { digestOf, fromKeys, makeStranger, post, type Stranger, statement } from './stranger.ts';
import { openReceipt } from './stranger-receipt.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const EXAMPLES = new URL('../../examples/blueglade/', import.meta.url);
const example = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(new URL(name, EXAMPLES), 'utf8'));

const party = (who: Stranger, kind: string, name: string) => ({
  schema: 'cms-party/1',
  party_id: who.id,
  kind,
  legal_name: name,
  country: 'DE',
  sector: 'J',
  website: `https://${who.id}.example/`,
  domains: [`${who.id}.example`],
  jwk: who.jwk,
});

const opinion = (audit: string) => ({
  schema: 'cms-countersignature/1',
  audit,
  result: 'accept',
  level: 1,
  scope_share: '0.62',
  measured_share_confirmed: true,
  cleared_flags: ['F10'],
  not_deferrable_confirmed: [],
  samples: { workloads: 5, sites: 1 },
  findings: [],
});

describe("a stranger's client, built from the standard alone", () => {
  let registry: TestRegistry;
  let server: TestServer;
  let vkey: string;
  const org = makeStranger('blueglade', 'EdDSA');
  const auditor = makeStranger('clearwater', 'ES256');

  beforeAll(async () => {
    registry = await createTestRegistry();
    registry.setNow(NOW);
    server = await startServer(registry);
    vkey = await (await fetch(`${server.address}/log/vkey`)).text();
  });
  afterAll(async () => {
    await server.close();
    await registry.close();
  });

  const send = (path: string, who: Stranger, typ: string, body: unknown) =>
    post(server.address, path, statement(who, typ, ORIGIN, NOW, body));
  /** With the key read at the beginning: whatever the registry serves later must fit it. */
  function checkReceipt(answer: Record<string, unknown>, type: string): void {
    const receipt = answer['receipt'] as Record<string, unknown>;
    const { leaf, index, size } = openReceipt(receipt, vkey);
    expect([leaf['t'], leaf['o'] ?? leaf['d'], receipt['index']]).toEqual([type, answer['digest'], index]);
    expect(answer['seq']).toBeGreaterThanOrEqual(index);
    expect(answer['seq']).toBeLessThan(size);
  }
  const read = async (path: string, accept = 'application/json') =>
    fetch(server.address + path, { headers: { accept } });

  test('registers both parties and proves their domains', async () => {
    for (const [who, kind, name] of [
      [org, 'organisation', 'Blueglade Technologies'],
      [auditor, 'auditor', 'Clearwater Assurance'],
    ] as const) {
      const answer = await send('/v1/parties', who, 'cms-party+jwt', party(who, kind, name));
      expect(answer).toMatchObject({ status: 201, body: { party_id: who.id } });
      checkReceipt(answer.body, 'party.registered');
      const proof = await fetch(`${server.address}/v1/parties/${who.id}/domains/${who.id}.example/check`, {
        method: 'POST',
      });
      expect(proof.status).toBe(200);
      expect(await proof.json()).toMatchObject({ proved: true, method: 'sandbox' });
    }
    const [officer] = registry.officers;
    if (officer === undefined) throw new Error('no officer');
    const registrar = fromKeys('registry', 'EdDSA', createPrivateKey({ key: { ...officer.key }, format: 'jwk' }), {
      kty: 'OKP',
      crv: 'Ed25519',
      x: officer.key.x,
    });
    const act = {
      schema: 'cms-act/1',
      action: 'accredit',
      subject: auditor.id,
      reason: 'assessed',
      levels: [1, 2],
      valid_to: '2028-01-01T00:00:00Z',
    };
    expect(await send('/v1/acts', registrar, 'cms-act+jwt', act)).toMatchObject({
      status: 201,
      body: { effective: true },
    });
  });

  test.each([
    ['audit.json', '45.2', '0.452209'],
    ['audit-fixed.json', '62.6', '0.62586'],
  ])('%s becomes Bronze %s on every surface, at one seq', async (file, percent, fraction) => {
    const jws = statement(org, 'cms-audit+jwt', ORIGIN, NOW, await example(file));
    const submitted = await post(server.address, '/v1/audits', jws);
    expect(submitted).toMatchObject({
      status: 201,
      body: { digest: digestOf(jws), status: 'declared', score: { composite_percent: percent } },
    });
    checkReceipt(submitted.body, 'audit.declared');
    const digest = digestOf(jws);
    const signed = await send(
      `/v1/audits/${digest}/countersignatures`,
      auditor,
      'cms-countersignature+jwt',
      opinion(digest),
    );
    expect(signed).toMatchObject({ status: 201, body: { decision: { tier: 'Bronze' } } });
    checkReceipt(signed.body, 'audit.countersigned');
    const seq = String(signed.body['seq']);

    const listing = (await (await read('/v1/organisations')).json()) as {
      seq: number;
      items: Record<string, unknown>[];
    };
    expect(String(listing.seq)).toBe(seq);
    expect(listing.items).toMatchObject([
      { party_id: 'blueglade', tier: 'Bronze', composite_percent: percent, state: 'active' },
    ]);
    expect(String(listing.items[0]?.['composite_6'])).toContain(fraction);

    const badge = await (await read('/badges/blueglade.svg')).text();
    expect(badge).toContain(`data-seq="${seq}"`);
    expect(badge).toContain(percent);
    expect(badge).toContain('Bronze');

    const page = await read('/organisations/blueglade', 'text/html');
    expect(page.headers.get('registry-seq')).toBe(seq);
    expect(await page.text()).toContain(percent);

    const csv = await read('/v1/organisations.csv');
    expect(csv.headers.get('registry-seq')).toBe(seq);
    expect(await csv.text()).toMatch(new RegExp(`blueglade.*Bronze.*${percent}`));

    const stored = await (await read(`/v1/statements/${digest}.jws`)).text();
    expect(stored).toBe(jws);
  });

  test('the job nobody owned is named until it is fixed', async () => {
    const audits = (await (await read('/v1/organisations/blueglade/audits')).json()) as {
      items: { invisible_workloads: { name: string; energy_kwh: string }[] }[];
    };
    const [fixed, first] = audits.items;
    expect(first?.invisible_workloads).toMatchObject([
      { name: 'ARCHIVAL_REBUILD_LEGACY_2019-2023.sh', energy_kwh: '25200' },
    ]);
    expect(fixed?.invisible_workloads).toEqual([]);
  });

  test('a look-up says so too', async () => {
    const answer = await (await read('/v1/lookup?url=https://www.blueglade.example/prices')).json();
    expect(answer).toMatchObject({
      status: 'certified',
      organisation: { party_id: 'blueglade' },
      certificate: { tier: 'Bronze', composite_percent: '62.6' },
    });
  });

  test('a receipt proves its own leaf and nothing else', async () => {
    const jws = statement(org, 'cms-audit+jwt', ORIGIN, NOW, await example('audit-fixed.json'));
    const { receipt } = (await post(server.address, '/v1/audits', jws)).body as { receipt: Record<string, string> };
    const proof = receipt['tlog_proof'] ?? '';
    const other = await (await fetch(`${server.address}/v1/receipts/${digestOf(jws)}.tlog-proof`)).text();
    expect(other).toBe(proof);
    const { index, size } = openReceipt(receipt, vkey);
    const opens = (changed: Record<string, string>) => () => openReceipt({ ...receipt, ...changed }, vkey);
    const [first = ''] = /(?<=index \d+\n)[^\n]+\n/.exec(proof) ?? [];
    expect(opens({ leaf: `${receipt['leaf']} ` })).toThrow('does not lead to');
    expect(opens({ tlog_proof: proof.replace(`index ${index}`, `index ${index - 1}`) })).toThrow();
    expect(opens({ tlog_proof: proof.replace(first, '') })).toThrow();
    expect(opens({ tlog_proof: proof.replace(first, `${first}${first}`) })).toThrow();
    expect(opens({ tlog_proof: proof.replace(`\n${size}\n`, `\n${size + 1}\n`) })).toThrow('not signed by this log');
    const flipped = proof.replace(/(— \S+ \S{20})(.)/, (_all, start, char) => `${start}${char === 'A' ? 'B' : 'A'}`);
    expect(opens({ tlog_proof: flipped })).toThrow('not signed by this log');
  });
});
