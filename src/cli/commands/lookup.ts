import { createHash } from 'node:crypto';
import type { Command } from 'commander';
import { askedDomain } from '../../core/asked-domain.ts';
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
  readonly private?: true;
}

export function addLookupCommand(program: Command, invoke: Invoke): void {
  program
    .command('lookup')
    .description('ask whether a vendor is certified')
    .option('--domain <domain>', 'by a proved domain')
    .option('--url <url>', 'by any address on a proved domain')
    .option('--lei <lei>', 'by Legal Entity Identifier')
    .option('--name <name>', 'by legal name')
    .option('--private', 'give away four digits of the domain’s hash only (with --domain or --url)')
    .addHelpText(
      'after',
      examples(
        'carbon-mirror lookup --domain acme.example',
        'carbon-mirror lookup --domain acme.example --private',
        'carbon-mirror lookup --name "Acme AG" --json',
      ),
    )
    .action((options: LookupOptions, command: Command) => invoke(command, (context) => lookUp(context, options)));
}

async function lookUp(context: Context, options: LookupOptions): Promise<Exit> {
  const { domain, url, lei, name } = options;
  const [query, ...more] = Object.entries({ domain, url, lei, name }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value }],
  );
  if (query === undefined || more.length > 0) throw usage('give exactly one of --domain, --url, --lei, --name');
  if (options.private === true) return lookUpPrivately(context, query);
  const path = `/v1/lookup?${query.key}=${encodeURIComponent(query.value)}`;
  const reply = await context.busy('Looking up', () => context.client.get(path));
  return reportReply(context, reply, (answer) => showLookup(answer, query.value, context));
}

/** Digits given away: thousands of the domains in use begin so. */
const PREFIX_DIGITS = 4;

/** Hashes the domain here and picks the answer out of the bucket; the registry learns the bucket alone. */
async function lookUpPrivately(context: Context, { key, value }: { key: string; value: string }): Promise<Exit> {
  if (key !== 'domain' && key !== 'url') throw usage('--private goes with --domain or --url');
  const domain = askedDomain(value);
  if (domain === undefined) throw usage(`${value} names no domain`);
  const hash = createHash('sha256').update(domain).digest('hex');
  const path = `/v1/lookup/prefix/${hash.slice(0, PREFIX_DIGITS)}`;
  const reply = await context.busy('Looking up', () => context.client.get(path));
  return reportReply(context, reply, (answer) => showBucket(answer, domain, hash, context));
}

function showBucket(answer: JsonValue | undefined, domain: string, hash: string, context: Context): string[] {
  const items = at(answer, 'items');
  const found = Array.isArray(items) ? items.find((item) => textAt(item, 'hash') === hash) : undefined;
  const place = { seq: at(answer, 'seq') ?? null, as_of: at(answer, 'as_of') ?? null };
  if (found === undefined) return showLookup({ status: 'unknown', ...place }, domain, context);
  const certificate = {
    id: at(found, 'certificate_id') ?? null,
    tier: at(found, 'tier') ?? null,
    composite_percent: at(found, 'composite_percent') ?? null,
    valid_to: at(found, 'valid_to') ?? null,
  };
  const known = { status: textAt(found, 'status'), reason: at(found, 'reason') ?? null, certificate, ...place };
  return showLookup({ ...known, organisation: { name: domain } }, domain, context);
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
