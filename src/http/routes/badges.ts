import { Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import type { App } from '../app-deps.ts';
import { answerPicture, type PictureKit, type PictureRequest } from '../pictures/answer-picture.ts';
import { BADGE_FORMS, type BadgeForm, FORM_TYPES, isBaked, isPixels, makeBadge } from '../pictures/badge-forms.ts';
import {
  ANY,
  atScale,
  type BadgeChoice,
  badgeOptions,
  pixelOptions,
  type Wanted,
  wantedDomain,
  wantedParty,
} from '../pictures/badge-request.ts';
import type { Scale } from '../raster.ts';
import { limitPictures } from '../rate-limits.ts';
import { operation, type Success } from '../schemas/operation.ts';
import { compilePicturePart } from '../validators.ts';

const picture = { validatorCompiler: compilePicturePart, config: limitPictures };

/** A holder's badge in all forms, by id and by the domain that a site knows of itself. */
export function badgeRoutes(app: App, kit: PictureKit): void {
  for (const form of BADGE_FORMS) {
    partyBadge(app, kit, form);
    domainBadge(app, kit, form);
  }
}

function partyBadge(app: App, kit: PictureKit, form: BadgeForm): void {
  const schema = {
    ...operation({
      operationId: `readBadge${NAMES[form]}`,
      tag: 'badges',
      summary: `Badge of an organisation as ${WORDS[form]}`,
      ...described(form),
      success: pictured(form),
    }),
    params: closed({
      party: Type.String({
        description: `party id; any other text has the neutral picture${isPixels(form) ? '; may end in @2x' : ''}`,
        examples: ['velocitytech'],
      }),
    }),
    querystring: optionsOf(form),
  };
  app.get(`/badges/:party(${ANY}).${form}`, { schema, ...picture }, (request, reply) => {
    const { name, ...drawn } = nameOf(form, request.params.party, request.query);
    return answerPicture(kit.deps, request, reply, asked(kit, wantedParty(name), drawn));
  });
}

function domainBadge(app: App, kit: PictureKit, form: BadgeForm): void {
  const schema = {
    ...operation({
      operationId: `readBadge${form === 'svg' ? '' : NAMES[form]}ByDomain`,
      tag: 'badges',
      summary: `Badge of whoever proved a domain as ${WORDS[form]}`,
      ...described(form),
      success: pictured(form),
    }),
    params: closed({
      domain: Type.String({
        description: 'domain, where one leading www. does not count; any other text has the neutral picture',
      }),
    }),
    querystring: optionsOf(form),
  };
  app.get(`/badges/by-domain/:domain(${ANY}).${form}`, { schema, ...picture }, (request, reply) => {
    const { name, ...drawn } = nameOf(form, request.params.domain, request.query);
    return answerPicture(kit.deps, request, reply, asked(kit, wantedDomain(name), drawn));
  });
}

const NAMES: Readonly<Record<BadgeForm, string>> = {
  svg: 'Svg',
  png: 'Png',
  json: 'Json',
  txt: 'Text',
  'baked.svg': 'BakedSvg',
  'baked.png': 'BakedPng',
};
const WORDS: Readonly<Record<BadgeForm, string>> = {
  svg: 'SVG',
  png: 'PNG',
  json: 'JSON',
  txt: 'text',
  'baked.svg': 'SVG with its credential',
  'baked.png': 'PNG with its credential',
};

function described(form: BadgeForm): { readonly description?: string } {
  const pixels = isPixels(form)
    ? 'Theme auto is light. A language the fonts cannot set (ja) is drawn in English; Content-Language says which it is.'
    : '';
  const baked = isBaked(form)
    ? 'Baked as Open Badges 3.0 says. Without a credential the picture holds none and is kept nowhere.'
    : '';
  const description = [pixels, baked].filter((part) => part !== '').join(' ');
  return description === '' ? {} : { description };
}

/** A scale is for pixels alone; elsewhere it is a name nobody knows. */
const optionsOf = (form: BadgeForm) => Type.Unsafe<BadgeChoice>(isPixels(form) ? pixelOptions : badgeOptions);

/** A badge in one form. */
interface Drawn {
  readonly form: BadgeForm;
  readonly choice: BadgeChoice;
  readonly scale: Scale;
}

function nameOf(form: BadgeForm, name: string, choice: BadgeChoice): Drawn & { readonly name: string } {
  const pixels = isPixels(form) ? atScale(name, choice.scale) : ({ name, scale: 1 } as const);
  return { form, choice, ...pixels };
}

const asked = ({ raster }: PictureKit, wanted: Wanted, { form, ...drawn }: Drawn): PictureRequest => ({
  wanted,
  type: FORM_TYPES[form],
  baked: isBaked(form),
  make: (model, credential) => makeBadge(raster, form, { model, credential, ...drawn }),
});

const pictured = (form: BadgeForm): Success => ({
  description:
    'the badge; of somebody nobody knows, or while the register cannot be read, a neutral picture that says so',
  content: { [FORM_TYPES[form].split(';')[0] ?? '']: form === 'json' ? Type.Unknown() : Type.String() },
});
