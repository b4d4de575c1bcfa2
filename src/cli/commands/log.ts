import type { Command } from 'commander';
import { formatVerifierKey } from '../../log/note.ts';
import { auditLog } from '../../sdk/log/audit-log.ts';
import { createLogClient } from '../../sdk/log/log-client.ts';
import type { Context } from '../context.ts';
import { Failure, usage } from '../failure.ts';
import { examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { recall, remember, VKEY_OPTION } from '../log-memory.ts';
import { printJson, printLines } from '../report.ts';
import { type AuditedLog, showLogAudit, toLogAuditJson } from '../show/show-log-audit.ts';

interface AuditOptions {
  readonly url?: string;
  readonly vkey?: string;
  readonly state?: string;
}

export function addLogCommands(program: Command, invoke: Invoke): void {
  const log = program.command('log').description('the transparency log');
  log
    .command('audit')
    .description('check a whole log: every leaf, every tile, the root, the form and times')
    .option('--url <prefix>', 'where the log is (default: /log of the registry)')
    .option(...VKEY_OPTION)
    .option('--state <file>', 'remembers key and checkpoints; each is proved a prefix of the next')
    .addHelpText(
      'after',
      `\nExit code 1 where there is a finding.\n${examples('carbon-mirror log audit --url https://r.example/log --state r.json')}`,
    )
    .action((options: AuditOptions, command: Command) => invoke(command, (context) => audit(context, options)));
}

async function audit(context: Context, options: AuditOptions): Promise<Exit> {
  const log = createLogClient(readPrefix(context, options.url), { fetch: context.io.fetch, sleep: context.io.sleep });
  const memory = await recall(context, log, options);
  const { key, state } = memory;
  const result = await context.busy(`Auditing ${log.url}`, (say) =>
    auditLog(log, { key, earlier: state?.heads ?? [] }, (done, size) => say(`${done} of ${size} leaves`)),
  );
  if (result.kind === 'unreachable') throw new Failure(3, `the log does not answer: ${result.reason}`);
  const isSound = result.findingCount === 0;
  if (isSound && options.state !== undefined && result.note !== undefined)
    await remember(context, options.state, memory, result.note);
  const audited: AuditedLog = {
    ...result,
    key: formatVerifierKey(key),
    isFirstContact: memory.isFirstContact,
    earlier: state?.heads.length ?? 0,
  };
  if (context.json) printJson(context, toLogAuditJson(audited));
  else printLines(context, showLogAudit(audited, context));
  return isSound ? 0 : 1;
}

/** @throws Failure (usage) */
function readPrefix({ client }: Context, url: string | undefined): string {
  if (url === undefined) return `${client.origin}/log`;
  if (URL.canParse(url) && /^https?:\/\/[^?#]+$/.test(url)) return url;
  throw usage(
    `"${url}" is not the address of a log`,
    'Give the prefix of its files, such as https://registry.example/log',
  );
}
