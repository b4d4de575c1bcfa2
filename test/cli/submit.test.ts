import { describe, expect, test } from 'vitest';
import { syntheticAudit } from '../methodology/synthetic-audit.ts';
import { inventoryBody } from '../support/inventory-body.ts';
import { json, keyFile, problem, recorded, refusedConnection, runCli, type Setting, timeOut } from './fake-io.ts';
import { readStatement } from './read-statement.ts';

const { key, text } = await keyFile();
const audit = { ...syntheticAudit({ organisation: 'acme', level: 1 }), claim: { composite_percent: '75.0' } };
const files = { 'audit.json': JSON.stringify(audit), 'acme.jwk.json': text };
const overloaded = () => problem(503, { code: 'overloaded', title: 'Busy', detail: 'the registry is busy' });

const submit = (setting: Setting, ...argv: readonly string[]) =>
  runCli(['audit', 'submit', 'audit.json', '--key', 'acme.jwk.json', ...argv], { files, ...setting });

describe('audit submit', () => {
  test('signs the document as it is and prints digest, status, composite and findings', async () => {
    const answer = recorded('audit-declared');
    const { exit, out, requests } = await submit({ answers: [json(answer, 201)] });
    expect(exit).toBe(0);
    expect(out).toContain('Accepted  declared');
    expect(out).toContain(String(answer['digest']));
    expect(out).toContain('Composite  74.7 %  claimed 75.0 %: restated');
    expect(out).toContain('FLAG    F10');
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/audits' });
    expect(request?.headers.get('content-type')).toBe('application/jose');
    expect(await readStatement(request?.body ?? '', 'cms-audit+jwt', key)).toMatchObject({ iss: 'acme', body: audit });
  });

  test.each([
    ['a time-out', timeOut],
    ['a refused connection', refusedConnection],
    ['an overload', overloaded],
    ['a proxy’s error page', () => new Response('<html>', { status: 502 })],
  ])('after %s the same bytes go out again', async (_name, failure) => {
    const { exit, err, requests, waits } = await submit({
      answers: [failure(), failure(), json(recorded('audit-declared'))],
    });
    expect(exit).toBe(0);
    expect(waits).toEqual([500, 1000]);
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map((request) => request.body)).size).toBe(1);
    expect(err).toContain('the same bytes again in 0.5 s (attempt 2 of 4)');
  });

  test('gives up after four attempts with exit 3 and says how to look', async () => {
    const { exit, err, requests } = await submit({ answers: [timeOut(), timeOut(), timeOut(), timeOut()] });
    expect(exit).toBe(3);
    expect(requests).toHaveLength(4);
    expect(err).toContain('No registry answered at https://registry.example: no answer within 60 s');
    expect(err).toMatch(/carbon-mirror audit show [\w-]{43}/);
  });

  test('waits as long as the registry asks, but not for minutes', async () => {
    const busy = (seconds: string) => problem(503, { code: 'overloaded' }, { 'retry-after': seconds });
    expect((await submit({ answers: [busy('5'), json(recorded('audit-declared'))] })).waits).toEqual([5000]);
    const patient = await submit({ answers: [busy('600')] });
    expect(patient).toMatchObject({ exit: 3, waits: [] });
  });

  test('a refusal: title, code, and every error as pointer: detail (hint)', async () => {
    const { exit, out, err, requests } = await submit({ answers: [problem(422, recorded('audit-rejected'))] });
    expect(exit).toBe(1);
    expect(requests).toHaveLength(1);
    expect(out).toBe('');
    expect(err).toContain('audit_rejected');
    expect(err.replaceAll(/\s+/g, ' ')).toMatch(/\/workloads\/1\/discarded_kwh: [^(]+\(Count failed, killed/);
  });

  test('--json prints the raw answer, or the problem document', async () => {
    const answered = await submit({ answers: [json(recorded('audit-declared'))] }, '--json');
    expect(JSON.parse(answered.out)).toEqual(recorded('audit-declared'));
    const refused = await submit({ answers: [problem(422, recorded('audit-rejected'))] }, '--json');
    expect(JSON.parse(refused.out)).toEqual(recorded('audit-rejected'));
    expect(refused.exit).toBe(1);
  });

  test('an answer cannot steer the terminal', async () => {
    const hostile = {
      code: 'audit_rejected\u001b[2J',
      title: '\u001b]0;x\u0007',
      detail: 'a\u202eb',
      errors: [{ pointer: '/\u001b[1m', code: 'x', detail: 'y\r' }],
    };
    const { err } = await submit({ answers: [problem(422, hostile)] });
    for (const char of ['\u001b', '\u0007', '\u202e', '\r']) expect(err).not.toContain(char);
  });

  test('what the core can see is refused before anything is sent', async () => {
    const { exit, requests } = await submit({ files: { ...files, 'audit.json': '{}' } });
    expect(exit).toBe(1);
    expect(requests).toEqual([]);
  });

  test.each([
    ['no key', ['audit', 'submit', 'audit.json'], '--key FILE is missing'],
    [
      'a key that is none',
      ['audit', 'submit', 'audit.json', '--key', 'audit.json'],
      'is not a private Ed25519 or P-256 key',
    ],
    [
      'no registry',
      ['audit', 'submit', 'audit.json', '--registry', 'registry.example'],
      'is not the address of a registry',
    ],
    [
      'a registry with a path',
      ['audit', 'submit', 'audit.json', '--registry', 'https://a.example/v1'],
      'is not the address of a registry',
    ],
  ])('%s: wrong usage', async (_name, argv, words) => {
    const { exit, err, requests } = await runCli(argv, { files });
    expect(exit).toBe(2);
    expect(err).toContain(words);
    expect(requests).toEqual([]);
  });

  test('on a terminal a line on standard error says what takes time, and goes', async () => {
    const { err, out } = await submit({
      terminal: true,
      env: { NO_COLOR: '1' },
      answers: [json(recorded('audit-declared'))],
    });
    expect(err).toBe('Submitting the audit …\r\u001b[2K');
    expect(out).not.toContain('\u001b');
  });
});

