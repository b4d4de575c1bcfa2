import { describe, expect, test } from 'vitest';
import { sha256Base64url } from './base64url.ts';
import { BUNDLE, BUNDLE_VERSION, readEntryName } from './evidence-bundle.ts';
import { bundleReadme, methodologyText } from './evidence-texts.ts';

const SUBJECT = {
  origin: 'https://registry.example',
  certificate: '0192f1a0-7c00-7000-8000-000000000001',
  methodology: 'CMS-1.0.0',
};
const TEXTS = [bundleReadme(SUBJECT), methodologyText()];

describe('the texts of a bundle', () => {
  test('are those of version 1: verifiers compare them with bundles made long ago', () => {
    expect(BUNDLE_VERSION).toBe(1);
    expect(TEXTS.map(sha256Base64url)).toEqual([
      'r1jokaIvLxAvkzibdC7hcTQSVpMkoDAgE2AUqf_x53o',
      'G_5Lfx_mCncuWVBgI4UghFuK0f8yMvkeT-f_Rn1WtMA',
    ]);
  });

  test('are plain text of 80 columns', () => {
    for (const text of TEXTS) {
      expect(text).toMatch(/^[\n\x20-\x7e]+\n$/);
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });
});

describe('the names of a bundle', () => {
  const digest = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';

  test('are read as they are made', () => {
    expect(readEntryName(BUNDLE.statement(digest))).toEqual({ statement: digest });
    expect(readEntryName(BUNDLE.receipt(digest))).toEqual({ receipt: digest });
    for (const name of [BUNDLE.readme, BUNDLE.keys, BUNDLE.parameters('CMS-1.0.0'), BUNDLE.grid('ab'.repeat(32))])
      expect(readEntryName(name)).toEqual({});
  });

  test.each(['', 'readme.txt', 'statements/x.jws', `receipts/${digest}.jws`, 'methodology/../x.txt', 'README.txt\n'])(
    '%j is none',
    (name) => {
      expect(readEntryName(name)).toBeUndefined();
    },
  );
});
