import { escapeXml, stripIllegal } from '../escape.ts';

/** What a snippet is made from. Addresses are absolute. */
export interface SnippetInput {
  readonly image: string;
  /** The same in pixels, for mail programs, which draw no SVG. */
  readonly pixels: string;
  /** Page of the holder. */
  readonly page: string;
  /** Where anybody verifies the certificate that stands by then. */
  readonly verify: string;
  /** What the picture is, in words. Untrusted text. */
  readonly alt: string;
  readonly height: number;
  /** One true sentence about the holder. Untrusted text. */
  readonly claim: string;
  /** The word of a link that verifies. */
  readonly verifyWord: string;
}

export const SNIPPET_NAMES = [
  'HTML',
  'Markdown',
  'reStructuredText',
  'React',
  'E-mail',
  'Plain text',
  'BBCode',
] as const;
export type SnippetName = (typeof SNIPPET_NAMES)[number];

const oneLine = (text: string): string => stripIllegal(text).replace(/\s+/g, ' ').trim();

/** The code that shows a badge, for the places where people put one. Whatever a name contains, it stays a name. */
export const SNIPPETS: Readonly<Record<SnippetName, (input: SnippetInput) => string>> = {
  HTML: ({ image, page, verify, alt, height, verifyWord }) =>
    [
      `<a href="${escapeXml(page)}"><img src="${escapeXml(image)}" alt="${escapeXml(oneLine(alt))}" height="${height}"></a>`,
      `<a href="${escapeXml(verify)}">${escapeXml(verifyWord)}</a>`,
    ].join('\n'),
  Markdown: ({ image, page, verify, alt, verifyWord }) =>
    `[![${markdownText(oneLine(alt))}](${image})](${page}) [${verifyWord}](${verify})`,
  reStructuredText: ({ image, page, alt, height }) =>
    `.. image:: ${image}\n   :target: ${page}\n   :alt: ${oneLine(alt)}\n   :height: ${height}px\n`,
  React: ({ image, page, alt, height }) =>
    [
      'export const CarbonMirrorBadge = () => (',
      `  <a href=${jsx(page)}>`,
      `    <img src=${jsx(image)} alt=${jsx(oneLine(alt))} height={${height}} />`,
      '  </a>',
      ');',
    ].join('\n'),
  'E-mail': emailTable,
  'Plain text': ({ claim, verify, verifyWord }) => `${oneLine(claim)}\n${verifyWord}: ${verify}`,
  BBCode: ({ pixels, page }) => `[url=${page}][img]${pixels}[/img][/url]`,
};

/** A string literal of JavaScript as a JSX attribute. `<` is written so that it ends no script element. */
const jsx = (text: string): string => `{${JSON.stringify(text).replaceAll('<', '\\u003c')}}`;

/** Mail programs know tables and attributes; of styles they know few. */
function emailTable({ pixels, page, verify, alt, height, verifyWord }: SnippetInput): string {
  const picture = `<img src="${escapeXml(pixels)}" alt="${escapeXml(oneLine(alt))}" height="${height}" border="0" style="display:block;border:0">`;
  return [
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0">',
    `  <tr><td><a href="${escapeXml(page)}">${picture}</a></td></tr>`,
    `  <tr><td style="font:12px Arial,sans-serif"><a href="${escapeXml(verify)}">${escapeXml(verifyWord)}</a></td></tr>`,
    '</table>',
  ].join('\n');
}

/** Brackets and backslashes would end the text of a Markdown link. */
const markdownText = (text: string): string => text.replace(/[\\[\]`*_<>!]/g, (character) => `\\${character}`);
