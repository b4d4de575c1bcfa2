import type { LiveState } from '../../core/freshness.ts';
import type { Age } from '../age-words.ts';
import { LANGUAGES, type Language } from '../lang.ts';
import { isoDay, isoMoment } from '../words.ts';
import { type BadgeModel, type BadgeStatus, stands } from './badge-model.ts';

export const BADGE_LANGUAGES = LANGUAGES;
export type BadgeLanguage = Language;

interface Dictionary {
  /** The name of the scheme stays as it is; this is what stands before the holder in the title. */
  readonly scheme: string;
  /** The holder of a badge that was asked for by no possible id or domain. */
  readonly nobody: string;
  readonly status: Readonly<Record<Exclude<BadgeStatus, 'active'>, string>>;
  /** How fresh telemetry is; `#` is the age of its newest interval. */
  readonly fresh: Readonly<Record<Exclude<LiveState, 'none'>, string>>;
  readonly units: Readonly<Record<Age['unit'], string>>;
  readonly audited: string;
  readonly asOf: string;
  /** In place of the moment where the register cannot be read. */
  readonly undated: string;
  readonly test: string;
}

const DICTIONARIES: Readonly<Record<BadgeLanguage, Dictionary>> = {
  en: {
    scheme: 'Carbon Mirror',
    nobody: 'unknown holder',
    status: {
      watch: 'on watch',
      suspended: 'suspended',
      superseded: 'superseded',
      withdrawn: 'withdrawn',
      expired: 'expired',
      declared: 'declared, not certified',
      unknown: 'not in this register',
      unreadable: 'cannot be read now',
    },
    fresh: {
      live: 'live · # ago',
      delayed: 'delayed · last data # ago',
      stale: 'stale · no data for #',
      silent: 'silent · no data for #',
    },
    units: { min: 'min', h: 'h', d: 'd' },
    audited: 'audited',
    asOf: 'as of',
    undated: 'undated',
    test: 'TEST registry',
  },
  de: {
    scheme: 'Carbon Mirror',
    nobody: 'unbekannter Inhaber',
    status: {
      watch: 'unter Beobachtung',
      suspended: 'ausgesetzt',
      superseded: 'abgelöst',
      withdrawn: 'entzogen',
      expired: 'abgelaufen',
      declared: 'nur erklärt, nicht zertifiziert',
      unknown: 'nicht in diesem Register',
      unreadable: 'derzeit nicht lesbar',
    },
    fresh: {
      live: 'live · vor #',
      delayed: 'verzögert · letzte Daten vor #',
      stale: 'veraltet · seit # keine Daten',
      silent: 'verstummt · seit # keine Daten',
    },
    units: { min: 'Min.', h: 'Std.', d: 'T.' },
    audited: 'geprüft',
    asOf: 'Stand',
    undated: 'ohne Datum',
    test: 'TEST-Register',
  },
  fr: {
    scheme: 'Carbon Mirror',
    nobody: 'titulaire inconnu',
    status: {
      watch: 'sous surveillance',
      suspended: 'suspendu',
      superseded: 'remplacé',
      withdrawn: 'retiré',
      expired: 'expiré',
      declared: 'déclaré, non certifié',
      unknown: 'absent de ce registre',
      unreadable: 'illisible pour le moment',
    },
    fresh: {
      live: 'en direct · il y a #',
      delayed: 'retardé · dernières données il y a #',
      stale: 'périmé · sans données depuis #',
      silent: 'muet · sans données depuis #',
    },
    units: { min: 'min', h: 'h', d: 'j' },
    audited: 'audité',
    asOf: 'au',
    undated: 'sans date',
    test: 'Registre de TEST',
  },
  es: {
    scheme: 'Carbon Mirror',
    nobody: 'titular desconocido',
    status: {
      watch: 'en observación',
      suspended: 'suspendido',
      superseded: 'sustituido',
      withdrawn: 'retirado',
      expired: 'caducado',
      declared: 'declarado, sin certificar',
      unknown: 'no figura en este registro',
      unreadable: 'no se puede leer ahora',
    },
    fresh: {
      live: 'en vivo · hace #',
      delayed: 'con retraso · últimos datos hace #',
      stale: 'desactualizado · sin datos desde hace #',
      silent: 'en silencio · sin datos desde hace #',
    },
    units: { min: 'min', h: 'h', d: 'd' },
    audited: 'auditado',
    asOf: 'a fecha de',
    undated: 'sin fecha',
    test: 'Registro de TEST',
  },
  ja: {
    scheme: 'Carbon Mirror',
    nobody: '不明な保有者',
    status: {
      watch: '監視中',
      suspended: '一時停止',
      superseded: '更新済み',
      withdrawn: '取消',
      expired: '期限切れ',
      declared: '自己申告・未認証',
      unknown: 'この登録簿にありません',
      unreadable: '現在読み取れません',
    },
    fresh: {
      live: 'ライブ · #前',
      delayed: '遅延 · 最終データ #前',
      stale: '更新なし · #間データなし',
      silent: '途絶 · #間データなし',
    },
    units: { min: '分', h: '時間', d: '日' },
    audited: '監査',
    asOf: '時点',
    undated: '日付なし',
    test: 'TEST 登録簿',
  },
};

