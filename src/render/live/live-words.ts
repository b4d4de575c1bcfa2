import type { ClaimCheck } from '../../core/methodology/claim.ts';
import type { Translated } from '../lang.ts';

/** Labels of what telemetry shows, in one language. */
export interface LiveWords {
  readonly begun: string;
  readonly composite: string;
  days(number: number): string;
  daysTo(number: number, day: string): string;
  readonly certificate: string;
  issued(day: string): string;
  readonly newest: string;
  at(moment: string): string;
  readonly coverage: string;
  ofIntervals(percent: string): string;
  readonly telemetryDays: string;
  readonly noneSilent: string;
  silentFor(days: string): string;
  readonly drift: string;
  readonly driftVerdicts: Readonly<Record<ClaimCheck['verdict'], string>>;
  claimedAndLive(claimed: string, live: string): string;
  readonly surveillance: string;
  above(points: string): string;
  below(points: string): string;
  readonly trendCaption: string;
  readonly coverageCaption: string;
  readonly nobodysCaption: string;
  notDrawn(sites: number): string;
  readonly table: string;
  readonly columns: readonly [day: string, composite: string, intervals: string, it: string, nobodys: string];
  of(number: string, all: string): string;
  goodDays(days: number, of: number): string;
  towards(tier: string, of: number): string;
  thresholds(live: string, delayed: string, stale: string): string;
}

const plural = (number: number, one: string, more: string): string => `${number} ${number === 1 ? one : more}`;

