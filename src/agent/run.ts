import { type Agent, type AgentHost, openAgent } from './agent.ts';
import type { ArmedConfig } from './config.ts';
import { lockSpool } from './lock.ts';
import { createMetrics } from './metrics.ts';
import { serveStanding } from './serve.ts';
import { openSpoolFiles } from './spool-files.ts';

/** What running on takes beside. */
export interface RunHost extends AgentHost {
  readonly pid: number;
  /** Waits, or less where the signal ends it. */
  readonly sleep: (ms: number, stop: AbortSignal) => Promise<unknown>;
  /** Told after every turn, with the milliseconds until the next. */
  readonly onTurn: (agent: Agent, waitMs: number) => void;
}

/** A clock that was set back or forward must not make the agent sleep through. */
const LONGEST_SLEEP_MS = 60_000;
/** A request may take a minute, a source as long; what takes longer stands still. */
const STUCK_MS = 600_000;

/** Runs until `stop`: what is under way is finished or left as it is on disk. @throws ConfigFault, or what a failing disk throws */
export async function runAgent(config: ArmedConfig, host: RunHost): Promise<void> {
  await withAgent(config, host, async (agent, turned) => {
    while (!host.stop.aborted) {
      const waitMs = await agent.step();
      turned();
      host.onTurn(agent, waitMs);
      if (!host.stop.aborted) await host.sleep(Math.min(waitMs, LONGEST_SLEEP_MS), host.stop);
    }
  });
}

/** One turn: reads and sends what is due, waits for nothing. */
export async function runOnce(config: ArmedConfig, host: RunHost): Promise<void> {
  await withAgent({ ...config, listen: undefined }, host, async (agent) => {
    host.onTurn(agent, await agent.step());
  });
}

async function withAgent(
  config: ArmedConfig,
  host: RunHost,
  work: (agent: Agent, turned: () => void) => Promise<void>,
): Promise<void> {
  await openSpoolFiles(config.spool, []);
  const lock = await lockSpool(config.spool, host.pid);
  try {
    let lastTurn = host.now().getTime();
    let count: AgentHost['report'] = () => undefined;
    const agent = await openAgent(config, {
      ...host,
      report: (event) => {
        count(event);
        host.report(event);
      },
    });
    const metrics = createMetrics(config.site, agent.standing);
    count = metrics.count;
    const isAlive = (): boolean => host.now().getTime() - lastTurn < STUCK_MS;
    const server =
      config.listen === undefined
        ? undefined
        : await serveStanding(config.listen, { metrics, standing: agent.standing, isAlive });
    try {
      await work(agent, () => {
        lastTurn = host.now().getTime();
      });
    } finally {
      await server?.close();
    }
  } finally {
    await lock.release();
  }
}
