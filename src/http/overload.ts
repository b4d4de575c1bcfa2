import underPressure from '@fastify/under-pressure';
import { RegistryError } from '../core/errors.ts';
import type { App } from './app-deps.ts';

/** A process whose event loop lags this far behind, in milliseconds, answers nobody in time: it sheds what comes next. */
const MAX_EVENT_LOOP_DELAY_MS = 1_000;
const SAMPLE_INTERVAL_MS = 500;

/** Refuses requests while the process is overloaded, rather than letting all of them wait. */
export async function shedLoad(app: App): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    sampleInterval: SAMPLE_INTERVAL_MS,
    pressureHandler: async () => {
      throw new RegistryError('overloaded', 'the registry is overloaded');
    },
  });
}

/** Route options of the health checks: they answer under pressure too. */
export const neverShed = { pressureHandler: async () => undefined };
