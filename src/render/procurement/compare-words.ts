import type { DifferenceKind } from '../../core/comparability.ts';
import type { Translated } from '../lang.ts';

/** The words of `/compare`. */
export interface CompareWords {
  readonly title: string;
  readonly description: string;
  readonly lead: string;
  readonly search: string;
  readonly find: string;
  readonly chosen: string;
  readonly found: string;
  readonly nothing: string;
  readonly compare: string;
  readonly add: string;
  readonly least: string;
  readonly most: string;
  readonly comparable: string;
  readonly comparableReason: string;
  readonly refused: (kinds: string) => string;
  readonly refusedReason: string;
  readonly alone: string;
  readonly unknown: (names: string) => string;
  readonly differences: string;
  readonly refuses: string;
  readonly flags: string;
  /** Ends a headline: "different methodology". */
  readonly kinds: Readonly<Record<DifferenceKind, string>>;
  /** One sentence a kind, as it refuses and as it is only flagged. */
  readonly why: Readonly<Record<DifferenceKind, string>>;
  readonly mirrorsTitle: string;
  readonly mirrorsLead: string;
  readonly tableTitle: string;
  readonly rows: Readonly<Record<RowName, string>>;
  readonly differs: string;
  readonly composite: string;
  readonly mirrors: string;
  readonly shares: string;
  readonly basis: string;
  readonly level: (level: number) => string;
  readonly declared: string;
  readonly sites: (count: number) => string;
  readonly points: (points: string) => string;
  readonly verify: string;
  readonly toTable: string;
}

export type RowName =
  | 'tier'
  | 'state'
  | 'composite'
  | 'telemetry'
  | 'methodology'
  | 'period'
  | 'scope'
  | 'assurance'
  | 'certified'
  | 'certificate';

