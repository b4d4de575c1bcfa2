import type { Translated } from '../lang.ts';

/** Headings of the page `/verify`; its explanations are English. */
export interface VerifyWords {
  readonly title: string;
  readonly headline: string;
  readonly questions: string;
  readonly anchors: string;
  readonly commands: string;
}

export const VERIFY_WORDS: Translated<VerifyWords> = {
  en: {
    title: 'Verify',
    headline: 'Verify it yourself.',
    questions: 'Six questions, six answers',
    anchors: 'What the answers rest on',
    commands: 'On the command line',
  },
  de: {
    title: 'Prüfen',
    headline: 'Prüfen Sie selbst.',
    questions: 'Sechs Fragen, sechs Antworten',
    anchors: 'Worauf die Antworten beruhen',
    commands: 'Auf der Kommandozeile',
  },
  fr: {
    title: 'Vérifier',
    headline: 'Vérifiez vous-même.',
    questions: 'Six questions, six réponses',
    anchors: 'Sur quoi reposent les réponses',
    commands: 'En ligne de commande',
  },
  es: {
    title: 'Verificar',
    headline: 'Verifíquelo usted mismo.',
    questions: 'Seis preguntas, seis respuestas',
    anchors: 'En qué se basan las respuestas',
    commands: 'En la línea de órdenes',
  },
  ja: {
    title: '検証',
    headline: 'ご自身で検証できます。',
    questions: '六つの問いと六つの答え',
    anchors: '答えの根拠',
    commands: 'コマンドラインで',
  },
};
