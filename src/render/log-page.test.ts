import { describe, expect, test } from 'vitest';
import { COSIGNED, EMPTY_LOG, ENTRY, LOG, REFUSING } from '../../test/support/log-view-fixtures.ts';
import { growthScale, growthText } from './log/growth-scale.ts';
import { publicTools } from './log/public-tools.ts';
import { renderLogEntryPage } from './log-entry-page.tsx';
import { renderLogPage } from './log-page.tsx';

const CONTEXT = { mode: 'production', origin: 'https://registry.example', lang: 'en', theme: 'auto' } as const;
const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');

describe('page of the log', () => {
  const html = renderLogPage({ ...CONTEXT, log: LOG });
  const text = textOf(html);

  test('says the head: size, root, time, origin and key', () => {
    expect(text).toContain('4,212 entries, one signed order.');
    expect(text).toContain('2026-08-25 14:05 UTC');
    expect(html).toContain(`data-copy="${LOG.head?.root}"`);
    expect(html).toContain(`data-copy="${LOG.vkeys[0]}"`);
    expect(text).toContain('registry.example/log');
    expect(html).toContain('href="/log/checkpoint"');
  });

  test('tells the newest entries as sentences, with whom they are about', () => {
    expect(html).toContain('href="/log/entries/4211"');
    expect(text).toContain('Kestrel Hosting: Silver suspended: a signing key it rests on was compromised.');
    expect(html).toContain('<a href="/organisations/blueglade">Blueglade Technologies</a>');
    expect(html).toContain('<a href="/v1/parties/helios-assurance">Helios Assurance</a>');
    expect(text).toContain('valid to 2027-08-25.');
  });

  test('names nobody of whom nothing may be shown: only the id of the leaf, without a link', () => {
    expect(html).toContain('<code>blue-glade</code>');
    expect(html).not.toContain('/organisations/blue-glade"');
  });

  test('says honestly that nobody has cosigned, or who has and how far', () => {
    expect(text).toContain('Nobody has cosigned yet.');
    const cosigned = textOf(renderLogPage({ ...CONTEXT, log: COSIGNED }));
    expect(cosigned).not.toContain('Nobody has cosigned');
    expect(cosigned).toContain('witness.nordwacht.example/w1 witness');
    expect(cosigned).toContain('4,174 entries, 38 fewer than the newest head');
  });

  test('when nothing is signed, that comes first, then why, then what still stands', () => {
    const refusing = textOf(renderLogPage({ ...CONTEXT, log: REFUSING }));
    const said = ['Signing has stopped.', 'The database ends at entry 4,102', 'entries up to 4,211 are signed'];
    const places = said.map((sentence) => refusing.indexOf(sentence));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('an empty log offers no commands that would fail', () => {
    const empty = renderLogPage({ ...CONTEXT, log: EMPTY_LOG });
    expect(textOf(empty)).toContain('The log is open and empty.');
    expect(empty).not.toContain('curl');
    expect(empty).not.toContain('href="/log/checkpoint"');
  });

  test('a newest entry that is missing does not keep the page from being made', () => {
    const damaged = {
      ...REFUSING,
      head: { size: 4212, root: LOG.head?.root ?? '', as_of: null },
      days: [],
      entries: [],
    };
    expect(textOf(renderLogPage({ ...CONTEXT, log: damaged }))).toContain('Newest entrymissing');
  });
});

describe('growth', () => {
  test('in words: sum, busiest day, size', () => {
    const days = [
      { day: '2026-08-01', entries: 3, size: 103 },
      { day: '2026-08-02', entries: 0, size: 103 },
      { day: '2026-08-03', entries: 1, size: 104 },
    ] as const;
    expect(growthText(days)).toBe(
      '4 entries in the last 3 days, at most 3 on 1 August 2026; the log has grown to 104. The table has the numbers.',
    );
    expect(growthText(days.slice(1, 2))).toBe('No entries in the last 1 day; the log has 103.');
  });

  test('draws a bar for each day with entries, however few, and one depth', () => {
    const days = [1, 0, 5000].map((entries, at) => ({ day: `2026-08-0${at + 1}`, entries, size: 1 + entries }));
    const { upper, lower } = growthScale(days);
    expect(upper.markup.match(/M[0-9.]+ 88v-/g)).toHaveLength(2);
    expect(upper.markup).toContain('M0.25 88v-2h');
    expect(lower.markup).toContain('>August<');
  });

  test('the table leaves out quiet days', () => {
    const html = renderLogPage({ ...CONTEXT, log: LOG });
    const quiet = LOG.days.filter(({ entries }) => entries === 0).map(({ day }) => day);
    expect(quiet.length).toBeGreaterThan(5);
    for (const day of quiet) expect(html).not.toContain(`<time datetime="${day}">`);
  });
});

describe('page of one entry', () => {
  const html = renderLogEntryPage({ ...CONTEXT, detail: ENTRY, bundle: '/log/tile/entries/016.p/116' });

  test('has the exact text, its hash, its receipt and its statement', () => {
    expect(html).toContain(ENTRY.leaf.replaceAll('"', '&quot;'));
    expect(html).toContain(`data-copy="${ENTRY.hash}"`);
    expect(html).toContain(`href="/v1/receipts/${ENTRY.entry.receipt}.tlog-proof"`);
    expect(html).toContain(`href="/v1/statements/${ENTRY.entry.receipt}.jws"`);
    expect(html).toContain('href="/log/tile/entries/016.p/116"');
  });

  test('links to its neighbours, but never past the ends', () => {
    expect(html).toContain('href="/log/entries/4207"');
    expect(html).toContain('href="/log/entries/4209"');
    const first = { ...ENTRY, entry: { ...ENTRY.entry, index: 0, receipt: null }, size: 1 };
    const only = renderLogEntryPage({ ...CONTEXT, detail: first, bundle: '/log/tile/entries/000.p/1' });
    expect(only).not.toMatch(/href="\/log\/entries\/(-1|1)"/);
    expect(only).not.toContain('/v1/receipts/');
  });
});

test('three commands, for the log and key given', () => {
  const tools = publicTools('https://registry.example/log', 'registry.example/log+00000000+AAAA');
  expect(tools).toHaveLength(3);
  for (const { command } of tools) expect(command).toContain('https://registry.example/log');
  expect(tools[2]?.command).toContain('registry.example/log+00000000+AAAA');
});
