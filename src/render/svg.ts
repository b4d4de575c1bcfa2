import { escapeXml } from './escape.ts';

/** Finished, escaped XML. Only this module makes it, so plain text can never pass for markup. */
export interface Markup {
  readonly markup: string;
}

type Attribute = string | number | undefined;

/** One XML element. Text children and attribute values are escaped; an undefined attribute is left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Attribute>>,
  ...children: readonly (Markup | string)[]
): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(typeof value === 'number' ? short(value) : value)}"`)
    .join('');
  const content = children.map((child) => (typeof child === 'string' ? escapeXml(child) : child.markup)).join('');
  return { markup: content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>` };
}

/** Several elements side by side. */
export const fragment = (...parts: readonly Markup[]): Markup => ({
  markup: parts.map((part) => part.markup).join(''),
});

export type Point = readonly [x: number, y: number];

/** A list of points as the `points` attribute wants it. */
export const points = (...list: readonly Point[]): string => list.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');

/** Two fraction digits are finer than any screen and keep pictures byte-stable. */
function short(value: number): string {
  return (Math.round(value * 100) / 100).toString();
}
