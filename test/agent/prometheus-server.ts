import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROMETHEUS = '/usr/bin/prometheus';
const PROMTOOL = '/usr/bin/promtool';

/** Why no Prometheus can be run here; undefined where one can. */
export const missingPrometheus = (): string | undefined =>
  existsSync(PROMETHEUS) && existsSync(PROMTOOL) ? undefined : 'no /usr/bin/prometheus (apt-get install prometheus)';

export interface PrometheusServer {
  readonly url: string;
  close(): Promise<void>;
}

/** A Prometheus with this past (OpenMetrics text), on a free port of the loopback, that scrapes `target` every second. */
export async function startPrometheus(past: string, target: string): Promise<PrometheusServer> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'cms-prometheus-'));
  const data = path.join(home, 'data');
  await mkdir(data);
  const file = path.join(home, 'past.om');
  await writeFile(file, past);
  await run(PROMTOOL, ['tsdb', 'create-blocks-from', 'openmetrics', file, data]);
  const config = path.join(home, 'prometheus.yml');
  await writeFile(
    config,
    `scrape_configs:\n  - job_name: present\n    scrape_interval: 1s\n    scrape_timeout: 1s\n    static_configs: [{targets: ['${target}']}]\n`,
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    PROMETHEUS,
    [`--config.file=${config}`, `--storage.tsdb.path=${data}`, `--web.listen-address=${address}`, '--log.level=error'],
    { stdio: 'ignore' },
  );
  const url = `http://${address}`;
  await ready(`${url}/-/ready`, child);
  return {
    url,
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok === true) return;
    await sleep(100);
  }
  throw new Error(`Prometheus ended with ${child.exitCode}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
