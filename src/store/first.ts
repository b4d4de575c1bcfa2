/** The only row, or undefined. */
export const first = <T>(rows: readonly T[]): T | undefined => rows[0];
