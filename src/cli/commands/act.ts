import type { Command } from 'commander';
import { parseAct } from '../../core/documents/act.ts';
import { REGISTRY } from '../../core/ids.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { parsePayload, parseStatement } from '../../core/statement.ts';
import type { Context } from '../context.ts';
import { Failure, usage } from '../failure.ts';
import { readDocument, readKey } from '../files.ts';
import { collect, examples, type Invoke, KEY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { clean, wrap } from '../paint.ts';
import { at, listAt, textAt } from '../read-json.ts';
import { printErrors, reportFailure, reportReply } from '../report.ts';
import { signAndSubmit } from '../send.ts';
import { showReceipt } from '../show/show-receipt.ts';
import { requireDigest } from './audit.ts';

interface ActOptions {
  readonly key?: string;
  readonly action?: string;
  readonly subject?: string;
  readonly reason?: string;
  readonly set?: readonly string[];
  readonly dryRun?: boolean;
}

interface ConfirmOptions {
  readonly key?: string;
  readonly reason: string;
  readonly dryRun?: boolean;
}

export function addActCommands(program: Command, invoke: Invoke): void {
  // Options behind `confirm` are its own, though `act` has some of the same name.
  const act = program.command('act').description('sign an act as a registry officer').enablePositionalOptions();
  act
    .argument('[file]', 'cms-act/1 as JSON; the options replace its members')
    .option('--action <action>', 'accredit, suspend, reinstate, withdraw, resolve, grid_series …')
    .option('--subject <party>', 'party concerned, or registry')
    .option('--reason <text>', 'why; everybody can read it')
    .option('--set <member=value>', 'a further member of the act; may be repeated', collect)
    .option('--dry-run', 'show what would change, and change nothing')
    .option(...KEY_OPTION)
    .addHelpText(
      'after',
      examples(
        'carbon-mirror act --action accredit --subject veritas --reason "file 12" \\\n      --set levels=1,2 --set valid_to=2028-01-01T00:00:00Z \\\n      --key officer-1.jwk.json',
        'carbon-mirror act confirm J3lb…u3M --key officer-2.jwk.json',
      ),
    )
    .action((file: string | undefined, options: ActOptions, command: Command) =>
      invoke(command, (context) => perform(context, file, options)),
    );
  act
    .command('confirm')
    .description("add a second officer's signature to an act")
    .argument('<digest>', 'digest of the act')
    .option('--reason <text>', 'why; everybody can read it', 'examined and confirmed')
    .option('--dry-run', 'show what would change, and change nothing')
    .option(...KEY_OPTION)
    .addHelpText('after', examples('carbon-mirror act confirm J3lb…u3M --key officer-2.jwk.json'))
    .action((digest: string, options: ConfirmOptions, command: Command) =>
      invoke(command, (context) => confirm(context, digest, options)),
    );
}

async function perform(context: Context, file: string | undefined, options: ActOptions): Promise<Exit> {
  const written = file === undefined ? {} : await readDocument(context, file);
  const { action, subject, reason } = options;
  if (file === undefined && action === undefined) throw usage('give a FILE or --action, --subject and --reason');
  const given = {
    ...(action === undefined ? {} : { action }),
    ...(subject === undefined ? {} : { subject }),
    ...(reason === undefined ? {} : { reason }),
  };
  return sendAct(context, { schema: 'cms-act/1', ...written, ...given, ...membersOf(options.set ?? []) }, options);
}

/** Members as their documents have them: `levels` is a list of numbers, everything else text. */
function membersOf(pairs: readonly string[]): JsonObject {
  const members = pairs.map((pair): [string, JsonValue] => {
    const equals = pair.indexOf('=');
    if (equals < 1) throw usage(`--set ${pair}: write member=value`);
    const name = pair.slice(0, equals);
    const value = pair.slice(equals + 1);
    return [name, name === 'levels' ? value.split(',').map(Number) : value];
  });
  return Object.fromEntries(members);
}

/** A confirmation repeats the subject of its act, which is read first so that nobody signs unseen. */
async function confirm(context: Context, text: string, options: ConfirmOptions): Promise<Exit> {
  const digest = requireDigest(text);
  const reply = await context.busy('Reading the act', () => context.client.get(`/v1/statements/${digest}.jws`));
  if (reply.kind !== 'answered') return reportFailure(context, reply);
  const act = readAct(reply.text, digest);
  if (!context.json)
    printErrors(context, [
      `Confirming  ${textAt(act, 'action')} of ${textAt(act, 'subject')}: ${textAt(act, 'reason')}`,
    ]);
  const body = {
    schema: 'cms-act/1',
    action: 'confirm',
    subject: textAt(act, 'subject'),
    reason: options.reason,
    act: digest,
  };
  return sendAct(context, body, options);
}

/** The act behind a digest. That it hashes to the digest is checked here; its signature is the registry's to check. */
function readAct(jws: string, digest: string): JsonValue | undefined {
  const parsed = parseStatement(Buffer.from(jws.trim()), 'cms-act+jwt');
  if (parsed.digest !== digest) throw new Failure(1, 'the registry returned another statement than was asked for');
  return at(parsePayload(parsed), 'body');
}

async function sendAct(
  context: Context,
  body: JsonObject,
  { key: file, dryRun = false }: Pick<ActOptions, 'key' | 'dryRun'>,
): Promise<Exit> {
  parseAct(body);
  const key = await readKey(context, file);
  const { reply } = await signAndSubmit(context, {
    typ: 'cms-act+jwt',
    path: dryRun ? '/v1/acts?dry_run=true' : '/v1/acts',
    party: REGISTRY,
    key,
    body,
    what: dryRun ? 'Trying the act' : 'Signing the act',
  });
  return reportReply(context, reply, (answer) => (dryRun ? showRehearsal(answer, context) : showAct(answer, context)));
}

function showAct(answer: JsonValue | undefined, { paint }: Context): string[] {
  const digest = textAt(answer, 'digest');
  const effective = at(answer, 'effective') === true;
  const count = `${textAt(answer, 'confirmations')} of ${textAt(answer, 'required')} signatures`;
  return [
    `${effective ? paint.good('Effective') : paint.warn('Waiting')}  ${count}`,
    `${paint.dim('digest')}     ${digest}`,
    showReceipt(answer, { paint }, 11),
    ...(effective ? [] : ['', `Another officer, within 7 days: ${paint.bold(`carbon-mirror act confirm ${digest}`)}`]),
  ];
}

function showRehearsal(answer: JsonValue | undefined, { paint, width }: Context): string[] {
  const changes = listAt(answer, 'would_change');
  if (changes.length === 0) return ['Nothing would change.'];
  const lines = changes.flatMap((change) => [
    `  ${textAt(change, 't')}`,
    ...wrap(membersText(change), width, '    ').map(paint.dim),
  ]);
  return [paint.bold('Would change'), ...lines];
}

/** The other members of a leaf, in its order. */
function membersText(change: JsonValue): string {
  if (!isJsonObject(change)) return '';
  const names = Object.keys(change).filter((name) => name !== 't');
  return names
    .map((name) => `${clean(name)} ${textAt(change, name) || clean(JSON.stringify(change[name]))}`)
    .join(', ');
}
