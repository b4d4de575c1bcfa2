import type { Language, Translated } from './lang.ts';

/** NACE Rev. 2 sections A to U, shortened to what fits beside a count. */
const SECTIONS: Translated<string> = {
  en: `Agriculture, forestry|Mining|Manufacturing|Electricity, gas|Water, waste|Construction|Trade|Transport, storage|
Accommodation, food|Information, communication|Finance, insurance|Real estate|Professional, scientific|
Administrative services|Public administration|Education|Health, social work|Arts, recreation|Other services|
Households as employers|Extraterritorial bodies`,
  de: `Land- und Forstwirtschaft|Bergbau|Verarbeitendes Gewerbe|Energieversorgung|Wasser, Abfall|Baugewerbe|Handel|
Verkehr, Lagerei|Gastgewerbe|Information, Kommunikation|Finanzen, Versicherungen|Immobilien|
Freiberuflich, wissenschaftlich|Sonstige Unternehmensdienste|Öffentliche Verwaltung|Bildung|Gesundheit, Soziales|
Kunst, Erholung|Sonstige Dienste|Private Haushalte|Exterritoriale Organisationen`,
  fr: `Agriculture, sylviculture|Industries extractives|Industrie manufacturière|Électricité, gaz|Eau, déchets|
Construction|Commerce|Transports, entreposage|Hébergement, restauration|Information, communication|
Finance, assurance|Immobilier|Activités spécialisées, scientifiques|Services administratifs|
Administration publique|Enseignement|Santé, action sociale|Arts, loisirs|Autres services|Ménages employeurs|
Organismes extraterritoriaux`,
  es: `Agricultura, silvicultura|Industrias extractivas|Industria manufacturera|Electricidad, gas|Agua, residuos|
Construcción|Comercio|Transporte, almacenamiento|Hostelería|Información, comunicaciones|Finanzas, seguros|
Inmobiliarias|Profesionales, científicas|Servicios administrativos|Administración pública|Educación|
Sanidad, servicios sociales|Arte, ocio|Otros servicios|Hogares empleadores|Organismos extraterritoriales`,
  ja: `農林水産業|鉱業|製造業|電気・ガス|水道・廃棄物|建設業|卸売・小売|運輸・保管|宿泊・飲食|情報通信|金融・保険|
不動産|専門・科学技術|管理・支援サービス|公務|教育|保健・社会福祉|芸術・娯楽|その他サービス|雇用主世帯|治外法権機関`,
};

const named: Readonly<Partial<Record<Language, readonly string[]>>> = Object.fromEntries(
  Object.entries(SECTIONS).map(([lang, text]) => [lang, text.replaceAll('\n', '').split('|')]),
);

/** Name of a NACE section; the text itself where it is no section's letter. */
export function sectorName(section: string, lang: Language): string {
  const index = /^[A-U]$/.test(section) ? section.charCodeAt(0) - 'A'.charCodeAt(0) : -1;
  return named[lang]?.[index] ?? section;
}
