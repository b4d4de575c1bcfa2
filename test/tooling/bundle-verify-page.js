// The script of the page /verify: src/verify-page and all it imports, in one file for browsers, without Node and without eval.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shim = (name) => `${root}src/verify-page/shims/${name}.ts`;
const OUT = `${root}dist/browser/verify-page.js`;

/** typebox tries out `new Function` before it asks its settings; the page's policy would report that. It must not try. */
const withoutEval = {
  name: 'without-eval',
  setup({ onLoad }) {
    const contents = 'export const CanEvaluate = () => false; export const Evaluate = undefined;';
    onLoad({ filter: /typebox[\\/]build[\\/]system[\\/]environment[\\/]evaluate\.mjs$/ }, () => ({ contents }));
  },
};

/** Writes the bundle. A reader sees the old file or the new one, never a part: several may build at once. */
async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/verify-page/main.ts'],
    outfile: OUT,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'eof',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    alias: { 'node:crypto': shim('node-crypto') },
    inject: [shim('buffer')],
    plugins: [withoutEval],
  });
  const [{ contents }] = outputFiles;
  await mkdir(`${root}dist/browser`, { recursive: true });
  await writeFile(`${OUT}.${pid}`, contents);
  await rename(`${OUT}.${pid}`, OUT);
}

await bundle();
