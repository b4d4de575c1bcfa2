import { describe, expect, test } from 'vitest';
import { OWN_AT, OWN_VIEWS } from '../../test/support/own-view-fixtures.ts';
import { POSITION } from '../../test/support/view-fixtures.ts';
import { renderMePage, renderSignInPage } from './me-page.tsx';

const CONTEXT = { mode: 'production', origin: 'https://registry.example', lang: 'en', theme: 'auto' } as const;
const pageOf = (name: string): string => {
  const view = OWN_VIEWS[name];
  if (view === undefined) throw new Error(`no view ${name}`);
  return renderMePage({ ...CONTEXT, view, position: POSITION, at: OWN_AT });
};

describe('the own view as a page', () => {
  test('the alert, then the hours, then the likely workload, the next tier, coverage, refusals', () => {
    const html = pageOf('spike');
    const places = [
      '97.4\u00A0kWh belonged to nobody.',
      'Energy nobody answers for, hour by hour',
      '<code>job-7731</code>',
      'What is missing for Obsidian Prime',
      '19 of 28 good days',
      'What came in',
      'Submissions',
    ].map((text) => html.indexOf(text));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('every hour of a week has its number, a missing one says so', () => {
    const html = pageOf('spike');
    const table = html.slice(html.indexOf('luleå-2: energy nobody answers for'));
    const cells = table.slice(0, table.indexOf('</table>')).match(/<td[ >]/g) ?? [];
    // Seven days of 24 hours, and the corner above the days.
    expect(cells).toHaveLength(7 * 24 + 1);
    expect(table).toContain('>no interval</span>');
    expect(html).toContain(', a spike</span>');
  });

  test('the last refusal has its faults', () => {
    const html = pageOf('failing');
    expect(html).toContain('Failing since 21:01 UTC on 24 August 2026.');
    expect(html).toContain('R04 · /it_kwh · it_kwh 611.2 exceeds facility_kwh 590.1');
    expect(html).toContain('14 identical consecutive IT readings');
    expect(html).toContain('<dt>Webhook disabled</dt><dd>receiver.example: every delivery failed for five days</dd>');
  });

  test('before anything was sent it says so', () => {
    const html = pageOf('empty');
    expect(html).toContain('No site sends telemetry yet.');
    expect(html).toContain('nothing sent yet');
  });

  test.each(Object.keys(OWN_VIEWS))('%s stays out of search engines and runs nothing inline', (name) => {
    const html = pageOf(name);
    expect(html).toContain('<meta name="robots" content="noindex"/>');
    expect(html).not.toMatch(/<style|\sstyle="|\son[a-z]+="|<script(?![^>]* src=)/);
  });
});

describe('signing in', () => {
  test('a plain form posts the token; no cookie and no script is named', () => {
    const html = renderSignInPage(CONTEXT);
    expect(html).toMatch(/<form[^>]* method="post" action="\/me"/);
    expect(html).toContain('<textarea name="token"');
  });

  test('says why a token was refused', () => {
    expect(renderSignInPage({ ...CONTEXT, fault: 'Too <old>.' })).toContain('role="alert">Too &lt;old>.');
  });
});
