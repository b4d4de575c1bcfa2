import { holders } from './holders.ts';
import { liveHolders } from './live-holders.ts';
import { specials } from './specials.ts';
import type { StoryOrganisation } from './types.ts';
import { uncertified } from './uncertified.ts';

export { storyAuditors } from './auditors.ts';

/** Every organisation of the demo; Blueglade is not among them, it is the visitor's to add. */
export function storyPopulation(): StoryOrganisation[] {
  return [...liveHolders(), ...specials(), ...holders(), ...uncertified()];
}
