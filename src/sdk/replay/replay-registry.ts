import type { TreeHead, VerifiedCheckpoint } from '../../log/checkpoint.ts';
import type { VerifierKey } from '../../log/note.ts';
import { auditLog } from '../log/audit-log.ts';
import type { LogFinding } from '../log/findings.ts';
import { createLogClient } from '../log/log-client.ts';
import type { ReadOptions } from '../log/read-file.ts';
import { compareServed } from './compare.ts';
import { httpLog, httpRegistry, SourceFailure } from './http-sources.ts';
import { replay } from './replay.ts';
import { byIndex, type ReplayReport, tally } from './report.ts';

export interface RegistryReplayOptions extends ReadOptions {
  /** The log's key, from elsewhere than the log. */
  readonly key: VerifierKey;
  /** Heads the log signed earlier, verified when they were kept. */
  readonly earlier?: readonly TreeHead[];
  /** Told what is being done, and how many leaves of how many are done. */
  readonly onProgress?: (step: 'log' | 'replay' | 'compare', done: number, size: number) => void;
}

/** What replaying a registry came to. */
export type RegistryReplay =
  | (ReplayReport & { readonly kind: 'replayed'; readonly checkpoint: VerifiedCheckpoint })
  /** The log itself does not hold: what its leaves say is not worth replaying. */
  | { readonly kind: 'unsound'; readonly findings: readonly LogFinding[]; readonly findingCount: number }
  | { readonly kind: 'unreachable'; readonly reason: string };

/**
 * The whole check of a registry from outside: verifies its log, replays it with the public statements, and compares what
 * follows with what the registry serves.
 *
 * @param origin where the registry answers; its log is at `/log`
 */
export async function replayRegistry(origin: string, options: RegistryReplayOptions): Promise<RegistryReplay> {
  const { key, earlier = [], onProgress = () => undefined } = options;
  const log = createLogClient(`${origin}/log`, options);
  const audit = await auditLog(log, { key, earlier }, (done, size) => onProgress('log', done, size));
  if (audit.kind === 'unreachable') return audit;
  const { checkpoint, findingCount } = audit;
  if (checkpoint === undefined || findingCount > 0) return { kind: 'unsound', findings: audit.findings, findingCount };
  const registry = httpRegistry(origin, options);
  try {
    const { state, ...report } = await replay(httpLog(log, checkpoint), registry, {
      onProgress: (done) => onProgress('replay', done, checkpoint.size),
    });
    onProgress('compare', 0, state.certificates.size);
    const compared = await compareServed(state, registry);
    const findings = { list: [...report.findings], count: report.findingCount };
    const unchecked = { list: [...report.unchecked], count: report.uncheckedCount };
    tally(findings, compared.findings);
    tally(unchecked, compared.unchecked);
    return {
      kind: 'replayed',
      checkpoint,
      ...report,
      findings: findings.list.sort(byIndex),
      findingCount: findings.count,
      unchecked: unchecked.list,
      uncheckedCount: unchecked.count,
    };
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    return { kind: 'unreachable', reason: error.message };
  }
}
