import type { CertificateChange } from '../../core/statistics-view.ts';
import type { Translated } from '../lang.ts';

/** Texts of the page of statistics beside those of the listing; functions are given finished texts. */
export interface StatisticsWords {
  readonly title: string;
  readonly description: string;
  readonly headline: (certified: string, listed: string) => string;
  readonly nobody: string;
  readonly form: string;
  readonly tiers: string;
  readonly states: string;
  readonly never: string;
  readonly count: string;
  readonly share: string;
  readonly medians: string;
  readonly mediansNote: string;
  readonly growth: string;
  readonly growthText: (months: string, first: string, last: string) => string;
  readonly growthTable: string;
  readonly month: string;
  readonly certified: string;
  readonly changes: string;
  readonly change: Readonly<Record<CertificateChange, string>>;
  readonly energy: string;
  readonly energyText: (unattributed: string, all: string, share: string, organisations: string) => string;
  readonly liveShare: (live: string, certified: string) => string;
}

const en: StatisticsWords = {
  title: 'The register in numbers',
  description: 'Tiers, states, medians and months of the register, counted as of one log entry.',
  headline: (certified, listed) => `${certified} certified of ${listed} listed.`,
  nobody: 'Nobody is certified yet.',
  form: 'Choose a day',
  tiers: 'By tier',
  states: 'All entries by certificate',
  never: 'Never certified',
  count: 'Organisations',
  share: 'Share, %',
  medians: 'Medians of the certified',
  mediansNote: 'Per cent. Half of the certified lie at or below, half at or above.',
  growth: 'Certified at the end of each month',
  growthText: (months, first, last) =>
    `Certified organisations by tier over ${months} months: ${first} at first, ${last} now. The table has every number.`,
  growthTable: 'The months as a table',
  month: 'Month',
  certified: 'Certified',
  changes: 'Changes of certificates',
  change: {
    issued: 'Issued',
    watch: 'Watch',
    suspended: 'Suspended',
    reinstated: 'Reinstated',
    superseded: 'Superseded',
    withdrawn: 'Withdrawn',
    expired: 'Expired',
  },
  energy: 'Energy nobody answers for',
  energyText: (unattributed, all, share, organisations) =>
    `Of ${all} kWh of IT energy that live telemetry of ${organisations} certified organisations saw in their trailing windows, ${unattributed} kWh (${share} %) reached no registered, owned workload.`,
  liveShare: (live, certified) => `${live} of ${certified} certified are live now.`,
};

const de: StatisticsWords = {
  title: 'Das Register in Zahlen',
  description: 'Stufen, Zustände, Mediane und Monate des Registers, gezählt zu einem Log-Eintrag.',
  headline: (certified, listed) => `${certified} zertifiziert von ${listed} verzeichneten.`,
  nobody: 'Noch ist niemand zertifiziert.',
  form: 'Einen Tag wählen',
  tiers: 'Nach Stufe',
  states: 'Alle Einträge nach Zertifikat',
  never: 'Nie zertifiziert',
  count: 'Organisationen',
  share: 'Anteil, %',
  medians: 'Mediane der Zertifizierten',
  mediansNote: 'Prozent. Die Hälfte der Zertifizierten liegt höchstens, die Hälfte mindestens hier.',
  growth: 'Zertifiziert am Ende jedes Monats',
  growthText: (months, first, last) =>
    `Zertifizierte Organisationen nach Stufe über ${months} Monate: zuerst ${first}, jetzt ${last}. Die Tabelle enthält alle Zahlen.`,
  growthTable: 'Die Monate als Tabelle',
  month: 'Monat',
  certified: 'Zertifiziert',
  changes: 'Änderungen von Zertifikaten',
  change: {
    issued: 'Erteilt',
    watch: 'Beobachtet',
    suspended: 'Ausgesetzt',
    reinstated: 'Wieder in Kraft',
    superseded: 'Abgelöst',
    withdrawn: 'Entzogen',
    expired: 'Abgelaufen',
  },
  energy: 'Energie, für die niemand einsteht',
  energyText: (unattributed, all, share, organisations) =>
    `Von ${all} kWh IT-Energie, die die Live-Telemetrie von ${organisations} zertifizierten Organisationen in ihren laufenden Fenstern sah, erreichten ${unattributed} kWh (${share} %) keine registrierte Last mit Verantwortlichem.`,
  liveShare: (live, certified) => `${live} von ${certified} Zertifizierten sind jetzt live.`,
};

