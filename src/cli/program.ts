import { Command } from 'commander';
import { addActCommands } from './commands/act.ts';
import { addAgentCommands } from './commands/agent.ts';
import { addAttestationCommands } from './commands/attestations.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addBadgeCommand } from './commands/badge.ts';
import { addCosignCommand } from './commands/cosign.ts';
import { addCountersignCommand } from './commands/countersign.ts';
import { addDemoCommands } from './commands/demo.ts';
import { addGridCommands } from './commands/grid.ts';
import { addInventoryCommands } from './commands/inventory.ts';
import { addKeyCommands } from './commands/keys.ts';
import { addLogCommands } from './commands/log.ts';
import { addLookupCommand } from './commands/lookup.ts';
import { addMeCommand } from './commands/me.ts';
import { addPartyCommands } from './commands/party.ts';
import { addRecomputeCommand } from './commands/recompute.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addScoreCommand } from './commands/score.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addWorkloadCommands } from './commands/workloads.ts';
import { lineWidth } from './context.ts';
import { examples, type Invoke } from './host.ts';
import type { Io } from './io.ts';
import { createPaint, wantsColour } from './paint.ts';

const EXITS = `
Exit codes:
  0  done
  1  refused by the registry, or a check failed
  2  wrong usage
  3  no registry answered

Environment:
  CARBON_MIRROR_REGISTRY, CARBON_MIRROR_KEY, CARBON_MIRROR_PARTY in place of
  --registry, --key, --party; NO_COLOR and FORCE_COLOR for colour
`;

/** The whole command line. Every subcommand inherits how it prints and fails. */
export function createProgram(io: Io, invoke: Invoke): Command {
  const program = new Command('carbon-mirror');
  const { bold, dim } = createPaint(true);
  const width = lineWidth(io);
  program
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => wantsColour(io.env, io.isTerminal.out),
      getErrHasColors: () => wantsColour(io.env, io.isTerminal.err),
    })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: bold,
      styleDescriptionText: (text) => text,
      styleOptionTerm: (text) => text,
      styleArgumentText: dim,
    })
    .description('Client of the Carbon Mirror Registry: check, sign and submit audits, look up certificates.')
    .version(io.version)
    .option('--registry <url>', 'registry to talk to (default: CARBON_MIRROR_REGISTRY or http://localhost:3000)')
    .option('--json', 'print the answer, or the problem document, as JSON')
    .showHelpAfterError('(--help says how)')
    .addHelpText(
      'after',
      `${examples('carbon-mirror audit check audit.json', 'carbon-mirror lookup --domain acme.example --registry https://r.example')}${EXITS}`,
    );
  addKeyCommands(program, invoke);
  addPartyCommands(program, invoke);
  addWorkloadCommands(program, invoke);
  addInventoryCommands(program, invoke);
  addAuditCommands(program, invoke);
  addCountersignCommand(program, invoke);
  addActCommands(program, invoke);
  addGridCommands(program, invoke);
  addLookupCommand(program, invoke);
  addBadgeCommand(program, invoke);
  addMeCommand(program, invoke);
  addScoreCommand(program, invoke);
  addVerifyCommand(program, invoke);
  addRecomputeCommand(program, invoke);
  addLogCommands(program, invoke);
  addCosignCommand(program, invoke);
  addReplayCommand(program, invoke);
  addAgentCommands(program, invoke);
  addAttestationCommands(program, invoke);
  addDemoCommands(program, invoke);
  return program;
}
