import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { naughtyStrings } from '../../test/support/naughty-strings.ts';
import { verificationOf } from '../../test/support/verification-fixtures.ts';
import type { Verification } from '../sdk/verify/verdict.ts';
import type { Outcome } from './outcome.ts';
import { Result } from './result.tsx';

const GIVEN = { name: 'bundle.zip', bytes: new Uint8Array(1234) };
const answered = (verification: Verification): Outcome => ({ state: 'answered', verification });
const show = (here: Outcome, there: Outcome): string =>
  renderToString(<Result given={GIVEN} here={here} there={there} />);
const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('result', () => {
  test('each answer is a word, a shape and a reason', () => {
    const html = show(answered(verificationOf({ log: 'failed', time: 'unknown' })), { state: 'waiting' });
    const words = [...html.matchAll(/class="word word-([a-z]+)"><span class="drawing"><svg/g)].map(([, word]) => word);
    expect(words).toEqual(['ok', 'failed', 'ok', 'unknown', 'ok', 'ok']);
    for (const word of ['OK', 'Failed', 'Unknown']) expect(textOf(html)).toContain(word);
    expect(textOf(html)).toContain('About recomputation.');
    const shapes = new Set([...html.matchAll(/<svg .*?<\/svg>/g)].map(([shape]) => shape));
    expect(shapes.size).toBe(3);
  });

  test('a contradiction between the two is said aloud', () => {
    const html = show(answered(verificationOf({ signature: 'failed' })), answered(verificationOf({})));
    expect(html).toContain('role="alert"');
    expect(textOf(html)).toContain('contradict each other about signature');
    expect(show(answered(verificationOf({})), answered(verificationOf({ time: 'unknown' })))).not.toContain('alert');
  });

  test('one reason is not said twice', () => {
    const text = textOf(show(answered(verificationOf({})), answered(verificationOf({}))));
    expect(text.match(/About log\./g)).toHaveLength(1);
    expect(text.match(/For the same reason\./g)).toHaveLength(6);
  });

  test('instants and digests in a reason are short, and whole in their titles', () => {
    const digest = 'a416KDONSRk06hL23ZzZ7BKKHGA-qk_N8gh8NTT0uro';
    const verification = verificationOf({ signature: 'failed' });
    const reasons = { ...verification.reasons, signature: `signed with ${digest} at 2026-03-03T12:00:00Z, not since` };
    const html = show(answered({ ...verification, reasons }), { state: 'waiting' });
    expect(textOf(html)).toContain('Signed with a416KDON…8NTT0uro at 2026-03-03 12:00 UTC , not since.');
    expect(html).toContain(`<code title="${digest}">`);
  });

  test('what is no artefact gets no answers, but both reasons', () => {
    const html = show(
      { state: 'refused', reason: 'a holiday picture' },
      { state: 'absent', reason: 'it was not asked' },
    );
    expect(html).not.toContain('<table');
    expect(textOf(html)).toContain('This is nothing that can be verified. A holiday picture.');
    expect(textOf(html)).toContain('The registry: It was not asked.');
  });

  test('facts are shown where there are any', () => {
    const recomputed = { composite_percent: '45.2', composite_6: '0.452209', tier: null };
    const facts = { organisation: { party_id: 'blueglade' }, tier: 'Bronze', index: 1042, recomputed, cosigners: [] };
    const html = show(answered(verificationOf({}, facts)), { state: 'waiting' });
    expect(html).toContain('<a href="/organisations/blueglade">blueglade</a>');
    expect(html).toContain('<a href="/log/entries/1042">1,042</a>');
    expect(textOf(html)).toContain('45.2 %, no tier');
    expect(textOf(html)).toContain('Cosigned by nobody');
    expect(textOf(html)).not.toContain('Methodology');
  });

  test('nothing an artefact says becomes markup', () => {
    const tags = (name: string): string =>
      [
        ...show(
          answered(
            verificationOf(
              {},
              {
                organisation: { party_id: name, name },
                tier: name,
                issuer: name,
                type: name,
                digest: name,
                answer: name,
                auditors: [name],
              },
            ),
          ),
          { state: 'refused', reason: name },
        ).matchAll(/<[a-z]+/g),
      ].join();
    const plain = tags('plain');
    for (const name of naughtyStrings()) expect(tags(name)).toBe(plain);
  });
});
