import { describe, expect, test } from 'vitest';
import { SUBMETRIC_IDS, type SubmetricId } from '../../core/methodology/cms-1.ts';
import type { ShareJson } from '../../core/methodology/score-json.ts';
import { SUBMETRICS } from '../../core/methodology/submetrics.ts';
import { LANGUAGES, type Language } from '../lang.ts';
import { shareSentence } from './share-sentence.ts';
import { SHARE_WORDS } from './share-words.ts';

const share = (id: SubmetricId, changes: Partial<ShareJson> = {}): ShareJson => ({
  value: '4/5',
  numerator: '112000/1',
  denominator: '140000/1',
  unit: SUBMETRICS[id].unit,
  status: 'ok',
  ...changes,
});

const all = SUBMETRIC_IDS.flatMap((id) => LANGUAGES.map((lang): [SubmetricId, Language] => [id, lang]));

describe('a share in one sentence', () => {
  test.each(all)('%s in %s has the share, both quantities and an end', (id, lang) => {
    const text = shareSentence(id, share(id), lang);
    expect(text).toContain('80.0');
    expect(text).toContain('100');
    const gap = lang === 'en' || lang === 'ja' ? ',' : '\u202F';
    expect(text).toContain(`112${gap}000`);
    expect(text).toContain(`140${gap}000`);
    expect(text).not.toContain('#');
    expect(text).toMatch(/[.。]$/);
  });

  test.each(all)('%s in %s says honestly that there is none', (id, lang) => {
    const none = shareSentence(id, share(id, { value: null, status: 'not_applicable' }), lang);
    expect(none).toBe(SHARE_WORDS[lang].notApplicable);
    const missing = shareSentence(id, share(id, { value: '0/1', numerator: '0/1', status: 'missing' }), lang);
    expect(missing).toBe(SHARE_WORDS[lang].missing);
    expect(missing).not.toBe(none);
    expect(missing).not.toContain('112');
  });

  test('no two shares of a language read alike', () => {
    for (const lang of LANGUAGES) {
      const texts = SUBMETRIC_IDS.map((id) => shareSentence(id, share(id), lang));
      expect(new Set(texts).size).toBe(SUBMETRIC_IDS.length);
      const names = SUBMETRIC_IDS.map((id) => SHARE_WORDS[lang].shares[id].name);
      expect(new Set(names).size).toBe(SUBMETRIC_IDS.length);
    }
  });

  test('each speaks of its own unit', () => {
    const units: Readonly<Record<string, RegExp>> = {
      kWh: /100 kWh/,
      GB·h: /100 (GB·h|Go·h|gespeicherten GB·h)/,
      GB: /100 (GB|Go|übertragenen GB)/,
      kg: /100 kg/,
      kgCO2e: /100 kg CO2e/,
    };
    for (const [id, lang] of all) {
      const unit = units[SUBMETRICS[id].unit];
      if (unit === undefined) throw new Error(`no unit ${SUBMETRICS[id].unit}`);
      if (lang !== 'ja') expect(shareSentence(id, share(id), lang), `${id} ${lang}`).toMatch(unit);
    }
  });

  test('where nothing passed at all, no quantities are made up', () => {
    const text = shareSentence('C1', share('C1', { value: '1/1', numerator: '0/1', denominator: '0/1' }), 'en');
    expect(text).toBe('Of each 100 kg of retired hardware, 100.0 stayed in use or became material again.');
  });

  test('a quantity is rounded, the exact ratio is elsewhere', () => {
    const text = shareSentence('T1', share('T1', { value: '1/3', numerator: '1000/3', denominator: '1000/1' }), 'en');
    expect(text).toBe(
      'Of each 100 kWh through the facility meter, 33.3 had carbon-free supply in the same hour (333.33 of 1,000 kWh).',
    );
  });
});
