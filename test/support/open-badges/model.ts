import { isMap, isUri, type Json, type JsonMap, listOf, mapOf, textOf } from './json.ts';

/* The classes of Open Badges 3.0 that a certificate uses, as its data model and JSON schema have them. */

const VC_CONTEXT = 'https://www.w3.org/ns/credentials/v2';
export const OPEN_BADGES_CONTEXT = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/;

export function contextFaults(payload: JsonMap, second?: RegExp): string[] {
  const [first, next, ...others] = listOf(payload['@context']);
  const faults = first === VC_CONTEXT ? [] : ['@context: the first is not that of credentials v2'];
  if (second !== undefined && !second.test(textOf(next)))
    faults.push('@context: the second is not that of Open Badges');
  // A further context may redefine nothing, but this validator would have to know it.
  return others.length > 0 || (second === undefined && next !== undefined)
    ? [...faults, '@context: one too many']
    : faults;
}

type Kind = 'uri' | 'text' | 'instant' | 'map' | 'maps' | 'texts';
/** Members of a class: a final `!` marks the required ones. Whatever is not named is no term of the contexts. */
type Members = Readonly<Record<string, Kind | `${Kind}!`>>;
interface Class {
  /** What `type` must hold. */
  readonly is: readonly string[];
  readonly members: Members;
}

export const CREDENTIAL: Class = {
  is: ['VerifiableCredential', 'AchievementCredential|OpenBadgeCredential'],
  members: {
    id: 'uri!',
    name: 'text',
    description: 'text',
    issuer: 'map!',
    validFrom: 'instant!',
    validUntil: 'instant',
    awardedDate: 'instant',
    credentialSubject: 'map!',
    evidence: 'maps',
    credentialStatus: 'map',
  },
};
const PROFILE: Class = {
  is: ['Profile'],
  members: { id: 'uri!', name: 'text', url: 'uri', description: 'text', email: 'text' },
};
const SUBJECT: Class = {
  is: ['AchievementSubject'],
  members: { id: 'uri', licenseNumber: 'text', achievement: 'map!', result: 'maps', narrative: 'text' },
};
const ACHIEVEMENT: Class = {
  is: ['Achievement'],
  members: {
    id: 'uri!',
    achievementType: 'text',
    criteria: 'map!',
    description: 'text!',
    name: 'text!',
    version: 'text',
    resultDescription: 'maps',
  },
};
const RESULT_DESCRIPTION: Class = {
  is: ['ResultDescription'],
  members: {
    id: 'uri!',
    name: 'text!',
    resultType: 'text!',
    allowedValue: 'texts',
    valueMin: 'text',
    valueMax: 'text',
  },
};
const RESULT: Class = { is: ['Result'], members: { resultDescription: 'uri', value: 'text' } };
const EVIDENCE: Class = {
  is: ['Evidence'],
  members: { id: 'uri', name: 'text', description: 'text', narrative: 'text' },
};
const CRITERIA: Class = { is: [], members: { id: 'uri', narrative: 'text' } };
export const ENTRY: Class = {
  is: ['BitstringStatusListEntry'],
  members: { id: 'uri', statusPurpose: 'text!', statusListIndex: 'text!', statusListCredential: 'uri!' },
};
const CLAIMS = ['@context', 'type', 'iss', 'sub', 'jti', 'nbf', 'exp'];
/** `DateTimeZ`: the time zone is stated. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const KINDS: Readonly<Record<Kind, (value: Json) => boolean>> = {
  uri: isUri,
  text: (value) => typeof value === 'string' && value !== '',
  instant: (value) => INSTANT.test(textOf(value)) && !Number.isNaN(Date.parse(textOf(value))),
  map: isMap,
  maps: (value) => Array.isArray(value) && value.every(isMap),
  texts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
};

export function checkClass(where: string, value: Json | undefined, { is, members }: Class): string[] {
  if (!isMap(value)) return [`${where}: not an object`];
  const types = listOf(value['type']);
  const faults = is
    .filter((names) => !names.split('|').some((name) => types.includes(name)))
    .map((name) => `type is not ${name}`);
  for (const [name, rule] of Object.entries(members)) {
    const member = value[name];
    const [kind = ''] = rule.split('!');
    if (member === undefined && rule.endsWith('!')) faults.push(`${name} is missing`);
    if (member !== undefined && !KINDS[kind as Kind](member)) faults.push(`${name} is no ${kind}`);
  }
  const claims = where === 'credential' ? CLAIMS : ['type'];
  const unknown = Object.keys(value).filter((name) => !(name in members) && !claims.includes(name));
  return [...faults, ...unknown.map((name) => `${name} is no term`)].map((fault) => `${where}: ${fault}`);
}

/** The probes of issuer, subject, achievement and evidence. */
export function subjectFaults(payload: JsonMap): string[] {
  const subject = mapOf(payload['credentialSubject']);
  const achievement = mapOf(subject['achievement']);
  const criteria = mapOf(achievement['criteria']);
  return [
    ...checkClass('issuer', payload['issuer'], PROFILE),
    ...checkClass('subject', subject, SUBJECT),
    ...(textOf(subject['id']).trim() === '' ? ['subject: no id'] : []),
    ...checkClass('achievement', achievement, ACHIEVEMENT),
    ...vocabularyFaults('achievement: achievementType', achievement['achievementType'], [
      'Certification',
      'Certificate',
    ]),
    ...checkClass('criteria', criteria, CRITERIA),
    ...(criteria['id'] === undefined && criteria['narrative'] === undefined
      ? ['criteria: neither id nor narrative']
      : []),
    ...listOf(payload['evidence']).flatMap((one) => checkClass('evidence', one, EVIDENCE)),
    ...resultFaults(listOf(achievement['resultDescription']), listOf(subject['result'])),
  ];
}

