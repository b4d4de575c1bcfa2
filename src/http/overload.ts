import underPressure from '@fastify/under-pressure';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertThat, RegistryError } from '../core/errors.ts';
import type { App } from './app-deps.ts';

/**
 * A process whose event loop lags this far behind, in milliseconds on average over a sample, answers nobody in time: it sheds
 * what comes next. Well above what one large audit or a busy neighbour on the machine costs, for the cap below is the first
 * to act.
 */
const MAX_EVENT_LOOP_DELAY_MS = 2_000;
const SAMPLE_INTERVAL_MS = 1_000;
/** Requests in work at once. More would only wait for the database behind each other. */
export const MAX_IN_FLIGHT = 256;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Read by @fastify/under-pressure in place of its general handler. */
    readonly pressureHandler?: () => Promise<void>;
  }
}

const EXEMPT = async (): Promise<void> => undefined;
/** Route options of the health checks: they answer under pressure too. */
export const neverShed = { pressureHandler: EXEMPT };

/** Refuses requests while the process is overloaded, rather than letting all of them wait. */
export async function shedLoad(app: App): Promise<void> {
  app.addHook('onRequest', countInFlight());
  await app.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    sampleInterval: SAMPLE_INTERVAL_MS,
    pressureHandler: async () => {
      throw new RegistryError('overloaded', 'the registry is overloaded');
    },
  });
}

/** A response is closed exactly once, whether it was sent, refused or abandoned by the client. */
function countInFlight(): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  let inFlight = 0;
  return async (request, reply) => {
    if (request.routeOptions.config.pressureHandler === EXEMPT) return;
    assertThat(inFlight < MAX_IN_FLIGHT, 'overloaded', 'too many requests are in work');
    inFlight += 1;
    reply.raw.once('close', () => {
      inFlight -= 1;
    });
  };
}

/**
 * Lets at most `max` calls of costly work run at once; further ones are refused rather than queued behind them, so that others
 * are answered meanwhile.
 *
 * @returns runs work, or throws RegistryError overloaded
 */
export function workAtOnce(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  return async (work) => {
    assertThat(running < max, 'overloaded', `at most ${max} of these are worked on at once`);
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  };
}
