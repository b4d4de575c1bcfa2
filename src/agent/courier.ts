import type { ChainLink } from '../core/documents/attestation.ts';
import { attest, isBy, moveBody, type Signer } from './attest.ts';
import type { Backoff } from './backoff.ts';
import { FIRST_LINK, isSameLink, linkAfter, nextEpoch, resumeAt } from './chain.ts';
import type { Report } from './events.ts';
import type { Pending, Spool } from './spool.ts';
import { type Answer, REQUEST_TIMEOUT_MS, type Transport } from './transport.ts';

/*
 * Brings what is spooled to the registry. What is spooled is always sent as it is: the registry answers bytes it has with
 * their first answer, whatever has expired since, and tells in `chain_gap` where to go on. Only after that answer is
 * anything signed again: it says that none of what waits was accepted.
 */

export interface CourierParts {
  readonly spool: Spool;
  readonly transport: Transport;
  readonly signer: Signer;
  readonly backoff: Backoff;
  readonly now: () => Date;
  readonly random: (size: number) => Uint8Array;
  readonly report: Report;
}

export interface Courier {
  /** Sends until nothing waits or the registry must be left alone. Yields the milliseconds to leave it alone, else undefined. */
  flush(): Promise<number | undefined>;
}

const BATCH = 1_000;
/** The registry takes 16 MiB. */
const BATCH_BYTES = 12 * 1024 * 1024;
/** A request without an answer may still arrive until this long after it was given up: a proxy may have kept it. */
const LINGER_MS = 2 * REQUEST_TIMEOUT_MS;

/**
 * Refusals of the interval itself. Any other says that the key, the configuration or a clock must be mended: then nothing is
 * given up.
 */
const REFUSING: ReadonlySet<string> = new Set([
  'implausible',
  'document_invalid',
  'payload_invalid',
  'too_large',
  'chain_fork',
]);

/** What to do after one round: again at once, or leave the registry alone. */
type Round = { readonly waitMs: number | undefined };
const AGAIN: Round = { waitMs: undefined };

/** @throws from `flush` only what the spool throws: a disk that fails */
export function createCourier(parts: CourierParts): Courier {
  let notBefore = 0;
  let batch = BATCH;
  // What an earlier process sent may be under way, too.
  let lingersUntil = parts.spool.pending().length > 0 ? parts.now().getTime() + LINGER_MS : 0;
  let resumed: ChainLink | undefined;

  const later = (waitMs: number): Round => {
    notBefore = parts.now().getTime() + waitMs;
    return { waitMs };
  };
  const hold = ({ code, detail, status }: Answer): Round => {
    const delayMs = parts.backoff.next();
    parts.report({ kind: 'held', code: code === '' ? `HTTP ${status}` : code, detail, delayMs });
    return later(delayMs);
  };
  const postpone = (reason: string, retryAfterS?: number): Round => {
    const delayMs = parts.backoff.next((retryAfterS ?? 0) * 1000);
    parts.report({ kind: 'postponed', reason, delayMs });
    return later(delayMs);
  };

  async function round(): Promise<Round> {
    const sent = await nextBatch(parts, batch);
    const delivery = await parts.transport.send(sent.map(({ jws }) => jws));
    if (delivery.kind === 'postponed') {
      if (delivery.unanswered) lingersUntil = parts.now().getTime() + LINGER_MS;
      return postpone(delivery.reason, delivery.retryAfterS);
    }
    if (delivery.kind === 'refused') return refuseRequest(sent, delivery.answer);
    batch = BATCH;
    return settle(sent, delivery.answers);
  }

  function refuseRequest(sent: readonly Pending[], answer: Answer): Round {
    if (answer.code !== 'too_large' || sent.length === 1) return hold(answer);
    batch = Math.ceil(sent.length / 2);
    return AGAIN;
  }

  async function settle(sent: readonly Pending[], answers: readonly Answer[]): Promise<Round> {
    const taken = await acceptLeading(parts, sent, answers);
    if (taken > 0) {
      parts.backoff.reset();
      resumed = undefined;
    }
    const first = sent[taken];
    const answer = answers[taken];
    if (first === undefined || answer === undefined) return AGAIN;
    if (answer.code === 'chain_gap' && answer.expected !== undefined) return resume(answer.expected, answer);
    if (answer.status >= 500 || answer.status === 429 || answer.status === 0) return postpone(answer.code);
    if (answer.code === 'jti_reused') await signAgain(parts, first, first.link);
    else if (isFinal(answer, first, parts.now())) await refuse(first, answer);
    else return hold(answer);
    return AGAIN;
  }

  async function refuse(interval: Pending, { code, detail, document }: Answer): Promise<void> {
    parts.report({ kind: 'refused', span: interval.span, code, detail });
    await parts.spool.refuse(interval, document, code === 'chain_fork');
    resumed = undefined;
  }

  async function resume(expected: ChainLink, answer: Answer): Promise<Round> {
    // Had an answer not helped once, it would not help again: two agents may be at one site.
    if (resumed !== undefined && isSameLink(resumed, expected)) return hold(answer);
    const quietInMs = lingersUntil - parts.now().getTime();
    if (quietInMs > 0) return later(quietInMs);
    await resignFrom(parts, expected);
    resumed = expected;
    return AGAIN;
  }

  return {
    flush: async () => {
      const restMs = notBefore - parts.now().getTime();
      if (restMs > 0) return restMs;
      while (parts.spool.pending().length > 0) {
        const { waitMs } = await round();
        if (waitMs !== undefined) return waitMs;
      }
      return undefined;
    },
  };
}

