import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import lighthouse from 'lighthouse';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { App } from '../../src/http/app-deps.ts';
import { seedBigListing } from '../support/big-listing.ts';
import { launchBrowser } from '../support/browser.ts';
import { createDemoRegistry, type DemoRegistry } from '../support/demo-registry.ts';
import { SCREENSHOTS } from '../support/visit.ts';

/*
 * Lighthouse on the listing and on the page of an organisation, in production, with 10,000 organisations. What depends on the
 * machine is measured by `npm run lighthouse` only; whole reports lie beside the pictures of pages.
 */

const ORGANISATIONS = 10_000;
const HOLDER = 'nordhafen-retail';
const isTimed = process.env['CMS_LIGHTHOUSE'] === 'all';
const UNTIMED = ['accessibility', 'best-practices', 'seo'];
const CATEGORIES = isTimed ? ['performance', ...UNTIMED] : UNTIMED;
const REPORTS = path.join(SCREENSHOTS, 'lighthouse');

let registry: DemoRegistry;
let app: App;
let origin: string;
let browser: Browser;
let port: number;
beforeAll(async () => {
  registry = await createDemoRegistry({ plays: (party) => party === HOLDER });
  await seedBigListing(registry.database.pool, ORGANISATIONS);
  // This log is shorter than the one the made-up versions belong to.
  await registry.database.pool.query("delete from listing where party_id like 'org-%' and to_seq is not null");
  await registry.database.pool.query("update listing set from_seq = 0 where party_id like 'org-%'");
  origin = `http://127.0.0.1:${await freePort()}`;
  app = await serve(registry, origin);
  port = await freePort();
  browser = await launchBrowser(`--remote-debugging-port=${port}`);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await registry?.close();
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** In production, under the address it calls itself. */
async function serve({ deps }: DemoRegistry, address: string): Promise<App> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const served = await createApp({
    registry: { ...deps, origin: address },
    config: { origin: address, mode: 'production', logLevel: 'silent' },
    sessionKey: {
      privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      kid: 'session',
    },
    cursorSecret: randomBytes(32),
  });
  await served.listen({ host: '127.0.0.1', port: Number(new URL(address).port) });
  return served;
}

test.each([
  ['listing', '/'],
  ['organisation', `/organisations/${HOLDER}`],
])(
  '%s: 100 in every category that no machine can slow down',
  async (name, address) => {
    const options = { port, onlyCategories: CATEGORIES, output: 'html', logLevel: 'error' } as const;
    const result = await lighthouse(`${origin}${address}`, options);
    if (result === undefined) throw new Error('no report');
    const { categories, audits } = result.lhr;
    await mkdir(REPORTS, { recursive: true });
    await writeFile(path.join(REPORTS, `${name}.html`), String(result.report));
    const scores = Object.values(categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]);
    if (isTimed) process.stdout.write(`${name}: ${scores.map(([id, score]) => `${id} ${score}`).join(', ')}\n`);
    const short = Object.values(categories).flatMap(({ id, auditRefs }) =>
      auditRefs
        .filter(({ weight }) => weight > 0)
        .filter(({ id: audit }) => (audits[audit]?.score ?? 1) < 1)
        .map(({ id: audit }) => `${id}: ${audit}: ${audits[audit]?.displayValue ?? audits[audit]?.title}`),
    );
    if (isTimed) process.stdout.write(short.map((line) => `  ${line}\n`).join(''));
    expect(short.filter((line) => !line.startsWith('performance'))).toEqual([]);
    expect(scores.filter(([id]) => id !== 'performance')).toEqual(UNTIMED.map((id) => [id, 100]));
  },
  120_000,
);
