import type { ComponentChildren, VNode } from 'preact';
import { TIER_NAMES } from '../core/methodology/cms-1.ts';
import { urlSegment } from '../render/escape.ts';
import { TierName } from '../render/parts.tsx';
import { groupDigits, isoMoment, middleTruncate } from '../render/words.ts';
import type { Facts as FactsFound, Verification } from '../sdk/verify/verdict.ts';

const KIND_NAMES: Readonly<Record<Verification['kind'], string>> = {
  credential: 'Credential',
  status_list: 'Status list',
  receipt: 'Receipt',
  tlog_proof: 'Proof of an entry (tlog-proof)',
  statement: 'Signed statement',
  evidence: 'Evidence bundle',
  certificate: 'Certificate',
  badge_svg: 'Badge with a credential (SVG)',
  badge_png: 'Badge with a credential (PNG)',
  lookup: 'Signed look-up',
  checkpoint: 'Head of the log',
};

interface Row {
  readonly name: string;
  readonly value: ComponentChildren;
}

/** A redrawn picture cannot be found out: what it shows has to be held against what its credential says. */
const PICTURE: Row = {
  name: 'The picture',
  value: 'Not signed. If it shows anything else than what stands here, it was altered: only the credential counts.',
};

/** What the artefact says. As good as the answers beside it. */
export function Facts({ verification: { kind, facts } }: { verification: Verification }): VNode {
  const rows: Row[] = [
    { name: 'What it is', value: KIND_NAMES[kind] },
    ...(kind === 'badge_svg' || kind === 'badge_png' ? [PICTURE] : []),
    ...aboutHolder(facts),
    ...aboutScore(facts),
    ...aboutProof(facts),
  ];
  return (
    <dl class="facts found">
      {rows.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function aboutHolder({
  organisation,
  issuer,
  auditors,
  certificate,
  valid_from: from,
  valid_until: until,
  answer,
}: FactsFound): Row[] {
  return [
    ...row('Organisation', organisation, ({ party_id: id, name }) => (
      <a href={`/organisations/${urlSegment(id)}`}>{name ?? id}</a>
    )),
    ...row('Answer', answer, (text) => text.replaceAll('_', ' ')),
    ...row('Signed by', issuer, (text) => text),
    ...row('Auditors', auditors, (names) => names.join(', ')),
    ...row('Certificate', certificate, (id) => <Code text={id} href={`/v1/certificates/${urlSegment(id)}`} />),
    ...row('Valid from', from, (at) => <time datetime={at}>{isoMoment(at)}</time>),
    ...row('Valid to', until, (at) => <time datetime={at}>{isoMoment(at)}</time>),
  ];
}

function aboutScore({
  tier,
  composite_percent: percent,
  recomputed,
  methodology,
  assurance_level: level,
}: FactsFound): Row[] {
  return [
    ...row('Tier', tier, (name) => <Tier name={name} />),
    ...row('Composite', percent, (text) => `${text} %`),
    ...row('Recomputed', recomputed, ({ tier: own, composite_percent: figure }) => (
      <>
        {figure} %{own !== undefined && <>, {own === null ? 'no tier' : <Tier name={own} />}</>}
      </>
    )),
    ...row('Assurance', level, (number) => (number === 0 ? 'self-declared' : `level ${number} of 4`)),
    ...row('Methodology', methodology, (text) => text),
  ];
}

function aboutProof({ type, digest, audit, index, logged_at: at, size, cosigners }: FactsFound): Row[] {
  return [
    ...row('Class', type, (text) => <code>{text}</code>),
    ...row('Digest', digest, (text) => <Code text={text} />),
    ...row('Audit', audit, (text) => <Code text={text} href={`/v1/audits/${urlSegment(text)}`} />),
    ...row('Log entry', index, (number) => <a href={`/log/entries/${number}`}>{groupDigits(number)}</a>),
    ...row('Logged', at, (instant) => <time datetime={instant}>{isoMoment(instant)}</time>),
    ...row('Found in a log of', size, (number) => `${groupDigits(number)} entries`),
    ...row('Cosigned by', cosigners, (names) => (names.length === 0 ? 'nobody' : names.join(', '))),
  ];
}

/** A row where there is something to say. */
const row = <T,>(name: string, value: T | undefined, show: (value: T) => ComponentChildren): Row[] =>
  value === undefined ? [] : [{ name, value: show(value) }];

function Tier({ name }: { name: string }): VNode {
  const tier = TIER_NAMES.find((one) => one === name);
  return tier === undefined ? <span>{name}</span> : <TierName tier={tier} />;
}

function Code({ text, href }: { text: string; href?: string }): VNode {
  const code = <code title={text}>{middleTruncate(text)}</code>;
  return href === undefined ? code : <a href={href}>{code}</a>;
}