const fr: StatisticsWords = {
  title: 'Le registre en chiffres',
  description: 'Niveaux, états, médianes et mois du registre, comptés à une entrée du journal.',
  headline: (certified, listed) => `${certified} certifiées sur ${listed} inscrites.`,
  nobody: 'Personne n’est encore certifié.',
  form: 'Choisir un jour',
  tiers: 'Par niveau',
  states: 'Toutes les inscriptions par certificat',
  never: 'Jamais certifiées',
  count: 'Organisations',
  share: 'Part, %',
  medians: 'Médianes des certifiées',
  mediansNote: 'Pour cent. La moitié des certifiées se situe au plus là, la moitié au moins là.',
  growth: 'Certifiées à la fin de chaque mois',
  growthText: (months, first, last) =>
    `Organisations certifiées par niveau sur ${months} mois : ${first} au début, ${last} maintenant. Le tableau donne tous les nombres.`,
  growthTable: 'Les mois en tableau',
  month: 'Mois',
  certified: 'Certifiées',
  changes: 'Changements de certificats',
  change: {
    issued: 'Délivrés',
    watch: 'Surveillés',
    suspended: 'Suspendus',
    reinstated: 'Rétablis',
    superseded: 'Remplacés',
    withdrawn: 'Retirés',
    expired: 'Expirés',
  },
  energy: 'Énergie dont personne ne répond',
  energyText: (unattributed, all, share, organisations) =>
    `Sur ${all} kWh d’énergie informatique vus par la télémétrie en direct de ${organisations} organisations certifiées dans leurs fenêtres glissantes, ${unattributed} kWh (${share} %) n’ont atteint aucune charge inscrite ayant un responsable.`,
  liveShare: (live, certified) => `${live} des ${certified} certifiées sont en direct maintenant.`,
};

const es: StatisticsWords = {
  title: 'El registro en cifras',
  description: 'Niveles, estados, medianas y meses del registro, contados en una entrada.',
  headline: (certified, listed) => `${certified} certificadas de ${listed} inscritas.`,
  nobody: 'Aún no hay nadie certificado.',
  form: 'Elegir un día',
  tiers: 'Por nivel',
  states: 'Todas las entradas por certificado',
  never: 'Nunca certificadas',
  count: 'Organizaciones',
  share: 'Parte, %',
  medians: 'Medianas de las certificadas',
  mediansNote: 'Por ciento. La mitad de las certificadas está como mucho aquí; la mitad, al menos aquí.',
  growth: 'Certificadas al final de cada mes',
  growthText: (months, first, last) =>
    `Organizaciones certificadas por nivel en ${months} meses: ${first} al principio, ${last} ahora. La tabla tiene todos los números.`,
  growthTable: 'Los meses como tabla',
  month: 'Mes',
  certified: 'Certificadas',
  changes: 'Cambios de certificados',
  change: {
    issued: 'Emitidos',
    watch: 'Observados',
    suspended: 'Suspendidos',
    reinstated: 'Repuestos',
    superseded: 'Sustituidos',
    withdrawn: 'Retirados',
    expired: 'Caducados',
  },
  energy: 'Energía de la que nadie responde',
  energyText: (unattributed, all, share, organisations) =>
    `De ${all} kWh de energía informática que la telemetría en vivo de ${organisations} organizaciones certificadas vio en sus ventanas móviles, ${unattributed} kWh (${share} %) no llegaron a ninguna carga registrada con responsable.`,
  liveShare: (live, certified) => `${live} de ${certified} certificadas están en vivo ahora.`,
};

const ja: StatisticsWords = {
  title: '数字で見る登録簿',
  description: '一つのログ項目の時点で数えた等級、状態、中央値、月別の推移。',
  headline: (certified, listed) => `掲載 ${listed} 件のうち認証済み ${certified} 件`,
  nobody: '認証された組織はまだありません。',
  form: '日を選ぶ',
  tiers: '等級別',
  states: '証明書の状態別（すべての登録）',
  never: '認証歴なし',
  count: '組織数',
  share: '割合（％）',
  medians: '認証済み組織の中央値',
  mediansNote: '単位は％。認証済みの半数はこの値以下、半数はこの値以上です。',
  growth: '各月末の認証済み組織',
  growthText: (months, first, last) =>
    `${months} か月間の等級別の認証済み組織：最初 ${first}、現在 ${last}。すべての数値は表にあります。`,
  growthTable: '月別の表',
  month: '月',
  certified: '認証済み',
  changes: '証明書の変更',
  change: {
    issued: '発行',
    watch: '監視',
    suspended: '一時停止',
    reinstated: '復帰',
    superseded: '更新',
    withdrawn: '取消',
    expired: '期限切れ',
  },
  energy: '誰も責任を負わないエネルギー',
  energyText: (unattributed, all, share, organisations) =>
    `認証済み ${organisations} 組織のライブ計測が直近の期間に捉えた IT エネルギー ${all} kWh のうち、${unattributed} kWh（${share} ％）は登録された担当者のある処理に届きませんでした。`,
  liveShare: (live, certified) => `認証済み ${certified} 件のうち ${live} 件が現在ライブです。`,
};

export const STATISTICS_WORDS: Translated<StatisticsWords> = { en, de, fr, es, ja };
