import { Type } from 'typebox';
import type { Claim } from '../../core/claim-check.ts';
import { closed, oneOf } from '../../core/documents/schema.ts';
import type { Position } from '../../core/views.ts';
import { type CheckedClaim, checkClaimAt } from '../../registry/check-claim.ts';
import { readPosition } from '../../registry/read-position.ts';
import { LANGUAGES, type Language } from '../../render/lang.ts';
import { claimWording } from '../../render/procurement/claim-wording.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE } from '../conditional.ts';
import { BODY_LIMITS, bodyOf, takesJson } from '../media-type.ts';
import { readRequestBody } from '../request-body.ts';
import { type ClaimBody, claimSchema } from '../schemas/claims.ts';
import { ref } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';

/** `POST /v1/claims/check`: which parts of a sentence about a certificate are true. */
export function claimRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'checkClaim',
      tag: 'listing',
      summary: 'Is this sentence about a certificate true?',
      description:
        'The body holds the parts of the sentence; each is answered for itself: true, false (it never was), outdated (it was), unknown (nobody here proved the domain). Nothing is stored.',
      success: json('a verdict for each part, and the sentence that is true today', ref('ClaimCheck')),
      codes: ['too_large', 'media_type'],
    }),
    querystring: closed({ lang: Type.Optional({ ...oneOf(...LANGUAGES), description: 'language of wording' }) }),
    consumes: ['application/json'],
    body: claimSchema,
  };
  const options = { schema, preParsing: takesJson, bodyLimit: BODY_LIMITS.form };
  app.post('/v1/claims/check', options, async (request, reply) => {
    const claim = toClaim(readRequestBody(claimSchema, bodyOf(request)));
    const position = await readPosition(deps.registry);
    const checked = await checkClaimAt(deps.registry, claim, position);
    const { lang = 'en' } = request.query;
    void reply.headers({ 'cache-control': CACHE.none, 'registry-seq': position.seq });
    return reply.send({ ...answerOf(deps, checked, position, lang), ...position });
  });
}

/** The body without what was left out. */
export const toClaim = ({ domain, tier, composite_percent, certified_on, live }: ClaimBody): Claim => ({
  domain,
  ...(tier === undefined ? {} : { tier }),
  ...(composite_percent === undefined ? {} : { composite_percent }),
  ...(certified_on === undefined ? {} : { certified_on }),
  ...(live === undefined ? {} : { live }),
});

/** The true sentence about whoever was checked. */
export const wordingOf = (deps: AppDeps, checked: CheckedClaim, position: Position, lang: Language): string =>
  claimWording({ ...checked, live: checked.freshness?.live ?? 'none' }, position, deps.config.mode, lang);

function answerOf(deps: AppDeps, checked: CheckedClaim, position: Position, lang: Language): object {
  const { parts, status, domain, row, reason, freshness } = checked;
  return {
    parts,
    wording: wordingOf(deps, checked, position, lang),
    status,
    domain,
    ...(row === null ? {} : { organisation: { party_id: row.party_id, name: row.name } }),
    ...(row === null ? {} : { published: { ...row, live: freshness?.live ?? 'none' } }),
    ...(reason === null ? {} : { reason }),
  };
}
