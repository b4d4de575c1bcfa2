import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { type Claim, PART_NAMES, type PartName } from '../../core/claim-check.ts';
import { parseWith } from '../../core/documents/parse-with.ts';
import { closed } from '../../core/documents/schema.ts';
import { RegistryError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { Position } from '../../core/views.ts';
import { checkClaimAt } from '../../registry/check-claim.ts';
import { readPosition } from '../../registry/read-position.ts';
import { type ClaimsPageInput, renderClaimsPage } from '../../render/claims-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE, HTML_TYPE } from '../conditional.ts';
import { pageContext } from '../preferences.ts';
import { claimSchema } from '../schemas/claims.ts';
import { asPage } from '../security-headers.ts';
import { compilePagePart } from '../validators.ts';
import { toClaim } from './claims.ts';

const Field = Type.Optional(Type.String({ maxLength: 300 }));
const querystring = closed({
  domain: Field,
  tier: Field,
  composite_percent: Field,
  certified_on: Field,
  live: Field,
});

type Fields = Partial<Readonly<Record<PartName, string>>>;

/** `/claims`: a claim is typed into a plain form, and its answer has an address. */
export function claimsPage(app: App, deps: AppDeps): void {
  const options = { schema: { querystring, hide: true }, validatorCompiler: compilePagePart };
  app.get('/claims', options, async (request, reply) => {
    const position = await readPosition(deps.registry);
    const found = await examine(deps, request.query, position);
    const html = renderClaimsPage({ ...pageContext(deps, request), position, fields: request.query, ...found });
    return send(reply.code(found.faults.length === 0 ? 200 : 400), position, html);
  });
}

const send = (reply: FastifyReply, { seq }: Position, html: string): FastifyReply =>
  asPage(reply).headers({ 'cache-control': CACHE.none, 'registry-seq': seq }).type(HTML_TYPE).send(html);

type Found = Pick<ClaimsPageInput, 'faults' | 'checked'>;

async function examine(deps: AppDeps, fields: Fields, position: Position): Promise<Found> {
  if (Object.keys(fields).length === 0) return { faults: [] };
  const read = readFields(fields);
  if ('faults' in read) return read;
  const { freshness, ...checked } = await checkClaimAt(deps.registry, read.claim, position);
  return { faults: [], checked: { ...checked, live: freshness?.live ?? 'none' } };
}

/** The fields as the claim that the API would read; or which of them it would refuse. */
function readFields({ live, ...texts }: Fields): { readonly claim: Claim } | { readonly faults: readonly PartName[] } {
  const flag = live === 'true' ? true : live === 'false' ? false : live;
  const body: JsonObject = { ...texts, ...(flag === undefined ? {} : { live: flag }) };
  try {
    return { claim: toClaim(parseWith(claimSchema, body)) };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const pointers = error.issues.map(({ pointer }) => pointer);
    return { faults: PART_NAMES.filter((name) => pointers.includes(`/${name}`)) };
  }
}
