import { CHANGE_WORDS } from '../core/change-words.ts';
import { MIRROR_WORDS } from './words.ts';

/** Codes of conditions, blocks and changes in plain words. A code that is not here is shown with spaces for underscores. */
const WORDS: Readonly<Record<string, string>> = {
  ...CHANGE_WORDS,
  composite: 'Composite',
  efficiency: `${MIRROR_WORDS.efficiency} Mirror`,
  timing: `${MIRROR_WORDS.timing} Mirror`,
  data_diet: 'Data Diet Mirror',
  circularity: `${MIRROR_WORDS.circularity} Mirror`,
  visibility: 'Visibility of IT energy',
  measured_share: 'Measured share of IT energy',
  scope_share: 'Share of the organisation in scope',
  countersignature: 'Countersignature',
  assurance_level: 'Assurance level',
  telemetry_days: 'Days of live telemetry',
  telemetry_coverage: 'Coverage of live telemetry',
  surveillance: 'Surveillance audit against live figure',
  site_coverage: 'Lowest coverage of a site',
  hardware_not_applicable: 'Hardware in scope',
  rejected: 'Findings that reject',
  domain_unproved: 'no domain is proved',
  name_under_review: 'the name resembles another holder',
  superseded: 'a newer audit replaced this one',
  suspended: 'the certificate is suspended',
  withdrawn: 'a certificate was withdrawn in this window',
};

const SUBJECT_WORDS: Readonly<Record<string, string>> = {
  flag_open: 'open flag',
  not_deferrable_unconfirmed: 'the auditor did not confirm that this work cannot wait',
};

/** A reason code, or free text, for people. `flag_open: F10` keeps its subject. */
export function reasonWords(code: string): string {
  const known = WORDS[code];
  if (known !== undefined) return known;
  const [head = '', ...subject] = code.split(': ');
  const words = SUBJECT_WORDS[head] ?? head.replaceAll('_', ' ');
  return subject.length === 0 ? words : `${words}: ${subject.join(': ')}`;
}
