import type { VNode } from 'preact';
import { isStanding } from '../../core/certificate-state.ts';
import type { RfpRow } from '../../core/rfp-view.ts';
import { integerIn } from '../intl.ts';
import type { Language } from '../lang.ts';
import { Day, TableRegion, TierName } from '../parts.tsx';
import { formatShare, middleTruncate } from '../words.ts';
import { StatusMark } from './marks.tsx';
import type { RfpWords } from './rfp-words.ts';
import { reasonText, STATUS_WORDS } from './status-words.ts';

/** Takes the table away as a file, or shows it where it is not shown yet: buttons of a form that has `vendors`. */
export function Downloads({ words, shown = false }: { words: RfpWords; shown?: boolean }): VNode {
  return (
    <p class="actions">
      {!shown && <ShowButton words={words} />}
      <span class="quiet">{words.download}</span>
      {(['xlsx', 'csv', 'json'] as const).map((format) => (
        <button key={format} type="submit" class="secondary" name="format" value={format}>
          {FORMAT_NAMES[format]}
        </button>
      ))}
    </p>
  );
}

export function ShowButton({ words }: { words: RfpWords }): VNode {
  return (
    <button type="submit" class="primary" name="format" value="html">
      {words.show}
    </button>
  );
}

const FORMAT_NAMES = { xlsx: 'Excel', csv: 'CSV', json: 'JSON' } as const;

interface TableInput {
  readonly rows: readonly RfpRow[];
  readonly lang: Language;
  readonly words: RfpWords;
}

export function VendorTable({ rows, lang, words }: TableInput): VNode {
  return (
    <TableRegion label={words.tableLabel}>
      <table class="vendors">
        <thead>
          <tr>
            <th scope="col">{words.asked}</th>
            <th scope="col">{words.answer}</th>
            <th scope="col">{words.tier}</th>
            <th scope="col" class="number">
              {words.composite}
            </th>
            <th scope="col">{words.basis}</th>
            <th scope="col" class="number">
              {words.scope}
            </th>
            <th scope="col">{words.period}</th>
            <th scope="col">{words.valid}</th>
            <th scope="col">{words.telemetry}</th>
            <th scope="col">{words.proof}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <VendorRow key={`${index}`} row={row} words={words} lang={lang} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

interface RowInput {
  readonly row: RfpRow;
  readonly words: RfpWords;
  readonly lang: Language;
}

function VendorRow({ row, words, lang }: RowInput): VNode {
  const status = STATUS_WORDS[lang];
  const stands = isStanding(row.state);
  return (
    <tr class={stands ? undefined : 'fallen'}>
      <th scope="row" class="asked">
        {row.party_id === null ? row.vendor : <a href={`/organisations/${row.party_id}`}>{row.name}</a>}
        {row.party_id !== null && <small>{row.vendor}</small>}
      </th>
      <td>
        <StatusMark status={row.status} word={status.statuses[row.status]} />
        {row.reason !== null && <small>{reasonText(status, row.reason)}</small>}
        {row.state === 'watch' && <small>{status.states.watch}</small>}
      </td>
      <td>
        {row.tier !== null && <TierName tier={row.tier} size={14} />}
        {row.assurance_level !== null && row.assurance_level > 0 && <small>{words.level(row.assurance_level)}</small>}
      </td>
      <td class="number composite">
        {row.composite_percent}
        {row.composite_6 !== null && <small>{row.composite_6}</small>}
      </td>
      <td>{row.methodology}</td>
      <td class="number">
        {row.scope_share !== null && `${formatShare(row.scope_share)} %`}
        {row.scope_sites !== null && <small>{words.sites(row.scope_sites)}</small>}
      </td>
      <td class="span">
        {row.period_start !== null && row.period_end !== null && <Span from={row.period_start} to={row.period_end} />}
      </td>
      <td class="span">
        {row.certified_at !== null && row.valid_to !== null && <Span from={row.certified_at} to={row.valid_to} />}
      </td>
      <td>{row.live !== null && status.live[row.live]}</td>
      <td>
        <Proof row={row} words={words} lang={lang} />
      </td>
    </tr>
  );
}

function Span({ from, to }: { from: string; to: string }): VNode {
  return (
    <>
      <Day at={from} />{' '}
      <span class="to">
        – <Day at={to} />
      </span>
    </>
  );
}

function Proof({ row, words, lang }: RowInput): VNode | null {
  if (row.verify_url === null || row.leaf === null) return null;
  return (
    <>
      <a href={row.verify_url}>
        {words.verify}
        <span class="visually-hidden"> {row.name}</span>
      </a>
      <small>
        <a href={`/log/entries/${row.leaf}`}>
          {words.entry} {integerIn(lang, row.leaf)}
        </a>{' '}
        {row.proof_hash !== null && (
          <span class="digest">
            <code title={row.proof_hash}>{middleTruncate(row.proof_hash, 6)}</code>
          </span>
        )}
      </small>
    </>
  );
}

/** How a stranger checks a row. */
export function HowToCheck({ words }: { words: RfpWords }): VNode {
  return (
    <section class="block" aria-labelledby="how-to">
      <h2 id="how-to">{words.howTo}</h2>
      <p>{words.madeFor}</p>
      <ol class="steps" lang="en">
        <li>
          <strong>Verify</strong> opens a page on which your own browser checks signature, log and arithmetic.
        </li>
        <li>
          The hash is that of the log entry that issued the certificate (RFC 6962: SHA-256 of one zero byte and the
          entry’s exact text). Compare it with a copy of the log that somebody else keeps.
        </li>
        <li>
          For a file that lasts, <code>/v1/lookup?domain=…&amp;signed=true</code> gives each answer in signed form, also
          that a vendor is unknown.
        </li>
      </ol>
    </section>
  );
}
