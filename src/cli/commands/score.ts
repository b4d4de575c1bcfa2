import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { readBytes } from '../files.ts';
import { examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { at } from '../read-json.ts';
import { reportReply } from '../report.ts';
import { showCheck } from '../show/show-audit.ts';

export function addScoreCommand(program: Command, invoke: Invoke): void {
  program
    .command('score')
    .description('have the registry score an audit with its own grid series; nothing is stored')
    .argument('<file>', 'cms-audit/1 as JSON; - reads standard input')
    .addHelpText(
      'after',
      `\nExit code 1 where the audit cannot be read or has a rejecting finding.\n${examples('carbon-mirror score audit.json')}`,
    )
    .action((file: string, _options: object, command: Command) => invoke(command, (context) => score(context, file)));
}

async function score(context: Context, file: string): Promise<Exit> {
  const bytes = await readBytes(context, file);
  const reply = await context.busy('Scoring', () => context.client.postJson('/v1/score', bytes));
  const exit = reportReply(context, reply, (answer) => showCheck(answer, context));
  return exit === 0 && reply.kind === 'answered' && at(reply.json, 'rejected') === true ? 1 : exit;
}
