import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Nothing may leave the machine: Chromium's own services are off. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-default-apps',
  '--no-first-run',
  '--no-pings',
  '--disable-features=OptimizationHints,MediaRouter,AutofillServerCommunication,Translate',
];

/**
 * A real Chromium: the one in the package, or the executable that `CHROMIUM_PATH` names. As root it needs
 * `--no-sandbox`.
 *
 * @param args further switches
 */
export async function launchBrowser(...args: readonly string[]): Promise<Browser> {
  const executablePath = await unpackBrowser();
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, headless: true, args: [...QUIET, ...sandbox, ...args] });
}

/** Path of the browser's executable, which is there once this resolves. */
export const unpackBrowser = async (): Promise<string> => process.env['CHROMIUM_PATH'] ?? (await unpack());

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/chromium', import.meta.url));

/**
 * Unpacks the package's Chromium into this checkout. Left alone it would use one path in the machine's temporary folder,
 * which belongs to whoever came first.
 */
async function unpack(): Promise<string> {
  const before = process.env['TMPDIR'];
  await mkdir(CACHE, { recursive: true });
  process.env['TMPDIR'] = CACHE;
  try {
    return await sparticuz.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}
