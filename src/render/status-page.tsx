import type { VNode } from 'preact';
import type { IncidentView, StatusDay, StatusView } from '../core/status-view.ts';
import type { Position } from '../core/views.ts';
import { integerIn, percentIn } from './intl.ts';
import type { Language } from './lang.ts';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { TableRegion } from './parts.tsx';
import { STATUS_WORDS, type StatusWords } from './status/status-words.ts';
import { isoMoment } from './words.ts';

export interface StatusPageInput extends PageContext {
  readonly status: StatusView;
  readonly position: Position;
}

interface Part {
  readonly status: StatusView;
  readonly words: StatusWords;
  readonly lang: Language;
}

/** The page `/status`: what works now, 90 days as they were measured, incidents of the log. */
export function renderStatusPage(input: StatusPageInput): string {
  const { status, position, lang } = input;
  const words = STATUS_WORDS[lang];
  const part = { status, words, lang };
  const meta = { title: words.title, description: words.honest, path: '/status', json: '/v1/status', position };
  return renderPage(
    input,
    meta,
    <>
      <Overview {...part} />
      <div class="wrap blocks">
        <Now {...part} />
        <History {...part} />
        <Incidents {...part} />
      </div>
    </>,
  );
}

function Overview({ status, words, lang }: Part): VNode {
  const isWell = status.parts.every(({ state }) => state !== 'failing');
  return (
    <section class="horizon-hero plain" aria-label={words.title}>
      <div class="wrap above">
        <div class="headline">
          <h1>{isWell ? words.well : words.failing}</h1>
          <p class="reason">{measuredText(status.days, words, lang)}</p>
        </div>
      </div>
      <div class="wrap below">
        <p>{words.honest}</p>
      </div>
    </section>
  );
}

function measuredText(days: readonly StatusDay[], words: StatusWords, lang: Language): string {
  const sum = (of: (day: StatusDay) => number): number => days.reduce((all, day) => all + of(day), 0);
  const samples = sum((day) => day.samples);
  if (samples === 0) return words.unmeasured;
  const share = Math.floor((1_000 * sum((day) => day.ok)) / samples) / 1_000;
  return words.measured(
    percentIn(lang, share),
    integerIn(lang, samples),
    integerIn(
      lang,
      sum((day) => day.expected),
    ),
  );
}

function Now({ status, words }: Part): VNode {
  return (
    <section class="block" aria-labelledby="now">
      <h2 id="now">{words.now}</h2>
      <TableRegion label={`${words.title}: ${words.now}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.part}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.detail}</th>
            </tr>
          </thead>
          <tbody>
            {status.parts.map(({ part, state, detail }) => (
              <tr key={part}>
                <th scope="row">{words.parts[part]}</th>
                <td class={`service-${state}`}>{words.states[state]}</td>
                <td lang="en">{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}

const WIDTH = 10;
const HEIGHT = 48;

/** Well is a full bar, a failure a short thick one, unknown a dot: shape says it too. */
function Bar({ day, at }: { day: StatusDay; at: number }): VNode {
  const x = at * WIDTH;
  if (day.samples === 0) return <circle class="service-unknown" cx={x + 4} cy={HEIGHT - 3} r="2" />;
  const isWell = day.ok === day.samples;
  const height = isWell ? HEIGHT : HEIGHT / 2;
  return (
    <rect
      class={isWell ? 'service-ok' : 'service-failing'}
      x={x}
      y={HEIGHT - height}
      width={isWell ? 6 : 8}
      height={height}
    />
  );
}

function History({ status, words, lang }: Part): VNode {
  const { days } = status;
  const text = `${words.history}. ${measuredText(days, words, lang)}`;
  return (
    <section class="block" aria-labelledby="history">
      <h2 id="history">{words.history}</h2>
      <svg class="service-days" role="img" aria-label={text} viewBox={`0 0 ${days.length * WIDTH} ${HEIGHT}`}>
        {days.map((day, at) => (
          <Bar key={day.day} day={day} at={at} />
        ))}
      </svg>
      <p class="service-ends">
        <time datetime={days.at(0)?.day}>{days.at(0)?.day}</time>
        <time datetime={days.at(-1)?.day}>{days.at(-1)?.day}</time>
      </p>
      <details>
        <summary>{words.everyDay}</summary>
        <DayTable days={days} words={words} lang={lang} />
      </details>
    </section>
  );
}

function DayTable({ days, words, lang }: Omit<Part, 'status'> & { days: readonly StatusDay[] }): VNode {
  return (
    <TableRegion label={words.everyDay}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            {[words.ok, words.failed, words.unknown].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...days].reverse().map(({ day, expected, samples, ok }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td class="number">{integerIn(lang, ok)}</td>
              <td class="number">{integerIn(lang, samples - ok)}</td>
              <td class="number">{integerIn(lang, Math.max(0, expected - samples))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function Incidents({ status, words }: Part): VNode {
  return (
    <section class="block" aria-labelledby="incidents">
      <h2 id="incidents">{words.incidents}</h2>
      {status.incidents.length === 0 ? (
        <p>{words.noIncidents}</p>
      ) : (
        <ul>
          {status.incidents.map((incident) => (
            <Incident key={incident.seq} {...incident} />
          ))}
        </ul>
      )}
    </section>
  );
}

const Incident = ({ seq, at, url }: IncidentView): VNode => (
  <li>
    <time datetime={at}>{isoMoment(at)}</time>: <a href={url}>{url}</a> (<a href={`/log/entries/${seq}`}>seq {seq}</a>)
  </li>
);
