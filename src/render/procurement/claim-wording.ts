import { isStanding } from '../../core/certificate-state.ts';
import type { ClaimParts } from '../../core/claim-check.ts';
import type { LiveState } from '../../core/freshness.ts';
import type { ListingRow, Position } from '../../core/views.ts';
import type { Mode } from '../../mode.ts';
import { integerIn } from '../intl.ts';
import type { Language, Translated } from '../lang.ts';
import { isoDay, isoMoment } from '../words.ts';
import { reasonText, STATUS_WORDS } from './status-words.ts';

/** What a sentence about somebody's certification is made of today. */
export interface WordingFacts {
  readonly status: 'certified' | 'not_certified' | 'unknown';
  readonly domain: string;
  readonly row: ListingRow | null;
  readonly reason: string | null;
  readonly live: LiveState;
}

/** What was found about a claim. */
export interface ShownClaim extends WordingFacts {
  readonly parts: ClaimParts;
}

interface Sentences {
  readonly certified: (facts: CertifiedFacts) => string;
  readonly onWatch: string;
  readonly withLive: string;
  /** `name`, `domain`, why. */
  readonly notCertified: (holder: string, reason: string) => string;
  readonly ended: (holder: string, tier: string, state: string) => string;
  readonly lost: (domain: string) => string;
  readonly unknown: (domain: string) => string;
  readonly asOf: (moment: string, entry: string) => string;
  readonly test: string;
}

interface CertifiedFacts {
  readonly holder: string;
  readonly tier: string;
  readonly composite: string;
  readonly since: string;
  readonly until: string;
  readonly watch: string;
  readonly live: string;
}

const SENTENCES: Translated<Sentences> = {
  en: {
    certified: ({ holder, tier, composite, since, until, watch, live }) =>
      `Certified${watch}: ${holder} is ${tier} with a composite of ${composite} %, certified on ${since}, valid to ${until}${live}.`,
    onWatch: ', on watch',
    withLive: ', with live telemetry',
    notCertified: (holder, reason) => `Not certified: ${holder}: ${reason}.`,
    ended: (holder, tier, state) => `Not certified: the ${tier} certificate of ${holder} is ${state}.`,
    lost: (domain) => `Not certified under this domain: whoever proved ${domain} holds it no longer.`,
    unknown: (domain) => `Unknown: nobody has proved ${domain} to this registry. That is not a no.`,
    asOf: (moment, entry) => `As of ${moment}, log entry ${entry}.`,
    test: 'TEST registry: ',
  },
  de: {
    certified: ({ holder, tier, composite, since, until, watch, live }) =>
      `Zertifiziert${watch}: ${holder} ist ${tier} mit einem Gesamtwert von ${composite} %, zertifiziert am ${since}, gültig bis ${until}${live}.`,
    onWatch: ', unter Beobachtung',
    withLive: ', mit Live-Telemetrie',
    notCertified: (holder, reason) => `Nicht zertifiziert: ${holder}: ${reason}.`,
    ended: (holder, tier, state) => `Nicht zertifiziert: Das Zertifikat ${tier} von ${holder} ist ${state}.`,
    lost: (domain) => `Unter dieser Domain nicht zertifiziert: Wer ${domain} nachgewiesen hat, hält sie nicht mehr.`,
    unknown: (domain) => `Unbekannt: Niemand hat ${domain} diesem Register nachgewiesen. Das ist kein Nein.`,
    asOf: (moment, entry) => `Stand ${moment}, Log-Eintrag ${entry}.`,
    test: 'TEST-Register: ',
  },
  fr: {
    certified: ({ holder, tier, composite, since, until, watch, live }) =>
      `Certifié${watch} : ${holder} est ${tier} avec un indice de ${composite} %, certifié le ${since}, valable jusqu’au ${until}${live}.`,
    onWatch: ', sous surveillance',
    withLive: ', avec télémétrie en direct',
    notCertified: (holder, reason) => `Non certifié : ${holder} : ${reason}.`,
    ended: (holder, tier, state) => `Non certifié : le certificat ${tier} de ${holder} est ${state}.`,
    lost: (domain) => `Non certifié sous ce domaine : celui qui a prouvé ${domain} ne le détient plus.`,
    unknown: (domain) => `Inconnu : personne n’a prouvé ${domain} auprès de ce registre. Ce n’est pas un non.`,
    asOf: (moment, entry) => `Au ${moment}, entrée ${entry} du journal.`,
    test: 'Registre de TEST : ',
  },
  es: {
    certified: ({ holder, tier, composite, since, until, watch, live }) =>
      `Certificado${watch}: ${holder} es ${tier} con un índice de ${composite} %, certificado el ${since}, válido hasta ${until}${live}.`,
    onWatch: ', en observación',
    withLive: ', con telemetría en vivo',
    notCertified: (holder, reason) => `No certificado: ${holder}: ${reason}.`,
    ended: (holder, tier, state) => `No certificado: el certificado ${tier} de ${holder} está ${state}.`,
    lost: (domain) => `No certificado con este dominio: quien demostró ${domain} ya no lo controla.`,
    unknown: (domain) => `Desconocido: nadie ha demostrado ${domain} ante este registro. Eso no es un no.`,
    asOf: (moment, entry) => `A fecha de ${moment}, entrada ${entry} del registro público.`,
    test: 'Registro de TEST: ',
  },
  ja: {
    certified: ({ holder, tier, composite, since, until, watch, live }) =>
      `認証済み${watch}：${holder} は ${tier}、総合値 ${composite} %、認証日 ${since}、有効期限 ${until}${live}。`,
    onWatch: '（監視中）',
    withLive: '、ライブ・テレメトリーあり',
    notCertified: (holder, reason) => `未認証：${holder}（${reason}）。`,
    ended: (holder, tier, state) => `未認証：${holder} の ${tier} 認証書は${state}です。`,
    lost: (domain) => `このドメインでは未認証：${domain} を証明した者は現在保有していません。`,
    unknown: (domain) => `不明：${domain} をこの登録簿に証明した者はいません。「いいえ」という意味ではありません。`,
    asOf: (moment, entry) => `${moment} 時点、ログ項目 ${entry}。`,
    test: 'TEST 登録簿：',
  },
};

/** The sentence that is true at a position: verdict first, then as of. Of a test registry it says so before all else. */
export function claimWording(facts: WordingFacts, position: Position, mode: Mode, lang: Language): string {
  const words = SENTENCES[lang];
  const test = mode === 'production' ? '' : words.test;
  const asOf = words.asOf(isoMoment(position.as_of), integerIn(lang, position.seq));
  return `${test}${verdict(facts, words, lang)}${lang === 'ja' ? '' : ' '}${asOf}`;
}

function verdict({ status, domain, row, reason, live }: WordingFacts, words: Sentences, lang: Language): string {
  if (status === 'unknown') return words.unknown(domain);
  if (row === null) return words.lost(domain);
  const holder = `${row.name} (${domain})`;
  const why = reasonText(STATUS_WORDS[lang], reason ?? row.state ?? 'no_audit');
  if (!isStanding(row.state)) {
    return row.tier === null ? words.notCertified(holder, why) : words.ended(holder, row.tier, why);
  }
  return words.certified({
    holder,
    tier: row.tier ?? '',
    composite: row.composite_percent ?? '',
    since: isoDay(row.certified_at ?? ''),
    until: isoDay(row.valid_to ?? ''),
    watch: row.state === 'watch' ? words.onWatch : '',
    live: live === 'live' ? words.withLive : '',
  });
}
