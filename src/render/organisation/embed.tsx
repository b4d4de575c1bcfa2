import type { VNode } from 'preact';
import type { OrganisationView } from '../../core/views.ts';
import { escapeXml, urlSegment } from '../escape.ts';
import { CopyButton } from '../parts.tsx';

/** The badge and the code that embeds it. It always shows the state of today, also after a suspension. */
export function Embed({ organisation, origin }: { organisation: OrganisationView; origin: string }): VNode {
  const id = urlSegment(organisation.party_id);
  const image = `${origin}/badges/${id}.svg`;
  const page = `${origin}/organisations/${id}`;
  const text = `Carbon Mirror certificate of ${organisation.name}`;
  return (
    <section class="block" aria-labelledby="badge">
      <h2 id="badge">Badge</h2>
      <p class="lead">It shows what stands today, with its date, and turns by itself when that changes.</p>
      <p class="badges">
        <img src={`/badges/${id}.svg?style=card&theme=auto`} alt={text} width="340" height="150" loading="lazy" />
        <img src={`/badges/${id}.svg?style=flat&theme=auto`} alt={text} height="40" loading="lazy" />
        <img src={`/badges/${id}.svg?style=compact&theme=auto`} alt={text} height="20" loading="lazy" />
      </p>
      <Snippet
        name="HTML"
        code={`<a href="${escapeXml(page)}"><img src="${escapeXml(image)}?theme=auto" alt="${escapeXml(text)}"></a>`}
      />
      <Snippet name="Markdown" code={`[![${markdownText(text)}](${image})](${page})`} />
    </section>
  );
}

/** Brackets and backslashes would end the text of a Markdown link. */
const markdownText = (text: string): string => text.replace(/[\\[\]`*_<>!]/g, (character) => `\\${character}`);

function Snippet({ name, code }: { name: string; code: string }): VNode {
  return (
    <div class="snippet">
      <p>
        {name} <CopyButton value={code} what={`${name} code`} />
      </p>
      <pre>
        <code>{code}</code>
      </pre>
    </div>
  );
}
