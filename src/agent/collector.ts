import { attest, composeBody, NO_REGISTERS, readRegisters, type Signer } from './attest.ts';
import { nextEpoch } from './chain.ts';
import type { Report } from './events.ts';
import { type Measurements, type Source, SourceFault } from './measurements.ts';
import { endOf, lastEnded, type Minutes, type Span, spanFrom, WINDOW_MS } from './span.ts';
import type { Spool, Tail } from './spool.ts';

export interface CollectorParts {
  readonly spool: Spool;
  readonly source: Source;
  readonly signer: Signer;
  readonly minutes: Minutes;
  /** How long after its end an interval is first asked for. */
  readonly settleMs: number;
  /** How long after its end an interval that the source knows nothing of is given up. */
  readonly patienceMs: number;
  /** Where an agent without a past begins; with the last interval that ended where absent. */
  readonly startFrom: Date | undefined;
  readonly now: () => Date;
  readonly random: (size: number) => Uint8Array;
  readonly report: Report;
}

export interface Collector {
  /**
   * Reads, signs and spools the intervals that have ended, oldest first, at most a day's worth. Yields the milliseconds until
   * there is more to do.
   */
  collect(): Promise<number>;
}

const MOST_AT_ONCE = 96;
const RETRY_MS = 30_000;
/** An interval this close to being too late would not arrive in time. */
const TOO_LATE_MS = WINDOW_MS - 600_000;

export function createCollector(parts: CollectorParts): Collector {
  const { spool, now, minutes, settleMs, report } = parts;
  let failing: string | undefined;

  /** Says once what keeps failing. */
  const fail = (span: Span, reason: string): void => {
    if (failing !== reason) report({ kind: 'source_failed', span, reason });
    failing = reason;
  };

  async function readOne(span: Span): Promise<boolean> {
    try {
      await spoolInterval(parts, span, await parts.source.measure(span));
      failing = undefined;
      return true;
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      const age = now().getTime() - endOf(span).getTime();
      if (!error.absent || age < parts.patienceMs) {
        fail(span, error.message);
        return false;
      }
      report({ kind: 'skipped', from: span.start, to: endOf(span), reason: error.message });
      await spool.skip(endOf(span));
      return true;
    }
  }

  return {
    collect: async () => {
      await giveUpTheTooLate(parts);
      for (let count = 0; count < MOST_AT_ONCE; count++) {
        const span = nextSpan(parts);
        const dueInMs = endOf(span).getTime() + settleMs - now().getTime();
        if (dueInMs > 0) return dueInMs;
        if (!(await readOne(span))) return Math.min(RETRY_MS, minutes * 60_000);
      }
      return 0;
    },
  };
}

function nextSpan({ spool, startFrom, minutes, now }: CollectorParts): Span {
  const { end, span } = spool.tail();
  return spanFrom(end ?? startFrom ?? lastEnded(now(), minutes).start, minutes, span);
}

/** What nobody may take any more is not read any more. */
async function giveUpTheTooLate(parts: CollectorParts): Promise<void> {
  const { spool, now, report } = parts;
  const end = spool.tail().end ?? parts.startFrom;
  const oldest = new Date(now().getTime() - TOO_LATE_MS);
  if (end === undefined || end >= oldest) return;
  const { start } = spanFrom(oldest, parts.minutes, undefined);
  report({
    kind: 'skipped',
    from: end,
    to: start,
    reason: 'older than the seven days in which an interval is accepted',
  });
  await spool.skip(start);
}

async function spoolInterval(parts: CollectorParts, span: Span, measured: Measurements): Promise<void> {
  const { spool, signer, now, random, report } = parts;
  const tail = spool.tail();
  const opens = wentBackwards(measured, tail);
  const link = opens ? nextEpoch(tail.link) : tail.link;
  const body = composeBody(signer.site, span, link, measured, tail.registers ?? NO_REGISTERS);
  const signed = await attest(signer, body, { now: now(), random: random(16) });
  await spool.append({ ...signed, opens });
  report({ kind: 'spooled', span, link });
  if (opens) report({ kind: 'epoch_opened', epoch: link.epoch, reason: 'a register went backwards: another meter' });
}

/** Registers may go backwards in the first record of an epoch only (statements section 6). */
function wentBackwards(measured: Measurements, { registers, known }: Tail): boolean {
  if (registers === undefined || !known) return false;
  const after = readRegisters(measured, registers);
  return after.facility_kwh < registers.facility_kwh || after.it_kwh < registers.it_kwh;
}
