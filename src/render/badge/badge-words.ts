import { isoMoment } from '../words.ts';
import { type BadgeModel, type BadgeStatus, stands } from './badge-model.ts';

export const BADGE_LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'] as const;
export type BadgeLanguage = (typeof BADGE_LANGUAGES)[number];

interface Dictionary {
  /** The name of the scheme stays as it is; this is what stands before the holder in the title. */
  readonly scheme: string;
  /** The holder of a badge that was asked for by no possible id or domain. */
  readonly nobody: string;
  readonly status: Readonly<Record<Exclude<BadgeStatus, 'active'>, string>>;
  readonly live: string;
  readonly audited: string;
  readonly asOf: string;
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
    },
    live: 'live',
    audited: 'audited',
    asOf: 'as of',
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
    },
    live: 'live',
    audited: 'geprüft',
    asOf: 'Stand',
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
    },
    live: 'en direct',
    audited: 'audité',
    asOf: 'au',
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
    },
    live: 'en vivo',
    audited: 'auditado',
    asOf: 'a fecha de',
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
    },
    live: 'ライブ',
    audited: '監査',
    asOf: '時点',
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
  const freshness = freshnessText(model, words);
  const asOf = asOfText(words, isoMoment(model.asOf), lang);
  const facts = [remark, freshness, model.methodology, asOf].filter((part) => part !== null);
  const test = model.test ? `${words.test}: ` : '';
  return {
    holder,
    verdict,
    remark,
    freshness,
    asOf,
    asOfDay: asOfText(words, model.asOf.slice(0, 10), lang),
    sentence: `${test}${words.scheme}: ${holder}: ${verdict} (${facts.join(', ')})`,
  };
}

function verdictText(model: BadgeModel, words: Dictionary): string {
  if (stands(model.status) && model.tier !== null) return `${model.tier} ${model.compositePercent ?? ''} %`;
  return model.status === 'active' ? words.status.unknown : words.status[model.status];
}

function freshnessText(model: BadgeModel, words: Dictionary): string | null {
  if (model.freshness === null) return null;
  return model.freshness.kind === 'live' ? words.live : `${words.audited} ${model.freshness.on}`;
}

/** Japanese puts the word after the moment. */
const asOfText = (words: Dictionary, moment: string, lang: BadgeLanguage): string =>
  lang === 'ja' ? `${moment} ${words.asOf}` : `${words.asOf} ${moment}`;
