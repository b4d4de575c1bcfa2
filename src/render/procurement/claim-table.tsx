import type { VNode } from 'preact';
import { isStanding } from '../../core/certificate-state.ts';
import { PART_NAMES, type PartName } from '../../core/claim-check.ts';
import { TIER_NAMES } from '../../core/methodology/cms-1.ts';
import type { Language } from '../lang.ts';
import { TableRegion, TierName } from '../parts.tsx';
import { isoDay } from '../words.ts';
import type { ClaimFields } from './claim-form.tsx';
import type { ShownClaim } from './claim-wording.ts';
import { CLAIM_WORDS, type ClaimWords } from './claim-words.ts';
import { VerdictMark } from './marks.tsx';
import { reasonText, STATUS_WORDS } from './status-words.ts';

interface TableInput {
  readonly fields: ClaimFields;
  readonly checked: ShownClaim;
  readonly lang: Language;
}

/** Each part: what was claimed, what is published today, and the verdict with its meaning. */
export function ClaimTable({ fields, checked, lang }: TableInput): VNode {
  const words = CLAIM_WORDS[lang];
  const judged = PART_NAMES.flatMap((name) => {
    const verdict = checked.parts[name];
    return verdict === undefined ? [] : [{ name, verdict }];
  });
  return (
    <TableRegion label={words.tableLabel}>
      <table class="claim-parts">
        <thead>
          <tr>
            <th scope="col">{words.part}</th>
            <th scope="col">{words.claimed}</th>
            <th scope="col">{words.verdict}</th>
            <th scope="col">{words.today}</th>
          </tr>
        </thead>
        <tbody>
          {judged.map(({ name, verdict }) => (
            <tr key={name}>
              <th scope="row">{words.parts[name]}</th>
              <td>{claimedText(name, fields, words)}</td>
              <td>
                <VerdictMark verdict={verdict} word={words.verdicts[verdict]} />
                <small>{words.meanings[verdict]}</small>
              </td>
              <td>{todayText(name, checked, lang)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function claimedText(name: PartName, fields: ClaimFields, words: ClaimWords): VNode | string {
  const text = fields[name] ?? '';
  if (name === 'live') return text === 'true' ? words.yes : words.no;
  if (name === 'composite_percent') return `${text} %`;
  const tier = name === 'tier' ? TIER_NAMES.find((one) => one === text) : undefined;
  return tier === undefined ? text : <TierName tier={tier} />;
}

function todayText(name: PartName, checked: ShownClaim, lang: Language): VNode | string {
  const { row, live, reason } = checked;
  const words = STATUS_WORDS[lang];
  if (row === null) return reason === null ? '–' : reasonText(words, reason);
  const stands = isStanding(row.state);
  switch (name) {
    case 'domain':
      return row.name;
    case 'live':
      return words.live[live];
    case 'composite_percent':
      return row.composite_percent === null
        ? '–'
        : `${row.composite_percent} %${stands ? '' : ` (${standingText(checked, lang)})`}`;
    case 'tier':
      return stands && row.tier !== null ? <TierName tier={row.tier} /> : standingText(checked, lang);
    case 'certified_on':
      return stands && row.certified_at !== null ? isoDay(row.certified_at) : standingText(checked, lang);
  }
}

const standingText = ({ row, reason }: ShownClaim, lang: Language): string =>
  reasonText(STATUS_WORDS[lang], reason ?? row?.state ?? 'no_audit');
