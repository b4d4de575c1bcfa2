import { stringify } from 'csv-stringify/sync';
import { RFP_COLUMNS, type RfpRow } from '../core/rfp-view.ts';
import type { Position } from '../core/views.ts';
import type { Mode } from '../mode.ts';
import { type SheetColumn, type SheetTable, toWorkbook } from './xlsx.ts';

/** Rows as CSV (RFC 4180), header first. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export const rfpToCsv = (rows: readonly RfpRow[]): string =>
  `${RFP_COLUMNS.join(',')}\r\n${stringify([...rows], { columns: [...RFP_COLUMNS], escape_formulas: true, record_delimiter: 'windows' })}`;

type Name = (typeof RFP_COLUMNS)[number];
type Look = Omit<SheetColumn, 'name'> & { readonly meaning: string };

const text = (width: number, meaning: string): Look => ({ kind: 'text', width, meaning });
const number = (width: number, format: string, meaning: string): Look => ({ kind: 'number', width, format, meaning });
const instant = (meaning: string): Look => ({ kind: 'instant', width: 17, meaning });

/** How each column looks in a workbook, and what its second sheet says about it. */
const LOOKS: Readonly<Record<Name, Look>> = {
  vendor: text(28, 'The vendor as it was asked for: a domain or a party id.'),
  status: text(
    14,
    'certified, not_certified, or unknown. Unknown is not a no: nobody here has proved that domain or bears that id.',
  ),
  reason: text(16, 'With not_certified: why, for example suspended, expired, declared, no_audit, under_review.'),
  party_id: text(20, 'The id in this registry. Its address never changes: /organisations/{party_id}.'),
  name: text(30, 'Legal name.'),
  domain: text(26, 'First domain the organisation has proved and still holds.'),
  tier: text(15, 'Tier of the certificate. Where status is not certified it stood before.'),
  composite_percent: number(11, '0.0', 'Composite in per cent, as published: one digit, half to even.'),
  composite_6: number(11, '0.000000', 'Composite as a fraction of 1, six digits.'),
  state: text(12, 'State of the certificate: active, watch, suspended, superseded, withdrawn, expired.'),
  live: text(10, 'Freshness of telemetry when this was made: live, delayed, stale, silent, none.'),
  assurance_level: number(10, '0', '0 = declared only, 1 to 4 = assurance level reached.'),
  methodology: text(14, 'Version of the methodology behind the score. Do not rank scores of different versions.'),
  methodology_sha256: text(20, 'SHA-256 of that version’s parameters; see /v1/methodologies.'),
  scope_share: number(10, '0.0%', 'Share of the organisation’s IT energy that the audit covers.'),
  scope_sites: number(10, '0', 'Number of sites in scope.'),
  period_start: instant('Begin of the audited window, UTC.'),
  period_end: instant('End of the audited window, UTC. Do not rank scores of different periods.'),
  certified_at: instant('When the certificate was issued, UTC.'),
  valid_to: instant('When the certificate runs out, UTC.'),
  certificate_id: text(
    38,
    'The certificate. Never deleted; its address never changes: /v1/certificates/{certificate_id}.',
  ),
  verify_url: text(50, 'Opens a page on which your own browser verifies the certificate.'),
  signed_answer_url: text(
    50,
    'Gives the answer of the day in signed form, to be filed: also that a vendor is unknown.',
  ),
  evidence_url: text(50, 'The evidence bundle: verify it and recompute the score offline.'),
  leaf: number(10, '0', 'Index of the entry in the public log that issued the certificate: /log/entries/{leaf}.'),
  proof_hash: text(
    66,
    'RFC 6962 hash of that entry: SHA-256 of one zero byte and the entry’s exact text. It is in the log’s tiles, which others copy and cosign.',
  ),
  audit_digest: text(
    46,
    'Base64url SHA-256 of the signed audit without its signature: /v1/statements/{audit_digest}.jws.',
  ),
};

/** The rows as a workbook of two sheets: the answers, and how a stranger verifies them. */
export function rfpToWorkbook(
  rows: readonly RfpRow[],
  position: Position,
  { origin, mode }: { readonly origin: string; readonly mode: Mode },
): Promise<Uint8Array> {
  const columns = RFP_COLUMNS.map((name): SheetColumn => {
    const { meaning: _, ...look } = LOOKS[name];
    return { name, ...look };
  });
  return toWorkbook([
    { title: 'Answers', columns, rows: rows.map((row) => ({ ...row })) },
    howToVerify(position, origin, mode),
  ]);
}

function howToVerify({ seq, as_of }: Position, origin: string, mode: Mode): SheetTable {
  const rows: readonly (readonly [string, string])[] = [
    ...(mode === 'production' ? [] : [['TEST', 'A TEST registry: nothing here certifies anything.'] as const]),
    ['registry', origin],
    ['seq', `${seq}: every answer reflects this entry of the public log, ${origin}/log/entries/${seq}`],
    ['as_of', as_of],
    ['1', 'Open verify_url: your browser checks signature, log and arithmetic; you need not believe the registry.'],
    [
      '2',
      'Or download evidence_url and run: carbon-mirror verify FILE.zip --vkey (the log’s key, from somebody you trust).',
    ],
    ['3', 'Compare proof_hash with a copy of the log kept by somebody else, for example a witness.'],
    ['4', `Ask again at any time: ${origin}/v1/lookup?domain=…&signed=true gives an answer you can file.`],
    ...RFP_COLUMNS.map((name) => [name, LOOKS[name].meaning] as const),
  ];
  return {
    title: 'How to verify',
    columns: [
      { name: 'what', kind: 'text', width: 22 },
      { name: 'meaning', kind: 'text', width: 110 },
    ],
    rows: rows.map(([what, meaning]) => ({ what, meaning })),
  };
}
