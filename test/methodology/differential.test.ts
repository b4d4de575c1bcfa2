import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAudit } from '../../src/core/documents/audit.ts';
import { RegistryError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json-value.ts';
import { TIER_NAMES } from '../../src/core/methodology/cms-1.ts';
import { CHECKS } from '../../src/core/methodology/findings.ts';
import { reduceAudit } from '../../src/core/methodology/reduce-audit.ts';
import { reduceTelemetryBundle } from '../../src/core/methodology/reduce-telemetry-bundle.ts';
import type { Reduction } from '../../src/core/methodology/reduction.ts';
import { compositeFraction6 } from '../../src/core/methodology/render-score.ts';
import { SUM_NAMES } from '../../src/core/methodology/sums.ts';
import { parseTelemetryBundle } from '../../src/core/methodology/telemetry-bundle.ts';
import { formatRational } from '../../src/core/rational.ts';
import { codesOf, conclude, exactTexts } from './evaluate.ts';
import { hasPublished, REFERENCE_SCRIPT, readFacts } from './published.ts';
import { breakShape, type Chance, randomAudit, seededChance } from './random-audit.ts';
import { randomBundle } from './random-bundle.ts';
import type { WireAudit } from './wire-audit.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('skipped: python3, which runs the reference script, is not installed');

const DOCUMENTS = 600;
const BROKEN_FROM = 480;
const BUNDLES_FROM = 520;

/** Evaluates one document per line with the reference script and answers one line each. */
const DRIVER = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location('reference', sys.argv[1])
m = importlib.util.module_from_spec(spec); spec.loader.exec_module(m)
q = lambda x: f'{x.numerator}/{x.denominator}'
for line in open(sys.argv[2], encoding='utf-8'):
    try:
        r = m.evaluate(json.loads(line))
        out = m.as_json(r)
        out['codes'] = sorted(f'{s} {c}' for s, c, _ in out.pop('findings'))
        out['sums'] = {k: q(v) for k, v in r['acc'].s.items() if k not in ('rightsized', 'it_den')}
        out['failing'] = {k: len(v) for k, v in out['failing'].items()}
        out['composite_6'] = r['composite_6']
        out['measured'] = q(r['facts']['measured'])
    except (m.Reject, KeyError):
        out = {'refused': True}
    print(json.dumps(out))
`;

interface Case {
  readonly document: WireAudit | ReturnType<typeof randomBundle>;
  readonly facts: JsonObject;
}

function randomFacts(chance: Chance): JsonObject {
  const share = (): string =>
    `0.${Math.floor(chance() * 100)
      .toString()
      .padStart(2, '0')}`;
  const facts = {
    audit_level: Math.floor(chance() * 5),
    auditor_countersigned: chance() < 0.9,
    scope_share: share(),
    telemetry_days: Math.floor(chance() * 250),
    telemetry_coverage: share(),
  };
  return chance() < 0.5
    ? facts
    : { ...facts, surveillance_delta_points: `${chance() < 0.5 ? '-' : ''}2.${Math.floor(chance() * 10)}` };
}

function makeCases(): readonly Case[] {
  const chance = seededChance(20_260_105);
  return Array.from({ length: DOCUMENTS }, (_, index) => {
    if (index >= BUNDLES_FROM) return { document: randomBundle(chance), facts: randomFacts(chance) };
    const audit = randomAudit(chance);
    if (index >= BROKEN_FROM) breakShape(audit, chance);
    return { document: audit, facts: randomFacts(chance) };
  });
}

function askReference(cases: readonly Case[]): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'methodology-'));
  try {
    const file = join(folder, 'documents.jsonl');
    writeFileSync(
      file,
      cases.map(({ document, facts }) => JSON.stringify({ ...document, registry_facts: facts })).join('\n'),
    );
    const output = join(folder, 'answers.jsonl');
    const script = `python3 -c "$1" "$2" "$3" > "$4"`;
    const run = spawnSync('sh', ['-c', script, 'sh', DRIVER, REFERENCE_SCRIPT, file, output], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return readFileSync(output, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isRefused = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'refused' in answer;

const CLAIM_WORDS = { none: 'no claim', confirmed: 'confirmed', restated: 'restated', held: 'MATERIAL' } as const;

function reduceDocument(document: Case['document']): Reduction {
  if ('records' in document) return reduceTelemetryBundle(parseTelemetryBundle(document));
  return reduceAudit(parseAudit(document));
}

function ours({ document, facts }: Case): Record<string, unknown> {
  try {
    const reduction = reduceDocument(document);
    const result = conclude(reduction, readFacts(facts), document.claim?.composite_percent);
    const tier = result.decision.tier ?? 'none (listed as declared)';
    return {
      ...exactTexts(result),
      methodology: result.score.methodology,
      rejected: result.rejected,
      codes: codesOf(result.findings),
      sums: Object.fromEntries(SUM_NAMES.map((name) => [name, formatRational(reduction.sums[name])])),
      failing: Object.fromEntries(TIER_NAMES.map((name) => [name, result.decision.failing[name].length])),
      composite_6: compositeFraction6(result.score),
      measured: formatRational(result.score.measuredShare),
      tier: result.claim.verdict === 'held' ? `HELD (computed: ${tier})` : tier,
      claim: expect.stringContaining(CLAIM_WORDS[result.claim.verdict]),
    };
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'document_invalid') return { refused: true };
    throw error;
  }
}

describe.skipIf(!hasPublished || !hasPython)('random documents', () => {
  test(`${DOCUMENTS} score as the reference script scores them`, { timeout: 120_000 }, () => {
    const cases = makeCases();
    const answers = askReference(cases);
    expect(answers).toHaveLength(DOCUMENTS);
    const seen = new Set<string>();
    for (const [index, one] of cases.entries()) {
      const mine = ours(one);
      expect(answers[index], `document ${index}`).toEqual(mine);
      for (const code of JSON.stringify(mine['codes'] ?? '').match(/[RFI]\d\d/g) ?? []) seen.add(code);
    }
    expect(answers.filter(isRefused)).toHaveLength(BUNDLES_FROM - BROKEN_FROM);
    // The comparison is worth little unless nearly every check fires somewhere.
    expect(Object.keys(CHECKS).filter((code) => !seen.has(code))).toEqual(['R22', 'F10', 'F11']);
  });
});
