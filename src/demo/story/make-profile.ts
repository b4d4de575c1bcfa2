import { hardwareProfile, networkProfile, storageProfile } from './make-inventory.ts';
import { siteProfile } from './make-site.ts';
import type { StoryProfile } from './profile.ts';
import type { ProfileSpec } from './profile-spec.ts';
import { seedOf } from './random.ts';

/** A full profile from a row of grades. */
export function makeProfile(spec: ProfileSpec): StoryProfile {
  const seed = seedOf(spec.organisation);
  const sites = spec.zones.map((zone, index) => siteProfile(spec, zone, index, seed + index));
  return {
    seed,
    sites,
    storage: storageProfile(spec, seed),
    network: networkProfile(spec, seed),
    hardware: (spec.ownsHardware ?? spec.kind !== 'cloud') ? hardwareProfile(spec, seed) : null,
  };
}
