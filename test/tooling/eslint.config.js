import tseslint from 'typescript-eslint';
import { noFloats } from './no-floats.js';

// Biome formats and lints; here is only what needs types, and what keeps the pure layers pure and the score exact.

const TESTS = ['**/*.test.ts', '**/*.test.tsx'];
const PURE = ['src/core/**/*.ts', 'src/log/**/*.ts'];
const EXACT = ['src/core/methodology/**/*.ts', 'src/core/rational.ts'];

const AS_ARGUMENT = 'Time, randomness and settings are arguments of the pure layers.';
const impureSyntax = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: AS_ARGUMENT },
  { selector: 'CallExpression[callee.name="Date"]', message: AS_ARGUMENT },
  { selector: 'ImportSpecifier[imported.name=/^(random|generateKey)/]', message: AS_ARGUMENT },
];

// Counts and indices may be numbers; `registry/no-floats` sees by type what must not become a float.
const NO_FLOATS = 'The score is exact: bigint and rational.ts only.';
const floatSyntax = [
  { selector: 'CallExpression[callee.name="parseFloat"]', message: NO_FLOATS },
  { selector: 'CallExpression > Identifier.arguments[name=/^(Number|parseFloat)$/]', message: NO_FLOATS },
  {
    selector: 'MemberExpression[object.name="Number"][property.name=/^(parseFloat|EPSILON|M.._VALUE)$/]',
    message: NO_FLOATS,
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name!=/^(min|max|abs|floor|ceil|trunc)$/]',
    message: NO_FLOATS,
  },
  { selector: 'Literal[raw=/^[0-9_]*[.][0-9]/], Literal[raw=/^[0-9][0-9_.]*e/i]', message: NO_FLOATS },
  { selector: 'CallExpression[callee.property.name=/^(toFixed|toPrecision|toExponential)$/]', message: NO_FLOATS },
];

export default tseslint.config(
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@typescript-eslint': tseslint.plugin, registry: { rules: { 'no-floats': noFloats } } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: AS_ARGUMENT },
        { object: 'Math', property: 'random', message: AS_ARGUMENT },
        { object: 'process', property: 'env', message: AS_ARGUMENT },
        { object: 'performance', property: 'now', message: AS_ARGUMENT },
        { object: 'crypto', property: 'getRandomValues', message: AS_ARGUMENT },
        { object: 'crypto', property: 'randomUUID', message: AS_ARGUMENT },
      ],
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate'],
      'no-restricted-syntax': ['error', ...impureSyntax],
    },
  },
  {
    files: EXACT,
    ignores: TESTS,
    rules: {
      // A later block replaces a rule's options: the purity selectors are named again.
      'no-restricted-syntax': ['error', ...impureSyntax, ...floatSyntax],
      'registry/no-floats': 'error',
    },
  },
);
