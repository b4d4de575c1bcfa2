import type { Language, Theme, Translated } from '../lang.ts';

/** Texts around every page. */
export interface FrameWords {
  readonly skip: string;
  readonly main: string;
  readonly register: string;
  readonly compare: string;
  readonly methodology: string;
  readonly log: string;
  readonly verify: string;
  readonly api: string;
  readonly more: string;
  readonly statistics: string;
  readonly status: string;
  readonly tenders: string;
  readonly watch: string;
  readonly claims: string;
  readonly ownView: string;
  readonly problems: string;
  readonly asJson: string;
  readonly feed: string;
  /** Around the number of the log entry and its time. */
  readonly reflects: readonly [before: string, between: string, after: string];
  readonly recomputes: string;
  readonly language: string;
  readonly theme: string;
  readonly themes: Readonly<Record<Theme, string>>;
  readonly test: string;
  readonly demo: string;
  readonly sandbox: string;
}

/** Languages as they call themselves. */
export const OWN_NAMES: Translated<string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
} satisfies Record<Language, string>;

const en: FrameWords = {
  skip: 'Skip to the content',
  main: 'Main',
  register: 'Register',
  compare: 'Compare',
  methodology: 'Methodology',
  log: 'Log',
  verify: 'Verify',
  api: 'API',
  more: 'More',
  statistics: 'Statistics',
  status: 'Status',
  tenders: 'For tenders',
  watch: 'Watch vendors',
  claims: 'Check a claim',
  ownView: 'Your own view',
  problems: 'Problem codes',
  asJson: 'This page as JSON',
  feed: 'This page as a feed',
  reflects: ['Everything on this page reflects log entry ', ', as of ', '.'],
  recomputes: 'The registry recomputes every figure from signed documents.',
  language: 'Language',
  theme: 'Colours',
  themes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
  test: 'Test registry',
  demo: 'TEST registry: demonstration data. No organisation here is real, and nothing here certifies anything.',
  sandbox: 'TEST registry: a sandbox for trying out. Nothing here certifies anything.',
};

const de: FrameWords = {
  skip: 'Zum Inhalt springen',
  main: 'Hauptnavigation',
  register: 'Register',
  compare: 'Vergleichen',
  methodology: 'Methodik',
  log: 'Log',
  verify: 'Prüfen',
  api: 'API',
  more: 'Mehr',
  statistics: 'Statistik',
  status: 'Betrieb',
  tenders: 'Für Ausschreibungen',
  watch: 'Anbieter beobachten',
  claims: 'Aussage prüfen',
  ownView: 'Eigene Ansicht',
  problems: 'Fehlercodes',
  asJson: 'Diese Seite als JSON',
  feed: 'Diese Seite als Feed',
  reflects: ['Alles auf dieser Seite entspricht Log-Eintrag ', ', Stand ', '.'],
  recomputes: 'Das Register rechnet jede Zahl aus signierten Dokumenten nach.',
  language: 'Sprache',
  theme: 'Farben',
  themes: { auto: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  test: 'Testregister',
  demo: 'TEST-Register: Vorführdaten. Keine Organisation hier ist echt, und nichts hier zertifiziert etwas.',
  sandbox: 'TEST-Register: zum Ausprobieren. Nichts hier zertifiziert etwas.',
};

const fr: FrameWords = {
  skip: 'Aller au contenu',
  main: 'Navigation principale',
  register: 'Registre',
  compare: 'Comparer',
  methodology: 'Méthodologie',
  log: 'Journal',
  verify: 'Vérifier',
  api: 'API',
  more: 'Plus',
  statistics: 'Statistiques',
  status: 'Service',
  tenders: 'Pour les appels d’offres',
  watch: 'Suivre des fournisseurs',
  claims: 'Vérifier une affirmation',
  ownView: 'Votre propre vue',
  problems: 'Codes d’erreur',
  asJson: 'Cette page en JSON',
  feed: 'Cette page en flux',
  reflects: ['Tout sur cette page correspond à l’entrée du journal ', ', au ', '.'],
  recomputes: 'Le registre recalcule chaque chiffre à partir de documents signés.',
  language: 'Langue',
  theme: 'Couleurs',
  themes: { auto: 'Comme le système', light: 'Clair', dark: 'Sombre' },
  test: 'Registre de test',
  demo: 'Registre de TEST : données de démonstration. Aucune organisation ici n’est réelle, et rien ici ne certifie quoi que ce soit.',
  sandbox: 'Registre de TEST : pour essayer. Rien ici ne certifie quoi que ce soit.',
};

const es: FrameWords = {
  skip: 'Ir al contenido',
  main: 'Navegación principal',
  register: 'Registro',
  compare: 'Comparar',
  methodology: 'Metodología',
  log: 'Bitácora',
  verify: 'Verificar',
  api: 'API',
  more: 'Más',
  statistics: 'Estadísticas',
  status: 'Servicio',
  tenders: 'Para licitaciones',
  watch: 'Seguir proveedores',
  claims: 'Comprobar una afirmación',
  ownView: 'Su propia vista',
  problems: 'Códigos de error',
  asJson: 'Esta página como JSON',
  feed: 'Esta página como fuente web',
  reflects: ['Todo en esta página corresponde a la entrada ', ' de la bitácora, a fecha de ', '.'],
  recomputes: 'El registro recalcula cada cifra a partir de documentos firmados.',
  language: 'Idioma',
  theme: 'Colores',
  themes: { auto: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
  test: 'Registro de prueba',
  demo: 'Registro de PRUEBA: datos de demostración. Ninguna organización aquí es real y nada aquí certifica nada.',
  sandbox: 'Registro de PRUEBA: para ensayar. Nada aquí certifica nada.',
};

const ja: FrameWords = {
  skip: '本文へ移動',
  main: 'メイン',
  register: '登録簿',
  compare: '比較',
  methodology: '算定方法',
  log: 'ログ',
  verify: '検証',
  api: 'API',
  more: 'その他',
  statistics: '統計',
  status: '稼働状況',
  tenders: '入札向け',
  watch: '取引先を見守る',
  claims: '表示の確認',
  ownView: '自社の画面',
  problems: 'エラーコード',
  asJson: 'このページの JSON',
  feed: 'このページのフィード',
  reflects: ['このページの内容はすべてログ項目 ', ' に基づきます（', ' 現在）。'],
  recomputes: '登録簿はすべての数値を署名済み文書から再計算します。',
  language: '言語',
  theme: '配色',
  themes: { auto: 'システムに合わせる', light: 'ライト', dark: 'ダーク' },
  test: 'テスト用登録簿',
  demo: 'テスト用登録簿：デモデータです。掲載組織は実在せず、何も認証しません。',
  sandbox: 'テスト用登録簿：お試し用です。ここでは何も認証しません。',
};

export const FRAME_WORDS: Translated<FrameWords> = { en, de, fr, es, ja };
