import { keepAnswer, nextOffer, type Offer, offerFrom } from '../registry/offer-checkpoint.ts';
import type { Witness } from '../registry/ports/log.ts';
import type { Deps } from '../registry/ports.ts';
import { addCheckpoint, type Fetch } from './witness-client.ts';

/** Keeps the configured witnesses up to date. */
export interface WitnessPush {
  /** Asks every witness that has not seen the newest checkpoint, or is to be asked again; resolves when all have answered. Never throws. */
  run(): Promise<void>;
  /** From here on it runs by itself. */
  start(): void;
  /** Nobody is asked after this; resolves when the last one has answered. */
  stop(): Promise<void>;
}

export interface WitnessPushOptions {
  /** Hears single lines; those that begin with ALARM are for people. */
  report(line: string): void;
  readonly fetch?: Fetch;
  /** How often to look: checkpoints that come closer together are one request. */
  readonly intervalMs?: number;
}

/** After a failure a witness is left alone for so long, twice as long after each further one, up to the limit. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/** What this process remembers of a witness. Nothing rests on it: what a witness has seen is read from what it signed. */
interface Contact {
  readonly witness: Witness & { readonly url: string };
  running: Promise<void> | undefined;
  failures: number;
  notBefore: number;
}

/**
 * Shows new checkpoints to the witnesses that have an address, each on its own: one that is slow or wrong holds up neither the
 * others nor the log. Any number of instances may do it; what they ask twice is answered twice.
 */
export function createWitnessPush(deps: Deps, options: WitnessPushOptions): WitnessPush {
  const { report, intervalMs = 1_000 } = options;
  const fetchOne = options.fetch ?? fetch;
  const contacts = deps.witnesses.flatMap(({ url, ...witness }): Contact[] =>
    url === undefined ? [] : [{ witness: { ...witness, url }, running: undefined, failures: 0, notBefore: 0 }],
  );
  const visit = async (contact: Contact): Promise<void> => {
    const now = deps.now().getTime();
    // What the database holds is not to be shown while it is in doubt.
    if (now < contact.notBefore || deps.publication.fault() !== undefined) return;
    const fault = await ask(deps, contact.witness, fetchOne).catch(
      (error: unknown) => `witness failed: ${String(error)}`,
    );
    contact.failures = fault === undefined ? 0 : contact.failures + 1;
    const pause = FIRST_PAUSE_MS * 2 ** Math.min(contact.failures - 1, 30);
    contact.notBefore = fault === undefined ? 0 : now + Math.min(pause, LONGEST_PAUSE_MS);
    if (fault !== undefined) report(fault);
  };
  const visitOnce = (contact: Contact): Promise<void> => {
    contact.running ??= visit(contact).finally(() => {
      contact.running = undefined;
    });
    return contact.running;
  };
  const run = async (): Promise<void> => void (await Promise.all(contacts.map(visitOnce)));
  let timer: NodeJS.Timeout | undefined;
  return {
    run,
    start: () => {
      timer ??= setInterval(() => void run(), intervalMs);
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      for (const { running } of contacts) await running;
    },
  };
}

/** One request, and one more where the witness names another size than we thought. @returns what went wrong, in one line */
async function ask(deps: Deps, witness: Contact['witness'], fetchOne: Fetch): Promise<string | undefined> {
  const { name } = witness.key;
  const offer = await nextOffer(deps, witness);
  if (offer === undefined) return undefined;
  const { size } = offer.checkpoint;
  let asked: Offer = offer;
  let answer = await addCheckpoint(witness.url, asked.body, fetchOne);
  if (answer.kind === 'elsewhere') {
    if (answer.size > size)
      return `ALARM: witness ${name} has seen size ${answer.size} of this log, which ends at ${size}`;
    asked = await offerFrom(deps, offer, answer.size);
    answer = await addCheckpoint(witness.url, asked.body, fetchOne);
  }
  if (answer.kind === 'cosigned') {
    const verdict = await keepAnswer(deps, witness, asked, answer.text);
    return verdict.ok ? undefined : `ALARM: witness ${name} answered for size ${size}, but ${verdict.reason}`;
  }
  if (answer.kind === 'failed') return `witness ${name}: ${answer.detail}`;
  if (answer.kind === 'elsewhere') return `witness ${name}: it names another size each time, last ${answer.size}`;
  const why = REFUSALS[answer.status];
  return `${why === undefined ? '' : 'ALARM: '}witness ${name} refuses size ${size} with ${answer.status}${why ?? ''}`;
}

/** What a refusal means (tlog-witness). */
const REFUSALS: Readonly<Record<number, string>> = {
  403: ': it trusts none of the keys that signed it',
  404: ': it does not know this log',
  422: ': what it has seen does not lead there',
};
