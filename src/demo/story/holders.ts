import { BRONZE } from './bronze-rows.ts';
import { certified } from './certified.ts';
import { SILVER } from './silver-rows.ts';
import type { StoryOrganisation } from './types.ts';

/** Everyone whose story is one audit and one certificate. */
export const holders = (): StoryOrganisation[] => [
  ...SILVER.map((row) => certified(row, 'Silver')),
  ...BRONZE.map((row) => certified(row, 'Bronze')),
];
