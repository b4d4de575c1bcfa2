/** Every character XML 1.0 does not allow, lone surrogates and the two noncharacters U+FFFE and U+FFFF included. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Removes what no XML document may contain, so that one bad name cannot make a picture unreadable. */
export const stripIllegal = (text: string): string => text.replace(ILLEGAL, '');

/** Any value as text that is safe in XML and HTML, in content and in quoted attributes. Always a string. */
export function escapeXml(value: unknown): string {
  return stripIllegal(String(value ?? '')).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Any text as one segment of a URL path. Unlike `encodeURIComponent` alone it takes every text. */
export const urlSegment = (text: string): string => encodeURIComponent(stripIllegal(text));
