import { encodeBase64 } from '../../log/base64.ts';
import type { RegistryReplay } from '../../sdk/replay/replay-registry.ts';
import type { Context } from '../context.ts';
import { clean, type Paint, padRight, wrap } from '../paint.ts';

type Answered = Exclude<RegistryReplay, { readonly kind: 'unreachable' }>;
type Replayed = Extract<RegistryReplay, { readonly kind: 'replayed' }>;

const SHOWN = 100;

/** Verdict first, then what was worked out and compared, then every difference and what could not be looked at. */
export function showReplay(replayed: Answered, vkey: string, { paint, width }: Context): string[] {
  const rows = [row('key', clean(vkey), paint), ...(replayed.kind === 'replayed' ? rebuiltRows(replayed, paint) : [])];
  const told = replayed.findings.map((one) => sentence(one.index, one.code, 'text' in one ? one.text : one.detail));
  const differences = section('', told, replayed.findingCount, width);
  return [verdictOf(replayed, paint), ...rows, ...differences, ...uncheckedLines(replayed, paint, width)];
}

function uncheckedLines(replayed: Answered, paint: Paint, width: number): string[] {
  if (replayed.kind === 'unsound') return [];
  const told = replayed.unchecked.map(({ index, text }) => sentence(index, '', text));
  return section('Not looked at, and no difference:', told, replayed.uncheckedCount, width).map(paint.dim);
}

function verdictOf({ kind, findingCount }: Answered, paint: Paint): string {
  if (kind === 'unsound') return paint.bad('The log itself is not sound; its leaves were not replayed');
  if (findingCount === 0) return paint.good('No differences: what is served follows from the log');
  return paint.bad(count(findingCount, 'difference'));
}

function rebuiltRows({ size, statements, rebuilt, snapshots, checkpoint }: Replayed, paint: Paint): string[] {
  const { parties, keys, audits, certificates, cases, acts } = rebuilt;
  return [
    row('root', encodeBase64(checkpoint.root), paint),
    row('replayed', `${size} leaves, ${statements} statements`, paint),
    row('rebuilt', `${parties} parties, ${keys} keys, ${audits} audits, ${cases} cases, ${acts} acts`, paint),
    row('compared', `the listing, ${count(snapshots, 'snapshot')} of it, ${count(certificates, 'certificate')}`, paint),
  ];
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

const row = (name: string, text: string, paint: Paint): string => `  ${paint.dim(padRight(name, 12))}${text}`;

/** One difference in one sentence. Its words may be the server's. */
const sentence = (index: number | undefined, code: string, text: string): string =>
  clean([index === undefined ? '' : `leaf ${index}`, code, text].filter((part) => part !== '').join(': '));

function section(title: string, lines: readonly string[], total: number, width: number): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, SHOWN).flatMap((line) => wrap(line, width, '  ', '    '));
  const more = total > SHOWN ? [`  … and ${total - SHOWN} more; --json lists the first 1,000`] : [];
  return ['', ...(title === '' ? [] : [title]), ...shown, ...more];
}

/** The same for programs. */
export function toReplayJson(replayed: Answered, vkey: string): object {
  const found = { finding_count: replayed.findingCount, findings: replayed.findings };
  if (replayed.kind === 'unsound') return { vkey, sound: false, ...found };
  const { checkpoint, size, statements, rebuilt, snapshots, unchecked, uncheckedCount } = replayed;
  const root = encodeBase64(checkpoint.root);
  const work = { size, root, statements, rebuilt, snapshots };
  return { vkey, sound: true, ...work, ...found, unchecked_count: uncheckedCount, unchecked };
}
