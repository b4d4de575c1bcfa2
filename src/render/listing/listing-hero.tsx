import type { VNode } from 'preact';
import type { ListingFacets, ListingPage, ListingQuery } from '../../core/views.ts';
import { Drawing } from '../drawing.tsx';
import { dayIn } from '../intl.ts';
import type { Language } from '../lang.ts';
import { TableRegion } from '../parts.tsx';
import { isoMoment } from '../words.ts';
import { histogram, stepText } from './histogram.ts';
import { grouped } from './in-language.ts';
import { listingHref } from './listing-links.ts';
import type { ListingWords } from './words/listing-words.ts';

interface ListingHeroProps {
  readonly headline: string;
  readonly page: ListingPage;
  readonly facets: ListingFacets;
  readonly query: ListingQuery;
  readonly words: ListingWords;
  readonly lang: Language;
}

/** The answer in one sentence, and how composites lie on the horizon. */
export function ListingHero({ headline, page, facets, query, words, lang }: ListingHeroProps): VNode {
  return (
    <div class="horizon-hero listing-hero" data-part="hero">
      <Travel page={page} query={query} words={words} lang={lang} />
      <div class="wrap above">
        <div class="headline">
          <h1>{headline}</h1>
          <p class="as-of">{words.asOf(isoMoment(page.as_of), grouped(page.seq, lang))}</p>
        </div>
      </div>
      <Distribution composites={facets.composites} words={words} lang={lang} />
    </div>
  );
}

type TravelProps = Pick<ListingHeroProps, 'page' | 'query' | 'lang'> & {
  readonly words: Pick<ListingWords, 'travel' | 'backToToday'>;
};

/** That the page shows the past, and the way out of it; nothing for today. */
function Travel({ page, query, words, lang }: TravelProps): VNode | null {
  if (query.at === undefined) return null;
  return (
    <TravelBanner
      text={words.travel(dayIn(lang, page.as_of), grouped(page.seq, lang))}
      back={listingHref(query, { at: undefined })}
      words={words}
    />
  );
}

/** @param props.back the same page as of today */
export function TravelBanner(props: { text: string; back: string; words: Pick<ListingWords, 'backToToday'> }): VNode {
  return (
    <div class="travel-banner">
      <p class="wrap">
        {props.text} <a href={props.back}>{props.words.backToToday}</a>
      </p>
    </div>
  );
}

interface DistributionProps {
  readonly composites: readonly number[];
  readonly words: Pick<ListingWords, 'distribution'>;
  readonly lang: Language;
}

/** The picture, and its numbers as a table for whoever cannot or would not look at it. */
export function Distribution({ composites, words: { distribution }, lang }: DistributionProps): VNode {
  const format = (count: number): string => grouped(count, lang);
  const all = composites.reduce((sum, count) => sum + count, 0);
  const peak = composites.indexOf(Math.max(...composites));
  const { upper, lower } = histogram(composites, distribution.text(format(all), stepText(peak)), format);
  return (
    <>
      <div class="wrap above">
        <Drawing class="scale" of={upper} />
      </div>
      <div class="wrap below">
        <Drawing class="scale" of={lower} />
        <details class="picture-table">
          <summary>
            {distribution.caption}. {distribution.asTable}
          </summary>
          <TableRegion label={distribution.caption}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{distribution.range}</th>
                  <th scope="col" class="number">
                    {distribution.organisations}
                  </th>
                </tr>
              </thead>
              <tbody>
                {composites.map((count, step) => (
                  <tr key={stepText(step)}>
                    <th scope="row">{stepText(step)}</th>
                    <td class="number">{format(count)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableRegion>
        </details>
      </div>
    </>
  );
}
