import type { FastifyReply, FastifyRequest } from 'fastify';
import { readPosition } from '../../registry/read-position.ts';
import { renderRfpPage } from '../../render/rfp-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerText, CACHE, HTML_TYPE } from '../conditional.ts';
import { readForm } from '../form.ts';
import { BODY_LIMITS, bodyOf, takesForm } from '../media-type.ts';
import { pageContext } from '../preferences.ts';
import { MAX_VENDORS, RFP_FORMATS } from '../schemas/procurement.ts';
import { asPage } from '../security-headers.ts';
import { readVendorList } from '../vendor-list.ts';
import { sendRfp } from './rfp.ts';

/** `/rfp`: a pasted list becomes a table. The form works in any browser, and its answer is kept nowhere. */
export function rfpPage(app: App, deps: AppDeps): void {
  app.get('/rfp', { schema: { hide: true } }, async (request, reply) => {
    void reply.header('registry-seq', (await readPosition(deps.registry)).seq);
    const html = renderRfpPage({ ...pageContext(deps, request), most: MAX_VENDORS });
    return answerText(request, asPage(reply), { type: HTML_TYPE, cache: CACHE.short }, html);
  });
  const options = { schema: { hide: true }, preParsing: takesForm, bodyLimit: BODY_LIMITS.batch };
  app.post('/rfp', options, (request, reply) => answerForm(deps, request, reply));
}

async function answerForm(deps: AppDeps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const form = readForm(bodyOf(request));
  const text = form['vendors'] ?? '';
  const list = readVendorList(text);
  if ('fault' in list) {
    const html = renderRfpPage({ ...pageContext(deps, request), most: MAX_VENDORS, text, fault: list.fault });
    return asPage(reply).code(400).header('cache-control', CACHE.none).type(HTML_TYPE).send(html);
  }
  const format = RFP_FORMATS.find((one) => one === form['format']) ?? 'html';
  return sendRfp(deps, request, reply, list.vendors, format);
}
