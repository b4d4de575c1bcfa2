import type { StatisticsMonth, StatisticsView } from '../../src/core/statistics-view.ts';
import { ALL_ROWS, facetsFor, ROWS } from './view-fixtures.ts';

/** Months in which a register grows, with a bad one in between. */
const months = Array.from({ length: 14 }, (_, index): StatisticsMonth => {
  const month = `${index < 5 ? 2025 : 2026}-${String(((index + 7) % 12) + 1).padStart(2, '0')}`;
  const held = [
    { value: 'Bronze', count: index === 8 ? 5 : index },
    { value: 'Silver', count: Math.max(0, index - 2) },
    { value: 'Obsidian', count: Math.floor(index / 4) },
    { value: 'Obsidian Prime', count: index > 10 ? 1 : 0 },
  ];
  const none = { watch: 0, reinstated: 0, superseded: 0, withdrawn: 0, expired: 0 };
  const changes = { ...none, issued: index === 8 ? 0 : 3, suspended: index === 8 ? 4 : 0 };
  return { month, changes, certified: held.filter(({ count }) => count > 0) };
});

const { tier, assurance, country, sector, live, composites } = facetsFor(ROWS);

/** The numbers of the rows that the listing of the samples shows. */
export const STATISTICS: StatisticsView = {
  organisations: ALL_ROWS.length,
  certified: ROWS.length,
  tiers: tier,
  states: facetsFor(ALL_ROWS).state,
  assurance,
  countries: country,
  sectors: sector,
  live,
  composites,
  medians: { composite: '73.0', efficiency: '83.1', timing: '66.0', data_diet: '61.2', circularity: '78.4' },
  energy: { organisations: 3, it_kwh: '224000/1', unattributed_kwh: '5601/2' },
  months,
};

export const NO_STATISTICS: StatisticsView = {
  organisations: 0,
  certified: 0,
  tiers: [],
  states: [],
  assurance: [],
  countries: [],
  sectors: [],
  live: [],
  composites: composites.map(() => 0),
  medians: null,
  energy: null,
  months: [],
};
