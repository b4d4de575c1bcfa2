import { archiveMonths } from '../registry/archive-attestations.ts';
import { closeDueDays } from '../registry/close-day.ts';
import { evaluateParty } from '../registry/evaluate-live.ts';
import { expireCertificates } from '../registry/open-registry.ts';
import type { ArchiveFiles } from '../registry/ports/archive.ts';
import type { Deps } from '../registry/ports.ts';
import { startCredentialUpkeep } from './credential-upkeep.ts';
import { startDailySnapshots } from './daily-snapshots.ts';
import { startDomainRechecks } from './domain-rechecks.ts';
import { startNotices } from './notices.ts';
import { ensureMonths } from './partitions.ts';
import { startServiceSamples } from './service-samples.ts';
import { createWitnessPush } from './witness-push.ts';
import { startWorker } from './worker.ts';

/** Certificates past their validity are ended at most this late. */
const EXPIRY_INTERVAL_MS = 60_000;

export interface JobOptions {
  /** Past a transaction-mode pooler. */
  readonly databaseUrl: string;
  readonly archives: ArchiveFiles;
  /** Whole months that attestations stay in the database after theirs has ended. */
  readonly retentionMonths: number;
  /** Hears single lines; those that begin with ALARM are for people. */
  report(line: string): void;
}

/** Starts everything that happens without being asked, but for the log and its windows. Returns what ends it, in reverse order. */
export function startJobs(deps: Deps, options: JobOptions): () => Promise<void> {
  const { databaseUrl, archives, retentionMonths, report } = options;
  const expiry = setInterval(
    () => void expireCertificates(deps).catch((error: unknown) => report(`expiry: ${String(error)}`)),
    EXPIRY_INTERVAL_MS,
  );
  const stops = [
    startDailySnapshots(deps, report),
    startCredentialUpkeep(deps, report),
    startDomainRechecks(deps, report),
    startServiceSamples(deps, report),
    startWitnesses(deps, report),
    startNotices(deps, report),
    startWorker(
      {
        close_days: async () => void (await closeDueDays(deps, evaluateParty)),
        ensure_months: () => ensureMonths(deps),
        archive_months: async () => void (await archiveMonths(deps, archives, retentionMonths)),
      },
      { databaseUrl, report },
    ).stop,
  ];
  return async () => {
    clearInterval(expiry);
    for (const stop of stops.reverse()) await stop();
  };
}

function startWitnesses(deps: Deps, report: (line: string) => void): () => Promise<void> {
  const push = createWitnessPush(deps, { report });
  push.start();
  return () => push.stop();
}
