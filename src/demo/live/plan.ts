import type { JsonObject } from '../../core/json-value.ts';
import type { SiteProfile } from '../story/profile.ts';
import type { LivePlan } from '../story/types.ts';
import { registerBody } from './documents.ts';

/** The one site of a plan. */
export function siteOf({ profile }: LivePlan): SiteProfile {
  const [site, ...others] = profile.sites;
  if (site === undefined || others.length > 0) throw new Error('a live plan has one site');
  return site;
}

/** The workloads that were ever entered in the register. */
export const registeredIds = (plan: LivePlan): string[] =>
  siteOf(plan)
    .workloads.filter((workload) => workload.registered !== 'never')
    .map((workload) => workload.id);

/** A statement of the register: how things are on a day of the story, of all workloads or of some. */
export interface RegisterState {
  readonly daysAgo: number;
  readonly only?: readonly string[];
}

/** `cms-workloads/1` as it is stated on a day of the story. */
export function registerOn(plan: LivePlan, { daysAgo, only }: RegisterState): JsonObject {
  const lost = plan.disowned !== undefined && daysAgo <= plan.disowned.daysAgo ? plan.disowned.workload : undefined;
  return registerBody(plan.profile.sites, { only: only ?? registeredIds(plan), ...(lost && { disowned: lost }) });
}

/** The file name part of a site's key in the folder of demo keys. */
export const telemetryKeyName = (party: string, siteId: string): string => `${party}.${siteId}.telemetry`;
