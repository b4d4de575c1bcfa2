import { createHash } from 'node:crypto';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseCountersignature } from '../../core/documents/countersignature.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { pathOf } from '../../sdk/client.ts';
import type { Context } from '../context.ts';
import { readBytes, readKey, readParty } from '../files.ts';
import { collect, examples, type Invoke, KEY_OPTION, PARTY_OPTION, splitList } from '../host.ts';
import type { Exit } from '../io.ts';
import { at, textAt } from '../read-json.ts';
import { reportReply } from '../report.ts';
import { signAndSubmit } from '../send.ts';
import { showDecision } from '../show/show-audit.ts';
import { showReceipt } from '../show/show-receipt.ts';
import { requireDigest } from './audit.ts';

interface OpinionOptions {
  readonly key?: string;
  readonly party?: string;
  readonly result: string;
  readonly level: number;
  readonly scopeShare: string;
  readonly measuredShare: boolean;
  readonly clear?: readonly string[];
  readonly confirmNotDeferrable?: readonly string[];
  readonly sampledWorkloads: number;
  readonly sampledSites: number;
  readonly finding?: readonly string[];
  readonly report?: string;
}

export function addCountersignCommand(program: Command, invoke: Invoke): void {
  program
    .command('countersign')
    .description("give an accredited auditor's opinion on an audit")
    .argument('<digest>', 'digest of the audit')
    .option(...KEY_OPTION)
    .option(...PARTY_OPTION)
    .requiredOption('--level <1-4>', 'assurance level of the opinion', wholeNumber)
    .requiredOption('--scope-share <share>', 'IT energy in scope over all IT energy, such as 0.85')
    .addOption(
      new Option('--result <result>', 'the opinion')
        .choices(['accept', 'reject', 'more_information'])
        .default('accept'),
    )
    .option('--clear <codes>', 'flags examined and cleared, such as F10,F05', splitList)
    .option('--confirm-not-deferrable <ids>', 'batch workloads confirmed as not deferrable', splitList)
    .option('--no-measured-share', 'do not confirm the measured share; it then counts as 0')
    .option('--sampled-workloads <count>', 'workloads sampled', wholeNumber, 0)
    .option('--sampled-sites <count>', 'sites sampled', wholeNumber, 0)
    .option('--finding <text>', "the auditor's own finding; may be repeated", collect)
    .option('--report <file>', 'audit report; only its SHA-256 is sent')
    .addHelpText(
      'after',
      examples(
        'carbon-mirror countersign J3lb…u3M --party veritas --key veritas.jwk.json \\\n      --level 1 --scope-share 0.85 --clear F10 \\\n      --sampled-workloads 12 --sampled-sites 2',
      ),
    )
    .action((digest: string, options: OpinionOptions, command: Command) =>
      invoke(command, (context) => countersign(context, digest, options)),
    );
}

async function countersign(context: Context, digest: string, options: OpinionOptions): Promise<Exit> {
  const audit = requireDigest(digest);
  const body = await opinionDocument(context, audit, options);
  parseCountersignature(body);
  const key = await readKey(context, options.key);
  const party = readParty(context, options.party);
  const { reply } = await signAndSubmit(context, {
    typ: 'cms-countersignature+jwt',
    path: pathOf('v1', 'audits', audit, 'countersignatures'),
    party,
    key,
    body,
    what: 'Countersigning',
  });
  const { paint, width } = context;
  return reportReply(context, reply, (answer) => {
    const certificate = textAt(answer, 'certificate_id');
    return [
      `${paint.good('Accepted')}  opinion: ${options.result.replaceAll('_', ' ')}`,
      `${paint.dim('digest')}    ${textAt(answer, 'digest')}`,
      showReceipt(answer, context, 10),
      ...(certificate === '' ? [] : [`${paint.dim('issued')}    ${certificate}`]),
      '',
      ...showDecision(at(answer, 'decision'), paint, width),
    ];
  });
}

async function opinionDocument(context: Context, audit: string, options: OpinionOptions): Promise<JsonObject> {
  const { result, level, scopeShare, measuredShare, sampledWorkloads, sampledSites } = options;
  const report = options.report === undefined ? undefined : await readBytes(context, options.report);
  return {
    schema: 'cms-countersignature/1',
    audit,
    result,
    level,
    scope_share: scopeShare,
    measured_share_confirmed: measuredShare,
    cleared_flags: options.clear ?? [],
    not_deferrable_confirmed: options.confirmNotDeferrable ?? [],
    samples: { workloads: sampledWorkloads, sites: sampledSites },
    findings: options.finding ?? [],
    ...(report === undefined ? {} : { report_sha256: createHash('sha256').update(report).digest('hex') }),
    conflict_of_interest: false,
  };
}

function wholeNumber(text: string): number {
  if (!/^[0-9]{1,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
