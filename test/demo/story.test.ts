import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { COUNTRY_CODES } from '../../src/core/country-codes.ts';
import { decideIssue } from '../../src/core/decision.ts';
import { parseAudit } from '../../src/core/documents/audit.ts';
import { parseWorkloads } from '../../src/core/documents/workloads.ts';
import { isPartyId } from '../../src/core/ids.ts';
import type { JsonObject } from '../../src/core/json-value.ts';
import { registryChecks } from '../../src/core/methodology/registry-checks.ts';
import { legalNameIssues, skeleton } from '../../src/core/names.ts';
import { formatRational } from '../../src/core/rational.ts';
import { bluegladeAudit } from '../../src/demo/story/blueglade.ts';
import { EXAMPLE_WINDOW_END, exampleFiles } from '../../src/demo/story/examples.ts';
import { storyInstant, storyTimeline } from '../../src/demo/story/moment.ts';
import { storyAuditors, storyPopulation } from '../../src/demo/story/population.ts';
import type { StoryOpinion, StoryOrganisation, SubmitAuditEvent } from '../../src/demo/story/types.ts';
import { decidedAudit, type Evaluation, evaluateAudit } from '../../src/registry/evaluation.ts';

const TODAY = new Date('2026-11-25T12:00:00Z');
const evaluate = (body: JsonObject): Evaluation => evaluateAudit(parseAudit(body), undefined);
const codes = ({ evaluated }: Evaluation): string[] => evaluated.findings.map((one) => `${one.severity} ${one.code}`);

describe('Blueglade', () => {
  test('the files in examples/blueglade are what the generator makes', async () => {
    for (const [name, text] of exampleFiles()) {
      const file = new URL(`../../examples/blueglade/${name}`, import.meta.url);
      expect(await readFile(file, 'utf8'), `run src/demo/story/write-examples.ts: ${name}`).toBe(text);
    }
  });

  test.each([
    {
      fixed: false,
      pow4: '42653831109151/1020000000000000',
      composite: '0.452209',
      claim: { verdict: 'restated', claimed: '46.5', recomputed: '45.221' },
      findings: ['INFO I01'],
      invisible: ['ARCHIVAL_REBUILD_LEGACY_2019-2023.sh 25200'],
    },
    {
      fixed: true,
      pow4: '10433267219464373/68000000000000000',
      composite: '0.625861',
      claim: { verdict: 'confirmed', claimed: '62.6', recomputed: '62.586' },
      findings: [],
      invisible: [],
    },
  ])('fixed $fixed scores $composite, exactly as methodology 5.1', ({ fixed, pow4, composite, claim, ...found }) => {
    const result = evaluate(bluegladeAudit({ windowEnd: EXAMPLE_WINDOW_END, fixed }));
    expect(formatRational(result.score.pow4)).toBe(pow4);
    expect(result.evaluated.score.composite_6).toBe(composite);
    expect(result.evaluated.claim).toEqual(claim);
    expect(codes(result)).toEqual(found.findings);
    expect(result.evaluated.invisible.map((one) => `${one.name} ${one.energy_kwh}`)).toEqual(found.invisible);
  });

  test.each([1, 2, 3, 11, 29, 56, 400])('the score is the same %i days later', (days) => {
    const windowEnd = new Date(EXAMPLE_WINDOW_END.getTime() + days * 86_400_000);
    const scores = [false, true].map((fixed) => evaluate(bluegladeAudit({ windowEnd, fixed })).evaluated.score);
    expect(scores.map((score) => score.composite_6)).toEqual(['0.452209', '0.625861']);
  });

  test('both audits have the same meters and the same kWh per workload', () => {
    const [first, second] = [false, true].map((fixed) =>
      parseAudit(bluegladeAudit({ windowEnd: EXAMPLE_WINDOW_END, fixed })),
    );
    const quantities = (audit: typeof first) =>
      audit?.workloads.map((row) => [row.workload_id, row.energy_kwh, row.reserved_units_h, row.used_units_h]);
    expect(quantities(second)).toEqual(quantities(first));
    expect(second?.capacity).toEqual(first?.capacity);
    expect(second?.sites[0]?.meters).toEqual(first?.sites[0]?.meters);
  });

  test('the job draws 75 kW from 02:11 on', () => {
    const [night, noon] = [false, true].map((fixed) =>
      parseAudit(bluegladeAudit({ windowEnd: EXAMPLE_WINDOW_END, fixed })).sites[0]?.series.it_kwh.slice(0, 24),
    );
    const moved = night?.map((energy, hour) => Number((energy ?? 0n) - (noon?.[hour] ?? 0n)) / 1_000_000);
    expect(moved?.map((kwh, hour) => [hour, kwh]).filter(([, kwh]) => kwh !== 0)).toEqual([
      ...[[2, 61.25], ...[3, 4, 5, 6, 7].map((hour) => [hour, 75]), [8, 13.75]],
      ...[10, 11, 12, 13, 14, 15].map((hour) => [hour, -75]),
    ]);
  });

  test('the register entry is a valid document', () => {
    expect(parseWorkloads(JSON.parse(exampleFiles().get('workloads.json') ?? '{}')).entries).toHaveLength(1);
  });
});

