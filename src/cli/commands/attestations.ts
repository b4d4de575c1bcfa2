import type { Command } from 'commander';
import { isPartyId } from '../../core/ids.ts';
import { verifyCheckpoint } from '../../log/checkpoint.ts';
import type { VerifierKey } from '../../log/note.ts';
import { parseChainFile } from '../../sdk/attestations/chain-file.ts';
import { type ChainReport, checkChain } from '../../sdk/attestations/check-chain.ts';
import { gatherChain } from '../../sdk/attestations/gather.ts';
import { createLogClient, type LogClient } from '../../sdk/log/log-client.ts';
import { httpLog, httpRegistry, SourceFailure } from '../../sdk/replay/http-sources.ts';
import { newClaims, signClientAuth } from '../../sdk/sign.ts';
import type { Context } from '../context.ts';
import { Failure, usage } from '../failure.ts';
import { readDocument, readKey, readParty } from '../files.ts';
import { examples, type Invoke, KEY_OPTION, PARTY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { recall, VKEY_OPTION } from '../log-memory.ts';
import { clean } from '../paint.ts';
import { textAt } from '../read-json.ts';
import { printErrors, printJson, printLines, reportFailure } from '../report.ts';
import { addCheckArchiveCommand } from './check-archive.ts';

const ASSERTION_S = 60;
const PAGE = 200;

interface FetchOptions {
  readonly output: string;
  readonly party?: string;
  readonly key?: string;
  readonly vkey?: string;
  readonly from?: string;
  readonly to?: string;
}

interface VerifyOptions {
  readonly log?: string;
  readonly vkey?: string;
}

const FETCH_HELP = `
Reads attestations with proofs, the public statements and committed rows of ORG
into one file: your own with --party ORG, else as an auditor whom ORG names.
`;
const FETCH_EXAMPLE = 'carbon-mirror attestations fetch acme -o a.json --party lumen --key l.json';

const VERIFY_HELP = `
Takes nothing but the file and the key of the log: signatures, chains, meter
registers, windows, and that the committed rows are what the attestations give.
With --log the whole log is read too, so that no statement can have been left
out. Exit code 1 where anything differs.
`;

export function addAttestationCommands(program: Command, invoke: Invoke): void {
  const group = program
    .command('attestations')
    .description('raw attestations of an organisation: gather them, and check the rows made of them');
  group
    .command('fetch')
    .description('read raw attestations and all they are checked by into one file')
    .argument('<org>', 'whose attestations')
    .requiredOption('-o, --output <file>', 'file to write')
    .option('--from <day>', 'first UTC day, YYYY-MM-DD')
    .option('--to <day>', 'first UTC day that is left out')
    .option(...VKEY_OPTION)
    .option(...PARTY_OPTION)
    .option(...KEY_OPTION)
    .addHelpText('after', `${FETCH_HELP}${examples(FETCH_EXAMPLE)}`)
    .action((org: string, options: FetchOptions, command: Command) =>
      invoke(command, (context) => gather(context, org, options)),
    );
  group
    .command('verify')
    .description('check a file of raw attestations')
    .argument('<file>', 'what fetch wrote')
    .option(...VKEY_OPTION)
    .option('--log <url>', 'also compare with the whole log at this address')
    .addHelpText(
      'after',
      `${VERIFY_HELP}${examples('carbon-mirror attestations verify acme.json --vkey "$(cat log.vkey)"')}`,
    )
    .action((file: string, options: VerifyOptions, command: Command) =>
      invoke(command, (context) => verify(context, file, options)),
    );
  addCheckArchiveCommand(group, invoke);
}

async function gather(context: Context, org: string, options: FetchOptions): Promise<Exit> {
  const { io, client } = context;
  if (!isPartyId(org)) throw usage(`"${org}" is no party id`);
  const party = readParty(context, options.party);
  const scope = party === org ? 'party' : 'auditor';
  const privateJwk = await readKey(context, options.key);
  const { fetch, sleep } = io;
  const log = createLogClient(`${client.origin}/log`, { fetch, sleep });
  const { key } = await recall(context, log, options);
  const { note, checkpoint } = await readHead(log, key);
  const assertion = await signClientAuth({
    privateJwk,
    iss: party,
    aud: client.origin,
    ...newClaims(io.now(), io.random(16), ASSERTION_S),
  });
  const token = await client.token(assertion, scope);
  if (token.kind !== 'answered') return reportFailure(context, token);
  const access = textAt(token.json, 'access_token');
  const request = { organisation: org, path: firstPage(org, scope, options), note, checkpoint };
  const registry = httpRegistry(client.origin, { fetch, sleep });
  const sources = {
    log: httpLog(log, checkpoint),
    statements: registry,
    page: (path: string) => client.get(path, access),
  };
  const gathered = await context.busy('Reading', () => unlessSilent(gatherChain(sources, request)));
  if ('refused' in gathered) return reportFailure(context, gathered.refused);
  const { file } = gathered;
  await io.replaceFile(options.output, `${JSON.stringify(file)}\n`);
  const told = `${file.items.length} attestations, ${file.rows.length} rows, ${file.statements.length} statements`;
  if (context.json) printJson(context, { output: options.output, attestations: file.items.length });
  else printLines(context, [`${context.paint.good('Written')}  ${clean(options.output)}: ${told}`]);
  return 0;
}

/** @throws Failure where the log does not answer, or not under the key */
async function readHead(log: LogClient, key: VerifierKey) {
  const note = await log.checkpoint();
  if (!note.ok) throw new Failure(note.fault === 'unreachable' ? 3 : 1, `the log gives no checkpoint: ${note.reason}`);
  const opened = await verifyCheckpoint(note.value, key.name, [key]);
  if (!opened.ok) throw new Failure(1, `the checkpoint does not verify: ${opened.reason}`);
  return { note: note.value, checkpoint: opened.value };
}

function firstPage(org: string, scope: 'party' | 'auditor', { from, to }: FetchOptions): string {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (scope === 'auditor') query.set('organisation', org);
  for (const [name, day] of Object.entries({ from, to })) {
    if (day === undefined) continue;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw usage(`--${name} is no day YYYY-MM-DD`);
    query.set(name, `${day}T00:00:00Z`);
  }
  return `/v1/${scope === 'party' ? 'me' : 'auditor'}/attestations?${query.toString()}`;
}

async function unlessSilent<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    throw new Failure(3, `the registry does not answer: ${error.message}`);
  }
}

