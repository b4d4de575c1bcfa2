import { epochDay, storyInstant } from '../story/moment.ts';
import type { LivePlan } from '../story/types.ts';
import type { InventoryPeriod } from './documents.ts';

/** Days between two statements of the register: well before its entries lapse. */
export const REGISTER_EVERY_DAYS = 150;
/** Days an inventory covers; it is stated the day after. */
export const INVENTORY_DAYS = 28;

/** Office hours: when people of the story send documents. */
const MORNING = 10 * 60 + 30;

/** Documents of a plan: the day before its telemetry begins, and from then on as often as they must be. */
export interface DocumentDay {
  readonly at: Date;
  readonly daysAgo: number;
}

const every = (days: number, from: number, today: Date): DocumentDay[] => {
  const all: DocumentDay[] = [];
  for (let daysAgo = from; daysAgo >= 0; daysAgo -= days) {
    all.push({ at: storyInstant({ daysAgo, minute: MORNING }, today), daysAgo });
  }
  return all.filter(({ at }) => at.getTime() <= today.getTime());
};

/** When the register is stated. */
export const registerDays = ({ since }: LivePlan, today: Date): DocumentDay[] =>
  every(REGISTER_EVERY_DAYS, since + 1, today);

/** When an inventory is stated, and what for. */
export interface InventoryDay extends InventoryPeriod {
  readonly at: Date;
}

/** When inventories are stated: the first covers one day and names the sites, the others follow without a gap. */
export function inventoryDays({ since }: LivePlan, today: Date): InventoryDay[] {
  return every(INVENTORY_DAYS, since + 1, today).map(({ at, daysAgo }, index) => {
    const days = index === 0 ? 1 : INVENTORY_DAYS;
    return { at, firstDay: epochDay(today) - daysAgo - days, days };
  });
}