/** Tells one organisation's story without a registry: what each audit and opinion leads to. */
function tell(organisation: StoryOrganisation, today: Date): { expected: unknown[]; happened: unknown[] } {
  const audits = new Map<string, Evaluation>();
  const opinions = new Map<string, StoryOpinion[]>();
  const expected: unknown[] = [];
  const happened: unknown[] = [];
  for (const event of organisation.events) {
    if (event.kind === 'submit_audit') {
      const evaluation = evaluate(event.body(today));
      audits.set(event.name, evaluation);
      expected.push([event.name, event.expect]);
      happened.push([event.name, statusOf(evaluation)]);
    }
    if (event.kind === 'countersign') {
      const evaluation = audits.get(event.audit);
      if (evaluation === undefined) throw new Error(`${event.audit} is countersigned before it is sent`);
      const standing = [...(opinions.get(event.audit) ?? []), event.opinion];
      opinions.set(event.audit, standing);
      expected.push([event.auditor, event.expect]);
      happened.push([event.auditor, tierOf(evaluation, standing)]);
    }
  }
  return { expected, happened };
}

const statusOf = ({ rejected, evaluated }: Evaluation): SubmitAuditEvent['expect'] =>
  rejected ? 'refused' : evaluated.claim.verdict === 'held' ? 'held' : 'declared';

function tierOf(evaluation: Evaluation, standing: readonly StoryOpinion[]) {
  const audit = decidedAudit({ evaluation: evaluation.evaluated, superseded: false });
  const opinions = standing.map((one) => ({
    ...one,
    cleared_flags: [...one.cleared_flags],
    not_deferrable_confirmed: [...one.not_deferrable_confirmed],
  }));
  return decideIssue(audit, opinions, {
    claimHeld: evaluation.evaluated.claim.verdict === 'held',
    dissent: standing.some((one) => one.result === 'reject'),
    domainProved: true,
    nameUnderReview: false,
    keyCompromised: false,
    suspended: false,
    withdrawnAt: null,
  }).tier;
}

const submissions = (organisation: StoryOrganisation): SubmitAuditEvent[] =>
  organisation.events.filter((event) => event.kind === 'submit_audit');

