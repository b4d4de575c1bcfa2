import type { Command } from 'commander';
import { pathOf } from '../../sdk/client.ts';
import { kidOf } from '../../sdk/sign.ts';
import type { Context } from '../context.ts';
import { readKey, readParty } from '../files.ts';
import { collect, examples, type Invoke, KEY_OPTION, PARTY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { type PartyOptions, partyDocument } from '../party-document.ts';
import { at, textAt } from '../read-json.ts';
import { reportReply } from '../report.ts';
import { signAndSubmit } from '../send.ts';
import { showReceipt } from '../show/show-receipt.ts';

interface ProveOptions {
  readonly key?: string;
  readonly party?: string;
}

export function addPartyCommands(program: Command, invoke: Invoke): void {
  const party = program.command('party').description('register a party and prove its domains');
  party
    .command('register')
    .description('introduce an organisation or auditor with its first key')
    .argument('[file]', 'cms-party/1 as JSON; the options replace its members, the keys are filled in')
    .option('--id <id>', 'party id: 1 to 63 of a-z, 0-9 and inner hyphens')
    .option('--name <name>', 'legal name')
    .option('--kind <kind>', 'organisation or auditor (default: organisation)')
    .option('--country <code>', 'ISO 3166-1 alpha-2, such as DE')
    .option('--sector <letter>', 'NACE section, A to U')
    .option('--website <url>', 'address of the website')
    .option('--domain <name>', 'domain to prove; may be repeated', collect)
    .option('--lei <lei>', 'Legal Entity Identifier')
    .option('--vat <number>', 'VAT number with its country prefix')
    .option(...KEY_OPTION)
    .option('--recovery-key <file>', 'private key kept offline that can replace every other')
    .addHelpText(
      'after',
      examples(
        'carbon-mirror party register --id acme --name "Acme AG" \\\n      --country DE --sector J --website https://acme.example/ \\\n      --domain acme.example --key acme.jwk.json',
        'carbon-mirror party register party.json --key acme.jwk.json \\\n      --recovery-key safe.jwk.json',
      ),
    )
    .action((file: string | undefined, options: PartyOptions, command: Command) =>
      invoke(command, (context) => register(context, file, options)),
    );
  party
    .command('prove')
    .description('have the registry look for the proof of a domain')
    .argument('<domain>', 'host name')
    .option(...PARTY_OPTION)
    .option(...KEY_OPTION)
    .addHelpText('after', examples('carbon-mirror party prove acme.example --party acme'))
    .action((domain: string, options: ProveOptions, command: Command) =>
      invoke(command, (context) => prove(context, domain, options)),
    );
}

async function register(context: Context, file: string | undefined, options: PartyOptions): Promise<Exit> {
  const key = await readKey(context, options.key);
  const { body, id, domains } = await partyDocument(context, file, options, key);
  const { reply } = await signAndSubmit(context, {
    typ: 'cms-party+jwt',
    path: '/v1/parties',
    party: id,
    key,
    body,
    what: 'Registering the party',
  });
  const { paint } = context;
  return reportReply(context, reply, (answer) => [
    `${paint.good('Registered')}  ${paint.bold(textAt(answer, 'party_id'))}  ${textAt(answer, 'state').replaceAll('_', ' ')}`,
    `${paint.dim('digest')}      ${textAt(answer, 'digest')}`,
    showReceipt(answer, context, 12),
    ...nextSteps(context, { party: id, kid: kidOf(key), domains }),
  ]);
}

function nextSteps(
  context: Context,
  { party, kid, domains }: { party: string; kid: string; domains: readonly string[] },
): string[] {
  const domain = domains[0] ?? 'YOUR-DOMAIN';
  return [
    '',
    'Nothing is public before a domain is proved. Publish one of these:',
    '',
    ...proofLines(context, party, domain, kid),
    '',
    `Then: ${context.paint.bold(`carbon-mirror party prove ${domain} --party ${party}`)}`,
  ];
}

/** The two proofs of a domain (statements section 4). */
function proofLines({ client, paint }: Context, party: string, domain: string, kid: string): string[] {
  return [
    paint.dim('  DNS TXT record'),
    `    _carbon-mirror.${domain}`,
    `    "cms-party=${party}; kid=${kid}; registry=${client.origin}"`,
    paint.dim(`  or the file https://${domain}/.well-known/carbon-mirror.json`),
    `    {"registry": "${client.origin}", "party": "${party}",`,
    `     "keys": ["${kid}"]}`,
  ];
}

async function prove(context: Context, domain: string, options: ProveOptions): Promise<Exit> {
  const party = readParty(context, options.party);
  const path = pathOf('v1', 'parties', party, 'domains', domain, 'check');
  const reply = await context.busy(`Looking for the proof of ${domain}`, () => context.client.post(path));
  const isProved = reply.kind === 'answered' && at(reply.json, 'proved') === true;
  const kid = await proofKid(context, options, reply.kind === 'answered' && !isProved);
  const { paint } = context;
  const exit = reportReply(context, reply, (answer) =>
    isProved
      ? [`${paint.good('Proved')}  ${paint.bold(textAt(answer, 'domain'))}  by ${textAt(answer, 'method')}`]
      : [
          `${paint.bad('Not proved')}  ${paint.bold(textAt(answer, 'domain'))}  ${textAt(answer, 'reason')}`,
          '',
          'Publish one of these, then try again:',
          '',
          ...proofLines(context, party, domain, kid),
        ],
  );
  return exit === 0 && !isProved ? 1 : exit;
}

/** The key to name in a proof: the one given, else a placeholder, for an unproved party's keys are not public. */
async function proofKid(context: Context, options: ProveOptions, isNeeded: boolean): Promise<string> {
  if (!isNeeded) return '';
  if (options.key !== undefined || context.io.env['CARBON_MIRROR_KEY'] !== undefined)
    return kidOf(await readKey(context, options.key));
  return '<kid of an active statements key>';
}
