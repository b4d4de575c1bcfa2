import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Agent, openAgent } from '../../src/agent/agent.ts';
import type { ArmedConfig } from '../../src/agent/config.ts';
import type { AgentEvent } from '../../src/agent/events.ts';
import type { Field } from '../../src/agent/measurements.ts';
import { createPrometheusSource, type Query } from '../../src/agent/sources/prometheus.ts';
import type { Fetch } from '../../src/sdk/client.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { requiresEngines } from '../support/go-tools.ts';
import { addKey } from '../support/key-operations.ts';
import { createTestRegistry, ORIGIN, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { missingPrometheus, type PrometheusServer, startPrometheus } from './prometheus-server.ts';

const missing = missingPrometheus();
if (missing !== undefined) {
  if (requiresEngines()) throw new Error(missing);
  console.warn(`SKIPPED: the agent against a real Prometheus: ${missing}`);
}

const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
const HOURS = 6;
/** The simulated time ends before the real one, where Prometheus has a past. */
const BEGIN = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - (HOURS + 1) * HOUR_MS);
const INTERVALS = HOURS * 4;

/** Watts of the building, its machines and two pods at a minute: a load that moves. */
const load = (minute: number) => {
  const it = 40_000 + 8_000 * Math.sin(minute / 30);
  return { facility: 1.3 * it, it, web: 0.5 * it, batch: 0.3 * it };
};

/** What an exporter would have shown once a minute, as OpenMetrics. */
function pastOf(from: Date, hours: number): string {
  const names = {
    facility: 'pdu_joules_total',
    it: 'rack_joules_total',
    web: 'kepler_container_joules_total{container_namespace="shop",pod_name="web"}',
    batch: 'kepler_container_joules_total{container_namespace="shop",pod_name="batch"}',
  };
  const lines = new Map(Object.values(names).map((name) => [name, [] as string[]]));
  const sums = { facility: 1e9, it: 9e8, web: 0, batch: 0 };
  for (let minute = 0; minute <= hours * 60; minute++) {
    const at = from.getTime() / 1000 + minute * 60;
    for (const key of ['facility', 'it', 'web', 'batch'] as const) {
      sums[key] += load(minute)[key] * 60;
      lines.get(names[key])?.push(`${names[key]} ${sums[key]} ${at}`);
    }
  }
  const of = (name: string): string[] => lines.get(name) ?? [];
  return [
    '# TYPE pdu_joules counter',
    ...of(names.facility),
    '# TYPE rack_joules counter',
    ...of(names.it),
    '# TYPE kepler_container_joules counter',
    ...of(names.web),
    ...of(names.batch),
    '# EOF',
    '',
  ].join('\n');
}

const increase = (series: string) => ({ query: `sum(increase(${series}[\${interval}]))`, unit: 'J' }) as const;
const number = (text: string, unit: 'ratio' | 'g_per_kwh' | 'per_mwh') => ({ query: `vector(${text})`, unit });
const pods = `sum by (container_namespace, pod_name) (increase(kepler_container_joules_total[\${interval}]))`;