/** Waiting intervals that follow one another without a break; the first always. Signed by the key in use. */
async function nextBatch(parts: CourierParts, most: number): Promise<readonly Pending[]> {
  const batch: Pending[] = [];
  let bytes = 0;
  for (const interval of parts.spool.pending().slice(0, most)) {
    const previous = batch.at(-1);
    bytes += interval.jws.length;
    if (previous !== undefined && (bytes > BATCH_BYTES || !follows(interval, previous))) break;
    if (!isBy(interval, parts.signer)) {
      // The same body by another key: accepted once, it is answered with `chain_replayed`.
      if (batch.length === 0) batch.push(await signAgain(parts, interval, interval.link));
      break;
    }
    batch.push(interval);
  }
  return batch;
}

const follows = (interval: Pending, previous: Pending): boolean =>
  isSameLink(interval.link, linkAfter(previous.link, previous.digest, interval.opens));

async function signAgain(parts: CourierParts, interval: Pending, link: ChainLink): Promise<Pending> {
  const moment = { now: parts.now(), random: parts.random(16) };
  const signed = { ...(await attest(parts.signer, moveBody(interval.body, link), moment)), opens: interval.opens };
  await parts.spool.replace([signed]);
  return signed;
}

/** Takes what was accepted from the front of a batch; yields how many that are. */
async function acceptLeading(
  { spool, report }: CourierParts,
  sent: readonly Pending[],
  answers: readonly Answer[],
): Promise<number> {
  const firstOther = answers.findIndex((answer) => !isAccepted(answer));
  const taken = sent.slice(0, firstOther < 0 ? sent.length : firstOther);
  const last = taken.at(-1);
  if (last === undefined) return 0;
  const digest = answers[taken.length - 1]?.digest ?? last.digest;
  await spool.accept(taken, linkAfter(last.link, digest));
  report({ kind: 'accepted', count: taken.length, last: last.span, link: last.link });
  return taken.length;
}

const isAccepted = ({ status, code }: Answer): boolean => status === 200 || status === 201 || code === 'chain_replayed';

/** Wrong claims are final once the statement has expired; before, they are another registry's origin, most likely. */
const isFinal = ({ code }: Answer, { jws }: Pending, now: Date): boolean =>
  REFUSING.has(code) || (code === 'claims_invalid' && hasExpired(jws, now));

function hasExpired(jws: string, now: Date): boolean {
  const { exp }: { exp?: unknown } = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return typeof exp === 'number' && exp * 1000 <= now.getTime();
}

/** Signs everything that waits anew, from where the registry expects it. */
async function resignFrom(parts: CourierParts, expected: ChainLink): Promise<void> {
  const { spool, report } = parts;
  const from = resumeAt(expected, spool.state().next);
  const waiting = spool.pending();
  let link = from;
  for (const [index, interval] of waiting.entries()) {
    const place = interval.opens && !(index === 0 && link.seq === 0) ? nextEpoch(link) : link;
    const { digest } = await signAgain(parts, interval, place);
    link = linkAfter(place, digest);
  }
  report({ kind: 'resumed', expected, from, count: waiting.length });
  if (!isSameLink(from, expected) && !isSameLink(from, FIRST_LINK)) {
    report({ kind: 'epoch_opened', epoch: from.epoch, reason: reasonOf(spool.state().next) });
  }
}

const reasonOf = (known: ChainLink | undefined): string =>
  known === undefined ? 'the state of this agent is new here' : 'the registry is behind what it acknowledged';
