import type { Command } from 'commander';
import type { JsonValue } from '../../core/json-value.ts';
import type { Context } from '../context.ts';
import { usage } from '../failure.ts';
import { examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { padRight } from '../paint.ts';
import { at, textAt } from '../read-json.ts';
import { reportReply } from '../report.ts';

interface LookupOptions {
  readonly domain?: string;
  readonly url?: string;
  readonly lei?: string;
  readonly name?: string;
}

export function addLookupCommand(program: Command, invoke: Invoke): void {
  program
    .command('lookup')
    .description('ask whether a vendor is certified')
    .option('--domain <domain>', 'by a proved domain')
    .option('--url <url>', 'by any address on a proved domain')
    .option('--lei <lei>', 'by Legal Entity Identifier')
    .option('--name <name>', 'by legal name')
    .addHelpText(
      'after',
      examples('carbon-mirror lookup --domain acme.example', 'carbon-mirror lookup --name "Acme AG" --json'),
    )
    .action((options: LookupOptions, command: Command) => invoke(command, (context) => lookUp(context, options)));
}

async function lookUp(context: Context, options: LookupOptions): Promise<Exit> {
  const { domain, url, lei, name } = options;
  const [query, ...more] = Object.entries({ domain, url, lei, name }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value }],
  );
  if (query === undefined || more.length > 0) throw usage('give exactly one of --domain, --url, --lei, --name');
  const path = `/v1/lookup?${query.key}=${encodeURIComponent(query.value)}`;
  const reply = await context.busy('Looking up', () => context.client.get(path));
  return reportReply(context, reply, (answer) => showLookup(answer, query.value, context));
}

function showLookup(answer: JsonValue | undefined, asked: string, { paint }: Context): string[] {
  const status = textAt(answer, 'status');
  const row = (name: string, text: string): string[] =>
    text === '' ? [] : [`  ${paint.dim(padRight(name, 13))}${text}`];
  const asOf = row(
    'as of',
    textAt(answer, 'as_of') === '' ? '' : `${textAt(answer, 'as_of')}, leaf ${textAt(answer, 'seq')}`,
  );
  if (status === 'unknown') return [`${paint.warn('Unknown')}  nobody here is known as ${paint.bold(asked)}`, ...asOf];
  const certificate = at(answer, 'certificate');
  const domain = textAt(answer, 'organisation', 'domain');
  const composite = textAt(certificate, 'composite_percent');
  return [
    `${status === 'certified' ? paint.good('Certified') : paint.bad('Not certified')}  ${paint.bold(textAt(answer, 'organisation', 'name'))}`,
    ...row('party', `${textAt(answer, 'organisation', 'party_id')}${domain === '' ? '' : ` (${domain})`}`),
    ...row('reason', textAt(answer, 'reason').replaceAll('_', ' ')),
    ...row('tier', textAt(certificate, 'tier')),
    ...row('composite', composite === '' ? '' : `${composite} %`),
    ...row('level', textAt(certificate, 'assurance_level')),
    ...row('certificate', textAt(certificate, 'id')),
    ...row('valid to', textAt(certificate, 'valid_to')),
    ...asOf,
  ];
}
