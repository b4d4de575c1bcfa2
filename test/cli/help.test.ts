import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { createProgram } from '../../src/cli/program.ts';
import { runCli } from './fake-io.ts';

const silent: Io = {
  version: '0.0.0',
  out: () => undefined,
  err: () => undefined,
  isTerminal: { out: false, err: false },
  columns: undefined,
  env: {},
  now: () => new Date(0),
  random: (size) => new Uint8Array(size),
  sleep: async () => undefined,
  stopSignal: () => new AbortController().signal,
  readFile: async () => new Uint8Array(),
  writeFile: async () => undefined,
  replaceFile: async () => undefined,
  fetch: async () => new Response(),
};

/** Every command line that has a help page of its own. */
const paths = (command: Command, path: readonly string[] = []): string[][] => [
  [...path],
  ...command.commands.flatMap((child) => paths(child, [...path, child.name()])),
];
const all = paths(createProgram(silent, async () => undefined));
const groups = new Set([
  'attestations',
  'agent',
  'keys',
  'party',
  'workloads',
  'inventory',
  'grid',
  'audit',
  'demo',
  'log',
]);

describe('help', () => {
  test('the commands are these', () => {
    expect(all.map((path) => path.join(' '))).toEqual([
      '',
      'keys',
      'keys new',
      'party',
      'party register',
      'party prove',
      'workloads',
      'workloads register',
      'inventory',
      'inventory send',
      'audit',
      'audit check',
      'audit submit',
      'audit show',
      'countersign',
      'act',
      'act confirm',
      'grid',
      'grid prepare',
      'lookup',
      'badge',
      'me',
      'score',
      'verify',
      'recompute',
      'log',
      'log audit',
      'cosign',
      'replay',
      'agent',
      'agent init',
      'agent run',
      'agent once',
      'agent status',
      'attestations',
      'attestations fetch',
      'attestations verify',
      'attestations check-archive',
      'demo',
      'demo remove-owner',
      'demo restore-owner',
    ]);
  });

  test.each(all.filter((path) => !groups.has(path.join(' '))))(
    '%s %s: has an example and fits 80 columns',
    async (...path) => {
      const { exit, out, err } = await runCli([...path, '--help']);
      expect(exit).toBe(0);
      expect(err).toBe('');
      expect(out).toMatch(/\nExamples?:\n {2}\$ carbon-mirror /);
      expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    },
  );

  test('the root page explains the exit codes', async () => {
    const { out } = await runCli(['--help']);
    expect(out).toContain(
      '0  done\n  1  refused by the registry, or a check failed\n  2  wrong usage\n  3  no registry answered',
    );
  });

  test.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['audit', 'check'], "missing required argument 'file'"],
    [['audit', 'check', 'a', '--frob'], "unknown option '--frob'"],
    [['keys'], 'Usage: carbon-mirror keys'],
    [[], 'Usage: carbon-mirror'],
  ])('%j is wrong usage', async (argv, words) => {
    const { exit, out, err } = await runCli(argv);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(words);
  });

  test('--version', async () => {
    expect(await runCli(['--version'])).toMatchObject({ exit: 0, out: '0.0.0\n' });
  });
});

describe('colour', () => {
  const help = (terminal: boolean, env: Readonly<Record<string, string>> = {}) => runCli(['--help'], { terminal, env });

  test.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('%s', async (_name, terminal, env, coloured) => {
    expect((await help(terminal, env)).out.includes('\u001b[')).toBe(coloured);
  });
});