describe.skipIf(missing !== undefined)(
  'an agent, a Prometheus and a registry that goes away',
  { timeout: 180_000 },
  () => {
    let registry: TestRegistry;
    let server: TestServer | undefined;
    let prometheus: PrometheusServer;
    let exporter: Server;
    let spool: string;
    let config: ArmedConfig;
    let now = new Date(BEGIN.getTime() + 60_000);
    const events: AgentEvent[] = [];

    const goTo = (to: Date): void => {
      now = to;
      registry.setNow(to);
    };
    /** The registry answers under its origin wherever it listens; while it is down nobody does. */
    const fetchOne: Fetch = (url, init) => fetch(url.replace(ORIGIN, server?.address ?? 'http://127.0.0.1:1'), init);
    const open = (): Promise<Agent> =>
      openAgent(config, {
        now: () => now,
        random: randomBytes,
        fetch: fetchOne,
        stop: new AbortController().signal,
        report: (event) => events.push(event),
      });

    beforeAll(async () => {
      let joules = 0;
      exporter = createServer((_, response) => {
        joules += 1_000;
        response.end(`# TYPE live_joules_total counter\nlive_joules_total ${joules}\n`);
      });
      const port = await new Promise<number>((resolve) => {
        exporter.listen(0, '127.0.0.1', () => {
          const address = exporter.address();
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        });
      });
      prometheus = await startPrometheus(pastOf(new Date(BEGIN.getTime() - HOUR_MS), HOURS + 1), `127.0.0.1:${port}`);
      registry = await createTestRegistry({ now: BEGIN.toISOString() });
      const party = await registerProved(registry, 'velocitytech');
      const { added } = await addKey(registry, party, { use: 'telemetry', siteId: 'fra-1' });
      spool = await mkdtemp(path.join(os.tmpdir(), 'cms-spool-'));
      config = {
        origin: ORIGIN,
        party: 'velocitytech',
        site: 'fra-1',
        key: added.key,
        keyFile: '',
        minutes: 15,
        spool,
        listen: undefined,
        settleMs: 60_000,
        patienceMs: HOUR_MS,
        startFrom: BEGIN,
        csv: undefined,
        command: undefined,
        prometheus: {
          url: prometheus.url,
          complete: undefined,
          queries: new Map<Field, Query>([
            ['facility_kwh', increase('pdu_joules_total')],
            ['it_kwh', increase('rack_joules_total')],
            ['grid_cfe_share', number('0.4', 'ratio')],
            ['carbon_intensity_g_per_kwh', number('250', 'g_per_kwh')],
            ['price_per_mwh', number('60', 'per_mwh')],
          ]),
          workloads: [
            {
              id: `\${container_namespace}/\${pod_name}`,
              queries: new Map([['energy_kwh', { query: pods, unit: 'J' } as const]]),
            },
          ],
        },
      };
      server = await startServer(registry);
    });

    afterAll(async () => {
      await server?.close();
      await registry?.close();
      await prometheus?.close();
      exporter?.close();
      await rm(spool, { recursive: true, force: true });
    });

    test('every interval is accepted exactly once, in one chain', async () => {
      let agent = await open();
      for (let quarter = 1; quarter <= INTERVALS; quarter++) {
        goTo(new Date(BEGIN.getTime() + quarter * QUARTER_MS + 90_000));
        if (quarter === 8) {
          await server?.close();
          server = undefined;
        }
        if (quarter === 12) server = await startServer(registry);
        // The agent itself is down for an hour, too, and begins again from its spool alone.
        if (quarter > 16 && quarter < 20) continue;
        if (quarter === 20) agent = await open();
        await agent.step();
      }
      goTo(new Date(now.getTime() + 600_000));
      await agent.step();
      expect(agent.standing()).toMatchObject({ waiting: 0, refused: 0 });
      expect(events.filter(({ kind }) => kind === 'postponed')).not.toEqual([]);

      const client = new pg.Client({ connectionString: registry.database.url });
      await client.connect();
      const { rows } = await client.query(
        'select epoch, seq::int as seq, start, digest, jws from attestations order by start',
      );
      await client.end();
      expect(rows.map(({ epoch, seq }) => [epoch, seq])).toEqual(
        Array.from({ length: INTERVALS }, (_, seq) => [0, seq]),
      );
      expect(rows.map(({ start }) => start.getTime())).toEqual(
        Array.from({ length: INTERVALS }, (_, at) => BEGIN.getTime() + at * QUARTER_MS),
      );
      const bodies = rows.map(({ jws }) => JSON.parse(Buffer.from(jws.split('.')[1], 'base64url').toString()).body);
      expect(bodies.map(({ chain }) => chain.prev)).toEqual([null, ...rows.slice(0, -1).map(({ digest }) => digest)]);
      const total = bodies.reduce((sum, { facility_kwh }) => sum + Number(facility_kwh), 0);
      expect(Number(bodies.at(-1).registers.facility_kwh)).toBeCloseTo(total, 4);
      expect(bodies[0].workloads.map(({ workload_id }: { workload_id: string }) => workload_id)).toEqual([
        'shop/batch',
        'shop/web',
      ]);
      await checkRegistry(registry);
    });

    test('what is scraped now is read the same way', async () => {
      const query = { query: 'sum(live_joules_total)', unit: 'J' } as const;
      const source = createPrometheusSource(
        { url: prometheus.url, queries: new Map([['facility_kwh', query]]), workloads: [], complete: undefined },
        fetch,
      );
      const span = () => ({ start: new Date(Date.now() - QUARTER_MS), minutes: 15 }) as const;
      let value: bigint | undefined;
      while (value === undefined) {
        value = await source.measure(span()).then(
          ({ values }) => values.get('facility_kwh'),
          () => sleep(200).then(() => undefined),
        );
      }
      expect(value).toBeGreaterThan(0n);
    });
  },
);
