/** A static file of the pages: `url` never changes, the HTTP layer adds ETag and cache headers. */
export interface Asset {
  readonly url: string;
  readonly contentType: string;
  /**
   * Where the bytes are, one file after the other: files beside this module, paths inside a package (resolve with
   * `import.meta.resolve`), or files below `dist`, which `npm run bundle` makes before start, dev and tests.
   */
  readonly source: { readonly kind: 'file' | 'built' | 'package'; readonly paths: readonly string[] };
}

/** The style sheet, in the order of the cascade: the common part first, then what each page adds. */
const STYLES = ['style', 'frame', 'badges', 'listing', 'organisation', 'procurement', 'service'].map(
  (name) => `assets/${name}.css`,
);
const FONTS = '@fontsource-variable/inter/files';

/** Everything a page loads; the verify page alone loads its script. There is nothing else: no third party, no inline style, no inline script. */
export const ASSETS = [
  {
    url: '/assets/style.css',
    contentType: 'text/css; charset=utf-8',
    source: { kind: 'file', paths: STYLES },
  },
  {
    url: '/assets/enhance.js',
    contentType: 'text/javascript; charset=utf-8',
    source: { kind: 'file', paths: ['assets/enhance.js'] },
  },
  ...(['find', 'follow'] as const).map(
    (name) =>
      ({
        url: `/assets/${name}.js`,
        contentType: 'text/javascript; charset=utf-8',
        source: { kind: 'file', paths: [`assets/${name}.js`] },
      }) as const,
  ),
  {
    url: '/assets/organisation.js',
    contentType: 'text/javascript; charset=utf-8',
    source: { kind: 'file', paths: ['assets/organisation.js'] },
  },
  {
    url: '/assets/methodology.js',
    contentType: 'text/javascript; charset=utf-8',
    source: { kind: 'file', paths: ['assets/methodology.js'] },
  },
  {
    url: '/assets/for-sales.js',
    contentType: 'text/javascript; charset=utf-8',
    source: { kind: 'file', paths: ['assets/for-sales.js'] },
  },
  {
    url: '/assets/verify-page.js',
    contentType: 'text/javascript; charset=utf-8',
    source: { kind: 'built', paths: ['browser/verify-page.js'] },
  },
  {
    url: '/assets/mark.svg',
    contentType: 'image/svg+xml',
    source: { kind: 'file', paths: ['assets/mark.svg'] },
  },
  {
    url: '/assets/inter.woff2',
    contentType: 'font/woff2',
    source: { kind: 'package', paths: [`${FONTS}/inter-latin-opsz-normal.woff2`] },
  },
  {
    url: '/assets/inter-ext.woff2',
    contentType: 'font/woff2',
    source: { kind: 'package', paths: [`${FONTS}/inter-latin-ext-opsz-normal.woff2`] },
  },
] as const satisfies readonly Asset[];
