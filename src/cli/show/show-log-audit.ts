import { encodeBase64 } from '../../log/base64.ts';
import type { LogAudit } from '../../sdk/log/audit-log.ts';
import type { Context } from '../context.ts';
import { clean, padRight, wrap } from '../paint.ts';

/** A finished audit and what it rested on. */
export type AuditedLog = Extract<LogAudit, { readonly kind: 'audited' }> & {
  /** The verifier key it was opened with. */
  readonly key: string;
  readonly isFirstContact: boolean;
  /** Remembered checkpoints that were compared. */
  readonly earlier: number;
};

const SHOWN = 50;

/** Verdict first, then what was compared, then every finding. */
export function showLogAudit(audit: AuditedLog, { paint, width }: Context): string[] {
  const { checkpoint, leaves, tiles, findings, findingCount, earlier } = audit;
  const row = (name: string, text: string): string => `  ${paint.dim(padRight(name, 12))}${text}`;
  const verdict =
    findingCount === 0
      ? paint.good('Sound')
      : paint.bad(`Not sound: ${findingCount} ${plural(findingCount, 'finding')}`);
  const rows = [
    row('key', `${clean(audit.key)}${audit.isFirstContact ? ' (on its own word)' : ''}`),
    ...(checkpoint === undefined
      ? []
      : [row('leaves', String(checkpoint.size)), row('root', encodeBase64(checkpoint.root))]),
    row('compared', `${leaves} ${plural(leaves, 'leaf', 'leaves')}, ${tiles} ${plural(tiles, 'tile')}`),
    row(
      'remembered',
      `${earlier} ${plural(earlier, 'checkpoint')}${findingCount === 0 && earlier > 0 ? ', each a prefix' : ''}`,
    ),
  ];
  const lines = findings
    .slice(0, SHOWN)
    .flatMap(({ code, detail }) => wrap(`${code}: ${clean(detail)}`, width, '  ', '    '));
  const more =
    findingCount > SHOWN ? [paint.dim(`  … and ${findingCount - SHOWN} more; --json lists the first 1,000`)] : [];
  return [verdict, ...rows, ...(lines.length === 0 ? [] : ['', ...lines, ...more])];
}

const plural = (count: number, one: string, many = `${one}s`): string => (count === 1 ? one : many);

/** The same for programs. */
export const toLogAuditJson = (audit: AuditedLog) => ({
  sound: audit.findingCount === 0,
  vkey: audit.key,
  first_contact: audit.isFirstContact,
  size: audit.checkpoint?.size ?? null,
  root: audit.checkpoint === undefined ? null : encodeBase64(audit.checkpoint.root),
  leaves: audit.leaves,
  tiles: audit.tiles,
  earlier: audit.earlier,
  finding_count: audit.findingCount,
  findings: audit.findings.map(({ code, index, detail }) => ({ code, index: index ?? null, detail })),
});
