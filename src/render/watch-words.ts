import type { Translated } from './lang.ts';

export interface WatchWords {
  readonly title: string;
  readonly lead: string;
  readonly label: string;
  readonly button: string;
  readonly address: string;
  readonly unknown: string;
}

export const WATCH_WORDS: Translated<WatchWords> = {
  en: {
    title: 'Watch vendors',
    lead: 'Paste domains or party ids. You get the address of a feed for any reader; no account is needed.',
    label: 'Domains or ids, one a line',
    button: 'Make the feed',
    address: 'Your feed',
    unknown: 'Not known here',
  },
  de: {
    title: 'Anbieter beobachten',
    lead: 'Domains oder Kennungen einfügen. Sie erhalten die Adresse eines Feeds für jeden Leser, ohne Konto.',
    label: 'Domains oder Kennungen, eine je Zeile',
    button: 'Feed erstellen',
    address: 'Ihr Feed',
    unknown: 'Hier nicht bekannt',
  },
  fr: {
    title: 'Suivre des fournisseurs',
    lead: 'Collez des domaines ou des identifiants. Vous obtenez l’adresse d’un flux, sans compte.',
    label: 'Domaines ou identifiants, un par ligne',
    button: 'Créer le flux',
    address: 'Votre flux',
    unknown: 'Inconnu ici',
  },
  es: {
    title: 'Seguir proveedores',
    lead: 'Pegue dominios o identificadores. Recibe la dirección de un canal, sin cuenta.',
    label: 'Dominios o identificadores, uno por línea',
    button: 'Crear el canal',
    address: 'Su canal',
    unknown: 'No se conoce aquí',
  },
  ja: {
    title: '取引先を見守る',
    lead: 'ドメインまたはIDを貼り付けると、フィードのアドレスが得られます。アカウントは不要です。',
    label: 'ドメインまたはID（1行に1つ）',
    button: 'フィードを作成',
    address: 'フィード',
    unknown: '登録がありません',
  },
};
