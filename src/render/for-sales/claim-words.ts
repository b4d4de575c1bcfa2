import type { CertificateState } from '../../core/certificate-state.ts';
import type { Tier } from '../../core/methodology/cms-1.ts';
import type { Translated } from '../lang.ts';

/** The facts a claim may name. Figures and days are written as the language writes them. */
export interface ClaimFacts {
  readonly name: string;
  readonly tier: Tier;
  readonly percent: string;
  readonly methodology: string;
  readonly since: string;
  readonly until: string;
  /** Day for which it is said. */
  readonly on: string;
  /** Per cent of its IT energy in scope. */
  readonly share: string;
  readonly sites: number;
}

type Ended = Exclude<CertificateState, 'active' | 'watch'>;

/** Claims in one language. */
export interface ClaimWords {
  readonly certified: (facts: ClaimFacts) => string;
  readonly short: (facts: ClaimFacts) => string;
  readonly scope: (facts: ClaimFacts) => string;
  readonly live: string;
  readonly watch: string;
  readonly ended: Readonly<Record<Ended, (facts: ClaimFacts) => string>>;
  readonly declared: (facts: Pick<ClaimFacts, 'name' | 'on' | 'percent'>) => string;
  readonly registered: (facts: Pick<ClaimFacts, 'name' | 'on'>) => string;
  readonly not: {
    readonly tier: (facts: ClaimFacts) => string;
    readonly rounding: (facts: ClaimFacts) => string;
    readonly scope: string;
    readonly live: string;
    readonly neutral: string;
    readonly endorsement: string;
    /** Of a certificate that does not stand. */
    readonly ended: (facts: ClaimFacts) => string;
    /** Of an organisation without one. */
    readonly certified: string;
  };
  readonly takeDown: readonly string[];
  /** What may stay up although no certificate stands. */
  readonly stays: string;
}

const en: ClaimWords = {
  certified: ({ name, tier, percent, methodology, on }) =>
    `${name} is certified ${tier} under the Carbon Mirror Standard (${methodology}) with a composite of ${percent} %, as of ${on}.`,
  short: ({ tier, percent, since, until }) =>
    `Carbon Mirror ${tier}, ${percent} %, certified since ${since}, valid to ${until}.`,
  scope: ({ share, sites }) =>
    `The certificate covers ${share} % of our IT energy, at ${sites} ${sites === 1 ? 'site' : 'sites'}.`,
  live: 'Our energy telemetry reaches the registry live, and anybody can see how fresh it is.',
  watch: 'Our certificate stands and is on watch.',
  ended: {
    suspended: ({ name, on }) => `The Carbon Mirror certificate of ${name} is suspended as of ${on}.`,
    superseded: ({ name, on }) => `The Carbon Mirror certificate of ${name} was superseded; none stands as of ${on}.`,
    withdrawn: ({ name, on }) => `The Carbon Mirror certificate of ${name} was withdrawn; none stands as of ${on}.`,
    expired: ({ name, until }) => `The Carbon Mirror certificate of ${name} expired on ${until}.`,
  },
  declared: ({ name, percent, on }) =>
    `${name} declared an audit with a recomputed composite of ${percent} %. It is not certified as of ${on}.`,
  registered: ({ name, on }) => `${name} is registered and has declared no audit as of ${on}.`,
  not: {
    tier: ({ tier }) => `Any tier but ${tier}, or “the best tier” without its name.`,
    rounding: ({ percent }) => `A composite rounded up from ${percent} %, or one without its date.`,
    scope: 'That the certificate covers a product, a site or a subsidiary outside its scope.',
    live: '“Live”, or anything about the present hour: no telemetry supports it now.',
    neutral: '“Carbon neutral”, “net zero”, “green”: the certificate measures none of these.',
    endorsement: 'That the registry or an auditor recommends you.',
    ended: ({ tier, percent }) => `${tier}, ${percent} %, or “certified”, in any tense that a reader takes for today.`,
    certified: '“Certified”, a tier, or a picture of one: no certificate was issued.',
  },
  takeDown: [
    'Badges saved as files: in brochures, slides, PDFs, signatures and printed matter.',
    'Every sentence that names the tier, the composite or the word “certified”.',
    'The mark in advertisements and in offers that are still open.',
  ],
  stays: 'An embedded badge may stay: it turns by itself and says what stands.',
};

