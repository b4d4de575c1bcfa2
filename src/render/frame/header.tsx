import type { VNode } from 'preact';
import type { Mode } from '../../mode.ts';
import { Drawing } from '../drawing.tsx';
import { element, type Markup } from '../svg.ts';
import type { FrameWords } from './frame-words.ts';
import { REGISTRY_NAME } from './head.tsx';

/** The main navigation, in its order. */
const NAVIGATION = [
  { href: '/', word: 'register' },
  { href: '/compare', word: 'compare' },
  { href: '/methodology', word: 'methodology' },
  { href: '/log', word: 'log' },
  { href: '/verify', word: 'verify' },
  { href: '/docs', word: 'api' },
] as const;

/** Says on every page of a test registry that it is one. */
export function TestBanner({ mode, words }: { mode: Mode; words: FrameWords }): VNode | null {
  if (mode === 'production') return null;
  return (
    <aside class="test-banner" aria-label={words.test}>
      <p class="wrap">{words[mode]}</p>
    </aside>
  );
}

/** The wordmark's drawing: a facet above the horizon and its reflection below. */
function mark(): Markup {
  const half = (d: string, opacity: number): Markup => element('path', { d, fill: 'currentColor', opacity });
  const horizon = element('path', { d: 'M1 12H23', stroke: 'currentColor', 'stroke-width': 1.5 });
  const parts = [half('M12 1L3.5 10.5H12Z', 1), half('M12 1L20.5 10.5H12Z', 0.62), half('M12 23L4.5 13.5H19.5Z', 0.3)];
  return element('svg', { width: 24, height: 24, viewBox: '0 0 24 24', 'aria-hidden': 'true' }, ...parts, horizon);
}

/** @param path path and query of the page */
export function Header({ path, words }: { path: string; words: FrameWords }): VNode {
  const current = path.split('?')[0];
  return (
    <header class="site-header">
      <div class="wrap">
        <a class="wordmark" href="/">
          <Drawing of={mark()} />
          <span>{REGISTRY_NAME}</span>
        </a>
        <nav aria-label={words.main}>
          <ul>
            {NAVIGATION.map(({ href, word }) => (
              <li key={href}>
                <a href={href} aria-current={current === href ? 'page' : undefined}>
                  {words[word]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  );
}
