import type { App, AppDeps } from '../app-deps.ts';
import { openRaster } from '../raster.ts';
import { badgeRoutes } from './badges.ts';
import { cardRoutes } from './cards.ts';

/** Badges in every form, and the cards that links show: one raster and one memory behind all of them. */
export function pictureRoutes(app: App, deps: AppDeps): void {
  const kit = { deps, raster: openRaster() };
  badgeRoutes(app, kit);
  cardRoutes(app, kit);
}
