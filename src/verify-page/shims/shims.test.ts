import { createHash as nodeHash } from 'node:crypto';
import fc from 'fast-check';
import { Compile as nodeCompile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { auditBody } from '../../../test/support/journey.ts';
import { auditSchema } from '../../core/documents/audit.ts';
import { Buffer as Shim } from './buffer.ts';
import { createHash } from './node-crypto.ts';
import { Compile } from './typebox-compile.ts';

const ENCODINGS = ['base64url', 'base64', 'hex', 'utf8', 'latin1'] as const;

describe('shims of the browser bundle behave as Node does', () => {
  test('bytes to text, in every encoding the pure layers use, whole and in part', () => {
    const near = fc.uint8Array({ maxLength: 40 });
    // Bytes of UTF-8 sequences that are cut short, overlong or surrogates.
    const broken = fc.array(
      fc.constantFrom(0x41, 0x80, 0xbf, 0xc0, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xef, 0xbb, 0xf0, 0x9f, 0xff),
    );
    const bytes = fc.oneof(
      near,
      broken.map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(
        bytes,
        fc.constantFrom(undefined, ...ENCODINGS),
        fc.nat(5),
        fc.nat(9),
        (data, encoding, start, end) => {
          expect(Shim.from(data).toString(encoding)).toBe(Buffer.from(data).toString(encoding));
          expect(Shim.from(data).toString(encoding, start, end)).toBe(Buffer.from(data).toString(encoding, start, end));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('text to bytes in UTF-8, lone surrogates too', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)),
    );
    fc.assert(
      fc.property(text, (one) => {
        expect(Shim.from(one, 'utf8').toString('hex')).toBe(Buffer.from(one, 'utf8').toString('hex'));
        expect(Shim.from(one, 'latin1').toString('hex')).toBe(Buffer.from(one, 'latin1').toString('hex'));
      }),
      { numRuns: 2000 },
    );
  });

  test('it is not Node’s own that is looked at', () => {
    expect(Shim).not.toBe(Buffer);
  });

  test('text to bytes: both accept the same canonical base64 and base64url, and nothing else', () => {
    type Encoding = 'base64' | 'base64url';
    const ours = (text: string, encoding: Encoding) => Shim.from(text, encoding).toString(encoding) === text;
    const nodes = (text: string, encoding: Encoding) => Buffer.from(text, encoding).toString(encoding) === text;
    const nearBase64 = fc.string({ unit: fc.constantFrom(...'AQgwZz09+/-_= \n.'), maxLength: 8 });
    fc.assert(
      fc.property(nearBase64, fc.constantFrom<Encoding>('base64', 'base64url'), (text, encoding) => {
        expect(ours(text, encoding)).toBe(nodes(text, encoding));
      }),
      { numRuns: 2000 },
    );
  });

  test('integers as bundles and cosignatures write them', () => {
    const length = Shim.alloc(2);
    length.writeUInt16BE(65_535, 0);
    expect(length.toString('hex')).toBe('ffff');
    expect(length.readUInt16BE(0)).toBe(65_535);
    expect(Shim.from('000000006b069a07', 'hex').readBigUInt64BE(0)).toBe(1_795_594_759n);
  });

  test('schemas are judged as the compiler judges them, fault by fault', () => {
    const sound = JSON.parse(JSON.stringify(auditBody('acme')));
    const bad = {
      ...sound,
      schema: 'cms-audit/2',
      sites: [{ ...sound.sites[0], site_id: '', extra: 1 }],
      methodology: 7,
    };
    const [theirs, ours] = [nodeCompile(auditSchema), Compile(auditSchema)];
    for (const value of [sound, bad, null, [], {}, { ...sound, sites: null }]) {
      expect(ours.Check(value)).toBe(theirs.Check(value));
      expect(ours.Errors(value)).toEqual(theirs.Errors(value));
    }
    expect([ours.Check(sound), ours.Check(bad)]).toEqual([true, false]);
    expect(ours.Errors(bad).length).toBeGreaterThan(3);
  });

  test('SHA-256 in parts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.uint8Array()), { maxLength: 4 }), (parts) => {
        const [ours, theirs] = [createHash('sha256'), nodeHash('sha256')];
        for (const part of parts) {
          ours.update(part);
          theirs.update(part);
        }
        expect(ours.digest('hex')).toBe(theirs.digest('hex'));
      }),
    );
    expect(() => createHash('md5')).toThrow('SHA-256 only');
  });
});
