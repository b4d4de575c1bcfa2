import { styleText } from 'node:util';
import { codePointLength, hasInvisible } from '../core/text.ts';
import type { Io } from './io.ts';

/** Ink for the terminal. Every function returns its text unchanged where colour is off. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bar: (text: string) => string;
}

type Format = Parameters<typeof styleText>[0];

export function createPaint(colour: boolean): Paint {
  const ink = (format: Format) => (text: string) =>
    colour && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: ink('bold'),
    dim: ink('dim'),
    good: ink('green'),
    bad: ink('red'),
    warn: ink('yellow'),
    bar: ink('cyan'),
  };
}

/** `FORCE_COLOR` decides, then `NO_COLOR` (no-color.org), then whether somebody is looking at the stream. */
export function wantsColour(env: Io['env'], isTerminal: boolean): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: none, TERM: terminal } = env;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (none !== undefined && none !== '') return false;
  return isTerminal && terminal !== 'dumb';
}

/** Text from elsewhere made safe to print: no escape sequences, line breaks or characters that turn the line around. */
export const clean = (text: string): string =>
  hasInvisible(text) ? [...text].map((char) => (hasInvisible(char) ? '\uFFFD' : char)).join('') : text;

/** Breaks text between words at `width`. The first line starts with `first`, every other with `rest`; long words stay whole. */
export function wrap(text: string, width: number, first = '', rest = first): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && codePointLength(line) + 1 + codePointLength(word) > width) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** Pads with spaces on the right, counting code points. */
export const padRight = (text: string, width: number): string =>
  `${text}${' '.repeat(Math.max(0, width - codePointLength(text)))}`;

/** Pads with spaces on the left, counting code points. */
export const padLeft = (text: string, width: number): string =>
  `${' '.repeat(Math.max(0, width - codePointLength(text)))}${text}`;

/** At most `width` code points; an ellipsis says that there was more. */
export const clip = (text: string, width: number): string =>
  codePointLength(text) <= width ? text : `${[...text].slice(0, width - 1).join('')}…`;