describe('the population', () => {
  const population = storyPopulation();
  const auditors = storyAuditors();
  const parties = [...population, ...auditors].map(({ party }) => party);

  test.each(population.map((organisation) => [organisation.party.party_id, organisation] as const))(
    '%s: its audits and opinions lead to what the story says',
    (_id, organisation) => {
      const { expected, happened } = tell(organisation, TODAY);
      expect(happened).toEqual(expected);
    },
  );

  test('an audit that is not to be refused has no finding but invisible workloads, on any day', () => {
    for (const today of [TODAY, new Date('2027-05-16T08:00:00Z')]) {
      for (const event of population.flatMap(submissions).filter((one) => one.expect !== 'refused')) {
        const audit = parseAudit(event.body(today));
        const evaluation = evaluateAudit(audit, undefined);
        const acceptedAt = storyInstant(event, today);
        const more = registryChecks(audit, {
          acceptedAt,
          firstRegisteredAt: null,
          evidenceUses: [],
          senderGridIntervals: new Map(),
        });
        expect(
          codes(evaluation).filter((code) => code !== 'INFO I01'),
          audit.organisation.id,
        ).toEqual([]);
        expect(more, audit.organisation.id).toEqual([]);
      }
    }
  });

  test('VelocityTech reaches 231/250 over any half year and ends as Obsidian Prime', () => {
    const velocity = population.find(({ party }) => party.party_id === 'velocitytech');
    const [event] = velocity === undefined ? [] : submissions(velocity);
    for (const today of [TODAY, new Date('2027-02-03T00:00:00Z'), new Date('2027-08-31T23:00:00Z')]) {
      const { score } = evaluate(event?.body(today) ?? {});
      expect(formatRational(score.pow4)).toBe('2847396321/3906250000');
    }
    expect(velocity?.ending).toEqual({ state: 'certified', tier: 'Obsidian Prime' });
  });

  test('certificate references of different audits differ', () => {
    const refs = population
      .flatMap(submissions)
      .filter((event) => event.expect !== 'refused')
      .flatMap((event) => parseAudit(event.body(TODAY)).sites)
      .flatMap((site) => site.cfe_evidence.map((evidence) => evidence.ref));
    expect(new Set(refs).size).toBe(refs.length);
  });

  test('it covers every ending', () => {
    const count = (state: string, tier?: string): number =>
      population.filter(
        ({ ending }) => ending.state === state && (tier === undefined || ('tier' in ending && ending.tier === tier)),
      ).length;
    expect(population.length).toBeGreaterThanOrEqual(46);
    expect(count('certified', 'Silver')).toBeGreaterThanOrEqual(18);
    expect(count('certified', 'Bronze')).toBeGreaterThanOrEqual(14);
    expect(count('declared')).toBeGreaterThanOrEqual(8);
    expect(count('certified', 'Obsidian Prime')).toBe(1);
    expect(count('certified', 'Obsidian')).toBeGreaterThanOrEqual(3);
    expect(count('suspended')).toBe(2);
    for (const state of ['watch', 'held', 'withdrawn', 'expired', 'registered']) expect(count(state)).toBe(1);
  });

  test('every party can be registered as it is', () => {
    for (const party of parties) {
      expect(isPartyId(party.party_id), party.party_id).toBe(true);
      expect(COUNTRY_CODES, party.party_id).toContain(party.country);
      expect(party.sector).toMatch(/^[A-U]$/);
      expect(legalNameIssues(party.legal_name, '')).toEqual([]);
      for (const domain of party.domains) expect(domain).toMatch(/^[a-z0-9-]+[.]example$/);
    }
    const distinct = (values: readonly string[]): void => expect(new Set(values).size).toBe(values.length);
    distinct(parties.map((party) => party.party_id));
    distinct(parties.map((party) => skeleton(party.legal_name)));
    distinct(parties.flatMap((party) => party.domains));
    expect(parties.map((party) => party.party_id)).not.toContain('blueglade');
  });

  test('events come in order, after the auditors, before today, by accredited auditors', () => {
    const accredited = Math.max(...auditors.map((auditor) => storyInstant(auditor.accredited, TODAY).getTime()));
    expect(auditors.map((one) => storyInstant(one.registered, TODAY).getTime())).toEqual(
      [...auditors].map((one) => storyInstant(one.registered, TODAY).getTime()).sort((a, b) => a - b),
    );
    const timeline = storyTimeline(population, TODAY);
    for (const { organisation, event, at } of timeline) {
      expect(at.getTime(), organisation.party.party_id).toBeGreaterThan(accredited);
      expect(at.getTime(), organisation.party.party_id).toBeLessThan(TODAY.getTime() - 43_200_000);
      if (event.kind !== 'countersign') continue;
      const auditor = auditors.find(({ party }) => party.party_id === event.auditor);
      expect(auditor?.levels, event.auditor).toContain(event.opinion.level);
    }
    for (const organisation of population) {
      const told = timeline.filter((item) => item.organisation === organisation).map((item) => item.event);
      expect(told, organisation.party.party_id).toEqual(organisation.events);
      expect(told[0]?.kind).toBe('register');
    }
  });
});
