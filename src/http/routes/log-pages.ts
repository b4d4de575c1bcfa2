import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import { TILE_WIDTH, tilePath } from '../../log/tile.ts';
import { readLog, readLogEntry } from '../../registry/read-log.ts';
import { renderLogEntryPage } from '../../render/log-entry-page.tsx';
import { renderLogPage } from '../../render/log-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerText, CACHE, HTML_TYPE } from '../conditional.ts';
import { pageContext } from '../preferences.ts';
import { asPage } from '../security-headers.ts';

/** One spelling per index: the number in decimal. */
const entryParams = closed({
  index: Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$', description: 'index of an entry' }),
});

/** The pages of the log. Cosigners and refusals change what they show without a new entry: they are validated by their bytes. */
export function logPages(app: App, deps: AppDeps): void {
  app.get('/log', { schema: { hide: true } }, async (request, reply) => {
    const log = await readLog(deps.registry);
    return answerPage(request, reply, renderLogPage({ ...pageContext(deps, request), log }), log.head?.size);
  });
  app.get('/log/entries/:index', { schema: { params: entryParams, hide: true } }, async (request, reply) => {
    const detail = await readLogEntry(deps.registry, Number(request.params.index));
    const bundle = `/log/${bundlePath(detail.entry.index, detail.size)}`;
    return answerPage(
      request,
      reply,
      renderLogEntryPage({ ...pageContext(deps, request), detail, bundle }),
      detail.size,
    );
  });
}

function answerPage(request: FastifyRequest, reply: FastifyReply, html: string, size = 0): FastifyReply {
  if (size > 0) void reply.header('registry-seq', size - 1);
  return answerText(request, asPage(reply), { type: HTML_TYPE, cache: CACHE.short }, html);
}

/** Address of the entry bundle that holds an entry, in a log of this size. */
function bundlePath(entry: number, size: number): string {
  const index = Math.floor(entry / TILE_WIDTH);
  return tilePath({ level: 'entries', index, width: Math.min(TILE_WIDTH, size - index * TILE_WIDTH) });
}
