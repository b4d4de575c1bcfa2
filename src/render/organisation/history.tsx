import type { VNode } from 'preact';
import type { HistoryItem } from '../../core/views.ts';
import { urlSegment } from '../escape.ts';
import type { Language } from '../lang.ts';
import { isoDay, isoMoment } from '../words.ts';
import { grouped } from './local.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';
import { HISTORY_KINDS, type HistoryKind } from './words/organisation-words.ts';

/** Entries that are open at once; older ones are one click away. */
const OPEN = 24;

interface HistoryProps {
  readonly history: readonly HistoryItem[];
  readonly lang: Language;
}

/** Everything the registry ever said about the organisation, newest first, with both times, each with its place in the log. */
export function History({ history, lang }: HistoryProps): VNode {
  const items = [...history].sort((a, b) => b.seq - a.seq);
  const { sections, history: words } = ORGANISATION_WORDS[lang];
  const rest = items.slice(OPEN);
  return (
    <section class="block history-block screen-only" aria-labelledby="history">
      <h2 id="history">{sections.history}</h2>
      {items.length === 0 ? <p class="lead">{words.none}</p> : <Filter items={items} lang={lang} />}
      <Timeline items={items.slice(0, OPEN)} lang={lang} />
      {rest.length > 0 && (
        <details class="more">
          <summary>{words.older(rest.length)}</summary>
          <Timeline items={rest} lang={lang} />
        </details>
      )}
    </section>
  );
}

const GROUPS: Readonly<Record<string, HistoryKind>> = {
  certificate: 'certificate',
  audit: 'audit',
  telemetry: 'data',
  workloads: 'data',
  inventory: 'data',
  party: 'identity',
  key: 'identity',
  case: 'case',
};

/** The group of an entry, by the first word of its leaf's type. */
export const kindOf = (type: string): HistoryKind => GROUPS[type.split('.')[0] ?? ''] ?? 'identity';

/** Which entries are shown is decided by style alone: it works without a script, and reads as a set of choices. */
function Filter({ items, lang }: { items: readonly HistoryItem[]; lang: Language }): VNode | null {
  const there = HISTORY_KINDS.filter((kind) => items.some((item) => kindOf(item.type) === kind));
  if (there.length < 2) return null;
  const words = ORGANISATION_WORDS[lang].history;
  return (
    <fieldset class="kinds">
      <legend class="visually-hidden">{words.show}</legend>
      <Choice id="all" text={words.all} isChosen />
      {there.map((kind) => (
        <Choice key={kind} id={kind} text={words.kinds[kind]} />
      ))}
    </fieldset>
  );
}

function Choice({ id, text, isChosen = false }: { id: string; text: string; isChosen?: boolean }): VNode {
  return (
    <label class="kind">
      <input type="radio" name="kind" id={`kind-${id}`} value={id} checked={isChosen} />
      <span>{text}</span>
    </label>
  );
}

function Timeline({ items, lang }: { items: readonly HistoryItem[]; lang: Language }): VNode {
  return (
    <ol class="timeline">
      {items.map((item) => (
        <Entry key={item.seq} item={item} lang={lang} />
      ))}
    </ol>
  );
}

function Entry({ item, lang }: { item: HistoryItem; lang: Language }): VNode {
  const words = ORGANISATION_WORDS[lang].history;
  const { seq, at, recorded_at: recorded, type, text, certificate_id: certificate } = item;
  return (
    <li id={`seq-${seq}`} class={`kind-${kindOf(type)} type-${type.replace('.', '-')}`}>
      <a class="when" href={`#seq-${seq}`} aria-label={`${words.happened} ${isoMoment(at)}`}>
        <time datetime={at}>{isoDay(at)}</time> <small>{at.slice(11, 16)}</small>
      </a>
      <div class="what">
        <p lang="en">{text}</p>
        <p class="proof quiet">
          {recorded === at ? (
            words.atOnce
          ) : (
            <>
              {words.recorded} <time datetime={recorded}>{isoMoment(recorded)}</time>
            </>
          )}
          {' · '}
          <a href={`/log/entries/${seq}`}>
            {words.entry} {grouped(seq, lang)}
          </a>
          {certificate !== null && (
            <>
              {' · '}
              <a href={`/v1/certificates/${urlSegment(certificate)}`}>{ORGANISATION_WORDS[lang].facts.certificate}</a>
            </>
          )}
        </p>
      </div>
    </li>
  );
}
