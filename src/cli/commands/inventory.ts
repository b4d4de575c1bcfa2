import type { Command } from 'commander';
import { parseInventory } from '../../core/documents/inventory.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import { inventoryFindings } from '../../core/telemetry/organisation-row.ts';
import type { Context } from '../context.ts';
import { readDocument, readKey, readParty } from '../files.ts';
import { examples, type Invoke, KEY_OPTION, PARTY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { textAt } from '../read-json.ts';
import { reportReply } from '../report.ts';
import { signAndSubmit } from '../send.ts';
import { showReceipt } from '../show/show-receipt.ts';

interface SendOptions {
  readonly key?: string;
  readonly party?: string;
}

export function addInventoryCommands(program: Command, invoke: Invoke): void {
  const inventory = program.command('inventory').description('storage, traffic, capacity and hardware of a period');
  inventory
    .command('send')
    .description('state an inventory of at most 31 days; a later one replaces it for the days it names')
    .argument('<file>', 'cms-inventory/1 as JSON; - reads standard input')
    .option(...PARTY_OPTION)
    .option(...KEY_OPTION)
    .addHelpText(
      'after',
      examples('carbon-mirror inventory send january.json --party acme \\\n      --key acme.jwk.json'),
    )
    .action((file: string, options: SendOptions, command: Command) =>
      invoke(command, (context) => send(context, file, options)),
    );
}

async function send(context: Context, file: string, options: SendOptions): Promise<Exit> {
  const body = await readDocument(context, file);
  const stated = parseInventory(body);
  const key = await readKey(context, options.key);
  const party = readParty(context, options.party);
  const { reply } = await signAndSubmit(context, {
    typ: 'cms-inventory+jwt',
    path: '/v1/inventories',
    party,
    key,
    body,
    what: 'Stating the inventory',
  });
  const { paint } = context;
  const { start, end } = stated.period;
  return reportReply(context, reply, (answer) => [
    `${paint.good('Accepted')}  ${formatUtcInstant(start)} to ${formatUtcInstant(end)}`,
    // Accepted all the same; but they suspend a live tier where nothing cures them within seven days.
    ...inventoryFindings(stated).map(
      ({ severity, code, message }) => `${paint.warn(`${severity} ${code}`)}  ${message}`,
    ),
    `${paint.dim('digest')}    ${textAt(answer, 'digest')}`,
    showReceipt(answer, context, 10),
  ]);
}
