/** Months a certificate is valid (methodology 3). */
const VALIDITY_MONTHS = 12;

/** When a certificate that begins then ends: `valid_to` (certificates, "Certificate"). */
export const certificateEnd = (from: Date): Date => addMonths(from, VALIDITY_MONTHS);

/** The same day and time so many calendar months on, clamped to the month's last day (certificates, `valid_to`). UTC. */
export function addMonths(from: Date, months: number): Date {
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const moved = new Date(from.getTime());
  moved.setUTCFullYear(year, month, Math.min(from.getUTCDate(), lastDay));
  return moved;
}
