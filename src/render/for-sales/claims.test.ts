import { describe, expect, test } from 'vitest';
import { naughtyStrings } from '../../../test/support/naughty-strings.ts';
import {
  BLUEGLADE_BRONZE,
  freshnessIn,
  inState,
  KESTREL_SUSPENDED,
  LEDGER_PRIME,
  NEWCOMER,
  NORDLICHT_SILVER,
  POSITION,
  TERN_DECLARED,
} from '../../../test/support/view-fixtures.ts';
import type { OrganisationView } from '../../core/views.ts';
import { renderForSalesPage } from '../for-sales-page.tsx';
import { LANGUAGES } from '../lang.ts';
import { claimsOf } from './claims.ts';
import { SALES_FIELDS, type SalesChoice } from './sales-choice.ts';
import { SNIPPETS, type SnippetInput } from './snippets.ts';

const CHOICE: SalesChoice = { style: 'card', ground: 'auto', words: 'en', format: 'svg', size: '2' };
const CONTEXT = { mode: 'production', origin: 'https://registry.example', lang: 'en', theme: 'auto' } as const;

const ENDED: Readonly<Record<string, OrganisationView>> = {
  suspended: KESTREL_SUSPENDED,
  withdrawn: inState(NORDLICHT_SILVER, 'withdrawn'),
  expired: inState(NORDLICHT_SILVER, 'expired'),
  superseded: inState(NORDLICHT_SILVER, 'superseded'),
};
const WITHOUT: Readonly<Record<string, OrganisationView>> = { declared: TERN_DECLARED, newcomer: NEWCOMER };
const STANDING: Readonly<Record<string, OrganisationView>> = {
  bronze: BLUEGLADE_BRONZE,
  silver: NORDLICHT_SILVER,
  prime: LEDGER_PRIME,
  watch: inState(NORDLICHT_SILVER, 'watch'),
};
const TIERS = /Bronze|Silver|Obsidian/;

describe.each(LANGUAGES)('in %s', (lang) => {
  test.each(Object.entries(STANDING))('%s may name its tier and figure with the day', (_name, organisation) => {
    const { may, takeDown, stays } = claimsOf(organisation, POSITION, lang);
    expect(may[0]).toContain(organisation.name);
    expect(may[0]).toContain(organisation.tier);
    expect(may[0]?.replaceAll(',', '.')).toContain(`${organisation.composite_percent} %`);
    expect(may[0]).toMatch(/2026/);
    expect([takeDown, stays]).toEqual([[], null]);
  });

  test.each(Object.entries(ENDED))('%s may name no tier and no figure, and has to take down', (_name, organisation) => {
    const { may, mayNot, takeDown, stays } = claimsOf(organisation, POSITION, lang);
    expect(may).toHaveLength(1);
    expect(may[0]?.replace(organisation.name, '')).not.toMatch(TIERS);
    expect(may[0]).not.toMatch(/[0-9]+[.,][0-9] %/);
    expect(mayNot[0]).toMatch(TIERS);
    expect(takeDown.length).toBeGreaterThan(0);
    expect(stays).not.toBeNull();
  });

  test.each(Object.entries(WITHOUT))('%s may name no tier', (_name, organisation) => {
    const { may, takeDown } = claimsOf(organisation, POSITION, lang);
    expect(may).toHaveLength(1);
    expect(may[0]).not.toMatch(TIERS);
    expect(takeDown).toEqual([]);
  });

  test('live is said only of what is live', () => {
    const count = (live: 'live' | 'delayed' | 'stale' | 'silent' | 'none') =>
      claimsOf({ ...LEDGER_PRIME, live, freshness: freshnessIn(live) }, POSITION, lang);
    for (const live of ['delayed', 'stale', 'silent', 'none'] as const) {
      expect(count(live).may.length).toBe(count('live').may.length - 1);
      expect(count(live).mayNot.length).toBe(count('live').mayNot.length + 1);
    }
  });
});

