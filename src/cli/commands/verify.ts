import type { Command } from 'commander';
import { NOTE_TYPES, parseVerifierKey } from '../../log/note.ts';
import { type Policy, parsePolicy } from '../../log/policy.ts';
import { httpSource } from '../../sdk/verify/http-source.ts';
import type { Trust } from '../../sdk/verify/trust.ts';
import { ASPECTS } from '../../sdk/verify/verdict.ts';
import { verifyArtefact } from '../../sdk/verify/verify.ts';
import { looksLikeZip } from '../../sdk/verify/zip.ts';
import type { Context, Globals } from '../context.ts';
import { usage } from '../failure.ts';
import { readBytes } from '../files.ts';
import { collect, examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { clean } from '../paint.ts';
import { printErrors, printJson, printLines } from '../report.ts';
import { showVerification } from '../show/show-verification.ts';

interface VerifyOptions {
  readonly vkey?: readonly string[];
  readonly policy?: string;
}

const HELP = `
What FILE is follows from its content: evidence bundle, credential, status
list, receipt, tlog-proof, signed statement, certificate, badge (SVG, PNG),
signed look-up, checkpoint.

Without --vkey nothing can be more than consistent with itself: take the key
from elsewhere than FILE. An evidence bundle is verified offline; --registry,
or CARBON_MIRROR_REGISTRY for anything else, lets missing evidence be fetched.
Exit code 1 where a verdict is "failed".
`;

export function addVerifyCommand(program: Command, invoke: Invoke): void {
  program
    .command('verify')
    .description('verify an artefact: signature, log, status, time, scope, recomputation')
    .argument('<file>', 'the artefact; - reads standard input')
    .option('--vkey <vkey>', 'verifier key of the log you trust; may be given again after a rotation', collect)
    .option('--policy <file>', 'whose cosignatures a checkpoint needs (C2SP tlog-policy)')
    .addHelpText(
      'after',
      `${HELP}${examples('carbon-mirror verify certificate.zip --vkey "$(cat log.vkey)"', 'carbon-mirror verify a.jwt --vkey "$(cat log.vkey)" --registry https://r.ex')}`,
    )
    .action((file: string, options: VerifyOptions, command: Command) =>
      invoke(command, (context) => verify(context, file, options, command.optsWithGlobals<Globals>().registry)),
    );
}

async function verify(context: Context, file: string, options: VerifyOptions, registry?: string): Promise<Exit> {
  const { io, client } = context;
  const bytes = await readBytes(context, file);
  const policy = options.policy === undefined ? undefined : await readPolicy(context, options.policy);
  // A bundle brings its evidence along: nobody is asked about it unless the command line says so.
  const named = registry ?? (looksLikeZip(bytes) ? undefined : io.env['CARBON_MIRROR_REGISTRY']);
  const source = named === undefined ? undefined : httpSource(client.origin, { fetch: io.fetch, sleep: io.sleep });
  const trust: Trust = {
    vkeys: (options.vkey ?? []).map(requireVkey),
    ...(named === undefined ? {} : { origin: client.origin }),
    ...(policy === undefined ? {} : { policy }),
  };
  const verification = await context.busy('Verifying', () =>
    verifyArtefact(bytes, trust, { now: io.now(), ...(source === undefined ? {} : { source }) }),
  );
  if (context.json) printJson(context, verification);
  else printLines(context, showVerification(verification, context, { hasSource: source !== undefined }));
  const silence = source?.silence();
  if (silence !== undefined) printErrors(context, [`${context.errPaint.warn('No answer')}  ${clean(silence)}`]);
  if (ASPECTS.some((aspect) => verification[aspect] === 'failed')) return 1;
  return silence === undefined ? 0 : 3;
}

/** @throws Failure (usage) */
export function requireVkey(text: string): string {
  if (parseVerifierKey(text.trim())?.type === NOTE_TYPES.ed25519) return text.trim();
  throw usage('--vkey is no verifier key of a log', 'It looks like registry.example/log+<8 digits>+<base64>.');
}

async function readPolicy(context: Context, file: string): Promise<Policy> {
  const policy = parsePolicy(Buffer.from(await readBytes(context, file)).toString('utf8'));
  if (policy.ok) return policy.value;
  throw usage(`${file} is no policy: ${policy.reason}`);
}