async function verify(context: Context, name: string, options: VerifyOptions): Promise<Exit> {
  const { fetch, sleep } = context.io;
  const file = parseChainFile(await readDocument(context, name));
  const url = options.log?.replace(/\/+$/, '').replace(/\/log$/, '');
  if (url === undefined && options.vkey === undefined)
    throw usage(
      '--vkey is missing',
      'Take the key of the log from elsewhere than the file, or name the log with --log.',
    );
  const log = createLogClient(`${url ?? context.client.origin}/log`, { fetch, sleep });
  const { key } = await recall(context, log, options);
  const whole = url === undefined ? undefined : httpLog(log, (await readHead(log, key)).checkpoint);
  const report = await context.busy('Checking', () => unlessSilent(checkChain(file, key, whole)));
  if (context.json) printJson(context, report);
  else show(context, report);
  return report.faults.length > 0 ? 1 : 0;
}

function show(context: Context, { faults, attestations, rows, waiting, isComplete }: ChainReport): void {
  const { paint } = context;
  const verdict =
    faults.length === 0
      ? paint.good('No differences: the committed rows are what the attestations give')
      : paint.bad(`${faults.length} difference${faults.length === 1 ? '' : 's'}`);
  printLines(context, [
    verdict,
    `  ${attestations} attestations, ${rows} rows worked out again`,
    ...(waiting > 0 ? [`  ${waiting} not in a published window yet`] : []),
    ...faults.map(({ where, text }) => `  ${clean(`${where}: ${text}`)}`),
  ]);
  if (!isComplete)
    printErrors(context, [paint.dim('Statements left out of the file would not show: --log reads the whole log.')]);
}
