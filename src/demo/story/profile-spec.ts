import type { Archetype } from './archetype.ts';
import type { SiteProfile } from './profile.ts';
import { between } from './random.ts';

/** How well an organisation does under each mirror, 0 (unmanaged) to 100 (as well as anyone). */
export interface Quality {
  readonly efficiency: number;
  readonly timing: number;
  readonly data: number;
  readonly circularity: number;
}

export interface ProfileSpec {
  readonly organisation: string;
  readonly archetype: Archetype;
  readonly zones: readonly [string, ...string[]];
  readonly kind: SiteProfile['kind'];
  /** kWh a day at each site's facility meter. */
  readonly facilityKwhPerDay: number;
  readonly quality: Quality;
  /** E2: IT energy with owner and schedule, permille. */
  readonly visible: number;
  /** Workloads whose energy is modelled instead of measured. */
  readonly modelled?: readonly string[];
  readonly missingHours?: number;
  readonly ownsHardware?: boolean;
}

/** A grade with a little of the organisation's own, 0..100. */
export const graded = (grade: number, seed: number, topic: number): number =>
  Math.min(100, Math.max(0, grade + between(-2, 2, seed, topic)));
