import { describe, expect, test } from 'vitest';
import { dossierOf, NIGHT_PROFILE, OPEN_DISPUTE, pageOf, UPHELD_DISPUTE } from '../../test/support/page-fixtures.ts';
import {
  BLUEGLADE_BRONZE,
  inState,
  KESTREL_SUSPENDED,
  LEDGER_PRIME,
  NEWCOMER,
  NORDLICHT_SILVER,
  TERN_DECLARED,
} from '../../test/support/view-fixtures.ts';
import { SUBMETRIC_IDS } from '../core/methodology/cms-1.ts';
import type { OrganisationView } from '../core/views.ts';
import { LANGUAGES } from './lang.ts';
import { claimSentence } from './organisation/findings.tsx';
import { ORGANISATION_WORDS } from './organisation/words/in-every-language.ts';
import { renderOrganisationPage } from './organisation-page.tsx';

const render = (organisation: OrganisationView, at?: string): string =>
  renderOrganisationPage(pageOf(organisation, at === undefined ? {} : { at }));

describe('organisation page', () => {
  test('verdict, then figure, then proof', () => {
    const html = render(BLUEGLADE_BRONZE);
    const order = [
      'Bronze, 45.2 %, by audit, certified 2026-08-22 until 2027-08-22.',
      '45.2<span class="unit">%',
      'id="shares"',
      'What is missing for Silver',
      'id="proof"',
      'id="audits"',
      'id="history"',
    ].map((text) => html.indexOf(text));
    expect(order.every((position) => position > 0)).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('the exact fraction is one click away', () => {
    const html = render(BLUEGLADE_BRONZE);
    const details = html.slice(html.indexOf('<details class="exact'));
    expect(details).toContain(BLUEGLADE_BRONZE.audit?.score.composite_pow4);
    expect(details).toContain('0.4522');
  });

  test('all thirteen shares have both quantities in words', () => {
    const html = render(BLUEGLADE_BRONZE);
    for (const id of SUBMETRIC_IDS) expect(html).toContain(`>${id}</abbr>`);
    expect(html).toContain(
      'Of each 100 kWh the computers used, 80.0 belonged to work with an owner and a schedule (112,000 of 140,000 kWh).',
    );
  });

  test('the invisible workload is named with its energy and its share', () => {
    const html = render(BLUEGLADE_BRONZE);
    expect(html).toContain('25,200 kWh');
    expect(html).toContain('ARCHIVAL_REBUILD_LEGACY_2019-2023.sh');
    expect(html).toContain('no owner, no schedule, never registered');
    expect(html).toContain('18.2 % of all energy its IT used');
  });

  test('what fails has need and have', () => {
    const html = render(BLUEGLADE_BRONZE);
    const table = html.slice(html.indexOf('class="need-have"'));
    expect(table).toContain('Timing Mirror</th><td>at least 40\u00A0%</td><td>21.8\u00A0%');
  });

  test('at the top nothing is missing', () => {
    expect(render(LEDGER_PRIME)).toContain('Obsidian Prime is the highest tier');
  });

  test.each([
    [
      'suspended',
      KESTREL_SUSPENDED,
      'Suspended since 14:05 UTC on 25 August 2026: two different statements were signed for one interval.',
    ],
    ['withdrawn', inState(NORDLICHT_SILVER, 'withdrawn'), 'Withdrawn.'],
    ['expired', inState(NORDLICHT_SILVER, 'expired'), 'Expired on 22 August 2027.'],
    ['superseded', inState(NORDLICHT_SILVER, 'superseded'), 'Superseded.'],
  ])('%s: the tier is only what it was', (_, organisation, headline) => {
    const html = render(organisation);
    expect(html).toContain(headline);
    expect(html).toContain('Silver until then');
    expect(html).not.toMatch(/class="verdict">Silver/);
  });

  test('declared only carries no tier', () => {
    const html = render(TERN_DECLARED);
    expect(html).toContain('Declared only');
    expect(html).not.toMatch(/certified \d{4}/);
    expect(html).toContain('No auditor has given an opinion');
    expect(html).toContain('no owned hardware in scope');
  });

  test('an organisation without audit still has a page', () => {
    const html = render(NEWCOMER);
    expect(html).toContain('Registered, no audit declared.');
    expect(html).not.toContain('id="shares"');
  });

  test('history is newest first and has both times', () => {
    const html = render(BLUEGLADE_BRONZE);
    expect(html.indexOf('Bronze issued')).toBeLessThan(html.indexOf('Registered as organisation.'));
    expect(html).toContain('datetime="2026-08-22T14:05:02Z"');
  });

  test('links to JSON, the signed audit, the certificate and the badge', () => {
    const html = render(BLUEGLADE_BRONZE);
    const { audit, certificate } = BLUEGLADE_BRONZE;
    expect(html).toContain('<link rel="canonical" href="https://registry.example/organisations/blueglade"');
    expect(html).toContain('href="/v1/organisations/blueglade"');
    expect(html).toContain(`href="/v1/statements/${audit?.digest}.jws"`);
    expect(html).toContain(`href="/v1/certificates/${certificate?.id}"`);
    expect(html).toContain('/badges/blueglade.svg');
    expect(html).toContain('href="/for-sales/blueglade"');
    expect(html).toContain('href="/compare?ids=blueglade"');
  });

  test('disputes: the open one leads, the decided one is kept with its reason', () => {
    const html = render({ ...NORDLICHT_SILVER, disputes: [OPEN_DISPUTE, UPHELD_DISPUTE] });
    expect(html).toContain('Under dispute: 1 objection with evidence being examined.');
    expect(html).toContain('Being examined');
    expect(html).toContain('Upheld');
    expect(html).toContain(UPHELD_DISPUTE.decision_reason);
    expect(html).toContain(`href="/v1/disputes/${OPEN_DISPUTE.id}"`);
    expect(render(NORDLICHT_SILVER)).not.toContain('id="disputes"');
  });

  test('the hour that nobody could see is named at once', () => {
    const html = renderOrganisationPage(pageOf(LEDGER_PRIME, { profile: NIGHT_PROFILE }));
    expect(html).toContain('At 02:00–03:00: 13.7 % of that hour, 85.65 kWh a day, belongs to nobody.');
    expect(render(LEDGER_PRIME)).not.toContain('id="hours"');
  });

  test('certificates, opinions and auditors lead to their proofs', () => {
    const dossier = dossierOf(BLUEGLADE_BRONZE);
    const html = render(BLUEGLADE_BRONZE);
    for (const { id } of dossier.certificates)
      for (const address of [`/v1/certificates/${id}.jwt`, `/v1/certificates/${id}.zip`, `/verify?certificate=${id}`])
        expect(html).toContain(`href="${address}"`);
    for (const { digest } of dossier.audits) expect(html).toContain(`href="/v1/receipts/${digest}"`);
    expect(html).toContain('href="/auditors/helios-assurance">Helios Assurance GmbH</a>');
  });

  test.each(LANGUAGES)('in %s: the same figures, no word of another language in heading or verdict', (lang) => {
    const html = renderOrganisationPage(pageOf(LEDGER_PRIME, { lang, profile: NIGHT_PROFILE }));
    expect(html).toContain(`<html lang="${lang}"`);
    expect(html).toContain('92.4<span class="unit">%');
    expect(html).toContain('2026-08-22');
    const words = ORGANISATION_WORDS[lang];
    for (const section of ['shares', 'hours', 'proof', 'certificates', 'audits', 'history'] as const)
      expect(html).toContain(`<h2 id="${section}">${words.sections[section].replaceAll("'", '&#39;')}</h2>`);
    if (lang !== 'en') expect(html).not.toContain('Four Mirrors, thirteen shares');
  });

  test('machines are told the same, and no name can end what they are told', () => {
    const name = 'x</script><script>alert(1)</script>';
    const html = render({ ...BLUEGLADE_BRONZE, name });
    const [, text = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
    const { certificate } = BLUEGLADE_BRONZE;
    expect(JSON.parse(text)).toMatchObject({
      name,
      hasCertification: {
        certificationIdentification: certificate?.id,
        certificationRating: { ratingValue: certificate?.score.composite_percent },
      },
    });
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('property="og:image" content="https://registry.example/cards/blueglade.png"');
  });

  test('a past state links back to today', () => {
    const html = render(BLUEGLADE_BRONZE, '2026-08-25');
    expect(html).toContain('As it stood on 25 August 2026.');
    expect(html).toContain('content="noindex"');
  });
});

test.each([
  ['none', null, 'No figure was claimed; the registry computed 45.221 %.'],
  ['confirmed', '45.2', 'Confirmed: 45.2 % was claimed, the registry recomputed 45.221 %.'],
  ['restated', '46.5', 'Restated: 46.5 % was claimed, the registry recomputed 45.221 %, and that figure counts.'],
  ['held', '97.5', 'Held: 97.5 % was claimed, the registry recomputed 45.221 %.'],
] as const)('claim %s', (verdict, claimed, start) => {
  expect(claimSentence({ verdict, claimed, recomputed: '45.221' }).startsWith(start)).toBe(true);
});