const de: ClaimWords = {
  certified: ({ name, tier, percent, methodology, on }) =>
    `${name} ist nach dem Carbon Mirror Standard (${methodology}) als ${tier} zertifiziert, mit einem Gesamtwert von ${percent} %, Stand ${on}.`,
  short: ({ tier, percent, since, until }) =>
    `Carbon Mirror ${tier}, ${percent} %, zertifiziert seit ${since}, gültig bis ${until}.`,
  scope: ({ share, sites }) =>
    `Das Zertifikat umfasst ${share} % unserer IT-Energie an ${sites} ${sites === 1 ? 'Standort' : 'Standorten'}.`,
  live: 'Unsere Energie-Telemetrie erreicht das Register live, und jeder kann sehen, wie frisch sie ist.',
  watch: 'Unser Zertifikat besteht und steht unter Beobachtung.',
  ended: {
    suspended: ({ name, on }) => `Das Carbon-Mirror-Zertifikat von ${name} ist ausgesetzt, Stand ${on}.`,
    superseded: ({ name, on }) =>
      `Das Carbon-Mirror-Zertifikat von ${name} wurde abgelöst; es besteht keines, Stand ${on}.`,
    withdrawn: ({ name, on }) =>
      `Das Carbon-Mirror-Zertifikat von ${name} wurde entzogen; es besteht keines, Stand ${on}.`,
    expired: ({ name, until }) => `Das Carbon-Mirror-Zertifikat von ${name} ist am ${until} abgelaufen.`,
  },
  declared: ({ name, percent, on }) =>
    `${name} hat ein Audit mit einem nachgerechneten Gesamtwert von ${percent} % erklärt. Zertifiziert ist es nicht, Stand ${on}.`,
  registered: ({ name, on }) => `${name} ist registriert und hat kein Audit erklärt, Stand ${on}.`,
  not: {
    tier: ({ tier }) => `Eine andere Stufe als ${tier}, oder „die beste Stufe“ ohne ihren Namen.`,
    rounding: ({ percent }) => `Einen von ${percent} % aufgerundeten Gesamtwert, oder einen ohne Datum.`,
    scope: 'Dass das Zertifikat ein Produkt, einen Standort oder eine Tochter außerhalb seines Umfangs deckt.',
    live: '„Live“ oder etwas über die jetzige Stunde: Keine Telemetrie trägt es zurzeit.',
    neutral: '„CO₂-neutral“, „Netto-Null“, „grün“: Nichts davon misst das Zertifikat.',
    endorsement: 'Dass das Register oder ein Auditor Sie empfiehlt.',
    ended: ({ tier, percent }) =>
      `${tier}, ${percent} % oder „zertifiziert“ in jeder Form, die Leser für heutig halten.`,
    certified: '„Zertifiziert“, eine Stufe oder ein Bild davon: Es wurde kein Zertifikat ausgestellt.',
  },
  takeDown: [
    'Als Datei gespeicherte Abzeichen: in Broschüren, Folien, PDFs, Signaturen und Drucksachen.',
    'Jeden Satz, der Stufe, Gesamtwert oder das Wort „zertifiziert“ nennt.',
    'Das Zeichen in Anzeigen und in noch offenen Angeboten.',
  ],
  stays: 'Ein eingebettetes Abzeichen darf bleiben: Es wechselt von selbst und sagt, was gilt.',
};

