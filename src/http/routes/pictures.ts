import type { App, AppDeps } from '../app-deps.ts';
import { openRaster } from '../raster.ts';
import { badgeRoutes } from './badges.ts';
import { cardRoutes } from './cards.ts';
import { oembedRoute } from './oembed.ts';

/** Badges in every form, the cards that links show, and what editors ask for them: one raster and one memory behind all of them. */
export function pictureRoutes(app: App, deps: AppDeps): void {
  const kit = { deps, raster: openRaster() };
  badgeRoutes(app, kit);
  cardRoutes(app, kit);
  oembedRoute(app, kit);
}
