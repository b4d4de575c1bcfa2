/** Advance widths of the Helvetica family in thousandths of the font size, by group. */
const GROUPS: readonly (readonly [characters: string, width: number])[] = [
  ["'ijl|", 222],
  ['It f.,:;!/\\[]·', 278],
  ['r()-"`{}', 334],
  ['*^cksvxyzJ', 500],
  ['abdeghnopqu0123456789L?$_#+<>=~', 556],
  ['FTZ', 611],
  ['ABEKPSVXY&', 667],
  ['CDHNRUw', 722],
  ['GOQ', 778],
  ['mM', 833],
  ['%W@', 944],
];

const WIDTHS: ReadonlyMap<string, number> = new Map(
  GROUPS.flatMap(([characters, width]) => [...characters].map((one): [string, number] => [one, width])),
);

const WIDE = 1000;
const OTHER = 640;
/** Bold letters are that much wider. */
const BOLD = 1.07;
/** East Asian wide and full-width characters, and pictographs. */
const WIDE_CHARACTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u30FF\uFF01-\uFF60\p{Emoji_Presentation}]/u;
const COMBINING = /^\p{M}$/u;

/** Width of a text in pixels by table, without any font. Pictures pin the text to it, so it need not be exact. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let thousandths = 0;
  for (const character of text) thousandths += characterWidth(character);
  return Math.ceil((thousandths * fontSize * (bold ? BOLD : 1)) / 1000);
}

function characterWidth(character: string): number {
  const known = WIDTHS.get(character);
  if (known !== undefined) return known;
  if (COMBINING.test(character)) return 0;
  if (WIDE_CHARACTER.test(character)) return WIDE;
  return WIDTHS.get(character.normalize('NFD').charAt(0)) ?? OTHER;
}

/** The text cut to a width, with an ellipsis. Cuts between characters as people see them, never inside one. */
export function truncateText(text: string, maxWidth: number, fontSize: number, bold = false): string {
  if (textWidth(text, fontSize, bold) <= maxWidth) return text;
  const room = maxWidth - textWidth('…', fontSize, bold);
  let kept = '';
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    if (textWidth(kept + segment, fontSize, bold) > room) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * A text in two parts, the first of which fits a width: cut at a space where there is one, else between two characters as
 * people see them. The second is empty where the whole fits.
 */
export function cutToFit(
  text: string,
  maxWidth: number,
  fontSize: number,
  bold = false,
): readonly [first: string, rest: string] {
  if (textWidth(text, fontSize, bold) <= maxWidth) return [text, ''];
  const words = text.split(' ');
  let kept = 0;
  while (kept < words.length && textWidth(words.slice(0, kept + 1).join(' '), fontSize, bold) <= maxWidth) kept += 1;
  if (kept > 0) return [words.slice(0, kept).join(' '), words.slice(kept).join(' ')];
  let first = '';
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    if (textWidth(first + segment, fontSize, bold) > maxWidth) break;
    first += segment;
  }
  return [first, text.slice(first.length)];
}