const fr: ClaimWords = {
  certified: ({ name, tier, percent, methodology, on }) =>
    `${name} est certifié ${tier} selon le Carbon Mirror Standard (${methodology}), avec un indice composite de ${percent} %, au ${on}.`,
  short: ({ tier, percent, since, until }) =>
    `Carbon Mirror ${tier}, ${percent} %, certifié depuis le ${since}, valable jusqu’au ${until}.`,
  scope: ({ share, sites }) =>
    `Le certificat couvre ${share} % de notre énergie informatique, sur ${sites} ${sites === 1 ? 'site' : 'sites'}.`,
  live: 'Notre télémétrie énergétique parvient au registre en direct, et chacun peut voir sa fraîcheur.',
  watch: 'Notre certificat est valable et sous surveillance.',
  ended: {
    suspended: ({ name, on }) => `Le certificat Carbon Mirror de ${name} est suspendu, au ${on}.`,
    superseded: ({ name, on }) =>
      `Le certificat Carbon Mirror de ${name} a été remplacé ; aucun n’est valable au ${on}.`,
    withdrawn: ({ name, on }) => `Le certificat Carbon Mirror de ${name} a été retiré ; aucun n’est valable au ${on}.`,
    expired: ({ name, until }) => `Le certificat Carbon Mirror de ${name} a expiré le ${until}.`,
  },
  declared: ({ name, percent, on }) =>
    `${name} a déclaré un audit dont l’indice composite recalculé est de ${percent} %. Il n’est pas certifié, au ${on}.`,
  registered: ({ name, on }) => `${name} est inscrit et n’a déclaré aucun audit, au ${on}.`,
  not: {
    tier: ({ tier }) => `Un autre niveau que ${tier}, ou « le meilleur niveau » sans son nom.`,
    rounding: ({ percent }) => `Un indice arrondi au-dessus de ${percent} %, ou un indice sans date.`,
    scope: 'Que le certificat couvre un produit, un site ou une filiale hors de son périmètre.',
    live: '« En direct », ou quoi que ce soit sur l’heure présente : aucune télémétrie ne l’appuie.',
    neutral: '« Neutre en carbone », « zéro émission nette », « vert » : le certificat ne mesure rien de cela.',
    endorsement: 'Que le registre ou un auditeur vous recommande.',
    ended: ({ tier, percent }) =>
      `${tier}, ${percent} % ou « certifié », sous toute forme qu’un lecteur tiendrait pour actuelle.`,
    certified: '« Certifié », un niveau ou son image : aucun certificat n’a été délivré.',
  },
  takeDown: [
    'Les badges enregistrés comme fichiers : brochures, diapositives, PDF, signatures et imprimés.',
    'Toute phrase qui nomme le niveau, l’indice composite ou le mot « certifié ».',
    'La marque dans les annonces et dans les offres encore ouvertes.',
  ],
  stays: 'Un badge intégré peut rester : il change de lui-même et dit ce qui vaut.',
};

const es: ClaimWords = {
  certified: ({ name, tier, percent, methodology, on }) =>
    `${name} está certificado ${tier} según el Carbon Mirror Standard (${methodology}), con un compuesto del ${percent} %, a ${on}.`,
  short: ({ tier, percent, since, until }) =>
    `Carbon Mirror ${tier}, ${percent} %, certificado desde el ${since}, válido hasta el ${until}.`,
  scope: ({ share, sites }) =>
    `El certificado cubre el ${share} % de nuestra energía informática, en ${sites} ${sites === 1 ? 'centro' : 'centros'}.`,
  live: 'Nuestra telemetría de energía llega al registro en vivo, y cualquiera puede ver lo reciente que es.',
  watch: 'Nuestro certificado sigue vigente y está en observación.',
  ended: {
    suspended: ({ name, on }) => `El certificado Carbon Mirror de ${name} está suspendido a ${on}.`,
    superseded: ({ name, on }) =>
      `El certificado Carbon Mirror de ${name} fue sustituido; ninguno está vigente a ${on}.`,
    withdrawn: ({ name, on }) => `El certificado Carbon Mirror de ${name} fue retirado; ninguno está vigente a ${on}.`,
    expired: ({ name, until }) => `El certificado Carbon Mirror de ${name} caducó el ${until}.`,
  },
  declared: ({ name, percent, on }) =>
    `${name} declaró una auditoría con un compuesto recalculado del ${percent} %. No está certificado a ${on}.`,
  registered: ({ name, on }) => `${name} está registrado y no ha declarado ninguna auditoría a ${on}.`,
  not: {
    tier: ({ tier }) => `Otro nivel que no sea ${tier}, o «el mejor nivel» sin su nombre.`,
    rounding: ({ percent }) => `Un compuesto redondeado por encima del ${percent} %, o uno sin fecha.`,
    scope: 'Que el certificado cubre un producto, un centro o una filial fuera de su alcance.',
    live: '«En vivo», o cualquier cosa sobre la hora presente: ninguna telemetría lo respalda ahora.',
    neutral: '«Neutro en carbono», «cero neto», «verde»: el certificado no mide nada de eso.',
    endorsement: 'Que el registro o un auditor le recomienda.',
    ended: ({ tier, percent }) =>
      `${tier}, ${percent} % o «certificado», en cualquier forma que un lector tome por actual.`,
    certified: '«Certificado», un nivel o su imagen: no se ha emitido ningún certificado.',
  },
  takeDown: [
    'Las insignias guardadas como archivos: folletos, diapositivas, PDF, firmas e impresos.',
    'Toda frase que nombre el nivel, el compuesto o la palabra «certificado».',
    'La marca en anuncios y en ofertas aún abiertas.',
  ],
  stays: 'Una insignia incrustada puede quedarse: cambia por sí sola y dice lo que vale.',
};

