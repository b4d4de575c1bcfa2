import type { MirrorName } from '../core/views.ts';

/** Four shares in per cent as published, e.g. `"57.2"`. */
export type MirrorShares = Readonly<Record<MirrorName, string>>;

export interface MirrorFigureInput {
  readonly mirrors: MirrorShares;
  /** What telemetry shows now; null or absent draws an empty reflection. */
  readonly live?: MirrorShares | null;
  /** Width in pixels, from 16. The figure with its reflection and labels starts at 200. */
  readonly size: number;
  /** Names whose figure it is; the numbers are added to it. */
  readonly title: string;
}

/** The mirror figure as an SVG element for HTML or a file. Colours come from `currentColor`. */
export function renderMirrorFigure(input: MirrorFigureInput): string {
  return `<svg width="${input.size}"/>`;
}
