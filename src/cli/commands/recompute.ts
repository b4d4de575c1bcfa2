import type { Command } from 'commander';
import { type Audit, parseAudit } from '../../core/documents/audit.ts';
import { isDigest } from '../../core/ids.ts';
import { parsePayload, parseStatement } from '../../core/statement.ts';
import { pathOf } from '../../sdk/client.ts';
import { httpSource } from '../../sdk/verify/http-source.ts';
import { recomputePublished } from '../../sdk/verify/recompute-audit.ts';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { readBytes } from '../files.ts';
import { collect, examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { printJson, printLines, reportFailure } from '../report.ts';
import { showRecomputation } from '../show/show-recomputation.ts';
import { requireVkey } from './verify.ts';

interface RecomputeOptions {
  readonly vkey?: readonly string[];
}

const HELP = `
The score is worked out here, in exact fractions, from the signed audit alone,
and compared with what the registry publishes, figure by figure. Where the
registry used grid series of its own they are looked for in its log.
Exit code 1 where a figure differs.
`;

export function addRecomputeCommand(program: Command, invoke: Invoke): void {
  program
    .command('recompute')
    .description('work the score of a signed audit out again and compare it with the published one')
    .argument('<audit>', 'file with the signed audit (JWS), - for standard input, or its digest')
    .option('--vkey <vkey>', 'verifier key of the log you trust; may be given again after a rotation', collect)
    .addHelpText(
      'after',
      `${HELP}${examples('carbon-mirror recompute J3lbQ6lHoZrfTJd6E5u8OyHbVlYtY0uqTz0Uo1D8u3M', 'carbon-mirror recompute audit.jws --registry https://r.example')}`,
    )
    .action((audit: string, options: RecomputeOptions, command: Command) =>
      invoke(command, (context) => recompute(context, audit, options)),
    );
}

async function recompute(context: Context, given: string, options: RecomputeOptions): Promise<Exit> {
  const { io, client } = context;
  const trust = { origin: client.origin, vkeys: (options.vkey ?? []).map(requireVkey) };
  const statement = await readStatement(context, given);
  if (typeof statement === 'number') return statement;
  const { digest, audit } = statement;
  const reply = await context.busy('Reading', () => client.get(pathOf('v1', 'audits', digest)));
  if (reply.kind !== 'answered') return reportFailure(context, reply);
  const source = httpSource(client.origin, { fetch: io.fetch, sleep: io.sleep });
  const result = await context.busy('Working it out', () =>
    recomputePublished(audit, reply.json, { trust, source, now: io.now() }),
  );
  const isEqual = result.figures.every((figure) => figure.isEqual);
  if (context.json) printJson(context, { digest, equal: isEqual, ...result });
  else printLines(context, showRecomputation({ ...result, digest, audit, isEqual }, context));
  return isEqual ? 0 : 1;
}

interface SignedAudit {
  readonly digest: string;
  readonly audit: Audit;
}

/** From a file, or from the registry by digest; the digest is worked out from the bytes either way. An exit code where there is none. */
async function readStatement(context: Context, given: string): Promise<SignedAudit | Exit> {
  if (!isDigest(given)) return parseSigned(await readBytes(context, given));
  const path = `/v1/statements/${given}.jws`;
  const reply = await context.busy('Reading', () => context.client.get(path));
  if (reply.kind !== 'answered') return reportFailure(context, reply);
  const signed = parseSigned(Buffer.from(reply.text, 'utf8'));
  if (signed.digest === given) return signed;
  throw new Failure(1, `the registry gives another statement: ${signed.digest}`);
}

/** @throws RegistryError as the registry would */
function parseSigned(bytes: Uint8Array): SignedAudit {
  const text = Buffer.from(bytes).toString('latin1').trim();
  const parsed = parseStatement(Buffer.from(text, 'latin1'), 'cms-audit+jwt');
  const { body = null } = parsePayload(parsed);
  return { digest: parsed.digest, audit: parseAudit(body) };
}
