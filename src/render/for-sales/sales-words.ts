import type { Translated } from '../lang.ts';
import type { SalesFormat } from './sales-choice.ts';
import type { SnippetName } from './snippets.ts';

/** The page's own words in one language. */
export interface SalesWords {
  readonly title: (name: string) => string;
  readonly description: string;
  /** What a badge does, for whoever puts it up. */
  readonly lead: string;
  readonly register: string;
  readonly builder: string;
  readonly fields: {
    readonly style: string;
    readonly ground: string;
    readonly words: string;
    readonly format: string;
    readonly size: string;
  };
  readonly styles: { readonly flat: string; readonly card: string; readonly compact: string };
  readonly grounds: { readonly light: string; readonly dark: string; readonly auto: string };
  readonly formats: Readonly<Record<SalesFormat, string>>;
  readonly sizes: { readonly 1: string; readonly 2: string };
  readonly show: string;
  /** What is told of pixels, where pixels are shown. */
  readonly pixelNote: string;
  readonly japaneseNote: string;
  readonly bakedNote: string;
  readonly onLight: string;
  readonly onDark: string;
  readonly download: string;
  readonly snippets: string;
  readonly snippetNotes: Partial<Readonly<Record<SnippetName, string>>>;
  readonly verify: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyWhat: (what: string) => string;
  readonly alt: (name: string) => string;
  readonly may: string;
  readonly mayNote: (day: string) => string;
  readonly mayNot: string;
  readonly takeDown: string;
  readonly takeDownNote: string;
  readonly rules: string;
}

const en: SalesWords = {
  title: (name) => `Badge of ${name}`,
  description: 'The badge as it stands today, the code that shows it, and the words that are true with it.',
  lead: 'An embedded badge shows what stands today, with its date, and turns by itself when that changes.',
  register: 'Register',
  builder: 'Choose a badge',
  fields: { style: 'Style', ground: 'Made for', words: 'Language', format: 'Format', size: 'Size' },
  styles: { flat: 'two lines', card: 'card', compact: 'one line' },
  grounds: { light: 'light pages', dark: 'dark pages', auto: 'either' },
  formats: {
    svg: 'SVG',
    png: 'PNG',
    'baked.svg': 'SVG with its credential',
    'baked.png': 'PNG with its credential',
  },
  sizes: { 1: '1 ×', 2: '2 ×, for fine screens' },
  show: 'Show',
  pixelNote: 'Pixels cannot follow the reader: made for either, they are made for light pages.',
  japaneseNote: 'Pictures in pixels have no Japanese letters; the words are English.',
  bakedNote: 'It carries the signed credential inside. Drop the file on the page “Verify”, and it is checked.',
  onLight: 'On a light page',
  onDark: 'On a dark page',
  download: 'Save the picture',
  snippets: 'Put it on your page',
  snippetNotes: {
    'E-mail': 'A picture in pixels in a table, which every mail program shows.',
    reStructuredText: 'For README files and Sphinx.',
  },
  verify: 'Verify',
  copy: 'Copy',
  copied: 'Copied',
  copyWhat: (what) => `Copy ${what}`,
  alt: (name) => `Carbon Mirror certification of ${name}`,
  may: 'You may say',
  mayNote: (day) => `True as of ${day}. Look again before you print.`,
  mayNot: 'You may not say',
  takeDown: 'Take down now',
  takeDownNote: 'No certificate stands. What says otherwise has to come down.',
  rules: 'Rules of use',
};

