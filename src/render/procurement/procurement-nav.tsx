import type { VNode } from 'preact';
import type { Language, Translated } from '../lang.ts';

type Place = 'compare' | 'rfp' | 'claims';

const ADDRESSES: Readonly<Record<Place, string>> = { compare: '/compare', rfp: '/rfp', claims: '/claims' };
const ORDER: readonly Place[] = ['compare', 'rfp', 'claims'];

const WORDS: Translated<Readonly<Record<Place | 'label', string>>> = {
  en: { label: 'For buyers', compare: 'Compare', rfp: 'Table of vendors', claims: 'Check a claim' },
  de: { label: 'Für Einkäufer', compare: 'Vergleichen', rfp: 'Anbietertabelle', claims: 'Aussage prüfen' },
  fr: {
    label: 'Pour les acheteurs',
    compare: 'Comparer',
    rfp: 'Tableau de fournisseurs',
    claims: 'Vérifier une affirmation',
  },
  es: {
    label: 'Para compradores',
    compare: 'Comparar',
    rfp: 'Tabla de proveedores',
    claims: 'Comprobar una afirmación',
  },
  ja: { label: '購買担当者向け', compare: '比較', rfp: '取引先一覧表', claims: '主張の確認' },
};

/** The three pages for buyers, one beside the other. */
export function ProcurementNav({ current, lang }: { current: Place; lang: Language }): VNode {
  const words = WORDS[lang];
  return (
    <nav class="buyer-nav screen-only" aria-label={words.label}>
      <ul>
        {ORDER.map((place) => (
          <li key={place}>
            <a href={ADDRESSES[place]} aria-current={place === current ? 'page' : undefined}>
              {words[place]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
