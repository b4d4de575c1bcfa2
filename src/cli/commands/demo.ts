import type { Command } from 'commander';
import { registerEntry } from '../../demo/live/documents.ts';
import { VELOCITYTECH } from '../../demo/story/velocitytech.ts';
import type { Context } from '../context.ts';
import { readKey } from '../files.ts';
import { examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { wrap } from '../paint.ts';
import { textAt } from '../read-json.ts';
import { reportReply } from '../report.ts';
import { signAndSubmit } from '../send.ts';
import { showReceipt } from '../show/show-receipt.ts';

interface DemoOptions {
  readonly dataDir: string;
}

const PARTY = 'velocitytech';
const REBUILD = 'archive-rebuild';

export function addDemoCommands(program: Command, invoke: Invoke): void {
  const demo = program
    .command('demo')
    .description("play a part in the demonstration's story, with the keys it left in its data folder")
    .addHelpText('after', examples('carbon-mirror demo remove-owner', 'carbon-mirror demo restore-owner'));
  const add = (name: string, description: string, change: OwnerChange) =>
    demo
      .command(name)
      .description(description)
      .option('--data-dir <folder>', "the registry's DATA_DIR", './data')
      .addHelpText('after', examples(`carbon-mirror demo ${name}`))
      .action((options: DemoOptions, command: Command) =>
        invoke(command, (context) => changeOwner(context, options, change)),
      );
  add('remove-owner', "take the owner of VelocityTech's rebuild job out of the register", REMOVAL);
  add('restore-owner', 'give the job its owner back', RESTORATION);
}

interface OwnerChange {
  readonly keepsOwner: boolean;
  readonly busy: string;
  readonly done: string;
  readonly follows: readonly (readonly [string, string])[];
}

/** What the methodology makes of it (sections 3 and 5.3). The demonstration's own tests hold the figures. */
const REMOVAL: OwnerChange = {
  keepsOwner: false,
  busy: 'Removing the owner',
  done: 'Removed',
  follows: [
    ['from now on', 'every interval of the job is invisible: 13.5 % of the IT energy, the same machines, the same kWh'],
    ['each 00:30', 'UTC, the closed day shows 13.7 % invisible; Obsidian Prime bears 3 %'],
    ['third close', 'the certificate is suspended: invisible_share'],
    ['56 days', 'visibility 86.3 %, composite 83.3 %: only the conditions of Bronze hold'],
  ],
};

const RESTORATION: OwnerChange = {
  keepsOwner: true,
  busy: 'Restoring the owner',
  done: 'Restored',
  follows: [
    ['from now on', 'the intervals of the job are visible again; those before stay invisible'],
    ['14 clean days', 'a suspension for invisible_share lifts; the composite is 92.4 % again after 56 days'],
  ],
};

async function changeOwner(context: Context, { dataDir }: DemoOptions, change: OwnerChange): Promise<Exit> {
  const key = await readKey(context, `${dataDir}/demo-keys/${PARTY}.jwk.json`);
  const { reply } = await signAndSubmit(context, {
    typ: 'cms-workloads+jwt',
    path: '/v1/workloads',
    party: PARTY,
    key,
    body: { schema: 'cms-workloads/1', entries: [rebuildEntry(change)] },
    what: change.busy,
  });
  const { paint, width } = context;
  const label = (text: string): string => paint.dim(text.padEnd(14));
  const line = (name: string, text: string): string[] => {
    const [first = '', ...rest] = wrap(text, width - 16, '');
    return [`  ${label(name)}${first}`, ...rest.map((more) => `${' '.repeat(16)}${more}`)];
  };
  return reportReply(context, reply, (answer) => [
    `${paint.good(change.done)}  the owner of ${REBUILD} (VelocityTech Inc.)`,
    `${paint.dim('digest')}   ${textAt(answer, 'digest')}`,
    showReceipt(answer, context, 9),
    'What follows',
    ...change.follows.flatMap(([name, text]) => line(name, text)),
  ]);
}

function rebuildEntry({ keepsOwner }: OwnerChange) {
  const [site] = VELOCITYTECH.sites;
  const workload = site?.workloads.find((row) => row.id === REBUILD);
  if (site === undefined || workload === undefined) throw new Error('the story has no such job');
  return registerEntry(site.site_id, keepsOwner ? workload : { ...workload, owner: null });
}
