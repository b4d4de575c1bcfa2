import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { assertThat } from '../../core/errors.ts';
import { answerRfp } from '../../registry/answer-rfp.ts';
import { readPosition } from '../../registry/read-position.ts';
import { renderRfpResultPage } from '../../render/rfp-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE, HTML_TYPE, JSON_TYPE } from '../conditional.ts';
import { BODY_LIMITS, bodyOf, takesJson } from '../media-type.ts';
import { negotiate } from '../negotiate.ts';
import { pageContext } from '../preferences.ts';
import { readRequestBody } from '../request-body.ts';
import { rfpToCsv, rfpToWorkbook } from '../rfp-export.ts';
import { ref, withPosition } from '../schemas/common.ts';
import { operation } from '../schemas/operation.ts';
import { MAX_VENDORS, RFP_FORMATS, type RfpFormat, rfpSchema } from '../schemas/procurement.ts';
import { asPage } from '../security-headers.ts';
import { XLSX_TYPE } from '../xlsx.ts';

const TYPES = { json: 'application/json', csv: 'text/csv', xlsx: XLSX_TYPE, html: 'text/html' } as const;

/** `POST /v1/rfp`: a table about many vendors, for a tender's file. */
export function rfpRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'answerRfp',
      tag: 'listing',
      summary: `A table about up to ${MAX_VENDORS} vendors, with proofs`,
      description:
        'One row a vendor, in the order asked, all as of one position. A vendor nobody here knows is unknown, never no. The form follows format, else Accept. Nothing is stored.',
      success: {
        description: 'the table',
        content: {
          'application/json': withPosition({ items: Type.Array(ref('RfpRow')) }),
          'text/csv': Type.String({ description: 'one row a vendor, header first' }),
          [XLSX_TYPE]: Type.Unsafe({
            type: 'string',
            format: 'binary',
            description: 'two sheets: Answers, How to verify',
          }),
          'text/html': Type.String({ description: 'a page to print' }),
        },
      },
      codes: ['too_large', 'media_type'],
    }),
    querystring: closed({ format: Type.Optional(oneOf(...RFP_FORMATS)) }),
    consumes: ['application/json'],
    body: rfpSchema,
  };
  const options = { schema, preParsing: takesJson, bodyLimit: BODY_LIMITS.batch };
  app.post('/v1/rfp', options, async (request, reply) => {
    const { vendors } = readRequestBody(rfpSchema, bodyOf(request));
    assertThat(vendors.length <= MAX_VENDORS, 'too_large', `a table has at most ${MAX_VENDORS} vendors`);
    void reply.header('vary', 'accept');
    return sendRfp(deps, request, reply, vendors, request.query.format ?? formOf(request.headers.accept));
  });
}

function formOf(accept: string | undefined): RfpFormat {
  const type = negotiate(accept, [TYPES.json, TYPES.csv, TYPES.xlsx, TYPES.html]);
  return RFP_FORMATS.find((format) => TYPES[format] === type) ?? 'json';
}

/** The table in one form. Files get a name, so that browsers save them. */
export async function sendRfp(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  vendors: readonly string[],
  format: RfpFormat,
): Promise<FastifyReply> {
  const position = await readPosition(deps.registry);
  const rows = await answerRfp(deps.registry, vendors, position);
  void reply.headers({ 'cache-control': CACHE.none, 'registry-seq': position.seq });
  switch (format) {
    case 'json':
      return reply.type(JSON_TYPE).send(JSON.stringify({ items: rows, ...position }));
    case 'csv':
      return asFile(reply, 'csv').type('text/csv; charset=utf-8; header=present').send(rfpToCsv(rows));
    case 'xlsx':
      return asFile(reply, 'xlsx')
        .type(XLSX_TYPE)
        .send(await rfpToWorkbook(rows, position, deps.config));
    case 'html':
      return asPage(reply)
        .type(HTML_TYPE)
        .send(renderRfpResultPage({ ...pageContext(deps, request), rows, position }));
  }
}

const asFile = (reply: FastifyReply, extension: string): FastifyReply =>
  reply.header('content-disposition', `attachment; filename="carbon-mirror-vendors.${extension}"`);
