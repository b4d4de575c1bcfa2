import { DOMParser } from '@xmldom/xmldom';
import extractChunks from 'png-chunks-extract';

/*
 * A reader of baked badges, written from Open Badges 3.0, "Baked Badge", alone. It shares no code with the registry, so that
 * the two can only agree by both doing what the document says.
 */

const NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0';
const KEYWORD = 'openbadgecredential';

/**
 * The compact JWS in the attribute `verify` of the one `openbadges:credential`, which stands directly after the `svg` tag.
 *
 * @throws Error where the picture is no XML or is not baked as the document says
 */
export function readBakedSvg(svg: string): string {
  const document = new DOMParser({ onError: fatal }).parseFromString(svg, 'image/svg+xml');
  const root = document.documentElement;
  if (root?.localName !== 'svg') throw new Error('no svg');
  if (root.getAttribute('xmlns:openbadges') !== NAMESPACE) throw new Error('the svg tag does not declare openbadges');
  const found = document.getElementsByTagNameNS(NAMESPACE, 'credential');
  if (found.length !== 1) throw new Error(`${found.length} credentials`);
  const [tag] = found;
  if (tag !== root.firstChild) throw new Error('the credential does not follow the svg tag');
  if (tag?.nodeName !== 'openbadges:credential') throw new Error('another prefix');
  const jws = tag.getAttribute('verify');
  if (jws === null) throw new Error('no attribute verify');
  return jws;
}

/**
 * The text of the one `iTXt` chunk `openbadgecredential`, which is not compressed.
 *
 * @throws Error where the picture is no PNG or is not baked as the document says
 */
export function readBakedPng(png: Uint8Array): string {
  const texts = extractChunks(png)
    .filter(({ name }) => name === 'iTXt')
    .map(({ data }) => Buffer.from(data))
    .filter((data) => data.toString('latin1', 0, data.indexOf(0)) === KEYWORD);
  const [data] = texts;
  if (data === undefined || texts.length !== 1) throw new Error(`${texts.length} credentials`);
  const flags = data.subarray(KEYWORD.length + 1);
  if (flags[0] !== 0 || flags[1] !== 0) throw new Error('compressed');
  const afterLanguage = flags.indexOf(0, 2) + 1;
  const start = flags.indexOf(0, afterLanguage) + 1;
  if (afterLanguage === 0 || start === 0) throw new Error('malformed');
  return flags.toString('utf8', start);
}

const fatal = (level: string, message: string): never => {
  throw new Error(`${level}: ${message}`);
};