describe('the page', () => {
  const states = { ...STANDING, ...ENDED, ...WITHOUT };

  test.each(Object.entries(states))('of %s is whole in every language', (_name, organisation) => {
    for (const lang of LANGUAGES) {
      const html = renderForSalesPage({
        ...CONTEXT,
        lang,
        organisation,
        choice: { ...CHOICE, words: lang },
        position: POSITION,
      });
      expect(html).toContain('<h1>');
      expect(html).toContain('data-builder');
      expect(html).toContain('application/json+oembed');
      expect(html).not.toMatch(/undefined|\[object|style="(?!display:block;border:0|font:12px)/);
    }
  });

  test('says what to take down only where nothing stands', () => {
    const pageOf = (organisation: OrganisationView) =>
      renderForSalesPage({ ...CONTEXT, organisation, choice: CHOICE, position: POSITION });
    expect(pageOf(KESTREL_SUSPENDED)).toContain('id="take-down"');
    expect(pageOf(NORDLICHT_SILVER)).not.toContain('id="take-down"');
  });

  test('checks what was chosen', () => {
    for (const [field, values] of Object.entries(SALES_FIELDS)) {
      for (const value of values) {
        const choice = { ...CHOICE, [field]: value };
        const html = renderForSalesPage({ ...CONTEXT, organisation: NORDLICHT_SILVER, choice, position: POSITION });
        expect(html).toMatch(new RegExp(`name="${field}" value="${value.replace('.', '\\.')}" checked`));
      }
    }
  });

  test('keeps exactly the tags it has with a plain name', () => {
    const tagsOf = (name: string): string => {
      const organisation = { ...NORDLICHT_SILVER, name };
      const html = renderForSalesPage({ ...CONTEXT, organisation, choice: CHOICE, position: POSITION });
      return [...html.matchAll(/<([a-z][a-z0-9]*)[\s>/]/gi)].map((match) => match[1]).join();
    };
    const plain = tagsOf('plain');
    for (const name of naughtyStrings()) expect(tagsOf(name)).toBe(plain);
  });
});

describe('snippets', () => {
  const inputOf = (text: string): SnippetInput => ({
    image: 'https://registry.example/badges/acme.svg?style=card&theme=auto&lang=en',
    pixels: 'https://registry.example/badges/acme.png?style=card&theme=auto&lang=en&scale=2',
    page: 'https://registry.example/organisations/acme',
    verify: 'https://registry.example/verify?organisation=acme',
    alt: text,
    height: 150,
    claim: text,
    verifyWord: 'Verify',
  });
  const tagsOf = (code: string): string => [...code.matchAll(/<\/?([a-z]+)/gi)].map((match) => match[0]).join();

  test('hold whatever a name contains as a name', () => {
    for (const name of naughtyStrings()) {
      const input = inputOf(name);
      for (const form of ['HTML', 'E-mail'] as const)
        expect(tagsOf(SNIPPETS[form](input))).toBe(tagsOf(SNIPPETS[form](inputOf('plain'))));
      const [, alt = ''] = /alt=\{("(?:[^"\\]|\\.)*")\}/.exec(SNIPPETS.React(input)) ?? [];
      expect(typeof JSON.parse(alt)).toBe('string');
      expect(SNIPPETS.React(input)).not.toMatch(/<\/script/i);
      expect(SNIPPETS.reStructuredText(input).trimEnd().split('\n')).toHaveLength(4);
      expect(SNIPPETS.Markdown(input).replaceAll(/\\./g, '')).toMatch(
        /^\[!\[[^\][]*\]\(https:[^()]*\)\]\(https:[^()]*\) \[Verify\]\(https:[^()]*\)$/,
      );
      expect(SNIPPETS['Plain text'](input).split('\n')).toHaveLength(2);
      expect(SNIPPETS.BBCode(input)).not.toContain(name.length > 3 ? name : '[url][url]');
    }
  });

  test('mail gets pixels, and every picture leads to its holder', () => {
    const input = inputOf('Acme');
    expect(SNIPPETS['E-mail'](input)).toContain('/badges/acme.png?');
    for (const code of Object.values(SNIPPETS).map((make) => make(input)))
      expect(code).toMatch(/organisations\/acme|verify\?organisation=acme/);
  });
});
