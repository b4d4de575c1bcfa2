import { type Command, Option } from 'commander';
import type { JsonValue } from '../../core/json-value.ts';
import { newClaims, signClientAuth } from '../../sdk/sign.ts';
import type { Context } from '../context.ts';
import { readKey, readParty } from '../files.ts';
import { examples, type Invoke, KEY_OPTION, PARTY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { padRight } from '../paint.ts';
import { at, listAt, textAt } from '../read-json.ts';
import { reportFailure, reportReply } from '../report.ts';
import { showDecision } from '../show/show-audit.ts';
import { showTiers } from '../show/show-tiers.ts';

/** Longest life of a client assertion, seconds (statements section 1). */
const ASSERTION_S = 60;

interface MeOptions {
  readonly key?: string;
  readonly party?: string;
  readonly scope: string;
}

export function addMeCommand(program: Command, invoke: Invoke): void {
  program
    .command('me')
    .description('show your own view: attempts, keys, domains, and what fails for the next tier')
    .option(...PARTY_OPTION)
    .option(...KEY_OPTION)
    .addOption(
      new Option('--scope <scope>', 'whose rights to ask for')
        .choices(['party', 'auditor', 'officer'])
        .default('party'),
    )
    .addHelpText('after', examples('carbon-mirror me --party acme --key acme.jwk.json'))
    .action((options: MeOptions, command: Command) => invoke(command, (context) => readMe(context, options)));
}

async function readMe(context: Context, options: MeOptions): Promise<Exit> {
  const { io, client } = context;
  const privateJwk = await readKey(context, options.key);
  const iss = readParty(context, options.party);
  const claims = newClaims(io.now(), io.random(16), ASSERTION_S);
  const assertion = await signClientAuth({ privateJwk, iss, aud: client.origin, ...claims });
  const token = await context.busy('Signing in', () => client.token(assertion, options.scope));
  if (token.kind !== 'answered') return reportFailure(context, token);
  const access = at(token.json, 'access_token');
  const reply = await context.busy('Reading', () => client.get('/v1/me', typeof access === 'string' ? access : ''));
  return reportReply(context, reply, (answer) => showMe(answer, context));
}

function showMe(answer: JsonValue | undefined, { paint, width }: Context): string[] {
  const row = (name: string, text: string): string[] =>
    text === '' ? [] : [`  ${paint.dim(padRight(name, 14))}${text}`];
  const attempts = at(answer, 'attempts');
  const refusal = at(attempts, 'last_refusal');
  const audit = at(answer, 'audit');
  return [
    `${paint.bold(textAt(answer, 'name') || textAt(answer, 'party_id'))}  ${paint.dim(textAt(answer, 'party_id'))}`,
    ...row('kind', textAt(answer, 'kind')),
    ...listAt(answer, 'domains').flatMap((domain) =>
      row(
        'domain',
        `${textAt(domain, 'domain')}  ${at(domain, 'proved') === true ? paint.good('proved') : paint.warn('not proved')}`,
      ),
    ),
    ...listAt(answer, 'keys').flatMap((key) =>
      row('key', `${textAt(key, 'kid')}  ${textAt(key, 'use')}, ${textAt(key, 'state')}`),
    ),
    ...row(
      'last success',
      `${textAt(attempts, 'last_success', 'at') || 'none'}  ${textAt(attempts, 'last_success', 'typ')}`.trimEnd(),
    ),
    ...row(
      'last refusal',
      textAt(refusal, 'at') === ''
        ? ''
        : `${textAt(refusal, 'at')}  ${textAt(refusal, 'code')}: ${textAt(refusal, 'detail')}`,
    ),
    ...row('failing since', textAt(attempts, 'failing_since')),
    ...listAt(answer, 'cases').flatMap((open) =>
      row('open case', `${textAt(open, 'id')}  ${textAt(open, 'kind').replaceAll('_', ' ')}`),
    ),
    ...(textAt(audit, 'digest') === ''
      ? []
      : [
          ...row('audit', `${textAt(audit, 'digest')}  ${textAt(audit, 'status')}`),
          ...showTiers(at(answer, 'failing'), paint, paint.bold('Tiers')),
          '',
          ...showDecision(at(audit, 'decision'), paint, width),
        ]),
  ];
}
