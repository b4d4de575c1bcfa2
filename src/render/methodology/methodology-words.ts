import type { Translated } from '../lang.ts';

/** Headings of the page `/methodology`; the rules themselves are English, as the standard is. */
export interface MethodologyWords {
  readonly title: string;
  readonly headline: string;
  readonly mirrors: string;
  readonly composite: string;
  readonly tiers: string;
  readonly condition: string;
  readonly assurance: string;
  readonly asJson: string;
}

export const METHODOLOGY_WORDS: Translated<MethodologyWords> = {
  en: {
    title: 'Methodology',
    headline: 'How a score is made',
    mirrors: 'Four mirrors, thirteen shares',
    composite: 'The composite',
    tiers: 'Tiers',
    condition: 'Condition',
    assurance: 'Assurance and claims',
    asJson: 'All parameters as JSON',
  },
  de: {
    title: 'Methodik',
    headline: 'Wie ein Wert entsteht',
    mirrors: 'Vier Spiegel, dreizehn Anteile',
    composite: 'Der Gesamtwert',
    tiers: 'Stufen',
    condition: 'Bedingung',
    assurance: 'Prüftiefe und Aussagen',
    asJson: 'Alle Parameter als JSON',
  },
  fr: {
    title: 'Méthodologie',
    headline: 'Comment se fait une note',
    mirrors: 'Quatre miroirs, treize parts',
    composite: 'La valeur composite',
    tiers: 'Niveaux',
    condition: 'Condition',
    assurance: 'Assurance et affirmations',
    asJson: 'Tous les paramètres en JSON',
  },
  es: {
    title: 'Metodología',
    headline: 'Cómo se obtiene una puntuación',
    mirrors: 'Cuatro espejos, trece partes',
    composite: 'El valor compuesto',
    tiers: 'Niveles',
    condition: 'Condición',
    assurance: 'Garantía y afirmaciones',
    asJson: 'Todos los parámetros como JSON',
  },
  ja: {
    title: '算定方法',
    headline: '数値の算定方法',
    mirrors: '四つのミラーと十三の割合',
    composite: '総合値',
    tiers: 'ランク',
    condition: '条件',
    assurance: '保証と表示',
    asJson: '全パラメーター（JSON）',
  },
};
