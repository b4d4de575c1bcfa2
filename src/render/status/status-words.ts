import type { ServicePart } from '../../core/service-parts.ts';
import type { PartState } from '../../core/status-view.ts';
import type { Translated } from '../lang.ts';

/** Texts of the page `/status`; functions are given finished texts. */
export interface StatusWords {
  readonly title: string;
  readonly well: string;
  readonly failing: string;
  readonly measured: (share: string, samples: string, expected: string) => string;
  readonly unmeasured: string;
  readonly honest: string;
  readonly now: string;
  readonly part: string;
  readonly state: string;
  readonly detail: string;
  readonly parts: Readonly<Record<ServicePart, string>>;
  readonly states: Readonly<Record<PartState, string>>;
  readonly history: string;
  readonly day: string;
  readonly ok: string;
  readonly failed: string;
  readonly unknown: string;
  readonly everyDay: string;
  readonly incidents: string;
  readonly noIncidents: string;
}

const en: StatusWords = {
  title: 'Status',
  well: 'The registry works.',
  failing: 'Part of the registry does not work.',
  measured: (share, samples, expected) =>
    `All was well in ${share} of the ${samples} minutes measured; ${expected} minutes passed in 90 days.`,
  unmeasured: 'Nothing has been measured yet.',
  honest:
    'A registry that is down cannot measure itself. Minutes without a measurement are unknown: neither well nor failed.',
  now: 'Now',
  part: 'Part',
  state: 'State',
  detail: 'Detail',
  parts: {
    database: 'Database',
    log: 'Log',
    intake: 'Intake',
    snapshot: 'Snapshot of today',
    witnesses: 'Witnesses',
  },
  states: { ok: 'Works', failing: 'Fails', none: 'None' },
  history: 'The last 90 days',
  day: 'Day, UTC',
  ok: 'Minutes well',
  failed: 'Minutes failed',
  unknown: 'Minutes unknown',
  everyDay: 'Days as a table',
  incidents: 'Incidents',
  noIncidents: 'No incident is in the log.',
};

const de: StatusWords = {
  title: 'Betrieb',
  well: 'Das Register arbeitet.',
  failing: 'Ein Teil des Registers arbeitet nicht.',
  measured: (share, samples, expected) =>
    `In ${share} der ${samples} gemessenen Minuten war alles in Ordnung; in 90 Tagen vergingen ${expected} Minuten.`,
  unmeasured: 'Noch wurde nichts gemessen.',
  honest:
    'Ein ausgefallenes Register kann sich nicht selbst messen. Minuten ohne Messung sind unbekannt: weder gut noch ausgefallen.',
  now: 'Jetzt',
  part: 'Teil',
  state: 'Zustand',
  detail: 'Näheres',
  parts: {
    database: 'Datenbank',
    log: 'Log',
    intake: 'Annahme',
    snapshot: 'Abbild von heute',
    witnesses: 'Zeugen',
  },
  states: { ok: 'Arbeitet', failing: 'Gestört', none: 'Keine' },
  history: 'Die letzten 90 Tage',
  day: 'Tag, UTC',
  ok: 'Minuten gut',
  failed: 'Minuten gestört',
  unknown: 'Minuten unbekannt',
  everyDay: 'Die Tage als Tabelle',
  incidents: 'Vorfälle',
  noIncidents: 'Im Log steht kein Vorfall.',
};

const fr: StatusWords = {
  title: 'Service',
  well: 'Le registre fonctionne.',
  failing: 'Une partie du registre ne fonctionne pas.',
  measured: (share, samples, expected) =>
    `Tout allait bien pendant ${share} des ${samples} minutes mesurées ; ${expected} minutes se sont écoulées en 90 jours.`,
  unmeasured: 'Rien n’a encore été mesuré.',
  honest:
    'Un registre en panne ne peut pas se mesurer. Les minutes sans mesure sont inconnues : ni bonnes, ni en panne.',
  now: 'Maintenant',
  part: 'Partie',
  state: 'État',
  detail: 'Détail',
  parts: {
    database: 'Base de données',
    log: 'Journal',
    intake: 'Réception',
    snapshot: 'Instantané du jour',
    witnesses: 'Témoins',
  },
  states: { ok: 'Fonctionne', failing: 'En panne', none: 'Aucun' },
  history: 'Les 90 derniers jours',
  day: 'Jour, UTC',
  ok: 'Minutes bonnes',
  failed: 'Minutes en panne',
  unknown: 'Minutes inconnues',
  everyDay: 'Les jours en tableau',
  incidents: 'Incidents',
  noIncidents: 'Aucun incident n’est dans le journal.',
};

const es: StatusWords = {
  title: 'Servicio',
  well: 'El registro funciona.',
  failing: 'Una parte del registro no funciona.',
  measured: (share, samples, expected) =>
    `Todo iba bien en ${share} de los ${samples} minutos medidos; en 90 días pasaron ${expected} minutos.`,
  unmeasured: 'Todavía no se ha medido nada.',
  honest:
    'Un registro caído no puede medirse a sí mismo. Los minutos sin medida son desconocidos: ni buenos ni fallidos.',
  now: 'Ahora',
  part: 'Parte',
  state: 'Estado',
  detail: 'Detalle',
  parts: {
    database: 'Base de datos',
    log: 'Bitácora',
    intake: 'Recepción',
    snapshot: 'Instantánea de hoy',
    witnesses: 'Testigos',
  },
  states: { ok: 'Funciona', failing: 'Falla', none: 'Ninguno' },
  history: 'Los últimos 90 días',
  day: 'Día, UTC',
  ok: 'Minutos buenos',
  failed: 'Minutos fallidos',
  unknown: 'Minutos desconocidos',
  everyDay: 'Los días en una tabla',
  incidents: 'Incidentes',
  noIncidents: 'No hay ningún incidente en la bitácora.',
};

const ja: StatusWords = {
  title: '稼働状況',
  well: '登録簿は正常に稼働しています。',
  failing: '登録簿の一部が稼働していません。',
  measured: (share, samples, expected) =>
    `計測した ${samples} 分のうち ${share} が正常でした（90 日間は ${expected} 分）。`,
  unmeasured: 'まだ計測されていません。',
  honest: '停止した登録簿は自らを計測できません。計測のない分は不明であり、正常でも障害でもありません。',
  now: '現在',
  part: '部分',
  state: '状態',
  detail: '詳細',
  parts: {
    database: 'データベース',
    log: 'ログ',
    intake: '受付',
    snapshot: '本日のスナップショット',
    witnesses: '証人',
  },
  states: { ok: '稼働', failing: '障害', none: 'なし' },
  history: '過去 90 日間',
  day: '日（UTC）',
  ok: '正常（分）',
  failed: '障害（分）',
  unknown: '不明（分）',
  everyDay: '日ごとの表',
  incidents: '障害の記録',
  noIncidents: 'ログに障害の記録はありません。',
};

export const STATUS_WORDS: Translated<StatusWords> = { en, de, fr, es, ja };
