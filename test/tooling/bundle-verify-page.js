// The script of the page /verify: src/verify-page and all it imports, in one file for browsers, without Node and without eval.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shim = (name) => `${root}src/verify-page/shims/${name}.ts`;
const OUT = `${root}dist/browser/verify-page.js`;

/** Through `{ Type }` every type builder would come along; through the module itself only those that are used. */
const onlyUsedTypes = {
  name: 'only-used-types',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/](core|log|sdk)[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(
        /^import \{[^}]*\bType\b[^}]*\} from 'typebox';$/m,
        "import * as Type from 'typebox';",
      );
      return { contents, loader: 'ts' };
    });
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
    alias: { 'node:crypto': shim('node-crypto'), 'typebox/compile': shim('typebox-compile') },
    inject: [shim('buffer')],
    plugins: [onlyUsedTypes],
  });
  const [{ contents }] = outputFiles;
  await mkdir(`${root}dist/browser`, { recursive: true });
  await writeFile(`${OUT}.${pid}`, contents);
  await rename(`${OUT}.${pid}`, OUT);
}

await bundle();
