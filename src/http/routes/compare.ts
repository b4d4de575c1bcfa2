import type { FastifyReply } from 'fastify';
import type { FreshComparison } from '../../core/compare-view.ts';
import { assertThat } from '../../core/errors.ts';
import { compareOrganisations } from '../../registry/compare-organisations.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson } from '../conditional.ts';
import { ref } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { compareQuerySchema, MAX_COMPARED, MAX_VENDOR_TEXT } from '../schemas/procurement.ts';

/** `GET /v1/compare`: side by side, with a guard against comparing what is not comparable. */
export function compareRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'compareOrganisations',
      tag: 'listing',
      summary: 'Organisations side by side, and whether their scores may be ranked',
      description:
        'A different methodology, or a figure without a standing certificate, refuses a ranking; period and scope refuse it beyond three quarters of a shared window and ten points of scope, and are flagged below; a different assurance level is flagged. The figures are shown all the same, unless strict=true.',
      success: json('the organisations and the guard’s verdict', ref('Comparison')),
      codes: ['not_found', 'at_future', 'not_comparable'],
    }),
    querystring: compareQuerySchema,
  };
  app.get('/v1/compare', { schema }, (request, reply): Promise<FastifyReply> => {
    const { ids, strict, at } = request.query;
    const names = readNames(ids);
    return answerJson(deps, request, reply, { at, keys: ['listing'] }, async (position) => {
      const { comparison } = await compareOrganisations(deps.registry, names, position, at);
      if (strict === true) requireComparable(comparison);
      return comparison;
    });
  });
}

/** The names of `ids`, each once: two to ten. @throws RegistryError request_invalid */
export function readNames(ids: readonly string[]): readonly string[] {
  const names = splitNames(ids);
  const fits =
    names.length >= 2 && names.length <= MAX_COMPARED && names.every((name) => name.length <= MAX_VENDOR_TEXT);
  const detail = `two to ${MAX_COMPARED} different party ids or domains`;
  assertThat(fits, 'request_invalid', `ids names ${detail}`, {
    issues: [{ pointer: '/query/ids', code: names.length < 2 ? 'too_few' : 'too_many', detail }],
  });
  return names;
}

/** The different names of a list whose members may be lists themselves. */
export const splitNames = (ids: readonly string[]): readonly string[] => [
  ...new Set(
    ids
      .flatMap((one) => one.split(','))
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

function requireComparable({ comparability }: FreshComparison['comparison']): void {
  const refusing = comparability.differences.filter(({ effect }) => effect === 'refuses');
  assertThat(comparability.comparable, 'not_comparable', detailOf(refusing), { members: { comparability } });
}

const detailOf = (refusing: readonly { readonly detail: string }[]): string =>
  refusing.length === 0
    ? 'one organisation alone compares with nothing'
    : refusing.map(({ detail }) => detail).join(' · ');