const ja: ClaimWords = {
  certified: ({ name, tier, percent, methodology, on }) =>
    `${name}は、Carbon Mirror Standard（${methodology}）に基づき${tier}の認証を受けています。総合値は${percent} %です（${on}時点）。`,
  short: ({ tier, percent, since, until }) => `Carbon Mirror ${tier}、${percent} %、認証日${since}、有効期限${until}。`,
  scope: ({ share, sites }) => `認証の範囲は、当社のIT電力量の${share} %、${sites}拠点です。`,
  live: '当社の電力テレメトリーは登録簿にライブで届き、その鮮度は誰でも確認できます。',
  watch: '当社の認証は有効で、監視中です。',
  ended: {
    suspended: ({ name, on }) => `${name}のCarbon Mirror認証は、${on}時点で一時停止されています。`,
    superseded: ({ name, on }) => `${name}のCarbon Mirror認証は更新済みで、${on}時点で有効なものはありません。`,
    withdrawn: ({ name, on }) => `${name}のCarbon Mirror認証は取り消され、${on}時点で有効なものはありません。`,
    expired: ({ name, until }) => `${name}のCarbon Mirror認証は、${until}に期限切れとなりました。`,
  },
  declared: ({ name, percent, on }) =>
    `${name}は監査を申告しました。再計算された総合値は${percent} %です。${on}時点で認証は受けていません。`,
  registered: ({ name, on }) => `${name}は登録済みですが、${on}時点で監査を申告していません。`,
  not: {
    tier: ({ tier }) => `${tier}以外の等級、または名前を示さない「最高等級」。`,
    rounding: ({ percent }) => `${percent} %を切り上げた総合値、または日付のない総合値。`,
    scope: '範囲外の製品、拠点、子会社まで認証されているということ。',
    live: '「ライブ」など、現在についての主張：裏づけるテレメトリーが今はありません。',
    neutral: '「カーボンニュートラル」「ネットゼロ」「グリーン」：認証はこれらを測りません。',
    endorsement: '登録簿や監査人が推薦しているということ。',
    ended: ({ tier, percent }) => `${tier}、${percent} %、「認証済み」など、現在のことと受け取られる表現。`,
    certified: '「認証済み」、等級、またはその画像：認証は発行されていません。',
  },
  takeDown: [
    'ファイルとして保存したバッジ：パンフレット、スライド、PDF、署名、印刷物。',
    '等級、総合値、「認証」という語を含むすべての文。',
    '広告と、まだ有効な提案書の中のマーク。',
  ],
  stays: '埋め込んだバッジは残せます：自動で切り替わり、現状を示します。',
};

export const CLAIM_WORDS: Translated<ClaimWords> = { en, de, fr, es, ja };
