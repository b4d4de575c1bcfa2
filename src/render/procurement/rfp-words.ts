import type { Translated } from '../lang.ts';

/** The words of `/rfp`. */
export interface RfpWords {
  readonly title: string;
  readonly description: string;
  readonly lead: string;
  readonly vendors: string;
  readonly vendorsHint: string;
  readonly show: string;
  readonly download: string;
  readonly anotherTable: string;
  readonly change: string;
  /** `certified` of `all` are certified; `unknown` are unknown. */
  readonly verdict: (certified: string, all: string) => string;
  readonly reason: (notCertified: number, unknown: number) => string;
  readonly tableLabel: string;
  readonly asked: string;
  readonly answer: string;
  readonly tier: string;
  readonly composite: string;
  readonly basis: string;
  readonly scope: string;
  readonly period: string;
  readonly valid: string;
  readonly telemetry: string;
  readonly proof: string;
  readonly verify: string;
  readonly sites: (count: number) => string;
  readonly entry: string;
  readonly level: (level: number) => string;
  readonly howTo: string;
  readonly none: string;
  readonly tooMany: (most: string) => string;
  readonly tooLong: string;
  readonly madeFor: string;
}

export const RFP_WORDS: Translated<RfpWords> = {
  en: {
    title: 'A table of your vendors.',
    description:
      'Paste a list of vendors and get a table with tier, score, scope, dates and proofs: to print, for a spreadsheet, or as data.',
    lead: 'Paste domains, web addresses or ids. Each vendor gets one row with tier, score, scope, dates and the hash by which anybody checks it. Nothing is stored.',
    vendors: 'Vendors',
    vendorsHint: 'One a line, or separated by commas. At most 1,000.',
    show: 'Show the table',
    download: 'Download',
    anotherTable: 'Another table',
    change: 'Change the list',
    verdict: (certified, all) => `${certified} of ${all} vendors are certified today.`,
    reason: (no, unknown) =>
      `${no} not certified, each with its reason. ${unknown} unknown: nobody here has proved that domain, which is not a no.`,
    tableLabel: 'Vendors and what the registry says of them',
    asked: 'Asked',
    answer: 'Answer',
    tier: 'Tier',
    composite: 'Composite, %',
    basis: 'Methodology',
    scope: 'Scope',
    period: 'Measured',
    valid: 'Certified',
    telemetry: 'Telemetry',
    proof: 'Proof',
    verify: 'Verify',
    sites: (count) => `${count} ${count === 1 ? 'site' : 'sites'}`,
    entry: 'entry',
    level: (level) => `level ${level}`,
    howTo: 'How anybody checks a row',
    none: 'Name at least one vendor.',
    tooMany: (most) => `More than ${most} vendors: split the list.`,
    tooLong: 'A line is longer than 300 characters: one vendor a line.',
    madeFor: 'Scores of different methodologies, periods or scopes must not be ranked.',
  },
  de: {
    title: 'Eine Tabelle Ihrer Anbieter.',
    description:
      'Anbieterliste einfügen, Tabelle mit Stufe, Wert, Geltungsbereich, Daten und Nachweisen erhalten: zum Drucken, für die Tabellenkalkulation oder als Daten.',
    lead: 'Fügen Sie Domains, Webadressen oder Kennungen ein. Jeder Anbieter bekommt eine Zeile mit Stufe, Wert, Geltungsbereich, Daten und dem Hash, mit dem jeder sie prüfen kann. Nichts wird gespeichert.',
    vendors: 'Anbieter',
    vendorsHint: 'Einer je Zeile oder durch Kommas getrennt. Höchstens 1.000.',
    show: 'Tabelle zeigen',
    download: 'Herunterladen',
    anotherTable: 'Neue Tabelle',
    change: 'Liste ändern',
    verdict: (certified, all) => `${certified} von ${all} Anbietern sind heute zertifiziert.`,
    reason: (no, unknown) =>
      `${no} nicht zertifiziert, jeweils mit Grund. ${unknown} unbekannt: Niemand hat diese Domain hier nachgewiesen; das ist kein Nein.`,
    tableLabel: 'Anbieter und was das Register über sie sagt',
    asked: 'Gefragt',
    answer: 'Antwort',
    tier: 'Stufe',
    composite: 'Gesamtwert, %',
    basis: 'Methodik',
    scope: 'Geltungsbereich',
    period: 'Gemessen',
    valid: 'Zertifiziert',
    telemetry: 'Telemetrie',
    proof: 'Nachweis',
    verify: 'Prüfen',
    sites: (count) => `${count} ${count === 1 ? 'Standort' : 'Standorte'}`,
    entry: 'Eintrag',
    level: (level) => `Grad ${level}`,
    howTo: 'Wie jeder eine Zeile prüfen kann',
    none: 'Nennen Sie mindestens einen Anbieter.',
    tooMany: (most) => `Mehr als ${most} Anbieter: Teilen Sie die Liste.`,
    tooLong: 'Eine Zeile ist länger als 300 Zeichen: ein Anbieter je Zeile.',
    madeFor: 'Werte verschiedener Methodiken, Zeiträume oder Geltungsbereiche dürfen nicht gereiht werden.',
  },
  fr: {
    title: 'Un tableau de vos fournisseurs.',
    description:
      'Collez une liste de fournisseurs et obtenez un tableau avec niveau, indice, périmètre, dates et preuves : à imprimer, pour un tableur ou comme données.',
    lead: 'Collez des domaines, des adresses web ou des identifiants. Chaque fournisseur reçoit une ligne avec niveau, indice, périmètre, dates et l’empreinte qui permet à chacun de la vérifier. Rien n’est conservé.',
    vendors: 'Fournisseurs',
    vendorsHint: 'Un par ligne, ou séparés par des virgules. 1 000 au plus.',
    show: 'Afficher le tableau',
    download: 'Télécharger',
    anotherTable: 'Autre tableau',
    change: 'Modifier la liste',
    verdict: (certified, all) => `${certified} fournisseurs sur ${all} sont certifiés aujourd’hui.`,
    reason: (no, unknown) =>
      `${no} non certifiés, chacun avec son motif. ${unknown} inconnus : personne n’a prouvé ce domaine ici, ce n’est pas un non.`,
    tableLabel: 'Fournisseurs et ce qu’en dit le registre',
    asked: 'Demandé',
    answer: 'Réponse',
    tier: 'Niveau',
    composite: 'Indice, %',
    basis: 'Méthodologie',
    scope: 'Périmètre',
    period: 'Mesuré',
    valid: 'Certifié',
    telemetry: 'Télémétrie',
    proof: 'Preuve',
    verify: 'Vérifier',
    sites: (count) => `${count} ${count === 1 ? 'site' : 'sites'}`,
    entry: 'entrée',
    level: (level) => `degré ${level}`,
    howTo: 'Comment chacun vérifie une ligne',
    none: 'Nommez au moins un fournisseur.',
    tooMany: (most) => `Plus de ${most} fournisseurs : divisez la liste.`,
    tooLong: 'Une ligne dépasse 300 caractères : un fournisseur par ligne.',
    madeFor: 'Des indices de méthodologies, périodes ou périmètres différents ne se classent pas.',
  },
  es: {
    title: 'Una tabla de sus proveedores.',
    description:
      'Pegue una lista de proveedores y obtenga una tabla con nivel, índice, alcance, fechas y pruebas: para imprimir, para una hoja de cálculo o como datos.',
    lead: 'Pegue dominios, direcciones web o identificadores. Cada proveedor recibe una fila con nivel, índice, alcance, fechas y el hash con el que cualquiera la comprueba. No se guarda nada.',
    vendors: 'Proveedores',
    vendorsHint: 'Uno por línea, o separados por comas. Como máximo 1.000.',
    show: 'Mostrar la tabla',
    download: 'Descargar',
    anotherTable: 'Otra tabla',
    change: 'Cambiar la lista',
    verdict: (certified, all) => `${certified} de ${all} proveedores están certificados hoy.`,
    reason: (no, unknown) =>
      `${no} no certificados, cada uno con su motivo. ${unknown} desconocidos: nadie ha demostrado aquí ese dominio, y eso no es un no.`,
    tableLabel: 'Proveedores y lo que el registro dice de ellos',
    asked: 'Preguntado',
    answer: 'Respuesta',
    tier: 'Nivel',
    composite: 'Índice, %',
    basis: 'Metodología',
    scope: 'Alcance',
    period: 'Medido',
    valid: 'Certificado',
    telemetry: 'Telemetría',
    proof: 'Prueba',
    verify: 'Verificar',
    sites: (count) => `${count} ${count === 1 ? 'sede' : 'sedes'}`,
    entry: 'entrada',
    level: (level) => `grado ${level}`,
    howTo: 'Cómo comprueba cualquiera una fila',
    none: 'Nombre al menos un proveedor.',
    tooMany: (most) => `Más de ${most} proveedores: divida la lista.`,
    tooLong: 'Una línea supera los 300 caracteres: un proveedor por línea.',
    madeFor: 'Índices de distintas metodologías, periodos o alcances no deben ordenarse.',
  },
  ja: {
    title: '取引先の一覧表',
    description:
      '取引先の一覧を貼り付けると、等級、総合値、範囲、日付、証明を含む表が得られます。印刷、表計算、データに対応。',
    lead: 'ドメイン、ウェブアドレス、または ID を貼り付けてください。取引先ごとに一行、等級、総合値、範囲、日付、誰でも検証できるハッシュを示します。入力は保存されません。',
    vendors: '取引先',
    vendorsHint: '一行に一件、またはカンマ区切り。最大 1,000 件。',
    show: '表を表示',
    download: 'ダウンロード',
    anotherTable: '別の表',
    change: '一覧を変更',
    verdict: (certified, all) => `${all} 件中 ${certified} 件が本日時点で認証済みです。`,
    reason: (no, unknown) =>
      `未認証 ${no} 件（理由を各行に記載）。不明 ${unknown} 件：そのドメインは誰も証明していません。「いいえ」という意味ではありません。`,
    tableLabel: '取引先と登録簿の回答',
    asked: '照会',
    answer: '回答',
    tier: '等級',
    composite: '総合値 %',
    basis: '方法論',
    scope: '範囲',
    period: '測定期間',
    valid: '認証期間',
    telemetry: 'テレメトリー',
    proof: '証明',
    verify: '検証',
    sites: (count) => `${count} 拠点`,
    entry: '項目',
    level: (level) => `水準 ${level}`,
    howTo: '各行の検証方法',
    none: '取引先を一件以上入力してください。',
    tooMany: (most) => `${most} 件を超えています。一覧を分けてください。`,
    tooLong: '300 文字を超える行があります。一行に一件としてください。',
    madeFor: '方法論、期間、範囲が異なる値を順位付けしてはいけません。',
  },
};