export const LIVE_WORDS: Translated<LiveWords> = {
  en: {
    begun: 'Telemetry has begun. The first figures come with the daily evaluation, at half past midnight UTC.',
    composite: 'Live composite',
    days: (number) => plural(number, 'day', 'days'),
    daysTo: (number, day) => `${plural(number, 'day', 'days')} to ${day}`,
    certificate: 'Certificate',
    issued: (day) => `at its issue, ${day}`,
    newest: 'Newest interval',
    at: (moment) => `at ${moment}`,
    coverage: 'Coverage',
    ofIntervals: (percent) => `${percent} % of intervals`,
    telemetryDays: 'Telemetry days',
    noneSilent: 'none of the last days silent',
    silentFor: (days) => `silent for ${days}`,
    drift: 'Drift from the audit’s claim',
    driftVerdicts: {
      none: 'nothing claimed',
      confirmed: 'confirmed',
      restated: 'within tolerance',
      held: 'beyond tolerance',
    },
    claimedAndLive: (claimed, live) => `${claimed} % claimed, ${live} % live`,
    surveillance: 'Surveillance audit',
    above: (points) => `${points} points above live`,
    below: (points) => `${points} points below live`,
    trendCaption: 'Live composite by day, per cent, against the certificate',
    coverageCaption: 'Intervals received, by site and day: a full bar is a whole day',
    nobodysCaption: 'IT energy that belonged to nobody, by day',
    notDrawn: (sites) => `${plural(sites, 'further site', 'further sites')} not drawn.`,
    table: 'These days in numbers',
    columns: ['Day (UTC)', 'Live composite, %', 'Intervals counted', 'IT, kWh', 'Nobody’s, kWh'],
    of: (number, all) => `${number} of ${all}`,
    goodDays: (days, of) => `${days} of ${of} good days`,
    towards: (tier, of) => `towards ${tier}: every condition must hold on ${of} days in a row.`,
    thresholds: (live, delayed, stale) =>
      `Freshness is the age of the newest interval: live up to ${live}, delayed up to ${delayed}, stale up to ${stale}, then silent.`,
  },
  de: {
    begun: 'Die Telemetrie hat begonnen. Die ersten Werte kommen mit der täglichen Bewertung um 00:30 UTC.',
    composite: 'Live-Gesamtwert',
    days: (number) => plural(number, 'Tag', 'Tage'),
    daysTo: (number, day) => `${plural(number, 'Tag', 'Tage')} bis ${day}`,
    certificate: 'Zertifikat',
    issued: (day) => `bei der Ausstellung, ${day}`,
    newest: 'Neuestes Intervall',
    at: (moment) => `um ${moment}`,
    coverage: 'Abdeckung',
    ofIntervals: (percent) => `${percent} % der Intervalle`,
    telemetryDays: 'Tage mit Telemetrie',
    noneSilent: 'keiner der letzten Tage stumm',
    silentFor: (days) => `stumm seit ${days}`,
    drift: 'Abstand zur Behauptung des Audits',
    driftVerdicts: {
      none: 'nichts behauptet',
      confirmed: 'bestätigt',
      restated: 'in der Toleranz',
      held: 'außerhalb der Toleranz',
    },
    claimedAndLive: (claimed, live) => `${claimed} % behauptet, ${live} % live`,
    surveillance: 'Überwachungsaudit',
    above: (points) => `${points} Punkte über live`,
    below: (points) => `${points} Punkte unter live`,
    trendCaption: 'Live-Gesamtwert je Tag, Prozent, gegen das Zertifikat',
    coverageCaption: 'Empfangene Intervalle je Standort und Tag: Ein voller Balken ist ein ganzer Tag',
    nobodysCaption: 'IT-Energie, die niemandem gehörte, je Tag',
    notDrawn: (sites) => `${plural(sites, 'weiterer Standort', 'weitere Standorte')} nicht gezeichnet.`,
    table: 'Diese Tage in Zahlen',
    columns: ['Tag (UTC)', 'Live-Gesamtwert, %', 'Gezählte Intervalle', 'IT, kWh', 'Herrenlos, kWh'],
    of: (number, all) => `${number} von ${all}`,
    goodDays: (days, of) => `${days} von ${of} guten Tagen`,
    towards: (tier, of) => `bis ${tier}: Jede Bedingung muss an ${of} Tagen in Folge erfüllt sein.`,
    thresholds: (live, delayed, stale) =>
      `Maßgeblich ist das Alter des neuesten Intervalls: live bis ${live}, verzögert bis ${delayed}, veraltet bis ${stale}, dann verstummt.`,
  },
  fr: {
    begun: 'La télémesure a commencé. Les premiers chiffres viennent avec l’évaluation quotidienne, à 00:30 UTC.',
    composite: 'Indice en direct',
    days: (number) => plural(number, 'jour', 'jours'),
    daysTo: (number, day) => `${plural(number, 'jour', 'jours')} jusqu’au ${day}`,
    certificate: 'Certificat',
    issued: (day) => `à sa délivrance, ${day}`,
    newest: 'Dernier intervalle',
    at: (moment) => `à ${moment}`,
    coverage: 'Couverture',
    ofIntervals: (percent) => `${percent} % des intervalles`,
    telemetryDays: 'Jours de télémesure',
    noneSilent: 'aucun des derniers jours muet',
    silentFor: (days) => `muet depuis ${days}`,
    drift: 'Écart à l’annonce de l’audit',
    driftVerdicts: {
      none: 'rien d’annoncé',
      confirmed: 'confirmé',
      restated: 'dans la tolérance',
      held: 'hors tolérance',
    },
    claimedAndLive: (claimed, live) => `${claimed} % annoncés, ${live} % en direct`,
    surveillance: 'Audit de surveillance',
    above: (points) => `${points} points au-dessus du direct`,
    below: (points) => `${points} points au-dessous du direct`,
    trendCaption: 'Indice en direct par jour, en pour cent, face au certificat',
    coverageCaption: 'Intervalles reçus, par site et par jour : une barre pleine est un jour entier',
    nobodysCaption: 'Énergie informatique qui n’était à personne, par jour',
    notDrawn: (sites) => `${plural(sites, 'autre site non dessiné', 'autres sites non dessinés')}.`,
    table: 'Ces jours en chiffres',
    columns: ['Jour (UTC)', 'Indice en direct, %', 'Intervalles comptés', 'Informatique, kWh', 'À personne, kWh'],
    of: (number, all) => `${number} sur ${all}`,
    goodDays: (days, of) => `${days} bons jours sur ${of}`,
    towards: (tier, of) => `vers ${tier} : chaque condition doit tenir ${of} jours de suite.`,
    thresholds: (live, delayed, stale) =>
      `La fraîcheur est l’âge du dernier intervalle : en direct jusqu’à ${live}, retardé jusqu’à ${delayed}, périmé jusqu’à ${stale}, puis muet.`,
  },
  es: {
    begun: 'La telemetría ha empezado. Las primeras cifras llegan con la evaluación diaria, a las 00:30 UTC.',
    composite: 'Índice en vivo',
    days: (number) => plural(number, 'día', 'días'),
    daysTo: (number, day) => `${plural(number, 'día', 'días')} hasta el ${day}`,
    certificate: 'Certificado',
    issued: (day) => `en su emisión, ${day}`,
    newest: 'Último intervalo',
    at: (moment) => `a las ${moment}`,
    coverage: 'Cobertura',
    ofIntervals: (percent) => `${percent} % de los intervalos`,
    telemetryDays: 'Días de telemetría',
    noneSilent: 'ninguno de los últimos días en silencio',
    silentFor: (days) => `en silencio desde hace ${days}`,
    drift: 'Distancia a lo declarado en la auditoría',
    driftVerdicts: {
      none: 'nada declarado',
      confirmed: 'confirmado',
      restated: 'dentro de la tolerancia',
      held: 'fuera de la tolerancia',
    },
    claimedAndLive: (claimed, live) => `${claimed} % declarado, ${live} % en vivo`,
    surveillance: 'Auditoría de vigilancia',
    above: (points) => `${points} puntos por encima del vivo`,
    below: (points) => `${points} puntos por debajo del vivo`,
    trendCaption: 'Índice en vivo por día, por ciento, frente al certificado',
    coverageCaption: 'Intervalos recibidos, por sitio y día: una barra llena es un día entero',
    nobodysCaption: 'Energía informática que no era de nadie, por día',
    notDrawn: (sites) => `${plural(sites, 'sitio más sin dibujar', 'sitios más sin dibujar')}.`,
    table: 'Estos días en cifras',
    columns: ['Día (UTC)', 'Índice en vivo, %', 'Intervalos contados', 'Informática, kWh', 'De nadie, kWh'],
    of: (number, all) => `${number} de ${all}`,
    goodDays: (days, of) => `${days} de ${of} días buenos`,
    towards: (tier, of) => `hacia ${tier}: cada condición debe cumplirse ${of} días seguidos.`,
    thresholds: (live, delayed, stale) =>
      `La frescura es la edad del último intervalo: en vivo hasta ${live}, con retraso hasta ${delayed}, desactualizado hasta ${stale}, después en silencio.`,
  },
  ja: {
    begun: '計測が始まりました。最初の数値は毎日 00:30 UTC の評価で出ます。',
    composite: 'ライブ総合値',
    days: (number) => `${number} 日`,
    daysTo: (number, day) => `${day}までの ${number} 日`,
    certificate: '証明書',
    issued: (day) => `発行時、${day}`,
    newest: '最新の区間',
    at: (moment) => moment,
    coverage: '網羅率',
    ofIntervals: (percent) => `区間の ${percent} %`,
    telemetryDays: '計測日数',
    noneSilent: '直近に途絶えた日なし',
    silentFor: (days) => `${days}途絶`,
    drift: '監査の申告との差',
    driftVerdicts: { none: '申告なし', confirmed: '一致', restated: '許容範囲内', held: '許容範囲外' },
    claimedAndLive: (claimed, live) => `申告 ${claimed} %、ライブ ${live} %`,
    surveillance: 'サーベイランス監査',
    above: (points) => `ライブより ${points} ポイント上`,
    below: (points) => `ライブより ${points} ポイント下`,
    trendCaption: '日ごとのライブ総合値（％）と証明書',
    coverageCaption: '拠点と日ごとの受信区間: 満ちた棒が丸一日',
    nobodysCaption: '責任者のないITエネルギー、日ごと',
    notDrawn: (sites) => `ほか ${sites} 拠点は描かれていません。`,
    table: '各日の数値',
    columns: ['日（UTC）', 'ライブ総合値、%', '数えた区間', 'IT、kWh', '責任者なし、kWh'],
    of: (number, all) => `${all} のうち ${number}`,
    goodDays: (days, of) => `良好な日 ${of} 日のうち ${days} 日`,
    towards: (tier, of) => `${tier} まで: すべての条件を ${of} 日続けて満たす必要があります。`,
    thresholds: (live, delayed, stale) =>
      `新しさは最新区間の経過時間です: ${live}までライブ、${delayed}まで遅延、${stale}まで更新なし、その後は途絶。`,
  },
};
