import { type Command, Option } from 'commander';
import { generateSigningKey, kidOf } from '../../sdk/sign.ts';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { errorCode } from '../files.ts';
import { examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { printJson, printLines } from '../report.ts';

type Algorithm = 'EdDSA' | 'ES256';

interface NewKeyOptions {
  readonly alg: Algorithm;
  readonly out: string;
}

export function addKeyCommands(program: Command, invoke: Invoke): void {
  const keys = program.command('keys').description('signing keys');
  keys
    .command('new')
    .description('make a private signing key in a file only you can read')
    .addOption(new Option('--alg <alg>', 'signature algorithm').choices(['EdDSA', 'ES256']).default('EdDSA'))
    .option('--out <file>', 'where the key goes; an existing file is never overwritten', 'carbon-mirror.jwk.json')
    .addHelpText('after', examples('carbon-mirror keys new --out acme.jwk.json'))
    .action((options: NewKeyOptions, command: Command) => invoke(command, (context) => makeKey(context, options)));
}

async function makeKey(context: Context, { alg, out }: NewKeyOptions): Promise<Exit> {
  const key = await generateSigningKey(alg === 'ES256' ? 'ES256' : 'Ed25519');
  const kid = kidOf(key);
  await writeKey(context, out, `${JSON.stringify({ ...key, kid }, null, 2)}\n`);
  if (context.json) printJson(context, { kid, alg, file: out });
  else {
    const { paint } = context;
    printLines(context, [
      `${paint.dim('kid')}   ${paint.bold(kid)}`,
      `${paint.dim('file')}  ${out} (mode 0600; back it up, and send it to nobody)`,
      '',
      `Next: ${paint.bold(`carbon-mirror party register --key ${out} --id …`)}`,
    ]);
  }
  return 0;
}

async function writeKey({ io }: Context, file: string, text: string): Promise<void> {
  try {
    await io.writeFile(file, text, { secret: true });
  } catch (error) {
    const exists = errorCode(error) === 'EEXIST';
    throw new Failure(
      exists ? 1 : 2,
      exists ? `${file} exists and is left as it is` : `cannot write ${file}`,
      exists ? 'Give another --out.' : undefined,
    );
  }
}
