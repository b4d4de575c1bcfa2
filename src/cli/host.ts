import type { Command } from 'commander';
import type { Context } from './context.ts';
import type { Exit } from './io.ts';

/** Runs the work of a command in the context its options ask for, and keeps its exit code. */
export type Invoke = (command: Command, work: (context: Context) => Promise<Exit>) => Promise<void>;

/** The examples at the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`;

/** Values of an option separated by commas, in the order given. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Appends to an option that may be given several times. */
export const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

export const KEY_OPTION = [
  '--key <file>',
  'private key of the signer, a JWK file (default: CARBON_MIRROR_KEY)',
] as const;
export const PARTY_OPTION = ['--party <id>', 'party that signs (default: CARBON_MIRROR_PARTY)'] as const;
