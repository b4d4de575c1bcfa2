const HOUR_MS = 3_600_000;

/** A grid series over the window of the synthetic audit, the same in every hour. @param share carbon-free share of the grid */
export function gridSeries(share: string): string {
  const start = Date.parse('2026-01-05T00:00:00Z');
  const hours = Array.from({ length: 24 * 56 }, (_, hour) => new Date(start + hour * HOUR_MS));
  const lines = hours.map((hour) => `${hour.toISOString().slice(0, 19)}Z,${share},100,50`);
  return `start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh\n${lines.join('\n')}\n`;
}
