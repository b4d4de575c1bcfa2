import { type Command, Option } from 'commander';
import { newClaims, signClientAuth } from '../../sdk/sign.ts';
import type { Context } from '../context.ts';
import { readKey, readParty } from '../files.ts';
import { examples, type Invoke, KEY_OPTION, PARTY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { textAt } from '../read-json.ts';
import { printLines, reportFailure, reportReply } from '../report.ts';
import { showMe } from '../show/show-me.ts';

/** Longest life of a client assertion, seconds (statements section 1). */
const ASSERTION_S = 60;

interface MeOptions {
  readonly key?: string;
  readonly party?: string;
  readonly scope: string;
  readonly token?: true;
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
    .option('--token', 'print an access token, as the page /me takes it, and nothing else')
    .addHelpText(
      'after',
      examples(
        'carbon-mirror me --party acme --key acme.jwk.json',
        'carbon-mirror me --token --party acme --key acme.jwk.json',
      ),
    )
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
  const access = textAt(token.json, 'access_token');
  if (options.token === true) {
    printLines(context, [access]);
    return 0;
  }
  const reply = await context.busy('Reading', () => client.get('/v1/me', access));
  return reportReply(context, reply, (answer) => showMe(answer, context));
}
