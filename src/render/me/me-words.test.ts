import { describe, expect, test } from 'vitest';
import { OWN_VIEWS } from '../../../test/support/own-view-fixtures.ts';
import type { OwnPartyView } from '../../core/own-view.ts';
import { hoursWords, ownVerdict } from './me-words.ts';

function own(name: string): OwnPartyView {
  const view = OWN_VIEWS[name];
  if (view === undefined) throw new Error(`no view ${name}`);
  return view;
}

describe('what an owner must know first', () => {
  test('a spike names its energy, what is usual, and the likely cause', () => {
    const { tone, headline, reason } = ownVerdict(own('spike'));
    expect([tone, headline]).toEqual(['stop', '97.4\u00A0kWh belonged to nobody.']);
    expect(reason).toContain('At hamburg-1, in the 60 minutes from 02:00 UTC on 25 August 2026');
    expect(reason).toContain('usually 1.21 of that');
    expect(reason).toContain('job-7731, which sent 95.6 kWh');
  });

  test('energy that no record names is said to be that', () => {
    const alerts = own('spike').alerts.map((alert) => ({ ...alert, workloads: [] }));
    expect(ownVerdict({ ...own('spike'), alerts }).reason).toContain('No record names what used it.');
  });

  test('a spike comes before refusals, refusals before silence', () => {
    const { attempts } = own('failing');
    expect(ownVerdict({ ...own('spike'), attempts }).headline).toContain('belonged to nobody');
    const failing = { ...own('failing'), sites: own('spike').sites };
    expect(ownVerdict(failing).headline).toBe('Publishing has failed since 21:01 UTC on 24 August 2026.');
    const late = { ...own('spike'), alerts: [] };
    expect(ownVerdict(late)).toMatchObject({ tone: 'watch', headline: 'Delayed: luleå-2 has sent nothing for 3 h.' });
  });

  test('a spike that is over is still told', () => {
    const alerts = own('spike').alerts.slice(1);
    expect(ownVerdict({ ...own('calm'), alerts })).toMatchObject({
      tone: 'watch',
      headline: '1 interval of the last 24 hours stood out.',
    });
  });

  test.each([
    ['calm', 'good'],
    ['empty', 'neutral'],
  ])('%s is %s', (name, tone) => {
    expect(ownVerdict(own(name)).tone).toBe(tone);
  });
});

test.each([
  [[2, 3], '02–03 h'],
  [[2], '02 h'],
  [[0, 1, 2, 14, 22, 23], '00–02, 14, 22–23 h'],
  [Array.from({ length: 24 }, (_, hour) => hour), 'around the clock'],
])('hours %j are %s', (hours, words) => {
  expect(hoursWords(hours)).toBe(words);
});
