import type { StatusDay, StatusView } from '../../src/core/status-view.ts';

const dayAt = (index: number): StatusDay => ({
  day: new Date(Date.UTC(2026, 7, 28) + index * 86_400_000).toISOString().slice(0, 10),
  expected: 1440,
  samples: index < 30 ? 0 : 1440,
  ok: index < 30 ? 0 : index === 60 ? 1400 : 1440,
});

/** All is well now; a month nobody measured, one day with failures, one incident. */
export const STATUS: StatusView = {
  parts: [
    { part: 'database', state: 'ok', detail: 'answers' },
    { part: 'log', state: 'ok', detail: 'newest leaf at 2026-11-25T11:59:00Z' },
    { part: 'intake', state: 'ok', detail: 'takes statements and telemetry' },
    { part: 'snapshot', state: 'ok', detail: 'taken today' },
    { part: 'witnesses', state: 'none', detail: 'none configured' },
  ],
  days: Array.from({ length: 90 }, (_, index) => dayAt(index)),
  incidents: [{ seq: 41, at: '2026-10-27T09:30:00Z', url: 'https://status.example/2026-10-27' }],
};

/** The same while nothing is signed, and before anything was measured. */
export const failing = (status: StatusView): StatusView => ({
  parts: status.parts.map((one) =>
    one.part === 'log' || one.part === 'intake' ? { ...one, state: 'failing', detail: 'the log is damaged' } : one,
  ),
  days: status.days.map((day) => ({ ...day, samples: 0, ok: 0 })),
  incidents: [],
});
