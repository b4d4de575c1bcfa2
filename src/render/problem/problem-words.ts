import type { Translated } from '../lang.ts';

/** What happened, by the kind of status, and what helps. */
export interface ProblemWords {
  readonly problem: string;
  readonly verdicts: Readonly<Record<ProblemKind, string>>;
  readonly advice: Readonly<Record<ProblemKind, string>>;
  readonly search: string;
  readonly about: (code: string) => string;
  readonly request: string;
  readonly codes: string;
  readonly allCodes: string;
  readonly code: string;
  readonly status: string;
  readonly meaning: string;
}

/** `missing` 404 and 410, `busy` 429 and 503, `fault` other 5xx, `refused` the rest. */
export type ProblemKind = 'missing' | 'busy' | 'fault' | 'refused';

export function kindOf(status: number): ProblemKind {
  if (status === 404 || status === 410) return 'missing';
  if (status === 429 || status === 503) return 'busy';
  return status >= 500 ? 'fault' : 'refused';
}

const en: ProblemWords = {
  problem: 'Problem',
  verdicts: {
    missing: 'There is nothing here',
    busy: 'Not now',
    fault: 'Something failed here',
    refused: 'This cannot be answered',
  },
  advice: {
    missing: 'This says only that nothing is registered under this address. It is not a judgement about anybody.',
    busy: 'Nothing was lost. Try again in a moment.',
    fault: 'The fault is on this side. Nothing that was accepted before is lost.',
    refused: 'Nothing was stored. Correct the request and send it again.',
  },
  search: 'Search the register',
  about: (code) => `About “${code}”`,
  request: 'Request',
  codes: 'Problem codes',
  allCodes: 'All codes',
  code: 'Code',
  status: 'Status',
  meaning: 'Meaning',
};
const de: ProblemWords = {
  problem: 'Problem',
  verdicts: {
    missing: 'Hier ist nichts',
    busy: 'Gerade nicht',
    fault: 'Hier ist etwas fehlgeschlagen',
    refused: 'Darauf gibt es keine Antwort',
  },
  advice: {
    missing: 'Das sagt nur, dass unter dieser Adresse nichts verzeichnet ist. Es ist kein Urteil über jemanden.',
    busy: 'Nichts ging verloren. Versuchen Sie es gleich noch einmal.',
    fault: 'Der Fehler liegt hier. Nichts, was vorher angenommen wurde, ist verloren.',
    refused: 'Nichts wurde gespeichert. Berichtigen Sie die Anfrage und senden Sie sie noch einmal.',
  },
  search: 'Im Register suchen',
  about: (code) => `Über „${code}“`,
  request: 'Anfrage',
  codes: 'Fehlercodes',
  allCodes: 'Alle Codes',
  code: 'Code',
  status: 'Status',
  meaning: 'Bedeutung',
};
const fr: ProblemWords = {
  problem: 'Problème',
  verdicts: {
    missing: 'Il n’y a rien ici',
    busy: 'Pas maintenant',
    fault: 'Quelque chose a échoué ici',
    refused: 'Pas de réponse possible',
  },
  advice: {
    missing: 'Cela dit seulement que rien n’est enregistré à cette adresse. Ce n’est un jugement sur personne.',
    busy: 'Rien n’est perdu. Réessayez dans un instant.',
    fault: 'La faute est de ce côté. Rien de ce qui a été accepté n’est perdu.',
    refused: 'Rien n’a été enregistré. Corrigez la demande et renvoyez-la.',
  },
  search: 'Chercher dans le registre',
  about: (code) => `À propos de « ${code} »`,
  request: 'Demande',
  codes: 'Codes d’erreur',
  allCodes: 'Tous les codes',
  code: 'Code',
  status: 'Statut',
  meaning: 'Signification',
};
const es: ProblemWords = {
  problem: 'Problema',
  verdicts: {
    missing: 'Aquí no hay nada',
    busy: 'Ahora no',
    fault: 'Algo ha fallado aquí',
    refused: 'Esto no tiene respuesta',
  },
  advice: {
    missing: 'Solo dice que nada está registrado en esta dirección. No es un juicio sobre nadie.',
    busy: 'No se ha perdido nada. Inténtelo de nuevo en un momento.',
    fault: 'El fallo está de este lado. Nada de lo aceptado antes se ha perdido.',
    refused: 'No se ha guardado nada. Corrija la petición y envíela de nuevo.',
  },
  search: 'Buscar en el registro',
  about: (code) => `Sobre «${code}»`,
  request: 'Petición',
  codes: 'Códigos de error',
  allCodes: 'Todos los códigos',
  code: 'Código',
  status: 'Estado',
  meaning: 'Significado',
};
const ja: ProblemWords = {
  problem: '問題',
  verdicts: {
    missing: 'ここには何もありません',
    busy: '今はお答えできません',
    fault: 'こちら側で障害が起きました',
    refused: 'この要求には応じられません',
  },
  advice: {
    missing: 'このアドレスに登録がないことだけを示します。誰かへの評価ではありません。',
    busy: '何も失われていません。少し待ってからもう一度お試しください。',
    fault: '原因はこちら側にあります。受け付け済みのものは失われていません。',
    refused: '何も保存されていません。要求を直してもう一度送ってください。',
  },
  search: '登録簿を検索',
  about: (code) => `「${code}」について`,
  request: '要求',
  codes: 'エラーコード',
  allCodes: 'すべてのコード',
  code: 'コード',
  status: 'ステータス',
  meaning: '意味',
};

export const PROBLEM_WORDS: Translated<ProblemWords> = { en, de, fr, es, ja };
