import type { FastifyRequest } from 'fastify';
import type { Language, Theme } from '../render/lang.ts';
import type { PageContext } from '../render/page-context.ts';
import type { AppDeps } from './app-deps.ts';

/** How a visitor wants pages shown. */
export interface Preferences {
  readonly lang: Language;
  readonly theme: Theme;
}

export const preferencesOf = (_request: FastifyRequest): Preferences => ({ lang: 'en', theme: 'auto' });

/** What a page is told about where it stands and for whom. */
export const pageContext = (
  { config: { origin, mode } }: Pick<AppDeps, 'config'>,
  request: FastifyRequest,
): PageContext => ({
  origin,
  mode,
  ...preferencesOf(request),
});
