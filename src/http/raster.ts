import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { renderAsync } from '@resvg/resvg-js';
import { LRUCache } from 'lru-cache';
import { assertThat } from '../core/errors.ts';
import { singleFlight } from '../registry/single-flight.ts';
import { type Covers, coverageOf, coveredByAll } from './pictures/glyphs.ts';

/** Bytes of finished pictures kept at most. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** Pictures drawn at once, each by a thread of the pool that also reads files and makes digests. */
const AT_ONCE = 2;
/** Pictures that wait for a thread. At some 8 ms each that is a second; who comes later is refused. */
const WAITING = 128;
const FONTS = [
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
].map((url) => fileURLToPath(url));

/** Device pixels per pixel of the picture. */
export type Scale = 1 | 2;

/** Turns SVG into PNG with fonts of its own, so that every machine draws the same. */
export interface Raster {
  /**
   * The picture as a PNG without texts. Drawn off the event loop, kept by the digest of the SVG, and drawn once however many
   * ask at the same time.
   *
   * @throws RegistryError overloaded where too many wait
   */
  draw(svg: string, scale: Scale): Promise<Uint8Array>;
  /** Whether the fonts have every character of a text. */
  readonly covers: Promise<Covers>;
  /** Bytes kept. */
  keptBytes(): number;
}

/** @param keptBytes of finished pictures at most */
export function openRaster(keptBytes = KEPT_BYTES): Raster {
  const kept = new LRUCache<string, Uint8Array>({ maxSize: keptBytes, sizeCalculation: ({ length }) => length });
  const once = singleFlight<Uint8Array>();
  const inTurn = gate();
  let covers: Promise<Covers> | undefined;
  return {
    draw: async (svg, scale) => {
      const key = `${scale} ${createHash('sha256').update(svg).digest('base64url')}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      return once(key, async () => {
        const png = await inTurn(() => draw(svg, scale));
        kept.set(key, png);
        return png;
      });
    },
    get covers() {
      covers ??= readCoverage();
      return covers;
    },
    keptBytes: () => kept.calculatedSize,
  };
}

async function draw(svg: string, scale: Scale): Promise<Uint8Array> {
  const font = { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: 'DejaVu Sans' };
  const picture = await renderAsync(svg, { font, fitTo: { mode: 'zoom', value: scale }, logLevel: 'off' });
  return picture.asPng();
}

async function readCoverage(): Promise<Covers> {
  return coveredByAll(await Promise.all(FONTS.map(async (path) => coverageOf(await readFile(path)))));
}

/** Lets `AT_ONCE` run and `WAITING` wait in order. */
function gate(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= AT_ONCE) {
      assertThat(waiting.length < WAITING, 'overloaded', 'too many pictures wait to be drawn');
      await new Promise<void>((resolve) => void waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
