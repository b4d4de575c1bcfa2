import { describe, expect, test } from 'vitest';
import { METHODOLOGY, SUBMETRIC_IDS, TIER_NAMES } from '../core/methodology/cms-1.ts';
import { SUBMETRICS } from '../core/methodology/submetrics.ts';
import { renderMethodologyPage } from './methodology-page.tsx';
import { renderProblemCodePage, renderProblemPage } from './problem-page.tsx';

const CONTEXT = { mode: 'production', origin: 'https://registry.example', lang: 'en', theme: 'auto' } as const;

describe('methodology page', () => {
  const html = renderMethodologyPage(CONTEXT);

  test('names every share with its sentence', () => {
    for (const id of SUBMETRIC_IDS) expect(html).toContain(SUBMETRICS[id].sentence);
  });

  test('prints the tier table of the standard', () => {
    const rows = [...html.matchAll(/<th scope="row">([^<]*)<\/th>((?:<td>[^<]*<\/td>)+)/g)].map(([, name, cells]) => [
      name,
      ...[...(cells ?? '').matchAll(/<td>([^<]*)<\/td>/g)].map((cell) => cell[1]),
    ]);
    expect(rows).toEqual([
      ['Composite at least', '40 %', '60 %', '75 %', '90 %'],
      ['Every mirror at least', '20 %', '40 %', '60 %', '80 %'],
      ['IT energy with owner and schedule, at least', '50 %', '90 %', '97 %', '99 %'],
      ['IT energy measured, not modelled, at least', '50 %', '80 %', '90 %', '95 %'],
      ['IT energy in scope, of the whole organisation, at least', 'published', '70 %', '90 %', '95 %'],
      ['Assurance level', '1', '2', '3', '4'],
      ['Days of live telemetry', 'none', 'none', '90', '180'],
      ['Live coverage at least', 'none', 'none', '95 %', '99 %'],
      ['Surveillance audit off the live figure by at most', 'none', 'none', '3 points', '2 points'],
      ['Intervals measured per site, at least', '90 %', '90 %', '90 %', '90 %'],
    ]);
    for (const tier of TIER_NAMES) expect(html).toContain(tier);
  });

  test('links to its parameters', () => {
    expect(html).toContain(`href="/v1/methodologies/${METHODOLOGY}"`);
  });
});

describe('problem pages', () => {
  const problem = { ...CONTEXT, status: 404, code: 'not_found', title: 'Nothing here', detail: 'No <such> thing.' };

  test('say what happened, what it does not mean and where to go', () => {
    const html = renderProblemPage(problem);
    expect(html).toContain('<h1>Nothing here</h1>');
    expect(html).toContain('No &lt;such> thing.');
    expect(html).toContain('It is not a judgement about anybody.');
    expect(html).toContain('href="/problems/not_found"');
    expect(html).toContain('content="noindex"');
  });

  test('a failure names the request and nothing else', () => {
    const html = renderProblemPage({ ...problem, status: 500, code: 'internal', requestId: 'req-1' });
    expect(html).toContain('Request <code>req-1</code>');
    expect(html).toContain('The fault is on this side.');
  });

  const codes = [
    { code: 'not_found', status: 404, title: 'Nothing is registered here', detail: 'Check it.' },
    { code: 'internal', status: 500, title: 'The registry failed' },
  ];

  test('each code has a page, the index has all, an unknown one has none', () => {
    expect(renderProblemCodePage({ ...CONTEXT, code: 'not_found', codes })).toContain('Check it.');
    expect(renderProblemCodePage({ ...CONTEXT, codes })).toContain('href="/problems/internal"');
    expect(renderProblemCodePage({ ...CONTEXT, code: 'nonsense', codes })).toBeUndefined();
  });
});
