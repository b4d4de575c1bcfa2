/**
 * How a registry runs (api, "Modes and configuration"). `demo`: seeded, TEST watermark. `sandbox`: empty, TEST watermark.
 * `production`: own database, officers' keys from outside, `.example` and `.test` domains prove nothing.
 */
export const MODES = ['demo', 'sandbox', 'production'] as const;
export type Mode = (typeof MODES)[number];
