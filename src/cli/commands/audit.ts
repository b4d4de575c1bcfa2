import type { Command } from 'commander';
import { parseAudit } from '../../core/documents/audit.ts';
import { isDigest } from '../../core/ids.ts';
import { checkAudit, invisibleWorkloads } from '../../sdk/check-audit.ts';
import { pathOf } from '../../sdk/client.ts';
import type { Context } from '../context.ts';
import { usage } from '../failure.ts';
import { readBytes, readJson, readKey, readParty } from '../files.ts';
import { examples, type Invoke, KEY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { at } from '../read-json.ts';
import { printErrors, printJson, printLines, reportReply } from '../report.ts';
import { signAndSubmit } from '../send.ts';
import { showAudit, showAuditHead, showCheck, showDeclared } from '../show/show-audit.ts';
import { toJson } from '../to-json.ts';

interface SubmitOptions {
  readonly key?: string;
  readonly party?: string;
}

export function addAuditCommands(program: Command, invoke: Invoke): void {
  const audit = program.command('audit').description('check, submit and read audits');
  audit
    .command('check')
    .description('score an audit here, offline, with the code the registry runs')
    .argument('<file>', 'cms-audit/1 as JSON; - reads standard input')
    .addHelpText(
      'after',
      `\nExit code 1 where the audit cannot be read or has a rejecting finding.\n${examples('carbon-mirror audit check audit.json', 'carbon-mirror audit check audit.json --json | jq .score.composite_percent')}`,
    )
    .action((file: string, _options: object, command: Command) => invoke(command, (context) => check(context, file)));
  audit
    .command('submit')
    .description('sign an audit and submit it')
    .argument('<file>', 'cms-audit/1 as JSON; - reads standard input')
    .option(...KEY_OPTION)
    .option('--party <id>', 'party that signs (default: the organisation of the audit)')
    .addHelpText('after', examples('carbon-mirror audit submit audit.json --key acme.jwk.json'))
    .action((file: string, options: SubmitOptions, command: Command) =>
      invoke(command, (context) => submit(context, file, options)),
    );
  audit
    .command('show')
    .description('show what the registry says of an audit')
    .argument('<digest>', 'digest of the audit')
    .addHelpText('after', examples('carbon-mirror audit show J3lbQ6lHoZrfTJd6E5u8OyHbVlYtY0uqTz0Uo1D8u3M'))
    .action((digest: string, _options: object, command: Command) =>
      invoke(command, (context) => show(context, digest)),
    );
}

async function check(context: Context, file: string): Promise<Exit> {
  const audit = parseAudit(readJson(await readBytes(context, file)));
  const result = await context.busy('Scoring', async () => checkAudit(audit, context.io.now()));
  if (context.json) printJson(context, result);
  else printLines(context, [...showAuditHead(audit, context.paint), ...showCheck(toJson(result), context)]);
  return result.rejected ? 1 : 0;
}

async function submit(context: Context, file: string, options: SubmitOptions): Promise<Exit> {
  const body = readJson(await readBytes(context, file));
  const audit = parseAudit(body);
  const key = await readKey(context, options.key);
  const party = readParty(context, options.party, at(body, 'organisation', 'id'));
  const { reply, digest } = await signAndSubmit(context, {
    typ: 'cms-audit+jwt',
    path: '/v1/audits',
    party,
    key,
    body,
    what: 'Submitting the audit',
  });
  const exit = reportReply(context, reply, (answer) =>
    showDeclared(answer, toJson(invisibleWorkloads(audit)), context),
  );
  if (exit === 3 && !context.json)
    printErrors(context, ['It may have arrived all the same:', `  carbon-mirror audit show ${digest}`]);
  return exit;
}

async function show(context: Context, digest: string): Promise<Exit> {
  const reply = await context.busy('Reading', () => context.client.get(pathOf('v1', 'audits', requireDigest(digest))));
  return reportReply(context, reply, (answer) => showAudit(answer, context));
}

/** @throws Failure (usage) */
export function requireDigest(text: string): string {
  if (!isDigest(text)) throw usage(`"${text}" is not a digest`, 'A digest is 43 base64url characters.');
  return text;
}
