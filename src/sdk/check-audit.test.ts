import { describe, expect, test } from 'vitest';
import { SYNTHETIC, syntheticAudit } from '../../test/methodology/synthetic-audit.ts';
import { parseAudit } from '../core/documents/audit.ts';
import { decideTier } from '../core/methodology/tiers.ts';
import { evaluateAudit } from '../registry/evaluation.ts';
import { assumedFacts } from '../registry/submit-audit.ts';
import { checkAudit } from './check-audit.ts';

const now = new Date('2026-03-10T12:00:00Z');

describe('checkAudit', () => {
  const audit = parseAudit(syntheticAudit());
  const check = checkAudit(audit, now);

  test('scores as the registry does', () => {
    const { evaluated, score } = evaluateAudit(audit, undefined);
    expect(check.score).toEqual(evaluated.score);
    expect(check.claim).toEqual(evaluated.claim);
    expect(check.invisible_workloads).toEqual(evaluated.invisible);
    expect(check.failing).toEqual(decideTier(score, assumedFacts(audit), false).failing);
    expect(check.score.composite_percent).toBe(SYNTHETIC.composite_percent);
  });

  test('a window under 182 days reaches level 1, whatever the document says', () => {
    expect(audit.level).toBe(2);
    expect(check.assumes.level).toBe(1);
    expect(check.tier).toBe('Bronze');
    const long = parseAudit(syntheticAudit({ days: 182, start: '2025-09-01' }));
    expect(checkAudit(long, now)).toMatchObject({ tier: 'Silver', assumes: { level: 2 } });
  });

  test('knows the age of the window', () => {
    const findings = (at: string) => checkAudit(audit, new Date(at)).findings.filter((one) => one.code === 'R02');
    expect(findings('2026-03-02T00:00:00Z')).toEqual([]);
    expect(findings('2026-03-01T23:59:59Z')).toHaveLength(1);
    expect(findings('2027-05-01T00:00:00Z')).toHaveLength(1);
    expect(checkAudit(audit, new Date('2027-05-01T00:00:00Z')).rejected).toBe(true);
  });

  test('says that the grid values are the sender’s own', () => {
    expect(check.findings.map((one) => `${one.severity} ${one.code}`)).toEqual(['FLAG F10']);
  });
});
