import { type Command, Option } from 'commander';
import { pathOf } from '../../sdk/client.ts';
import type { Context } from '../context.ts';
import { usage } from '../failure.ts';
import { examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { printJson, printLines, reportFailure } from '../report.ts';

interface BadgeOptions {
  readonly style: string;
  readonly theme: string;
  readonly lang: string;
  readonly out?: string;
}

export function addBadgeCommand(program: Command, invoke: Invoke): void {
  program
    .command('badge')
    .description('print how to embed a badge, or save its picture')
    .argument('<party>', 'party id, or a proved domain')
    .addOption(new Option('--style <style>', 'form of the badge').choices(['flat', 'card', 'compact']).default('flat'))
    .addOption(
      new Option('--theme <theme>', 'background it is made for').choices(['light', 'dark', 'auto']).default('auto'),
    )
    .addOption(new Option('--lang <lang>', 'language').choices(['en', 'de', 'fr', 'es', 'ja']).default('en'))
    .option('--out <file>', 'save the SVG here; an embedded badge stays current, a saved one does not')
    .addHelpText(
      'after',
      examples('carbon-mirror badge acme', 'carbon-mirror badge acme.example --style card --out badge.svg'),
    )
    .action((party: string, options: BadgeOptions, command: Command) =>
      invoke(command, (context) =>
        options.out === undefined ? embed(context, party, options) : save(context, party, options, options.out),
      ),
    );
}

/** Address of the picture: `/badges/{party}.svg`, or by domain where there is a dot, which no party id has. */
function badgePath(party: string, { style, theme, lang }: BadgeOptions): string {
  const path = party.includes('.') ? pathOf('badges', 'by-domain', `${party}.svg`) : pathOf('badges', `${party}.svg`);
  return `${path}?${new URLSearchParams({ style, theme, lang }).toString()}`;
}

async function embed(context: Context, party: string, options: BadgeOptions): Promise<Exit> {
  const { origin } = context.client;
  const image = `${origin}${badgePath(party, options)}`;
  // A domain is not an organisation's address; its look-up is.
  const target = party.includes('.')
    ? `${origin}/?${new URLSearchParams({ q: party }).toString()}`
    : `${origin}${pathOf('organisations', party)}`;
  const alt = `Carbon Mirror certification of ${party}`;
  const markdown = `[![${alt}](${image})](${target})`;
  const html = `<a href="${attribute(target)}"><img src="${attribute(image)}" alt="${attribute(alt)}"></a>`;
  if (context.json) printJson(context, { image, target, markdown, html });
  else printLines(context, [context.paint.bold('Markdown'), markdown, '', context.paint.bold('HTML'), html]);
  return 0;
}

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

async function save(context: Context, party: string, options: BadgeOptions, file: string): Promise<Exit> {
  const reply = await context.busy('Fetching the badge', () => context.client.get(badgePath(party, options)));
  if (reply.kind !== 'answered') return reportFailure(context, reply);
  try {
    await context.io.writeFile(file, reply.text, { secret: false });
  } catch {
    throw usage(`cannot write ${file}`);
  }
  const bytes = Buffer.byteLength(reply.text);
  if (context.json) printJson(context, { file, bytes });
  else printLines(context, [`${context.paint.good('Saved')}  ${file} (${bytes} bytes)`]);
  return 0;
}
