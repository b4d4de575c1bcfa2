import { type Static, type TProperties, Type } from 'typebox';
import type { Issue } from '../errors.ts';
import { REGISTRY } from '../ids.ts';
import type { JsonValue } from '../json-value.ts';
import { parseWith } from './parse-with.ts';
import {
  closed,
  DigestText,
  oneOf,
  PartyIdText,
  RegistryId,
  Sha256Hex,
  schemaName,
  text,
  UtcInstant,
} from './schema.ts';

/** An act collects its signatures within seven days (statements section 5). */
export const CONFIRM_WITHIN_MS = 7 * 86_400_000;

const act = <const Action extends string, P extends TProperties>(action: Action, members: P) =>
  closed({
    schema: schemaName('cms-act/1'),
    action: Type.Literal(action),
    subject: PartyIdText,
    reason: text(500),
    ...members,
  });

const Level = Type.Integer({ minimum: 1, maximum: 4, description: 'assurance level 1 to 4' });
const Url = Type.String({ pattern: '^https?://[!-~]{1,2000}$', description: 'http(s) URL' });

/** The acts of registry officers by action (statements section 5). Each takes effect once enough officers have signed. */
const ACTS = {
  accredit: act('accredit', {
    levels: Type.Array(Level, { minItems: 1, maxItems: 4, uniqueItems: true }),
    valid_to: UtcInstant,
  }),
  suspend_accreditation: act('suspend_accreditation', {}),
  withdraw_accreditation: act('withdraw_accreditation', {}),
  suspend: act('suspend', { certificate: RegistryId }),
  reinstate: act('reinstate', { certificate: RegistryId }),
  withdraw: act('withdraw', { certificate: RegistryId }),
  resolve: act('resolve', { case: RegistryId, outcome: oneOf('allow', 'deny') }),
  publish_methodology: act('publish_methodology', { document_sha256: Sha256Hex, effective_at: UtcInstant }),
  grid_series: act('grid_series', { zone: text(64), sha256: Sha256Hex }),
  incident: act('incident', { url: Url, selector: text(500) }),
  confirm: act('confirm', { act: DigestText }),
};

/** `cms-act/1`. */
export const ActSchema = Type.Union(Object.values(ACTS));
type Acts = { [Action in keyof typeof ACTS]: Static<(typeof ACTS)[Action]> };
export type ActAction = keyof Acts;
/** One act; narrow by `action`. */
export type Act = Acts[ActAction];
/** The act with this action. */
export type ActOf<Action extends ActAction> = Acts[Action];

/** Acts about the registry itself; every other act is about a party. `confirm` repeats the subject of what it confirms. */
const ABOUT_REGISTRY: ReadonlySet<string> = new Set(['publish_methodology', 'grid_series', 'incident']);

const isAction = (text: string): text is ActAction => Object.hasOwn(ACTS, text);
const Action = Type.Refine(
  Type.String({ description: `one of ${Object.keys(ACTS).join(', ')}` }),
  isAction,
  () => 'is not an action',
);
const ActHead = Type.Object({ action: Type.Unsafe<ActAction>(Action) });

/** The body of a `cms-act+jwt`. @throws RegistryError document_invalid with every issue */
export function parseAct(body: JsonValue): Act {
  const { action } = parseWith(ActHead, body);
  return parseWith<(typeof ACTS)[ActAction]>(ACTS[action], body, { shaped: subjectIssues });
}

function subjectIssues({ action, subject }: Act): Issue[] {
  if (action === 'confirm' || (subject === REGISTRY) === ABOUT_REGISTRY.has(action)) return [];
  const detail = subject === REGISTRY ? 'must be the party concerned' : `must be ${REGISTRY}`;
  return [{ pointer: '/subject', code: 'wrong_value', detail }];
}
