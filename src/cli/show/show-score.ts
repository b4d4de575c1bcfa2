import type { JsonValue } from '../../core/json-value.ts';
import { MIRROR_IDS, type MirrorId, SUBMETRIC_IDS, type SubmetricId } from '../../core/methodology/cms-1.ts';
import { SUBMETRICS } from '../../core/methodology/submetrics.ts';
import { bar, percent, quantity } from '../figures.ts';
import type { Paint } from '../paint.ts';
import { padLeft, padRight } from '../paint.ts';
import { textAt } from '../read-json.ts';

const MIRROR_NAMES: Readonly<Record<MirrorId, string>> = {
  efficiency: 'Efficiency',
  timing: 'Timing',
  data_diet: 'Data diet',
  circularity: 'Circularity',
};
/** Which sub-metrics make up a mirror: they share its first letter. */
const LETTERS: Readonly<Record<MirrorId, string>> = { efficiency: 'E', timing: 'T', data_diet: 'D', circularity: 'C' };
const BAR_CELLS = 20;
const NAME_WIDTH = 30;

/** The composite beside what was claimed, then each mirror with a bar and the shares it is made of. */
export function showScore(score: JsonValue | undefined, claim: JsonValue | undefined, paint: Paint): string[] {
  const composite = paint.bold(`${textAt(score, 'composite_percent')} %`);
  const mirrors = MIRROR_IDS.flatMap((id) => ['', mirrorLine(score, id, paint), ...shareLines(score, id, paint)]);
  return [`${paint.bold('Composite')}  ${composite}${claimWords(claim, paint)}`, ...mirrors];
}

/** The composite and the four bars alone. */
export function showMirrors(score: JsonValue | undefined, claim: JsonValue | undefined, paint: Paint): string[] {
  const composite = paint.bold(`${textAt(score, 'composite_percent')} %`);
  const mirrors = MIRROR_IDS.map((id) => mirrorLine(score, id, paint));
  return [`${paint.bold('Composite')}  ${composite}${claimWords(claim, paint)}`, '', ...mirrors];
}

function claimWords(claim: JsonValue | undefined, paint: Paint): string {
  const verdict = textAt(claim, 'verdict');
  if (verdict === '' || verdict === 'none') return '';
  const words = `claimed ${textAt(claim, 'claimed')} %: ${verdict}`;
  return `  ${verdict === 'held' ? paint.bad(words) : paint.dim(words)}`;
}

function mirrorLine(score: JsonValue | undefined, id: MirrorId, paint: Paint): string {
  const figure = padLeft(`${textAt(score, 'mirrors', id, 'percent')} %`, 8);
  const { full, rest } = bar(textAt(score, 'mirrors', id, 'value'), BAR_CELLS);
  return `  ${paint.bold(padRight(MIRROR_NAMES[id], NAME_WIDTH))}${figure}  ${paint.bar(full)}${paint.dim(rest)}`;
}

function shareLines(score: JsonValue | undefined, mirror: MirrorId, paint: Paint): string[] {
  return SUBMETRIC_IDS.filter((id) => id.startsWith(LETTERS[mirror])).map((id) => shareLine(score, id, paint));
}

function shareLine(score: JsonValue | undefined, id: SubmetricId, paint: Paint): string {
  const read = (name: string): string => textAt(score, 'submetrics', id, name);
  const value = read('value');
  const name = padRight(`${id}  ${SUBMETRICS[id].name}`, NAME_WIDTH);
  const figure = padLeft(value === '' ? '–' : percent(value), 8);
  const status = read('status');
  const parts = `${quantity(read('numerator'))} of ${quantity(read('denominator'))} ${read('unit')}`;
  const words = status === 'ok' ? parts : status === 'missing' ? 'missing: counts as 0' : 'not applicable';
  return `  ${paint.dim(name)}${figure}  ${status === 'missing' ? paint.warn(words) : paint.dim(words)}`;
}
