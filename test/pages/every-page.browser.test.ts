import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPageWorld, type PageWorld } from '../support/page-world.ts';
import { expectFit, expectReflow, visit } from '../support/visit.ts';
import { getRoutes, isPage, PAGE_ROUTES } from './all-pages.ts';

/* Every page of the application as it is served, in every state: no violation, no complaint, nothing out of reach. */

let world: PageWorld;
beforeAll(async () => {
  world = await openPageWorld();
}, 240_000);
afterAll(() => world?.close());

const STATES = Object.values(PAGE_ROUTES).flatMap((states) => Object.entries(states));

const open = <T>(path: string, use: (page: Page, complaints: readonly string[]) => Promise<T>): Promise<T> =>
  visit(
    world.browser,
    `${world.server.address}${path}`,
    { prepare: (page) => page.clock.setFixedTime(world.registry.deps.now()) },
    use,
  );

test('no page is forgotten', () => {
  const pages = getRoutes(world.server.app).filter(isPage);
  expect(pages.toSorted()).toEqual(Object.keys(PAGE_ROUTES).toSorted());
});

/** Answers of 4xx are pages too; the browser reports them to the console. */
const unexpected = (complaints: readonly string[]): readonly string[] =>
  complaints.filter((text) => !/status of 4\d\d/.test(text));

test.each(STATES)(
  '%s has no violations, no complaints, no overflow',
  async (name, path) => {
    await open(path, async (page, complaints) => {
      await expectFit(page, name);
      await expectReflow(page);
      expect(unexpected(complaints)).toEqual([]);
    });
  },
  60_000,
);

interface Stop {
  readonly what: string;
  readonly isVisible: boolean;
}

/** Fields of a date within one control: Tab stops at each. */
const MOST_FIELDS = 5;

/** Where Tab stops, until it comes back to the document. */
async function tabStops(page: Page): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  const reached: number[] = [];
  for (let press = 0; press < 400; press++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focusedStop);
    if (stop === null) return stops;
    if (stop.index !== reached.at(-1)) stops.push(stop);
    reached.push(stop.index);
    const times = reached.filter((index) => index === stop.index).length;
    if (times > MOST_FIELDS) throw new Error(`a trap: ${stop.what}`);
    if (times > 1 && reached.at(-2) !== stop.index) return stops.slice(0, -1);
  }
  throw new Error('the keyboard never comes back');
}

/** Runs in the page: what has the focus, and whether one sees that it has. */
function focusedStop(): { index: number; what: string; isVisible: boolean } | null {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const hasRing = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
  const label = element.closest('label');
  const hasOwn = style.boxShadow !== 'none' || (label !== null && getComputedStyle(label).outlineStyle !== 'none');
  const index = Array.from(document.querySelectorAll('*')).indexOf(element);
  const what = `${element.tagName} ${element.className} ${element.textContent?.trim().slice(0, 40)}`;
  return { index, what, isVisible: (hasRing || hasOwn) && box.width > 0 && box.height > 0 };
}

/** Runs in the page: how many controls there are for the keyboard; of a group of radio buttons one. */
function controlCount(): number {
  const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const groups = new Set<string>();
  return Array.from(document.querySelectorAll<HTMLElement>(selector)).filter((element) => {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(':disabled')) return false;
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    if (groups.has(element.name)) return false;
    groups.add(element.name);
    return true;
  }).length;
}

describe('with a keyboard only', () => {
  const ONE_EACH = Object.values(PAGE_ROUTES).flatMap((states) => Object.entries(states).slice(0, 1));
  test.each(ONE_EACH)(
    '%s: Tab reaches every control, the focus is seen, and there is no trap',
    async (_name, path) => {
      await open(path, async (page) => {
        const controls = await page.evaluate(controlCount);
        const stops = await tabStops(page);
        expect(stops.filter(({ isVisible }) => !isVisible)).toEqual([]);
        expect(stops.length).toBeGreaterThanOrEqual(controls);
      });
    },
    60_000,
  );
});