const de: SalesWords = {
  title: (name) => `Abzeichen von ${name}`,
  description: 'Das Abzeichen von heute, der Code, der es zeigt, und die Worte, die dazu wahr sind.',
  lead: 'Ein eingebettetes Abzeichen zeigt mit Datum, was heute gilt, und wechselt von selbst, wenn sich das ändert.',
  register: 'Register',
  builder: 'Abzeichen wählen',
  fields: { style: 'Form', ground: 'Für', words: 'Sprache', format: 'Format', size: 'Größe' },
  styles: { flat: 'zweizeilig', card: 'Karte', compact: 'einzeilig' },
  grounds: { light: 'helle Seiten', dark: 'dunkle Seiten', auto: 'beides' },
  formats: {
    svg: 'SVG',
    png: 'PNG',
    'baked.svg': 'SVG mit Nachweis',
    'baked.png': 'PNG mit Nachweis',
  },
  sizes: { 1: '1 ×', 2: '2 ×, für feine Bildschirme' },
  show: 'Zeigen',
  pixelNote: 'Pixel können dem Leser nicht folgen: Für beides heißt bei ihnen für helle Seiten.',
  japaneseNote: 'Bilder aus Pixeln haben keine japanischen Zeichen; die Worte sind englisch.',
  bakedNote: 'Es trägt den signierten Nachweis in sich. Auf die Seite „Prüfen“ gezogen, wird er geprüft.',
  onLight: 'Auf heller Seite',
  onDark: 'Auf dunkler Seite',
  download: 'Bild speichern',
  snippets: 'Auf Ihre Seite setzen',
  snippetNotes: {
    'E-mail': 'Ein Bild aus Pixeln in einer Tabelle, die jedes Mailprogramm zeigt.',
    reStructuredText: 'Für README-Dateien und Sphinx.',
  },
  verify: 'Prüfen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyWhat: (what) => `${what} kopieren`,
  alt: (name) => `Carbon-Mirror-Zertifizierung von ${name}`,
  may: 'Das dürfen Sie sagen',
  mayNote: (day) => `Wahr mit Stand ${day}. Vor dem Druck noch einmal nachsehen.`,
  mayNot: 'Das dürfen Sie nicht sagen',
  takeDown: 'Jetzt zu entfernen',
  takeDownNote: 'Es besteht kein Zertifikat. Was anderes sagt, ist zu entfernen.',
  rules: 'Regeln der Nutzung',
};

const fr: SalesWords = {
  title: (name) => `Badge de ${name}`,
  description: 'Le badge d’aujourd’hui, le code qui l’affiche et les mots qui sont vrais avec lui.',
  lead: 'Un badge intégré montre, avec sa date, ce qui vaut aujourd’hui, et change de lui-même quand cela change.',
  register: 'Registre',
  builder: 'Choisir un badge',
  fields: { style: 'Forme', ground: 'Pour', words: 'Langue', format: 'Format', size: 'Taille' },
  styles: { flat: 'deux lignes', card: 'carte', compact: 'une ligne' },
  grounds: { light: 'pages claires', dark: 'pages sombres', auto: 'les deux' },
  formats: {
    svg: 'SVG',
    png: 'PNG',
    'baked.svg': 'SVG avec son attestation',
    'baked.png': 'PNG avec son attestation',
  },
  sizes: { 1: '1 ×', 2: '2 ×, écrans fins' },
  show: 'Afficher',
  pixelNote: 'Les pixels ne suivent pas le lecteur : pour les deux, ils sont faits pour les pages claires.',
  japaneseNote: 'Les images en pixels n’ont pas de caractères japonais ; les mots sont en anglais.',
  bakedNote: 'Il contient l’attestation signée. Déposez le fichier sur la page « Vérifier » : elle est contrôlée.',
  onLight: 'Sur une page claire',
  onDark: 'Sur une page sombre',
  download: 'Enregistrer l’image',
  snippets: 'Le mettre sur votre page',
  snippetNotes: {
    'E-mail': 'Une image en pixels dans un tableau, que tout logiciel de messagerie affiche.',
    reStructuredText: 'Pour les fichiers README et Sphinx.',
  },
  verify: 'Vérifier',
  copy: 'Copier',
  copied: 'Copié',
  copyWhat: (what) => `Copier : ${what}`,
  alt: (name) => `Certification Carbon Mirror de ${name}`,
  may: 'Vous pouvez dire',
  mayNote: (day) => `Vrai au ${day}. Vérifiez encore avant d’imprimer.`,
  mayNot: 'Vous ne pouvez pas dire',
  takeDown: 'À retirer maintenant',
  takeDownNote: 'Aucun certificat n’est valable. Ce qui dit autre chose doit être retiré.',
  rules: 'Règles d’usage',
};

