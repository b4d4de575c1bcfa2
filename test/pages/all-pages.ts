import type { App } from '../../src/http/app-deps.ts';

/**
 * Every page route of the application, with the addresses at which its states are looked at, by the name of their picture.
 * A route that is missing here fails test/pages/every-page.browser.test.ts.
 */
export const PAGE_ROUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/': {
    'http-listing': '/',
    'http-listing-all': '/?state=all&sort=name',
    'http-listing-misspelt': '/?q=nordhaven',
    'http-listing-nobody': '/?q=globex',
    'http-listing-past': '/?at=2026-08-31',
    'http-listing-refused': '/?limit=9999',
  },
  '/organisations/:id': {
    'http-organisation-live': '/organisations/beacon-telehealth',
    'http-organisation-silver': '/organisations/nordhafen-retail',
    'http-organisation-suspended': '/organisations/quarrystone-hosting',
    'http-organisation-withdrawn': '/organisations/ferrum-analytics',
    'http-organisation-expired': '/organisations/glasswing-post',
    'http-organisation-held': '/organisations/crestline-hosting',
    'http-organisation-registered': '/organisations/ironbark-storage',
    'http-organisation-past': '/organisations/nordhafen-retail?at=2026-08-31',
    'http-organisation-unknown': '/organisations/globex',
  },
  '/auditors/:id': { 'http-auditor': '/auditors/northlight-audit' },
  '/for-sales/:id': {
    'http-for-sales': '/for-sales/nordhafen-retail',
    'http-for-sales-suspended': '/for-sales/quarrystone-hosting',
  },
  '/compare': {
    'http-compare': '/compare?ids=nordhafen-retail,beacon-telehealth',
    'http-compare-nobody': '/compare',
  },
  '/claims': { 'http-claims': '/claims', 'http-claims-checked': '/claims?domain=nordhafen-retail.example&tier=Silver' },
  '/watch': {
    'http-watch': '/watch',
    'http-watch-list': '/watch?list=nordhafen-retail.example%0Abeacon-telehealth%0Anobody.example',
    'http-watch-nobody': '/watch?list=nobody.example',
  },
  '/rfp': { 'http-rfp': '/rfp' },
  '/statistics': { 'http-statistics': '/statistics' },
  '/status': { 'http-status': '/status' },
  '/methodology': { 'http-methodology': '/methodology' },
  '/verify': { 'http-verify': '/verify' },
  '/log': { 'http-log': '/log' },
  '/log/entries/:index': { 'http-log-entry': '/log/entries/12' },
  '/me': { 'http-me': '/me' },
  '/problems': { 'http-problems': '/problems' },
  '/problems/:code': { 'http-problem': '/problems/audit_rejected' },
};

/** Addresses that are no pages: files, forms of data, and the API's own documentation, which is another's page. */
const NO_PAGE = [
  /^\/(v1|[.]well-known)\//,
  /[.](json|txt|xml|svg|png|jsonl|gz|jwt|zip|csv|atom|ico|webmanifest|jws|tlog-proof|html)$/,
  /^\/(badges|cards|assets|keys|health|snapshot|docs|oembed|issuer|metrics|log\/(checkpoint|vkey|tile|cosignatures|rows))(\/|$)/,
  /^\/status\/:n$/,
  /[*]/,
];

/** The routes that answer GET, as the application registered them. */
export function getRoutes(app: App): readonly string[] {
  const open: string[] = [];
  const routes = app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', path = '', methods = ''] = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      if (path === '') return [];
      const depth = indent.length / 4;
      open.splice(depth, Number.POSITIVE_INFINITY, path);
      return methods.includes('GET') ? [`/${open.join('').replace(/^\/+/, '')}`] : [];
    });
  return routes;
}

export const isPage = (route: string): boolean => !NO_PAGE.some((pattern) => pattern.test(route));