/** The texts of a badge in one language. Tiers are names and stay as they are. */
export interface BadgeTexts {
  /** Whose badge it is. Untrusted text. */
  readonly holder: string;
  /** `Silver 71.3 %`, or the state in words. */
  readonly verdict: string;
  /** State beside a tier that stands but is watched. */
  readonly remark: string | null;
  readonly freshness: string | null;
  readonly asOf: string;
  /** As `asOf`, the day alone. */
  readonly asOfDay: string;
  /** Everything in one line, for the title, for readers and for plain text. */
  readonly sentence: string;
}

export function badgeTexts(model: BadgeModel, lang: BadgeLanguage): BadgeTexts {
  const words = DICTIONARIES[lang];
  const remark = model.status === 'watch' ? words.status.watch : null;
  const holder = model.holder ?? words.nobody;
  const verdict = verdictText(model, words);
  const freshness = freshnessText(model, words, lang);
  const asOf = model.asOf === null ? words.undated : asOfText(words, isoMoment(model.asOf), lang);
  const facts = [remark, freshness, model.methodology, asOf].filter((part) => part !== null);
  const test = model.test ? `${words.test}: ` : '';
  return {
    holder,
    verdict,
    remark,
    freshness,
    asOf,
    asOfDay: model.asOf === null ? words.undated : asOfText(words, isoDay(model.asOf), lang),
    sentence: `${test}${words.scheme}: ${holder}: ${verdict} (${facts.join(', ')})`,
  };
}

function verdictText(model: BadgeModel, words: Dictionary): string {
  if (stands(model.status) && model.tier !== null) return `${model.tier} ${model.compositePercent ?? ''} %`;
  return model.status === 'active' ? words.status.unknown : words.status[model.status];
}

function freshnessText(model: BadgeModel, words: Dictionary, lang: BadgeLanguage): string | null {
  if (model.freshness === null) return null;
  if (model.freshness.kind === 'audited') return `${words.audited} ${model.freshness.on}`;
  const { kind, age } = model.freshness;
  return words.fresh[kind].replace('#', ageText(age, words, lang));
}

/** `4 min`; below a minute `< 1 min`. Japanese sets no space before a unit. */
function ageText({ count, unit }: Age, words: Dictionary, lang: BadgeLanguage): string {
  const figure = count === 0 ? '< 1' : String(count);
  return `${figure}${lang === 'ja' ? '' : ' '}${words.units[unit]}`;
}

/** Japanese puts the word after the moment. */
const asOfText = (words: Dictionary, moment: string, lang: BadgeLanguage): string =>
  lang === 'ja' ? `${moment} ${words.asOf}` : `${words.asOf} ${moment}`;