describe('inventory send', () => {
  const send = (inventory: object) =>
    runCli(['inventory', 'send', 'i.json'], {
      files: { 'i.json': JSON.stringify(inventory), k: text },
      env: { CARBON_MIRROR_KEY: 'k', CARBON_MIRROR_PARTY: 'acme' },
      answers: [json(recorded('workloads-registered'), 201)],
    });

  test('signs the inventory and names its period', async () => {
    const { exit, out, requests } = await send(inventoryBody('2026-03-01', '2026-03-10'));
    expect(exit).toBe(0);
    expect(out).toContain('Accepted  2026-03-01T00:00:00Z to 2026-03-10T00:00:00Z');
    expect(out).not.toContain('REJECT');
    expect(requests[0]?.path).toBe('/v1/inventories');
    expect((await readStatement(requests[0]?.body ?? '', 'cms-inventory+jwt', key)).iss).toBe('acme');
  });

  test('says what will suspend a live tier', async () => {
    const network = { metered_gb: '70', flows: [{ flow_id: 'web', owner: null, gb: '60', redundant_gb: '61' }] };
    const { exit, out } = await send(inventoryBody('2026-03-01', '2026-03-10', { network }));
    expect(exit).toBe(0);
    expect(out).toContain('REJECT R16');
  });

  test('sends nothing that cannot be read', async () => {
    const { exit, err, requests } = await send(inventoryBody('2026-02-01', '2026-03-10'));
    expect(exit).toBe(1);
    expect(err).toContain('/period/end');
    expect(requests).toEqual([]);
  });
});

describe('workloads register', () => {
  const entry = {
    workload_id: 'web',
    site_id: 'site-1',
    name: 'web',
    owner: 'team-web',
    schedule_ref: 'k8s:web',
    kind: 'service',
    deferrable: false,
    capacity_unit: 'vcpu',
    redundancy: 1,
    energy_basis: 'measured',
  };
  const register = (entries: readonly object[]) =>
    runCli(['workloads', 'register', 'w.json'], {
      files: { 'w.json': JSON.stringify({ schema: 'cms-workloads/1', entries }), k: text },
      env: { CARBON_MIRROR_KEY: 'k', CARBON_MIRROR_PARTY: 'acme' },
      answers: [json(recorded('workloads-registered'), 201)],
    });

  test('signs as the party and with the key the environment names', async () => {
    const { exit, out, requests } = await register([entry]);
    expect(exit).toBe(0);
    expect(out).toContain('Registered  1 workload, from now on');
    expect(requests[0]?.path).toBe('/v1/workloads');
    expect((await readStatement(requests[0]?.body ?? '', 'cms-workloads+jwt', key)).iss).toBe('acme');
  });

  test('names every fault of the register', async () => {
    const { exit, err } = await register([
      { ...entry, kind: 'cron' },
      { ...entry, redundancy: 3 },
    ]);
    expect(exit).toBe(1);
    expect(err).toContain('/entries/0/kind');
    expect(err).toContain('/entries/1/redundancy');
  });
});
