import rateLimit from '@fastify/rate-limit';
import { RegistryError } from '../core/errors.ts';
import type { Mode } from '../mode.ts';
import type { App } from './app-deps.ts';

/** Requests per address and minute (statements section 8). */
const PER_MINUTE = { demo: 1_200, sandbox: 1_200, production: 600 } as const satisfies Record<Mode, number>;
const REGISTRATIONS_A_DAY = 5;
const DRY_RUNS_A_MINUTE = 30;
/** Whoever follows the whole log reads two objects for each 256 leaves, and every cache on the way keeps them. */
const TILES_A_MINUTE = 6_000;
const PICTURES_A_MINUTE = 6_000;
/** Each costs up to some dozens of signature checks. */
const COSIGNATURES_A_MINUTE = 60;
/** Each may cost a large audit and hundreds of signature checks. */
const VERIFICATIONS_A_MINUTE = 30;
/** Each is read by a person. */
const DISPUTES_A_DAY = 5;
/** A household or an office has a /64 of IPv6, so it counts as one address. */
const IPV6_SUBNET = 64;

/** Counts requests by the peer's address, in this process. A proxy in front is one peer: it limits for itself. */
export async function limitRates(app: App, mode: Mode): Promise<void> {
  await app.register(rateLimit, {
    max: PER_MINUTE[mode],
    timeWindow: '1 minute',
    ipv6Subnet: IPV6_SUBNET,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { after }) =>
      new RegistryError('rate_limited', `too many requests from this address, retry in ${after}`),
  });
}

/** Route options: what costs much or leaves something behind has a limit of its own where it matters. */
export const limitRegistrations = (mode: Mode) => own(mode, REGISTRATIONS_A_DAY, '1 day');
export const limitDryRuns = (mode: Mode) => own(mode, DRY_RUNS_A_MINUTE, '1 minute');
export const limitCosignatures = (mode: Mode) => own(mode, COSIGNATURES_A_MINUTE, '1 minute');
export const limitVerifications = (mode: Mode) => own(mode, VERIFICATIONS_A_MINUTE, '1 minute');
export const limitDisputes = (mode: Mode) => own(mode, DISPUTES_A_DAY, '1 day');
/** Route options of tiles and entries: counted for themselves, in every mode. */
export const limitTiles = { rateLimit: { max: TILES_A_MINUTE, timeWindow: '1 minute' } } as const;
/** Route options of pictures on other sites: whole networks and picture proxies ask from one address. */
export const limitPictures = { rateLimit: { max: PICTURES_A_MINUTE, timeWindow: '1 minute' } } as const;
/** Route options of what must answer whatever happens. */
export const neverLimited = { rateLimit: false } as const;

const own = (mode: Mode, max: number, timeWindow: string) =>
  mode === 'production' ? { rateLimit: { max, timeWindow } } : {};
