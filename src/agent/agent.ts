import type { Fetch } from '../sdk/client.ts';
import { createBackoff } from './backoff.ts';
import { createCollector } from './collector.ts';
import type { ArmedConfig } from './config.ts';
import { createCourier } from './courier.ts';
import type { Report } from './events.ts';
import { combineSources, type Source } from './measurements.ts';
import { createCommandSource } from './sources/command.ts';
import { createCsvSource } from './sources/csv.ts';
import { createPrometheusSource } from './sources/prometheus.ts';
import { endOf } from './span.ts';
import { openSpool, SPOOL_FOLDERS } from './spool.ts';
import { openSpoolFiles, type SpoolFiles } from './spool-files.ts';
import { createTransport } from './transport.ts';

/** What an agent takes from the process it runs in. */
export interface AgentHost {
  readonly now: () => Date;
  /** That many random bytes. */
  readonly random: (size: number) => Uint8Array;
  readonly fetch: Fetch;
  /** Ends a request that is under way. */
  readonly stop: AbortSignal;
  readonly report: Report;
}

/** How an agent stands. */
export interface Standing {
  /** End of the newest accepted interval; undefined before the first. */
  readonly acceptedTo: Date | undefined;
  /** Intervals that wait for their answer. */
  readonly waiting: number;
  /** Intervals kept aside because they were refused. */
  readonly refused: number;
  /** Since the end of the newest accepted interval, or of the oldest that waits where none was accepted. */
  readonly lagSeconds: number;
}

export interface Agent {
  /** Reads, spools and sends what there is; yields the milliseconds until there may be more. @throws what a failing disk throws */
  step(): Promise<number>;
  standing(): Standing;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 300_000;

/** An agent on its spool. The caller has locked it. */
export async function openAgent(config: ArmedConfig, host: AgentHost): Promise<Agent> {
  return assembleAgent(config, host, await openSpoolFiles(config.spool, SPOOL_FOLDERS), openSource(config, host.fetch));
}

/** The same with files and a source of the caller's choice. */
export async function assembleAgent(
  config: ArmedConfig,
  host: AgentHost,
  files: SpoolFiles,
  source: Source,
): Promise<Agent> {
  const { now, random, report } = host;
  const { party, site, origin, key, minutes, settleMs, patienceMs, startFrom } = config;
  const spool = await openSpool(files);
  const common = { spool, signer: { party, site, origin, key }, now, random, report };
  const collector = createCollector({ ...common, minutes, settleMs, patienceMs, startFrom, source });
  const courier = createCourier({
    ...common,
    transport: createTransport(origin, host.fetch, host.stop),
    backoff: createBackoff(FIRST_DELAY_MS, LONGEST_DELAY_MS, () => chanceOf(random)),
  });
  return {
    step: async () => {
      const nextReading = await collector.collect();
      const nextSending = await courier.flush();
      return Math.min(nextReading, nextSending ?? nextReading);
    },
    standing: () => {
      const { acceptedTo } = spool.state();
      const [oldest] = spool.pending();
      const since = acceptedTo ?? (oldest === undefined ? now() : endOf(oldest.span));
      return {
        acceptedTo,
        waiting: spool.pending().length,
        refused: spool.refused(),
        lagSeconds: Math.max(0, Math.floor((now().getTime() - since.getTime()) / 1000)),
      };
    },
  };
}

function openSource({ prometheus, csv, command }: ArmedConfig, fetchOne: Fetch): Source {
  return combineSources([
    ...(prometheus === undefined ? [] : [createPrometheusSource(prometheus, fetchOne)]),
    ...(csv === undefined ? [] : [createCsvSource(csv)]),
    ...(command === undefined ? [] : [createCommandSource(command)]),
  ]);
}

/** A number from 0 to 1 from four random bytes. */
function chanceOf(random: (size: number) => Uint8Array): number {
  const bytes = random(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 0xffff_ffff;
}
