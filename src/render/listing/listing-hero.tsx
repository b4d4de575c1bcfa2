import type { VNode } from 'preact';
import type { ListingFacets, ListingPage, ListingQuery } from '../../core/views.ts';
import { Drawing } from '../drawing.tsx';
import type { Language } from '../lang.ts';
import { TableRegion } from '../parts.tsx';
import { isoMoment } from '../words.ts';
import { histogram, stepText } from './histogram.ts';
import { grouped, longDay } from './in-language.ts';
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
    <section class="horizon-hero listing-hero" aria-label={words.overview} data-part="hero">
      <div class="wrap above">
        <div class="headline">
          <h1>{headline}</h1>
          <AsOf page={page} query={query} words={words} lang={lang} />
        </div>
      </div>
      <Distribution composites={facets.composites} words={words} lang={lang} />
    </section>
  );
}

function AsOf({ page, query, words, lang }: Omit<ListingHeroProps, 'headline' | 'facets'>): VNode {
  const entry = grouped(page.seq, lang);
  if (query.at === undefined) return <p class="as-of">{words.asOf(isoMoment(page.as_of), entry)}</p>;
  return (
    <p class="as-of travel">
      {words.travel(longDay(page.as_of, lang), entry)}{' '}
      <a href={listingHref(query, { at: undefined })}>{words.backToToday}</a>
    </p>
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
