import type { PartName, PartVerdict } from '../../core/claim-check.ts';
import type { Translated } from '../lang.ts';

/** The words of `/claims`. */
export interface ClaimWords {
  readonly title: string;
  readonly description: string;
  readonly lead: string;
  readonly parts: Readonly<Record<PartName, string>>;
  readonly hints: Readonly<Record<'domain' | 'composite_percent' | 'certified_on', string>>;
  readonly notClaimed: string;
  readonly yes: string;
  readonly no: string;
  readonly check: string;
  readonly verdicts: Readonly<Record<PartVerdict, string>>;
  readonly meanings: Readonly<Record<PartVerdict, string>>;
  readonly headline: Readonly<Record<'allTrue' | 'someWrong' | 'noneTrue' | 'unknown', string>>;
  readonly part: string;
  readonly claimed: string;
  readonly today: string;
  readonly verdict: string;
  readonly correct: string;
  readonly copy: string;
  readonly faulty: string;
  readonly another: string;
  readonly page: string;
  readonly tableLabel: string;
}

export const CLAIM_WORDS: Translated<ClaimWords> = {
  en: {
    title: 'Is this claim true?',
    description: 'Type what a sales deck says about a certificate; each part is checked against the register.',
    lead: 'Type what the sentence says, part by part. Each part is answered for itself, and you get the sentence that is true today.',
    parts: {
      domain: 'Domain',
      tier: 'Tier',
      composite_percent: 'Composite, %',
      certified_on: 'Certified on',
      live: 'Live telemetry',
    },
    hints: { domain: 'acme.example', composite_percent: '92.4', certified_on: '2026-08-22' },
    notClaimed: 'not claimed',
    yes: 'yes',
    no: 'no',
    check: 'Check the claim',
    verdicts: { true: 'True', false: 'False', outdated: 'Outdated', unknown: 'Unknown' },
    meanings: {
      true: 'holds today',
      false: 'never held here',
      outdated: 'held earlier, not today',
      unknown: 'nobody here has proved this domain',
    },
    headline: {
      allTrue: 'True in every part.',
      someWrong: 'Not true as it stands.',
      noneTrue: 'Not true today.',
      unknown: 'Unknown: that is not a no.',
    },
    part: 'Part',
    claimed: 'Claimed',
    today: 'Today',
    verdict: 'Verdict',
    correct: 'The sentence that is true today',
    copy: 'the sentence',
    faulty: 'This cannot be checked as it was typed:',
    another: 'Check another',
    page: 'Open its page',
    tableLabel: 'Each part of the claim',
  },
  de: {
    title: 'Stimmt diese Aussage?',
    description: 'Geben Sie ein, was eine Präsentation über ein Zertifikat sagt; jeder Teil wird am Register geprüft.',
    lead: 'Geben Sie ein, was der Satz sagt, Teil für Teil. Jeder Teil bekommt seine eigene Antwort, und Sie bekommen den Satz, der heute stimmt.',
    parts: {
      domain: 'Domain',
      tier: 'Stufe',
      composite_percent: 'Gesamtwert, %',
      certified_on: 'Zertifiziert am',
      live: 'Live-Telemetrie',
    },
    hints: { domain: 'acme.example', composite_percent: '92.4', certified_on: '2026-08-22' },
    notClaimed: 'nicht behauptet',
    yes: 'ja',
    no: 'nein',
    check: 'Aussage prüfen',
    verdicts: { true: 'Wahr', false: 'Falsch', outdated: 'Überholt', unknown: 'Unbekannt' },
    meanings: {
      true: 'gilt heute',
      false: 'galt hier nie',
      outdated: 'galt früher, heute nicht',
      unknown: 'niemand hat diese Domain hier nachgewiesen',
    },
    headline: {
      allTrue: 'Wahr in jedem Teil.',
      someWrong: 'So stimmt es nicht.',
      noneTrue: 'Heute nicht wahr.',
      unknown: 'Unbekannt: Das ist kein Nein.',
    },
    part: 'Teil',
    claimed: 'Behauptet',
    today: 'Heute',
    verdict: 'Urteil',
    correct: 'Der Satz, der heute stimmt',
    copy: 'den Satz',
    faulty: 'So eingegeben lässt sich das nicht prüfen:',
    another: 'Weitere prüfen',
    page: 'Seite öffnen',
    tableLabel: 'Jeder Teil der Aussage',
  },
  fr: {
    title: 'Cette affirmation est-elle vraie ?',
    description: 'Saisissez ce qu’une présentation dit d’un certificat ; chaque partie est vérifiée dans le registre.',
    lead: 'Saisissez ce que dit la phrase, partie par partie. Chaque partie reçoit sa réponse, et vous recevez la phrase qui est vraie aujourd’hui.',
    parts: {
      domain: 'Domaine',
      tier: 'Niveau',
      composite_percent: 'Indice, %',
      certified_on: 'Certifié le',
      live: 'Télémétrie en direct',
    },
    hints: { domain: 'acme.example', composite_percent: '92.4', certified_on: '2026-08-22' },
    notClaimed: 'non affirmé',
    yes: 'oui',
    no: 'non',
    check: 'Vérifier l’affirmation',
    verdicts: { true: 'Vrai', false: 'Faux', outdated: 'Dépassé', unknown: 'Inconnu' },
    meanings: {
      true: 'vaut aujourd’hui',
      false: 'n’a jamais valu ici',
      outdated: 'valait avant, plus aujourd’hui',
      unknown: 'personne n’a prouvé ce domaine ici',
    },
    headline: {
      allTrue: 'Vrai dans chaque partie.',
      someWrong: 'Inexact en l’état.',
      noneTrue: 'Ce n’est pas vrai aujourd’hui.',
      unknown: 'Inconnu : ce n’est pas un non.',
    },
    part: 'Partie',
    claimed: 'Affirmé',
    today: 'Aujourd’hui',
    verdict: 'Verdict',
    correct: 'La phrase vraie aujourd’hui',
    copy: 'la phrase',
    faulty: 'Cela ne peut être vérifié tel quel :',
    another: 'Vérifier une autre',
    page: 'Ouvrir sa page',
    tableLabel: 'Chaque partie de l’affirmation',
  },
  es: {
    title: '¿Es cierta esta afirmación?',
    description: 'Escriba lo que una presentación dice de un certificado; cada parte se comprueba en el registro.',
    lead: 'Escriba lo que dice la frase, parte por parte. Cada parte recibe su respuesta, y usted recibe la frase que hoy es cierta.',
    parts: {
      domain: 'Dominio',
      tier: 'Nivel',
      composite_percent: 'Índice, %',
      certified_on: 'Certificado el',
      live: 'Telemetría en vivo',
    },
    hints: { domain: 'acme.example', composite_percent: '92.4', certified_on: '2026-08-22' },
    notClaimed: 'no se afirma',
    yes: 'sí',
    no: 'no',
    check: 'Comprobar la afirmación',
    verdicts: { true: 'Cierto', false: 'Falso', outdated: 'Superado', unknown: 'Desconocido' },
    meanings: {
      true: 'vale hoy',
      false: 'nunca valió aquí',
      outdated: 'valió antes, hoy no',
      unknown: 'nadie ha demostrado aquí este dominio',
    },
    headline: {
      allTrue: 'Cierta en todas sus partes.',
      someWrong: 'No es cierta tal como está.',
      noneTrue: 'No es cierto hoy.',
      unknown: 'Desconocido: eso no es un no.',
    },
    part: 'Parte',
    claimed: 'Afirmado',
    today: 'Hoy',
    verdict: 'Veredicto',
    correct: 'La frase que hoy es cierta',
    copy: 'la frase',
    faulty: 'Así escrito no se puede comprobar:',
    another: 'Comprobar otra',
    page: 'Abrir su página',
    tableLabel: 'Cada parte de la afirmación',
  },
  ja: {
    title: 'この主張は本当ですか',
    description: '営業資料にある認証の記述を入力すると、項目ごとに登録簿と照合します。',
    lead: '文の内容を項目ごとに入力してください。項目ごとに判定し、本日正しい文をお返しします。',
    parts: {
      domain: 'ドメイン',
      tier: '等級',
      composite_percent: '総合値 %',
      certified_on: '認証日',
      live: 'ライブ・テレメトリー',
    },
    hints: { domain: 'acme.example', composite_percent: '92.4', certified_on: '2026-08-22' },
    notClaimed: '主張なし',
    yes: 'あり',
    no: 'なし',
    check: '主張を確認',
    verdicts: { true: '正しい', false: '誤り', outdated: '古い', unknown: '不明' },
    meanings: {
      true: '本日時点で成立',
      false: 'ここで成立したことはない',
      outdated: '以前は成立、本日は不成立',
      unknown: 'このドメインは誰も証明していない',
    },
    headline: {
      allTrue: 'すべての項目が正しい。',
      someWrong: 'このままでは正しくありません。',
      noneTrue: '本日の時点では正しくありません。',
      unknown: '不明：「いいえ」という意味ではありません。',
    },
    part: '項目',
    claimed: '主張',
    today: '本日',
    verdict: '判定',
    correct: '本日正しい文',
    copy: '文',
    faulty: '入力のままでは確認できません：',
    another: '別の主張を確認',
    page: '詳細ページを開く',
    tableLabel: '主張の各項目',
  },
};