export const COMPARE_WORDS: Translated<CompareWords> = {
  en: {
    title: 'Compare organisations.',
    description: 'Two to ten organisations side by side, with a guard that says whether their scores may be ranked.',
    lead: 'Choose two to ten. Before any figure you read whether the scores may be ranked at all.',
    search: 'Name, domain or id',
    find: 'Find',
    chosen: 'Chosen',
    found: 'Found',
    nothing: 'Nobody listed is called that. Unknown is not a no.',
    compare: 'Compare',
    add: 'Add an organisation',
    least: 'Choose at least two.',
    most: 'Ten at most: more are a listing.',
    comparable: 'These scores can be ranked.',
    comparableReason:
      'Same methodology, nearly the same period and scope, and a standing certificate behind each figure.',
    refused: (kinds) => `These scores cannot be ranked: ${kinds}.`,
    refusedReason: 'The figures below are true each for itself. Set against each other they would mislead.',
    alone: 'One organisation alone compares with nothing.',
    unknown: (names) => `Not listed here, which is not a no: ${names}.`,
    differences: 'What differs',
    refuses: 'forbids a ranking',
    flags: 'keep in mind',
    kinds: {
      methodology: 'different methodology',
      period: 'different periods',
      scope: 'different scope',
      assurance: 'different assurance',
      state: 'a figure without a standing certificate',
    },
    why: {
      methodology: 'Each version weighs and measures in its own way.',
      period: 'Seasons and grids change; windows should share three quarters of the longer one.',
      scope: 'A part is not the whole; shares should lie within ten points.',
      assurance: 'The higher the level, the more of it somebody independent has examined.',
      state: 'What is suspended, ended or only declared stands behind no ranking.',
    },
    mirrorsTitle: 'Mirror by mirror',
    mirrorsLead: 'Each mark is one organisation’s share, from 0 to 100 %.',
    tableTitle: 'Side by side',
    rows: {
      tier: 'Tier',
      state: 'Certificate',
      composite: 'Composite, %',
      telemetry: 'Telemetry',
      methodology: 'Methodology',
      period: 'Measured',
      scope: 'Scope',
      assurance: 'Assurance',
      certified: 'Valid',
      certificate: 'Proof',
    },
    differs: 'differs',
    composite: 'Verdict and composite',
    mirrors: 'Mirrors, %',
    shares: 'Thirteen shares, %',
    basis: 'What the figures rest on',
    level: (level) => `level ${level} of 4`,
    declared: 'self-declared',
    sites: (count) => `${count} ${count === 1 ? 'site' : 'sites'}`,
    points: (points) => `${points} points apart`,
    verify: 'Verify',
    toTable: 'As a table with proofs',
  },
  de: {
    title: 'Organisationen vergleichen.',
    description:
      'Zwei bis zehn Organisationen nebeneinander, mit einem Hinweis, ob ihre Werte überhaupt gereiht werden dürfen.',
    lead: 'Wählen Sie zwei bis zehn. Vor jeder Zahl lesen Sie, ob die Werte überhaupt gereiht werden dürfen.',
    search: 'Name, Domain oder Kennung',
    find: 'Suchen',
    chosen: 'Gewählt',
    found: 'Gefunden',
    nothing: 'Niemand im Register heißt so. Unbekannt ist kein Nein.',
    compare: 'Vergleichen',
    add: 'Organisation hinzufügen',
    least: 'Wählen Sie mindestens zwei.',
    most: 'Höchstens zehn: Mehr sind eine Liste.',
    comparable: 'Diese Werte dürfen gereiht werden.',
    comparableReason:
      'Gleiche Methodik, fast gleicher Zeitraum und Geltungsbereich, und hinter jeder Zahl ein gültiges Zertifikat.',
    refused: (kinds) => `Diese Werte dürfen nicht gereiht werden: ${kinds}.`,
    refusedReason: 'Die Zahlen unten stimmen jede für sich. Gegeneinander gestellt führten sie in die Irre.',
    alone: 'Eine Organisation allein ist mit nichts zu vergleichen.',
    unknown: (names) => `Hier nicht gelistet, was kein Nein ist: ${names}.`,
    differences: 'Was abweicht',
    refuses: 'verbietet eine Reihung',
    flags: 'zu bedenken',
    kinds: {
      methodology: 'verschiedene Methodik',
      period: 'verschiedene Zeiträume',
      scope: 'verschiedener Geltungsbereich',
      assurance: 'verschiedener Prüfgrad',
      state: 'ein Wert ohne gültiges Zertifikat',
    },
    why: {
      methodology: 'Jede Fassung gewichtet und misst auf ihre Weise.',
      period: 'Jahreszeiten und Netze ändern sich; Zeiträume sollten drei Viertel des längeren teilen.',
      scope: 'Ein Teil ist nicht das Ganze; Anteile sollten höchstens zehn Punkte auseinander liegen.',
      assurance: 'Je höher der Grad, desto mehr hat jemand Unabhängiges geprüft.',
      state: 'Was ausgesetzt, beendet oder nur erklärt ist, trägt keine Reihung.',
    },
    mirrorsTitle: 'Spiegel für Spiegel',
    mirrorsLead: 'Jede Marke ist der Anteil einer Organisation, von 0 bis 100 %.',
    tableTitle: 'Nebeneinander',
    rows: {
      tier: 'Stufe',
      state: 'Zertifikat',
      composite: 'Gesamtwert, %',
      telemetry: 'Telemetrie',
      methodology: 'Methodik',
      period: 'Gemessen',
      scope: 'Geltungsbereich',
      assurance: 'Prüfgrad',
      certified: 'Gültig',
      certificate: 'Nachweis',
    },
    differs: 'weicht ab',
    composite: 'Urteil und Gesamtwert',
    mirrors: 'Spiegel, %',
    shares: 'Dreizehn Anteile, %',
    basis: 'Worauf die Zahlen beruhen',
    level: (level) => `Grad ${level} von 4`,
    declared: 'selbst erklärt',
    sites: (count) => `${count} ${count === 1 ? 'Standort' : 'Standorte'}`,
    points: (points) => `${points} Punkte Abstand`,
    verify: 'Prüfen',
    toTable: 'Als Tabelle mit Nachweisen',
  },
  fr: {
    title: 'Comparer des organisations.',
    description:
      'De deux à dix organisations côte à côte, avec un garde-fou qui dit si leurs indices peuvent être classés.',
    lead: 'Choisissez-en de deux à dix. Avant tout chiffre, vous lisez si les indices peuvent être classés.',
    search: 'Nom, domaine ou identifiant',
    find: 'Chercher',
    chosen: 'Choisies',
    found: 'Trouvées',
    nothing: 'Personne d’inscrit ne porte ce nom. Inconnu n’est pas un non.',
    compare: 'Comparer',
    add: 'Ajouter une organisation',
    least: 'Choisissez-en au moins deux.',
    most: 'Dix au plus : au-delà, c’est une liste.',
    comparable: 'Ces indices peuvent être classés.',
    comparableReason:
      'Même méthodologie, période et périmètre presque identiques, et un certificat en vigueur derrière chaque chiffre.',
    refused: (kinds) => `Ces indices ne peuvent être classés : ${kinds}.`,
    refusedReason: 'Les chiffres ci-dessous sont vrais chacun pour soi. Opposés, ils tromperaient.',
    alone: 'Une organisation seule ne se compare à rien.',
    unknown: (names) => `Absents de ce registre, ce qui n’est pas un non : ${names}.`,
    differences: 'Ce qui diffère',
    refuses: 'interdit un classement',
    flags: 'à garder en tête',
    kinds: {
      methodology: 'méthodologies différentes',
      period: 'périodes différentes',
      scope: 'périmètres différents',
      assurance: 'degrés d’assurance différents',
      state: 'un chiffre sans certificat en vigueur',
    },
    why: {
      methodology: 'Chaque version pondère et mesure à sa façon.',
      period: 'Saisons et réseaux changent ; les périodes devraient partager trois quarts de la plus longue.',
      scope: 'Une partie n’est pas le tout ; les parts devraient différer de dix points au plus.',
      assurance: 'Plus le degré est élevé, plus un tiers indépendant en a examiné.',
      state: 'Ce qui est suspendu, terminé ou seulement déclaré ne fonde aucun classement.',
    },
    mirrorsTitle: 'Miroir par miroir',
    mirrorsLead: 'Chaque repère est la part d’une organisation, de 0 à 100 %.',
    tableTitle: 'Côte à côte',
    rows: {
      tier: 'Niveau',
      state: 'Certificat',
      composite: 'Indice, %',
      telemetry: 'Télémétrie',
      methodology: 'Méthodologie',
      period: 'Mesuré',
      scope: 'Périmètre',
      assurance: 'Assurance',
      certified: 'Valable',
      certificate: 'Preuve',
    },
    differs: 'diffère',
    composite: 'Verdict et indice',
    mirrors: 'Miroirs, %',
    shares: 'Treize parts, %',
    basis: 'Sur quoi reposent les chiffres',
    level: (level) => `degré ${level} sur 4`,
    declared: 'auto-déclaré',
    sites: (count) => `${count} ${count === 1 ? 'site' : 'sites'}`,
    points: (points) => `${points} points d’écart`,
    verify: 'Vérifier',
    toTable: 'En tableau avec preuves',
  },
  es: {
    title: 'Comparar organizaciones.',
    description:
      'De dos a diez organizaciones lado a lado, con una salvaguarda que dice si sus índices pueden ordenarse.',
    lead: 'Elija de dos a diez. Antes de cualquier cifra leerá si los índices pueden ordenarse.',
    search: 'Nombre, dominio o identificador',
    find: 'Buscar',
    chosen: 'Elegidas',
    found: 'Encontradas',
    nothing: 'Nadie en el registro se llama así. Desconocido no es un no.',
    compare: 'Comparar',
    add: 'Añadir una organización',
    least: 'Elija al menos dos.',
    most: 'Diez como máximo: más es una lista.',
    comparable: 'Estos índices pueden ordenarse.',
    comparableReason: 'La misma metodología, periodo y alcance casi iguales, y un certificado vigente tras cada cifra.',
    refused: (kinds) => `Estos índices no pueden ordenarse: ${kinds}.`,
    refusedReason: 'Las cifras de abajo son ciertas cada una por sí misma. Enfrentadas, engañarían.',
    alone: 'Una organización sola no se compara con nada.',
    unknown: (names) => `No figuran aquí, lo que no es un no: ${names}.`,
    differences: 'Qué difiere',
    refuses: 'impide ordenar',
    flags: 'a tener en cuenta',
    kinds: {
      methodology: 'metodología distinta',
      period: 'periodos distintos',
      scope: 'alcance distinto',
      assurance: 'grado de garantía distinto',
      state: 'una cifra sin certificado vigente',
    },
    why: {
      methodology: 'Cada versión pondera y mide a su manera.',
      period: 'Estaciones y redes cambian; los periodos deberían compartir tres cuartos del más largo.',
      scope: 'Una parte no es el todo; las cuotas deberían distar diez puntos como máximo.',
      assurance: 'Cuanto mayor el grado, más ha examinado alguien independiente.',
      state: 'Lo suspendido, terminado o solo declarado no sostiene ningún orden.',
    },
    mirrorsTitle: 'Espejo por espejo',
    mirrorsLead: 'Cada marca es la cuota de una organización, de 0 a 100 %.',
    tableTitle: 'Lado a lado',
    rows: {
      tier: 'Nivel',
      state: 'Certificado',
      composite: 'Índice, %',
      telemetry: 'Telemetría',
      methodology: 'Metodología',
      period: 'Medido',
      scope: 'Alcance',
      assurance: 'Garantía',
      certified: 'Válido',
      certificate: 'Prueba',
    },
    differs: 'difiere',
    composite: 'Veredicto e índice',
    mirrors: 'Espejos, %',
    shares: 'Trece cuotas, %',
    basis: 'En qué se basan las cifras',
    level: (level) => `grado ${level} de 4`,
    declared: 'autodeclarado',
    sites: (count) => `${count} ${count === 1 ? 'sede' : 'sedes'}`,
    points: (points) => `${points} puntos de distancia`,
    verify: 'Verificar',
    toTable: 'Como tabla con pruebas',
  },
  ja: {
    title: '組織を比較',
    description: '二から十の組織を並べ、値を順位付けしてよいかどうかを最初に示します。',
    lead: '二から十の組織を選んでください。数値の前に、順位付けしてよいかどうかを示します。',
    search: '名称、ドメイン、または ID',
    find: '検索',
    chosen: '選択済み',
    found: '検索結果',
    nothing: 'この名称の組織は登録簿にありません。不明は「いいえ」ではありません。',
    compare: '比較',
    add: '組織を追加',
    least: '二つ以上選んでください。',
    most: '最大十件です。それ以上は一覧をご覧ください。',
    comparable: 'これらの値は順位付けできます。',
    comparableReason: '方法論が同じで、期間と範囲もほぼ同じ、各値に有効な認証書があります。',
    refused: (kinds) => `これらの値は順位付けできません：${kinds}。`,
    refusedReason: '下の数値はそれぞれ単独では正しいものです。互いに比べると誤解を招きます。',
    alone: '一つの組織だけでは比較できません。',
    unknown: (names) => `登録簿にありません（「いいえ」ではありません）：${names}。`,
    differences: '異なる点',
    refuses: '順位付け不可',
    flags: '留意点',
    kinds: {
      methodology: '方法論が異なる',
      period: '測定期間が異なる',
      scope: '範囲が異なる',
      assurance: '保証水準が異なる',
      state: '有効な認証書のない値がある',
    },
    why: {
      methodology: '版ごとに重みと測り方が異なります。',
      period: '季節と電力網は変わります。長い方の期間の四分の三を共有することが必要です。',
      scope: '部分は全体ではありません。割合の差は十ポイント以内であることが必要です。',
      assurance: '水準が高いほど、独立した者がより多くを調べています。',
      state: '停止、終了、自己申告のみの値は順位の根拠になりません。',
    },
    mirrorsTitle: '鏡ごとの比較',
    mirrorsLead: '各印は一組織の割合（0〜100 %）です。',
    tableTitle: '並べて見る',
    rows: {
      tier: '等級',
      state: '認証書',
      composite: '総合値 %',
      telemetry: 'テレメトリー',
      methodology: '方法論',
      period: '測定期間',
      scope: '範囲',
      assurance: '保証水準',
      certified: '有効期間',
      certificate: '証明',
    },
    differs: '相違',
    composite: '判定と総合値',
    mirrors: '四つの鏡 %',
    shares: '十三の割合 %',
    basis: '数値の根拠',
    level: (level) => `水準 ${level} / 4`,
    declared: '自己申告',
    sites: (count) => `${count} 拠点`,
    points: (points) => `差 ${points} ポイント`,
    verify: '検証',
    toTable: '証明付きの表にする',
  },
};
