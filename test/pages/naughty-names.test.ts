import { describe, expect, test } from 'vitest';
import { renderBadgeJson, renderBadgeText } from '../../src/render/badge/badge-json.ts';
import { BADGE_STYLES, renderBadgeSvg } from '../../src/render/badge/badge-svg.ts';
import { renderListingPage } from '../../src/render/listing-page.tsx';
import { renderLogPage } from '../../src/render/log-page.tsx';
import { renderMirrorFigure } from '../../src/render/mirror-figure.ts';
import { renderOrganisationPage } from '../../src/render/organisation-page.tsx';
import { renderProblemPage } from '../../src/render/problem-page.tsx';
import { COSIGNED, LOG } from '../support/log-view-fixtures.ts';
import { naughtyStrings } from '../support/naughty-strings.ts';
import { pageOf } from '../support/page-fixtures.ts';
import { BLUEGLADE_BRONZE, LISTING_VIEW, PAGE, QUERY } from '../support/view-fixtures.ts';
import { expectWellFormed } from '../support/xml.ts';
import { badgeOf } from './sample-pages.ts';

const NAUGHTY = naughtyStrings();
const CONTEXT = { mode: 'production', origin: 'https://registry.example', lang: 'en', theme: 'auto' } as const;
const tagsOf = (html: string): string[] =>
  [...html.matchAll(/<([a-z][a-z0-9]*)[\s>/]/gi)].map((match) => match[1] ?? '');

describe('naughty names', () => {
  test('badges stay well-formed pictures', () => {
    for (const name of NAUGHTY) {
      const model = badgeOf({ ...BLUEGLADE_BRONZE, name });
      for (const style of BADGE_STYLES) {
        const svg = renderBadgeSvg(model, { style, theme: 'auto', lang: 'en' });
        expectWellFormed(svg);
        expect(svg).not.toMatch(/<(script|img|iframe|a)\b/i);
      }
      expect(() => JSON.stringify(renderBadgeJson(model))).not.toThrow();
      expect(renderBadgeText(model).endsWith('\n')).toBe(true);
    }
  });

  test('an unknown holder is only text', () => {
    for (const domain of NAUGHTY) {
      const model = { ...badgeOf(null), holder: domain };
      expectWellFormed(renderBadgeSvg(model, { style: 'card', theme: 'dark', lang: 'ja' }));
    }
  });

  test('figures stay well-formed', () => {
    const { mirrors } = BLUEGLADE_BRONZE;
    if (mirrors === null) throw new Error('the fixture has mirrors');
    for (const title of NAUGHTY) expectWellFormed(renderMirrorFigure({ mirrors, size: 24, title }));
  });

  test('a listing keeps exactly the tags it has with a plain name', () => {
    const render = (name: string): string => {
      const items = [{ ...BLUEGLADE_BRONZE, name, domain: name }];
      return renderListingPage({
        ...LISTING_VIEW,
        page: { ...PAGE, items },
        query: { ...QUERY, q: name || 'x', sector: name || 'x' },
        ...CONTEXT,
      });
    };
    const plain = tagsOf(render('plain'));
    for (const name of NAUGHTY) expect(tagsOf(render(name)).join()).toBe(plain.join());
  });

  test('an organisation page keeps exactly the tags it has with plain texts', () => {
    const { audit } = BLUEGLADE_BRONZE;
    if (audit === null) throw new Error('the fixture has an audit');
    const render = (text: string): string => {
      const invisible = audit.invisible_workloads.map((workload) => ({ ...workload, name: text, site_id: text }));
      const findings = audit.findings.map((finding) => ({
        ...finding,
        message: text,
        pointer: `/${text}`,
        hint: text,
      }));
      const view = { ...audit, invisible_workloads: invisible, findings };
      const organisation = { ...BLUEGLADE_BRONZE, name: text, domain: text, audit: view };
      return renderOrganisationPage(pageOf(organisation, { history: [], ...CONTEXT }));
    };
    const plain = tagsOf(render('plain'));
    for (const text of NAUGHTY) expect(tagsOf(render(text)).join()).toBe(plain.join());
  });

  test('a page of the log keeps exactly the tags it has with plain names', () => {
    const render = (name: string): string => {
      const party = { id: name, known: { kind: 'organisation' as const, name } };
      const entries = LOG.entries.map((entry) => ({ ...entry, text: name, party }));
      const cosigners = COSIGNED.cosigners.map((one) => ({ ...one, name, party: name }));
      return renderLogPage({ ...CONTEXT, log: { ...LOG, entries, cosigners, fault: name || 'x' } });
    };
    const plain = tagsOf(render('plain'));
    for (const name of NAUGHTY) expect(tagsOf(render(name)).join()).toBe(plain.join());
  });

  test('a problem page keeps exactly the tags it has with plain texts', () => {
    const render = (text: string): string =>
      renderProblemPage({ ...CONTEXT, status: 404, code: text, title: text, detail: text, requestId: text });
    const plain = tagsOf(render('plain'));
    for (const text of NAUGHTY) expect(tagsOf(render(text)).join()).toBe(plain.join());
  });
});
