import { type ArtefactKind, ASPECTS, type Facts, type Verification, type Word } from '../../sdk/verify/verdict.ts';
import type { Context } from '../context.ts';
import { clean, type Paint, padRight, wrap } from '../paint.ts';

const KIND_WORDS: Readonly<Record<ArtefactKind, string>> = {
  credential: 'Credential',
  status_list: 'Status list',
  receipt: 'Receipt',
  tlog_proof: 'Log proof',
  statement: 'Signed statement',
  evidence: 'Evidence bundle',
  certificate: 'Certificate',
  badge_svg: 'Badge (SVG)',
  badge_png: 'Badge (PNG)',
  lookup: 'Signed look-up',
  checkpoint: 'Checkpoint',
};
const NAME_WIDTH = 13;
const WORD_WIDTH = 9;
const ASPECT_WIDTH = 15;

/** What it is and says, the six answers with their reasons, and what they come to. */
export function showVerification(
  verification: Verification,
  { paint, width }: Pick<Context, 'paint' | 'width'>,
  { hasSource }: { readonly hasSource: boolean },
): string[] {
  const { kind, facts, reasons } = verification;
  const answers = ASPECTS.flatMap((aspect) => {
    const head = `  ${padRight(verification[aspect], WORD_WIDTH)}${padRight(aspect, ASPECT_WIDTH)}`;
    const [first = '', ...rest] = wrap(clean(reasons[aspect]), width, head, ' '.repeat(head.length));
    const word = inkOf(verification[aspect], paint)(padRight(verification[aspect], WORD_WIDTH));
    return [`  ${word}${first.slice(2 + WORD_WIDTH)}`, ...rest];
  });
  return [
    `${paint.bold(KIND_WORDS[kind])}${nameOf(facts)}`,
    ...factLines(facts, paint),
    '',
    ...answers,
    '',
    ...conclusion(verification, paint, hasSource),
  ];
}

const inkOf = (word: Word, paint: Paint): ((text: string) => string) =>
  word === 'ok' ? paint.good : word === 'failed' ? paint.bad : paint.warn;

const nameOf = ({ organisation }: Facts): string =>
  organisation === undefined ? '' : `  ${clean(organisation.name ?? '')} ${clean(organisation.party_id)}`.trimEnd();

function factLines(facts: Facts, paint: Paint): string[] {
  const { valid_from: from, valid_until: until, index, size, composite_percent: composite } = facts;
  const row = (name: string, text: string | undefined): string[] =>
    text === undefined ? [] : [`  ${paint.dim(padRight(name, NAME_WIDTH))}${clean(text)}`];
  return [
    ...row('tier', facts.tier),
    ...row('composite', composite === undefined ? undefined : `${composite} %`),
    ...row('certificate', facts.certificate),
    ...row('type', facts.type),
    ...row('answer', facts.answer),
    ...row('issuer', facts.issuer),
    ...row('digest', facts.digest),
    ...row('audit', facts.audit),
    ...row('auditors', facts.auditors?.join(', ')),
    ...row('valid', from === undefined || until === undefined ? undefined : `${from} to ${until}`),
    ...row('log', index === undefined ? undefined : `leaf ${index} of ${size ?? '?'}, ${facts.logged_at ?? ''}`),
  ];
}

function conclusion(verification: Verification, paint: Paint, hasSource: boolean): string[] {
  const having = (word: Word): string => ASPECTS.filter((aspect) => verification[aspect] === word).join(', ');
  const [failed, unknown] = [having('failed'), having('unknown')];
  if (failed !== '') return [`${paint.bad('Failed')}  ${failed}`];
  if (unknown === '') return [`${paint.good('Holds')}  in all six questions`];
  const hint = hasSource ? '' : '; --registry fetches what is missing';
  return [`${paint.warn('Nothing failed')}, but open: ${unknown}${paint.dim(hint)}`];
}
