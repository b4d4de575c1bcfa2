import type { Translated } from '../lang.ts';

/** Texts around the calculator of the page `/methodology`. */
export interface CalculatorWords {
  readonly title: string;
  readonly lead: string;
  readonly compute: string;
  readonly composite: string;
  readonly mirrors: string;
  readonly weight: string;
  readonly noTier: string;
  readonly tier: (name: string) => string;
  readonly gates: string;
}

const en: CalculatorWords = {
  title: 'Try it',
  lead: 'Per cent of each share, everything metered. The same exact arithmetic that scores audits.',
  compute: 'Compute',
  composite: 'Composite',
  mirrors: 'Mirrors',
  weight: 'weight',
  noTier: 'These figures reach no tier.',
  tier: (name) => `These figures reach ${name}.`,
  gates: 'Assurance, telemetry, scope and coverage must hold as well; they are in the table of tiers.',
};
const de: CalculatorWords = {
  title: 'Ausprobieren',
  lead: 'Prozent jedes Anteils, alles gemessen. Dieselbe exakte Rechnung, die Audits bewertet.',
  compute: 'Rechnen',
  composite: 'Gesamtwert',
  mirrors: 'Spiegel',
  weight: 'Gewicht',
  noTier: 'Diese Werte erreichen keine Stufe.',
  tier: (name) => `Diese Werte erreichen ${name}.`,
  gates: 'Auch Prüftiefe, Telemetrie, Umfang und Abdeckung müssen genügen; sie stehen in der Tabelle der Stufen.',
};
const fr: CalculatorWords = {
  title: 'Essayer',
  lead: 'Pour cent de chaque part, tout étant mesuré. Le même calcul exact que pour les audits.',
  compute: 'Calculer',
  composite: 'Valeur composite',
  mirrors: 'Miroirs',
  weight: 'poids',
  noTier: 'Ces chiffres n’atteignent aucun niveau.',
  tier: (name) => `Ces chiffres atteignent ${name}.`,
  gates: 'Assurance, télémétrie, périmètre et couverture doivent aussi suffire ; voir le tableau des niveaux.',
};
const es: CalculatorWords = {
  title: 'Probar',
  lead: 'Por ciento de cada parte, con todo medido. El mismo cálculo exacto que puntúa las auditorías.',
  compute: 'Calcular',
  composite: 'Valor compuesto',
  mirrors: 'Espejos',
  weight: 'peso',
  noTier: 'Estas cifras no alcanzan ningún nivel.',
  tier: (name) => `Estas cifras alcanzan ${name}.`,
  gates: 'También deben bastar la garantía, la telemetría, el alcance y la cobertura; están en la tabla de niveles.',
};
const ja: CalculatorWords = {
  title: '試算',
  lead: '各割合をパーセントで入力します（すべて計測済みとする）。監査と同じ厳密な計算です。',
  compute: '計算',
  composite: '総合値',
  mirrors: 'ミラー',
  weight: '重み',
  noTier: 'この数値で達するランクはありません。',
  tier: (name) => `この数値は ${name} に達します。`,
  gates: '保証水準、テレメトリー、範囲、計測率の条件も必要です。ランクの表をご覧ください。',
};

export const CALCULATOR_WORDS: Translated<CalculatorWords> = { en, de, fr, es, ja };
