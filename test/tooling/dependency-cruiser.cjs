// Which layer may import what: core <- log <- registry <- {store, http, jobs} <- main; render and sdk stand on core and log alone.

const TEST = '[.]test[.]tsx?$';
const LAYERS = ['core', 'log', 'registry', 'store', 'render', 'http', 'jobs', 'sdk', 'cli', 'agent', 'verify-page'];
const ROOT = '^src/[^/]+[.]tsx?$';

/** Own layers a layer may import, and the packages beside; Node's own modules are listed only where I/O is barred. */
const RULES = {
  // fflate: status lists are gzip wherever they are read, also in a browser, which has no node:zlib.
  core: {
    layers: [],
    packages: ['jose', 'typebox', '@noble/curves', 'canonicalize', 'fflate'],
    builtins: ['crypto', 'buffer'],
  },
  log: { layers: ['core'], packages: ['canonicalize'], builtins: ['crypto', 'buffer'] },
  registry: { layers: ['core', 'log'], without: ['fastify', '@fastify/.*', 'drizzle-orm', 'pg'] },
  store: { layers: ['core', 'log', 'registry'], without: ['fastify', '@fastify/.*'] },
  render: { layers: ['core'], packages: ['preact', 'preact-render-to-string', 'csv-stringify', 'feed'], builtins: [] },
  // sdk: the registry verifies with the code it gives others to verify it.
  http: { layers: ['core', 'log', 'registry', 'render', 'sdk'], without: ['drizzle-orm', 'pg'] },
  jobs: { layers: ['core', 'log', 'registry'], without: ['fastify', '@fastify/.*'] },
  sdk: { layers: ['core', 'log'], without: ['fastify', '@fastify/.*', 'drizzle-orm', 'pg'] },
  cli: { layers: ['core', 'log', 'sdk', 'agent'], without: ['fastify', '@fastify/.*', 'drizzle-orm', 'pg'] },
  agent: { layers: ['core', 'log', 'sdk'], without: ['fastify', '@fastify/.*', 'drizzle-orm', 'pg'] },
  // What visitors run. It shares the pages' components, so that a verdict has one look and one wording.
  'verify-page': {
    layers: ['core', 'log', 'sdk', 'render'],
    without: ['fastify', '@fastify/.*', 'drizzle-orm', 'pg', 'preact-render-to-string'],
    builtins: ['crypto', 'buffer'],
  },
};

const anyOf = (words) => `(?:${words.join('|')})`;
const inPackages = (names) => `(?:^|/)node_modules/(?:@types/)?${anyOf(names)}(?:/|$)`;
const from = (layer) => ({ path: `^src/${layer}/`, pathNot: TEST });
const NOTHING = '(?!)';

function layerRules([layer, { layers, packages, without, builtins }]) {
  const rule = (name, to) => ({ name: `${layer}-${name}`, severity: 'error', from: from(layer), to });
  const others = LAYERS.filter((other) => other !== layer && !layers.includes(other));
  const rules = [
    rule('layers', { path: `^src/${anyOf(others)}/` }),
    rule('root', { path: ROOT, pathNot: '^src/mode[.]ts$' }),
  ];
  if (packages !== undefined) {
    const allowed = packages.length > 0 ? inPackages(packages) : NOTHING;
    rules.push(rule('packages', { path: 'node_modules', pathNot: allowed }));
  }
  if (without !== undefined) rules.push(rule('packages', { path: inPackages(without) }));
  if (builtins !== undefined) {
    const allowed = builtins.length > 0 ? `^(?:node:)?${anyOf(builtins)}$` : NOTHING;
    rules.push(rule('builtins', { dependencyTypes: ['core'], pathNot: allowed }));
  }
  return rules;
}

module.exports = {
  forbidden: [
    ...Object.entries(RULES).flatMap(layerRules),
    {
      name: 'config-read-at-the-root-only',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(main|config)[.]ts$|^src/(cli|config)/|${TEST}` },
      to: { path: '^src/config([.]ts$|/)' },
    },
    {
      name: 'main-is-imported-by-nobody',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: '^src/main[.]ts$' },
    },
    {
      name: 'verify-page-is-imported-by-nobody',
      comment: 'It is bundled for browsers and is no part of the server.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/verify-page/|${TEST}` },
      to: { path: '^src/verify-page/' },
    },
    {
      name: 'registry-ports-only',
      comment: 'Outside their own layer the use cases are wired by main alone; store implements ports.ts.',
      severity: 'error',
      from: { path: '^src/store/', pathNot: TEST },
      to: { path: '^src/registry/', pathNot: '^src/registry/ports([.]ts$|/)' },
    },
    {
      name: 'verifier-runs-in-browsers',
      comment: 'SHA-256 and Buffer have stand-ins there, nothing else of Node has.',
      severity: 'error',
      from: { path: '^src/sdk/verify/', pathNot: `${TEST}|http-source` },
      to: { path: '^(?:node:)?[a-z_/]+$', dependencyTypes: ['core'], pathNot: '^(?:node:)?(?:crypto|buffer)$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: `${TEST}|[.]d[.]ts$|^src/main[.]ts$|^src/render/assets/` },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-packages',
      comment: 'The script of the verify page is bundled when the registry is built; nothing of it is resolved later.',
      severity: 'error',
      from: { path: '^src/', pathNot: `${TEST}|^src/store/drizzle[.]config[.]ts$|^src/verify-page/` },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], pathNot: '/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
