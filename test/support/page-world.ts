import type { Browser } from 'playwright-core';
import { refreshStatusLists } from '../../src/registry/maintain-credentials.ts';
import { launchBrowser } from './browser.ts';
import { createDemoRegistry, type DemoRegistry } from './demo-registry.ts';
import { headSeq } from './journey.ts';
import { startServer, type TestServer } from './server.ts';

/** A registry in which everything a page must show has happened, behind a real socket, and a browser. */
export interface PageWorld {
  readonly registry: DemoRegistry;
  readonly server: TestServer;
  readonly browser: Browser;
  /** Index of the last leaf. */
  readonly seq: number;
  /** The newest certificate of a party. */
  certificateOf(party: string): Promise<string>;
  close(): Promise<void>;
}

/** One that measures, one in every state a certificate can be in, and everything short of one. */
const CAST = new Set([
  'beacon-telehealth',
  'nordhafen-retail',
  'glasswing-post',
  'quarrystone-hosting',
  'ferrum-analytics',
  'lakeshore-clinics',
  'oakhaven-networks',
  'crestline-hosting',
  'ironbark-storage',
  'marigold-genetics',
  'sunda-fintech',
]);

export async function openPageWorld(): Promise<PageWorld> {
  const registry = await createDemoRegistry({ now: '2026-11-25T12:07:00Z', plays: (party) => CAST.has(party) });
  await refreshStatusLists(registry.deps);
  const server = await startServer(registry, 'sandbox');
  const browser = await launchBrowser();
  const certificateOf = async (party: string): Promise<string> => {
    const { rows } = await registry.database.pool.query<{ id: string }>(
      'select id from certificates where party_id = $1 order by leaf desc limit 1',
      [party],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`${party} has no certificate`);
    return row.id;
  };
  const close = async () => {
    await browser.close();
    await server.close();
    await registry.close();
  };
  return { registry, server, browser, seq: await headSeq(registry), certificateOf, close };
}
