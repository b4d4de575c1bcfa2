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
  const unchecked = replayed.kind === 'replayed' ? replayed.unchecked : [];
  return [
    verdictOf(replayed, paint),
    ...rows,
    ...section('', told, (line) => line, width),
    ...section(
      'Not looked at, and no difference:',
      unchecked.map(({ index, text }) => sentence(index, '', text)),
      paint.dim,
      width,
    ),
  ];
}

function verdictOf({ kind, findings: { length } }: Answered, paint: Paint): string {
  if (kind === 'unsound') return paint.bad('The log itself is not sound; its leaves were not replayed');
  if (length === 0) return paint.good('No differences: what is served follows from the log');
  return paint.bad(`${length} ${length === 1 ? 'difference' : 'differences'}`);
}

function rebuiltRows({ size, statements, rebuilt, snapshots, checkpoint }: Replayed, paint: Paint): string[] {
  const { parties, keys, audits, certificates, cases, acts } = rebuilt;
  return [
    row('root', encodeBase64(checkpoint.root), paint),
    row('replayed', `${size} leaves, ${statements} statements`, paint),
    row('rebuilt', `${parties} parties, ${keys} keys, ${audits} audits, ${cases} cases, ${acts} acts`, paint),
    row('compared', `the listing, its ${snapshots} snapshots, ${certificates} certificates`, paint),
  ];
}

const row = (name: string, text: string, paint: Paint): string => `  ${paint.dim(padRight(name, 12))}${text}`;

/** One difference in one sentence. Its words may be the server's. */
const sentence = (index: number | undefined, code: string, text: string): string =>
  clean([index === undefined ? '' : `leaf ${index}`, code, text].filter((part) => part !== '').join(': '));

function section(title: string, lines: readonly string[], ink: (line: string) => string, width: number): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, SHOWN).flatMap((line) => wrap(line, width, '  ', '    ').map(ink));
  const more = lines.length > SHOWN ? [ink(`  … and ${lines.length - SHOWN} more; --json lists them all`)] : [];
  return ['', ...(title === '' ? [] : [title]), ...shown, ...more];
}

/** The same for programs. */
export function toReplayJson(replayed: Answered, vkey: string): object {
  if (replayed.kind === 'unsound') return { vkey, sound: false, findings: replayed.findings };
  const { checkpoint, size, statements, rebuilt, snapshots, findings, unchecked } = replayed;
  const root = encodeBase64(checkpoint.root);
  return { vkey, sound: true, size, root, statements, rebuilt, snapshots, findings, unchecked };
}
