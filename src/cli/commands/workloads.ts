import type { Command } from 'commander';
import { parseWorkloads } from '../../core/documents/workloads.ts';
import type { Context } from '../context.ts';
import { readDocument, readKey, readParty } from '../files.ts';
import { examples, type Invoke, KEY_OPTION, PARTY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { textAt } from '../read-json.ts';
import { reportReply } from '../report.ts';
import { signAndSubmit } from '../send.ts';
import { showReceipt } from '../show/show-receipt.ts';

interface RegisterOptions {
  readonly key?: string;
  readonly party?: string;
}

export function addWorkloadCommands(program: Command, invoke: Invoke): void {
  const workloads = program.command('workloads').description('the register that makes workloads visible');
  workloads
    .command('register')
    .description('register workloads; only energy used after that counts as visible')
    .argument('<file>', 'cms-workloads/1 as JSON; - reads standard input')
    .option(...PARTY_OPTION)
    .option(...KEY_OPTION)
    .addHelpText(
      'after',
      examples('carbon-mirror workloads register workloads.json --party acme \\\n      --key acme.jwk.json'),
    )
    .action((file: string, options: RegisterOptions, command: Command) =>
      invoke(command, (context) => register(context, file, options)),
    );
}

async function register(context: Context, file: string, options: RegisterOptions): Promise<Exit> {
  const body = await readDocument(context, file);
  const { entries } = parseWorkloads(body);
  const key = await readKey(context, options.key);
  const party = readParty(context, options.party);
  const { reply } = await signAndSubmit(context, {
    typ: 'cms-workloads+jwt',
    path: '/v1/workloads',
    party,
    key,
    body,
    what: 'Registering the workloads',
  });
  const { paint } = context;
  const count = `${entries.length} workload${entries.length === 1 ? '' : 's'}`;
  return reportReply(context, reply, (answer) => [
    `${paint.good('Registered')}  ${count}, from now on`,
    `${paint.dim('digest')}      ${textAt(answer, 'digest')}`,
    showReceipt(answer, context, 12),
  ]);
}
