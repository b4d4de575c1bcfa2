import type { FreshClaims } from '../../sdk/sign.ts';
import type { Narrator } from '../narrator.ts';
import { dayStart, epochDay, storyInstant } from '../story/moment.ts';
import type { LivePlan } from '../story/types.ts';
import { attestationSigner } from './attestation-signer.ts';
import { attestationBody, type StoryLink } from './documents.ts';
import { dayIntervals, type IntervalMinutes, type SiteInterval } from './intervals.ts';
import { siteOf, telemetryKeyName } from './plan.ts';
import { type ChainPiece, extendChain, FIRST_LINK, textsOf } from './site-chain.ts';

const MINUTE_MS = 60_000;

/** The interval's end. */
export const endOf = ({ start, minutes }: SiteInterval): number => start.getTime() + minutes * MINUTE_MS;

/** A site of the story that signs its days one after the other. */
export interface MeasuredSite {
  /** The texts of a day's intervals that have ended by `until`, signed with those claims. Days in order, each once. */
  day(day: number, minutes: IntervalMinutes, until: Date, claims: () => FreshClaims): Promise<string[]>;
  /** Another account of the last interval of a day that was signed. */
  contradict(day: number, claims: FreshClaims): Promise<string>;
}

/** Opens the chain of a plan's site with the key of its meters. */
export async function openMeasuredSite(
  { keyOf, deps }: Pick<Narrator, 'keyOf' | 'deps'>,
  party: string,
  plan: LivePlan,
  today: Date,
): Promise<MeasuredSite> {
  const site = siteOf(plan);
  const siteId = site.site_id;
  const key = await keyOf(telemetryKeyName(party, siteId));
  const sign = attestationSigner({ iss: party, key }, deps.origin);
  const silentFrom = plan.until === undefined ? Number.POSITIVE_INFINITY : storyInstant(plan.until, today).getTime();
  const lastOfDay = new Map<number, { readonly interval: SiteInterval; readonly link: StoryLink }>();
  let link = FIRST_LINK;
  return {
    day: (day, minutes, until, claims) => {
      const end = Math.min(until.getTime(), silentFrom);
      const intervals = dayIntervals(site, day, minutes).filter((interval) => endOf(interval) <= end);
      const piece: ChainPiece = extendChain({ siteId, sign }, intervals, link, claims);
      const [last, before] = [intervals.at(-1), piece.signed.at(-2)];
      if (last !== undefined) {
        const prev = before?.digest ?? link.prev;
        lastOfDay.set(day, { interval: last, link: { epoch: 0, seq: piece.next.seq - 1, prev } });
      }
      link = piece.next;
      return textsOf(piece);
    },
    contradict: (day, claims) => {
      const last = lastOfDay.get(day);
      if (last === undefined) throw new Error(`${siteId} measured nothing on ${dayStart(day).toISOString()}`);
      const { span } = last.interval;
      const other = { ...last.interval, span: { ...span, matched: span.matched / 2n } };
      return sign(attestationBody(siteId, other, last.link), claims).jws;
    },
  };
}

/** Whether a plan has telemetry on a day (days since 1970-01-01). */
export const measuresOn = (plan: LivePlan, day: number, today: Date): boolean =>
  day >= epochDay(today) - plan.since && (plan.until === undefined || day <= epochDay(today) - plan.until.daysAgo);
