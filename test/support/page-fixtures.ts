import type { AuditorView } from '../../src/core/auditor-view.ts';
import type { DisputeView } from '../../src/core/dispute-view.ts';
import { type Dossier, type DossierCertificate, stateIn } from '../../src/core/dossier.ts';
import type { HourProfile } from '../../src/core/live/hour-profile.ts';
import type { OrganisationView } from '../../src/core/views.ts';
import type { OrganisationPageInput } from '../../src/render/organisation-page.tsx';
import { HISTORY, LEDGER_PRIME, POSITION } from './view-fixtures.ts';

/** What the page of an organisation lists beside its entry, as it follows from the entry alone. */
export function dossierOf({ certificate, audit, changes }: OrganisationView): Dossier {
  const certificates: DossierCertificate[] =
    certificate === null
      ? []
      : [
          {
            id: certificate.id,
            tier: certificate.tier,
            state: stateIn(changes, certificate.id) ?? certificate.state,
            composite_percent: certificate.score.composite_percent,
            valid_from: certificate.valid_from,
            valid_to: certificate.valid_to,
            audits: certificate.audits,
            leaf: certificate.leaf,
          },
        ];
  const audits = audit === null ? [] : [{ ...audit, composite_percent: audit.score.composite_percent }];
  return { certificates, audits, moreAudits: 0, auditors: new Map([['helios-assurance', 'Helios Assurance GmbH']]) };
}

const profileOf = (shareAt: (hour: number) => number): HourProfile => ({
  from: '2026-06-29',
  to: '2026-08-23',
  days: 56,
  hours: Array.from({ length: 24 }, (_, hour) => {
    const it = 606 + 40 * Math.sin(hour / 4);
    return {
      hour,
      it_kwh: it.toFixed(3),
      unattributed_kwh: ((it * shareAt(hour)) / 100).toFixed(3),
      unattributed_percent: shareAt(hour).toFixed(1),
    };
  }),
});

/** A job at two in the morning that nobody answers for. */
export const NIGHT_PROFILE = profileOf((hour) => (hour === 2 ? 13.7 : hour === 3 ? 4.2 : 0.2 + (hour % 5) / 10));
/** Nothing to see at any hour. */
export const EVEN_PROFILE = profileOf((hour) => 0.1 + (hour % 3) / 10);

export const OPEN_DISPUTE: DisputeView = {
  id: '0198f6c2-71aa-7c3e-9d51-d15907e00001',
  party_id: 'nordlicht',
  certificate_id: null,
  evidence_sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  state: 'open',
  outcome: null,
  filed_at: '2026-08-22T09:00:00Z',
  admitted_at: '2026-08-24T10:30:00Z',
  admitted_seq: 4180,
  closed_at: null,
  closed_seq: null,
  admission_reason: 'Photographs of an unmetered feeder in hall 2 were submitted; they are coherent and dated.',
  decision_reason: null,
  deadlines: { admission: '2026-08-27T09:00:00Z', answer: '2026-09-07T10:30:00Z', decision: '2026-09-23T10:30:00Z' },
};

export const UPHELD_DISPUTE: DisputeView = {
  ...OPEN_DISPUTE,
  id: '0198f6c2-71aa-7c3e-9d51-d15907e00000',
  state: 'closed',
  outcome: 'deny',
  filed_at: '2026-05-02T09:00:00Z',
  admitted_at: '2026-05-04T10:30:00Z',
  admitted_seq: 3911,
  closed_at: '2026-05-20T08:00:00Z',
  closed_seq: 3950,
  decision_reason: 'The second feeder was not metered until 12 May; the audit of spring was corrected.',
};

/** An auditor that once changed its mind. */
export const AUDITOR: AuditorView = {
  party_id: 'helios-assurance',
  name: 'Helios Assurance GmbH',
  country: 'DE',
  website: 'https://helios.example/',
  registered_at: '2025-11-03T08:00:00Z',
  state: 'accredited',
  levels: [1, 2, 3],
  valid_to: '2028-12-31T00:00:00Z',
  audits: 41,
  accepts: 36,
  rejects: 4,
  reversals: 1,
  opinions: (LEDGER_PRIME.audit?.opinions ?? []).map((opinion) => ({
    opinion,
    audit: LEDGER_PRIME.audit?.digest ?? '',
    organisation: { party_id: LEDGER_PRIME.party_id, name: LEDGER_PRIME.name },
  })),
};

/** Key of a log that does not exist. */
export const VKEYS = ['registry.example/log+12345678+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMk'];

/** Input of the page of an organisation in production, in English, unless changed. */
export const pageOf = (
  organisation: OrganisationView,
  changes: Partial<OrganisationPageInput> = {},
): OrganisationPageInput => ({
  organisation,
  history: [...HISTORY, ...organisation.changes],
  dossier: dossierOf(organisation),
  days: null,
  profile: null,
  vkeys: VKEYS,
  position: POSITION,
  mode: 'production',
  origin: 'https://registry.example',
  lang: 'en',
  theme: 'auto',
  ...changes,
});