const es: SalesWords = {
  title: (name) => `Insignia de ${name}`,
  description: 'La insignia de hoy, el código que la muestra y las palabras que son ciertas con ella.',
  lead: 'Una insignia incrustada muestra, con su fecha, lo que vale hoy, y cambia por sí sola cuando eso cambia.',
  register: 'Registro',
  builder: 'Elegir una insignia',
  fields: { style: 'Forma', ground: 'Para', words: 'Idioma', format: 'Formato', size: 'Tamaño' },
  styles: { flat: 'dos líneas', card: 'tarjeta', compact: 'una línea' },
  grounds: { light: 'páginas claras', dark: 'páginas oscuras', auto: 'ambas' },
  formats: {
    svg: 'SVG',
    png: 'PNG',
    'baked.svg': 'SVG con su credencial',
    'baked.png': 'PNG con su credencial',
  },
  sizes: { 1: '1 ×', 2: '2 ×, pantallas finas' },
  show: 'Mostrar',
  pixelNote: 'Los píxeles no siguen al lector: para ambas, se hacen para páginas claras.',
  japaneseNote: 'Las imágenes en píxeles no tienen letras japonesas; las palabras van en inglés.',
  bakedNote: 'Lleva dentro la credencial firmada. Suelte el archivo en la página «Verificar» y se comprueba.',
  onLight: 'En una página clara',
  onDark: 'En una página oscura',
  download: 'Guardar la imagen',
  snippets: 'Ponerla en su página',
  snippetNotes: {
    'E-mail': 'Una imagen en píxeles en una tabla, que todo programa de correo muestra.',
    reStructuredText: 'Para archivos README y Sphinx.',
  },
  verify: 'Verificar',
  copy: 'Copiar',
  copied: 'Copiado',
  copyWhat: (what) => `Copiar: ${what}`,
  alt: (name) => `Certificación Carbon Mirror de ${name}`,
  may: 'Puede decir',
  mayNote: (day) => `Cierto a ${day}. Compruébelo otra vez antes de imprimir.`,
  mayNot: 'No puede decir',
  takeDown: 'Retirar ahora',
  takeDownNote: 'Ningún certificado está vigente. Lo que diga otra cosa debe retirarse.',
  rules: 'Reglas de uso',
};

const ja: SalesWords = {
  title: (name) => `${name}のバッジ`,
  description: '現在のバッジ、表示用コード、そして正しい表現。',
  lead: '埋め込んだバッジは、現在有効な内容を日付とともに示し、変われば自動で切り替わります。',
  register: '登録簿',
  builder: 'バッジを選ぶ',
  fields: { style: '形', ground: '背景', words: '言語', format: '形式', size: '大きさ' },
  styles: { flat: '2行', card: 'カード', compact: '1行' },
  grounds: { light: '明るいページ', dark: '暗いページ', auto: '両方' },
  formats: { svg: 'SVG', png: 'PNG', 'baked.svg': '証明入りSVG', 'baked.png': '証明入りPNG' },
  sizes: { 1: '1 ×', 2: '2 ×（高精細画面用）' },
  show: '表示',
  pixelNote: 'PNGは閲覧者の設定に従えません。「両方」は明るいページ用になります。',
  japaneseNote: 'PNGには日本語の文字がないため、英語で表示されます。',
  bakedNote: '署名された証明が入っています。ファイルを「検証」ページに置くと確認できます。',
  onLight: '明るいページで',
  onDark: '暗いページで',
  download: '画像を保存',
  snippets: 'ページに載せる',
  snippetNotes: {
    'E-mail': 'どのメールソフトでも表示できる、表の中のPNG画像です。',
    reStructuredText: 'READMEやSphinx用です。',
  },
  verify: '検証',
  copy: 'コピー',
  copied: 'コピーしました',
  copyWhat: (what) => `${what}をコピー`,
  alt: (name) => `${name}のCarbon Mirror認証`,
  may: '言えること',
  mayNote: (day) => `${day}時点で正しい表現です。印刷の前にもう一度ご確認ください。`,
  mayNot: '言えないこと',
  takeDown: '今すぐ取り下げるもの',
  takeDownNote: '有効な認証はありません。それと異なる表示は取り下げてください。',
  rules: '使用のきまり',
};

export const SALES_WORDS: Translated<SalesWords> = { en, de, fr, es, ja };