const RESULT_TYPES = [
  'GradePointAverage',
  'LetterGrade',
  'Percent',
  'PerformanceLevel',
  'PredictedScore',
  'RawScore',
  'Result',
  'RubricCriterion',
  'RubricCriterionLevel',
  'RubricScore',
  'ScaledScore',
];

/** A word of the vocabulary, or an extension named as one. */
const vocabularyFaults = (where: string, value: Json | undefined, words: readonly string[]): string[] =>
  words.includes(textOf(value)) || /^ext:[A-Za-z0-9._-]+$/.test(textOf(value))
    ? []
    : [`${where} is no word of the vocabulary`];

/** A result belongs to a description of this achievement, and lies within what that allows. */
function resultFaults(descriptions: readonly Json[], results: readonly Json[]): string[] {
  const known = new Map(descriptions.map((one) => [mapOf(one)['id'], mapOf(one)]));
  const faults = descriptions.flatMap((one) => [
    ...checkClass('result description', one, RESULT_DESCRIPTION),
    ...vocabularyFaults('result description: resultType', mapOf(one)['resultType'], RESULT_TYPES),
  ]);
  for (const result of results) {
    faults.push(...checkClass('result', result, RESULT));
    const { resultDescription, value } = mapOf(result);
    const description = known.get(resultDescription ?? null);
    if (description === undefined) faults.push('result: of no description of this achievement');
    else if (!isAllowed(textOf(value), description)) faults.push(`result: ${textOf(value)} is not allowed`);
  }
  return known.size === descriptions.length ? faults : [...faults, 'result description: two of one id'];
}

function isAllowed(value: string, { allowedValue, valueMin, valueMax }: JsonMap): boolean {
  const isListed = allowedValue === undefined || listOf(allowedValue).includes(value);
  const isAbove = valueMin === undefined || Number(value) >= Number(valueMin);
  return isListed && isAbove && (valueMax === undefined || Number(value) <= Number(valueMax));
}

export function timeFaults({ validFrom, validUntil }: JsonMap, now: Date): string[] {
  const from = Date.parse(textOf(validFrom));
  const until = validUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(textOf(validUntil));
  return [
    ...(from <= now.getTime() ? [] : ['time: not yet valid']),
    ...(now.getTime() <= until ? [] : ['time: expired']),
  ];
}
