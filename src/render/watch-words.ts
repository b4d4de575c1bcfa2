import type { Translated } from './lang.ts';

export interface WatchWords {
  readonly title: string;
  readonly lead: string;
  readonly label: string;
  readonly button: string;
  /** How many of those that were written are followed. */
  readonly follows: (known: number, asked: number) => string;
  /** How many were left out, beyond what one feed may follow. */
  readonly leftOut: (count: number) => string;
  readonly address: string;
  readonly stream: string;
  readonly whom: string;
  readonly written: string;
  readonly organisation: string;
  readonly unknown: string;
  readonly again: string;
}

export const WATCH_WORDS: Translated<WatchWords> = {
  en: {
    title: 'Watch vendors',
    lead: 'Paste domains or party ids. You get the address of a feed for any reader; no account is needed.',
    label: 'Domains or ids, one a line',
    button: 'Make the feed',
    follows: (known, asked) =>
      known === 0 ? 'Nobody here goes by these names.' : `Your feed follows ${known} of ${asked}.`,
    leftOut: (count) => `One feed follows at most 200: the last ${count} were left out.`,
    address: 'Feed',
    stream: 'Stream for programs',
    whom: 'Whom the feed follows',
    written: 'As you wrote it',
    organisation: 'Organisation',
    unknown: 'Not known here',
    again: 'Change the list',
  },
  de: {
    title: 'Anbieter beobachten',
    lead: 'Domains oder Kennungen einfügen. Sie erhalten die Adresse eines Feeds für jeden Leser, ohne Konto.',
    label: 'Domains oder Kennungen, eine je Zeile',
    button: 'Feed erstellen',
    follows: (known, asked) =>
      known === 0 ? 'Unter diesen Namen ist hier niemand bekannt.' : `Ihr Feed folgt ${known} von ${asked}.`,
    leftOut: (count) => `Ein Feed folgt höchstens 200: die letzten ${count} sind weggelassen.`,
    address: 'Feed',
    stream: 'Strom für Programme',
    whom: 'Wem der Feed folgt',
    written: 'Wie eingegeben',
    organisation: 'Organisation',
    unknown: 'Hier nicht bekannt',
    again: 'Liste ändern',
  },
  fr: {
    title: 'Suivre des fournisseurs',
    lead: 'Collez des domaines ou des identifiants. Vous obtenez l’adresse d’un flux, sans compte.',
    label: 'Domaines ou identifiants, un par ligne',
    button: 'Créer le flux',
    follows: (known, asked) =>
      known === 0 ? 'Personne n’est connu ici sous ces noms.' : `Votre flux suit ${known} sur ${asked}.`,
    leftOut: (count) => `Un flux suit au plus 200 noms : les ${count} derniers ont été omis.`,
    address: 'Flux',
    stream: 'Flux continu pour programmes',
    whom: 'Qui le flux suit',
    written: 'Tel que saisi',
    organisation: 'Organisation',
    unknown: 'Inconnu ici',
    again: 'Modifier la liste',
  },
  es: {
    title: 'Seguir proveedores',
    lead: 'Pegue dominios o identificadores. Recibe la dirección de un canal, sin cuenta.',
    label: 'Dominios o identificadores, uno por línea',
    button: 'Crear el canal',
    follows: (known, asked) =>
      known === 0 ? 'Nadie se conoce aquí por estos nombres.' : `Su canal sigue a ${known} de ${asked}.`,
    leftOut: (count) => `Un canal sigue a 200 como máximo: se omitieron los últimos ${count}.`,
    address: 'Canal',
    stream: 'Flujo continuo para programas',
    whom: 'A quién sigue el canal',
    written: 'Tal como se escribió',
    organisation: 'Organización',
    unknown: 'No se conoce aquí',
    again: 'Cambiar la lista',
  },
  ja: {
    title: '取引先を見守る',
    lead: 'ドメインまたはIDを貼り付けると、フィードのアドレスが得られます。アカウントは不要です。',
    label: 'ドメインまたはID（1行に1つ）',
    button: 'フィードを作成',
    follows: (known, asked) =>
      known === 0 ? 'この名前の登録はありません。' : `フィードは${asked}件中${known}件を追跡します。`,
    leftOut: (count) => `1つのフィードで追跡できるのは200件までです。最後の${count}件は省かれました。`,
    address: 'フィード',
    stream: 'プログラム用ストリーム',
    whom: 'フィードの追跡対象',
    written: '入力内容',
    organisation: '組織',
    unknown: '登録がありません',
    again: 'リストを変更',
  },
};
