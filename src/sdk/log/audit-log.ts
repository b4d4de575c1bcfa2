import { type TreeHead, type VerifiedCheckpoint, verifyCheckpoint } from '../../log/checkpoint.ts';
import type { VerifierKey } from '../../log/note.ts';
import { TILE_WIDTH } from '../../log/tile.ts';
import { type Findings, type LogFinding, noFindings, report } from './findings.ts';
import { checkLeaf, isAnnounced, type LeafRules, startLeafRules } from './leaf-rules.ts';
import type { LogClient } from './log-client.ts';
import { type LogPart, readParts } from './read-parts.ts';
import { judgeWalk, sizeOf, startWalk, walkEdge, walkPart } from './tree-walk.ts';

export interface AuditTrust {
  /** The log's key, from elsewhere than the log; its name is the log's origin (signed-note, tlog-checkpoint). */
  readonly key: VerifierKey;
  /** Heads the log signed earlier, verified when they were kept. */
  readonly earlier: readonly TreeHead[];
}

/** Told after each part how many leaves of how many are checked. */
export type Progress = (done: number, size: number) => void;

/** What a full check of a log came to. */
export type LogAudit =
  | {
      readonly kind: 'audited';
      /** Undefined where it did not open, and nothing else was looked at. */
      readonly checkpoint: VerifiedCheckpoint | undefined;
      /** The checkpoint as it was read; undefined where it did not open. */
      readonly note: string | undefined;
      /** Leaves and tiles that were compared. */
      readonly leaves: number;
      readonly tiles: number;
      /** The first thousand of them. */
      readonly findings: readonly LogFinding[];
      readonly findingCount: number;
    }
  | { readonly kind: 'unreachable'; readonly reason: string };

/**
 * Checks a whole log from outside: its checkpoint under the given key, every leaf against its tile, every tile against those
 * below it, the root, the form and times of the leaves, the genesis, and that every earlier head is a prefix of this one.
 * Memory does not grow with the log. Throws nothing for what network or log do.
 */
export async function auditLog(
  log: LogClient,
  trust: AuditTrust,
  onProgress: Progress = () => undefined,
): Promise<LogAudit> {
  const note = await log.checkpoint();
  if (!note.ok) return { kind: 'unreachable', reason: note.reason };
  const opened = await verifyCheckpoint(note.value, trust.key.name, [trust.key]);
  const findings = noFindings();
  if (opened.ok) {
    const result = await auditTree(log, opened.value, trust, findings, onProgress);
    return result.kind === 'audited' ? { ...result, note: note.value } : result;
  }
  report(findings, 'checkpoint_invalid', undefined, opened.reason);
  return audited(undefined, findings, { leaves: 0, tiles: 0 });
}

async function auditTree(
  log: LogClient,
  head: VerifiedCheckpoint,
  { key, earlier }: AuditTrust,
  findings: Findings,
  onProgress: Progress,
): Promise<LogAudit> {
  const walk = startWalk(head, earlier, findings);
  const rules = startLeafRules(key.name);
  for await (const part of readParts(log, head.size)) {
    checkLeaves(rules, part, findings);
    await walkPart(walk, log, part, findings);
    if (walk.unreachable !== undefined) return { kind: 'unreachable', reason: walk.unreachable };
    if (walk.isStuck) return audited(head, findings, walk);
    onProgress(sizeOf(walk), head.size);
  }
  await walkEdge(walk, log, findings);
  if (walk.unreachable !== undefined) return { kind: 'unreachable', reason: walk.unreachable };
  judgeWalk(walk, head, findings);
  if (walk.leaves === head.size && head.size > 0 && !isAnnounced(rules, key)) {
    report(findings, 'key_unannounced', undefined, `no leaf announces the key ${key.name} that signs the log`);
  }
  return audited(head, findings, walk);
}

function checkLeaves(rules: LeafRules, { index, entries }: LogPart, findings: Findings): void {
  for (const [at, leaf] of (entries.ok ? entries.value : []).entries()) {
    checkLeaf(rules, index * TILE_WIDTH + at, leaf, findings);
  }
}

const audited = (
  checkpoint: VerifiedCheckpoint | undefined,
  findings: Findings,
  { leaves, tiles }: { readonly leaves: number; readonly tiles: number },
): LogAudit => ({
  kind: 'audited',
  checkpoint,
  note: undefined,
  leaves,
  tiles,
  findings: findings.list,
  findingCount: findings.count,
});
