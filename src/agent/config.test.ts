import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSigningKey } from '../sdk/sign.ts';
import { readArmedConfig, readConfig } from './config.ts';

const GOOD = `registry: https://registry.example
party: acme
site: fra-1
key: key.json
interval_minutes: 15
spool: spool
sources:
  command: [measure, --from, "\${start}"]
`;

let folder: string;
const file = (name: string): string => path.join(folder, name);
const read = async (text: string) => {
  await writeFile(file('agent.yaml'), text);
  return readConfig(file('agent.yaml'));
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cms-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('agent.yaml', () => {
  test('names are relative to it', async () => {
    expect(await read(GOOD)).toMatchObject({ spool: file('spool'), minutes: 15, listen: { port: 9466 } });
  });

  test.each([
    ['an unknown member', `${GOOD}colour: red\n`, /agent\.yaml:9: colour: not a member/],
    ['a length there is not', GOOD.replace('15', '20'), /agent\.yaml:5: interval_minutes: .*15, 30 or 60/],
    ['a path behind the origin', GOOD.replace('.example', '.example/v1'), /agent\.yaml:1: registry: /],
    ['a key twice', `${GOOD}site: b\n`, /agent\.yaml:9: .*unique/],
    ['a member that is missing', GOOD.replace('spool: spool\n', ''), /spool: this member is required/],
    ['no source', GOOD.replace(/sources:[\s\S]*/, 'sources: {}\n'), /sources: name one at least/],
    [
      'a unit there is not',
      GOOD.replace(/command.*/, 'prometheus: {url: "http://p", queries: {it_kwh: {query: a, unit: BTU}}}'),
      /it_kwh/,
    ],
    ['no YAML', 'a: [', /agent\.yaml:1: /],
  ])('%s is told with its line', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test('the presets shipped are sound', async () => {
    const config = await readConfig(new URL('../../examples/agent/agent.yaml', import.meta.url).pathname);
    expect([...(config.prometheus?.queries.keys() ?? [])]).toContain('it_kwh');
    expect(config.prometheus?.workloads).toHaveLength(1);
  });

  test('a key that others may read is refused', async () => {
    await writeFile(file('key.json'), JSON.stringify(await generateSigningKey()), { mode: 0o600 });
    await read(GOOD);
    expect((await readArmedConfig(file('agent.yaml'))).key.d).toBeDefined();
    await chmod(file('key.json'), 0o640);
    await expect(readArmedConfig(file('agent.yaml'))).rejects.toThrow(/mode 0640/);
  });
});
