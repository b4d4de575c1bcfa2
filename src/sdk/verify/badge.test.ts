import { zlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { credentialInPng, credentialInSvg, looksLikePng } from './badge.ts';
import { crc32 } from './crc32.ts';

const JWS = 'eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln';
const NAMESPACE = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"';
const svg = (inner: string): string =>
  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" ${NAMESPACE}>${inner}</svg>`;

describe('a credential in an SVG', () => {
  test.each([
    `<openbadges:credential verify="${JWS}"/>`,
    `<openbadges:credential verify="${JWS}"></openbadges:credential>`,
    `<openbadges:credential id='a' verify = '${JWS}' />`,
    `<!-- <openbadges:credential verify="x"/> --><ob:credential verify="\n${JWS}\n"/>`,
  ])('%s', (inner) => {
    expect(credentialInSvg(svg(inner))).toEqual({ text: JWS });
  });

  test.each([
    ['none', '<circle/>'],
    ['two', `<openbadges:credential verify="${JWS}"/><openbadges:credential verify="${JWS}"/>`],
    ['one in a comment', `<!-- <openbadges:credential verify="${JWS}"/> -->`],
    ['one in text', `<![CDATA[<openbadges:credential verify="${JWS}"/>]]>`],
    ['one that is too long', `<openbadges:credential verify="${'a'.repeat(262_144)}"/>`],
    ['one that is not closed', `<openbadges:credential verify="${JWS}"`],
  ])('%s', (_name, inner) => {
    expect(credentialInSvg(svg(inner).replace('</svg>', ''))).toHaveProperty('fault');
  });

  test('without the attribute it is empty, and no credential', () => {
    expect(credentialInSvg(svg('<openbadges:credential other="x"/>'))).toEqual({ text: '' });
  });

  test.each([
    ['comments that never end', '<!--'.repeat(500_000)],
    ['attributes without end', `<openbadges:credential ${'verify="" '.repeat(300_000)}`],
    ['attributes with an end', `<openbadges:credential ${'verify= '.repeat(300_000)}/>`],
    ['blanks', `<openbadges:credential${' '.repeat(2_000_000)}verify`],
  ])('%s cost no more than their length', (_name, inner) => {
    expect(credentialInSvg(svg(inner))).toHaveProperty('fault');
  });
});

function chunk(type: string, data: Uint8Array, crc?: number): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc ?? crc32(body));
  return Buffer.concat([length, body, sum]);
}

const png = (...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks, chunk('IEND', new Uint8Array())]);
const text = (keyword: string, flags: readonly number[], content: Uint8Array, language = ''): Buffer =>
  chunk(
    'iTXt',
    Buffer.concat([Buffer.from(keyword), Uint8Array.of(0, ...flags), Buffer.from(`${language}\0\0`), content]),
  );

describe('a credential in a PNG', () => {
  const plain = text('openbadgecredential', [0, 0], Buffer.from(JWS));

  test('plain, with a language, among other chunks', () => {
    expect(looksLikePng(png(plain))).toBe(true);
    expect(credentialInPng(png(chunk('IHDR', new Uint8Array(13)), plain))).toEqual({ text: JWS });
    expect(
      credentialInPng(
        png(text('other', [0, 0], Buffer.from('x')), text('openbadgecredential', [0, 0], Buffer.from(JWS), 'en')),
      ),
    ).toEqual({ text: JWS });
  });

  test.each<readonly [string, Uint8Array]>([
    ['no credential', png()],
    ['two', png(plain, plain)],
    ['a wrong checksum', png(chunk('IDAT', Buffer.from('x'), 1), plain)],
    ['no end', png(plain).subarray(0, -12)],
    ['a cut chunk', png(plain).subarray(0, 40)],
    [
      'a length beyond the end',
      Buffer.concat([png().subarray(0, 8), Buffer.from('ffffffff49444154', 'hex'), Buffer.alloc(8)]),
    ],
    ['another packing', png(text('openbadgecredential', [1, 1], zlibSync(Buffer.from(JWS))))],
    ['an unknown flag', png(text('openbadgecredential', [2, 0], Buffer.from(JWS)))],
    ['no language', png(chunk('iTXt', Buffer.from('openbadgecredential\0\0\0')))],
    ['one that is compressed', png(text('openbadgecredential', [1, 0], zlibSync(Buffer.from(JWS))))],
    ['a bomb', png(text('openbadgecredential', [1, 0], zlibSync(new Uint8Array(50_000_000))))],
    ['one that is too long', png(text('openbadgecredential', [0, 0], Buffer.alloc(262_145, 'a')))],
    ['what is no packing', png(text('openbadgecredential', [1, 0], Buffer.from(JWS)))],
  ])('%s', (_name, bytes) => {
    expect(credentialInPng(bytes)).toHaveProperty('fault');
  });

  test('of a thousand two are read', () => {
    expect(credentialInPng(png(...Array.from({ length: 1000 }, () => plain)))).toEqual({
      fault: 'the picture holds more than one credential',
    });
  });
});
