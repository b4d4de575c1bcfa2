import type { CertificateState } from '../../core/certificate-state.ts';
import type { LiveState } from '../../core/freshness.ts';
import type { MirrorName } from '../../core/views.ts';
import type { Translated } from '../lang.ts';

/** Why somebody is not certified, as a look-up names it. */
export type AbsenceReason =
  | 'no_audit'
  | 'declared'
  | 'held'
  | 'countersigned'
  | 'certified'
  | 'superseded'
  | 'under_review'
  | 'domain_lost';

/** The words of the procurement pages for what the registry says of an organisation. */
export interface StatusWords {
  readonly states: Readonly<Record<CertificateState, string>>;
  readonly reasons: Readonly<Record<AbsenceReason, string>>;
  readonly live: Readonly<Record<LiveState, string>>;
  readonly mirrors: Readonly<Record<MirrorName, string>>;
  readonly statuses: Readonly<Record<'certified' | 'not_certified' | 'unknown', string>>;
}

export const STATUS_WORDS: Translated<StatusWords> = {
  en: {
    states: {
      active: 'active',
      watch: 'on watch',
      suspended: 'suspended',
      superseded: 'superseded',
      withdrawn: 'withdrawn',
      expired: 'expired',
    },
    reasons: {
      no_audit: 'registered, no audit',
      declared: 'declared only, no auditor',
      held: 'claim held for explanation',
      countersigned: 'countersigned, no tier earned',
      certified: 'audited, no certificate',
      superseded: 'audit superseded',
      under_review: 'under review',
      domain_lost: 'domain no longer held',
    },
    live: { live: 'live', delayed: 'delayed', stale: 'stale', silent: 'silent', none: 'no telemetry' },
    mirrors: { efficiency: 'Efficiency', timing: 'Timing', data_diet: 'Data diet', circularity: 'Circularity' },
    statuses: { certified: 'Certified', not_certified: 'Not certified', unknown: 'Unknown' },
  },
  de: {
    states: {
      active: 'gültig',
      watch: 'unter Beobachtung',
      suspended: 'ausgesetzt',
      superseded: 'abgelöst',
      withdrawn: 'entzogen',
      expired: 'abgelaufen',
    },
    reasons: {
      no_audit: 'registriert, kein Audit',
      declared: 'nur erklärt, ohne Prüfer',
      held: 'Angabe zurückgestellt bis zur Erklärung',
      countersigned: 'gegengezeichnet, keine Stufe erreicht',
      certified: 'geprüft, kein Zertifikat',
      superseded: 'Audit abgelöst',
      under_review: 'in Prüfung',
      domain_lost: 'Domain nicht mehr gehalten',
    },
    live: { live: 'live', delayed: 'verzögert', stale: 'veraltet', silent: 'verstummt', none: 'keine Telemetrie' },
    mirrors: { efficiency: 'Effizienz', timing: 'Zeitpunkt', data_diet: 'Datendiät', circularity: 'Kreislauf' },
    statuses: { certified: 'Zertifiziert', not_certified: 'Nicht zertifiziert', unknown: 'Unbekannt' },
  },
  fr: {
    states: {
      active: 'en vigueur',
      watch: 'sous surveillance',
      suspended: 'suspendu',
      superseded: 'remplacé',
      withdrawn: 'retiré',
      expired: 'expiré',
    },
    reasons: {
      no_audit: 'inscrit, aucun audit',
      declared: 'déclaré seulement, sans auditeur',
      held: 'déclaration retenue pour explication',
      countersigned: 'contresigné, aucun niveau atteint',
      certified: 'audité, aucun certificat',
      superseded: 'audit remplacé',
      under_review: 'en cours d’examen',
      domain_lost: 'domaine plus détenu',
    },
    live: { live: 'en direct', delayed: 'retardé', stale: 'périmé', silent: 'muet', none: 'aucune télémétrie' },
    mirrors: {
      efficiency: 'Efficacité',
      timing: 'Moment',
      data_diet: 'Sobriété des données',
      circularity: 'Circularité',
    },
    statuses: { certified: 'Certifié', not_certified: 'Non certifié', unknown: 'Inconnu' },
  },
  es: {
    states: {
      active: 'vigente',
      watch: 'en observación',
      suspended: 'suspendido',
      superseded: 'sustituido',
      withdrawn: 'retirado',
      expired: 'caducado',
    },
    reasons: {
      no_audit: 'registrado, sin auditoría',
      declared: 'solo declarado, sin auditor',
      held: 'declaración retenida a la espera de explicación',
      countersigned: 'refrendado, ningún nivel alcanzado',
      certified: 'auditado, sin certificado',
      superseded: 'auditoría sustituida',
      under_review: 'en revisión',
      domain_lost: 'dominio ya no controlado',
    },
    live: {
      live: 'en vivo',
      delayed: 'con retraso',
      stale: 'desactualizado',
      silent: 'en silencio',
      none: 'sin telemetría',
    },
    mirrors: { efficiency: 'Eficiencia', timing: 'Momento', data_diet: 'Dieta de datos', circularity: 'Circularidad' },
    statuses: { certified: 'Certificado', not_certified: 'No certificado', unknown: 'Desconocido' },
  },
  ja: {
    states: {
      active: '有効',
      watch: '監視中',
      suspended: '一時停止',
      superseded: '更新済み',
      withdrawn: '取消',
      expired: '期限切れ',
    },
    reasons: {
      no_audit: '登録のみ・監査なし',
      declared: '自己申告のみ・監査人なし',
      held: '申告は説明待ちで保留',
      countersigned: '副署あり・等級なし',
      certified: '監査済み・認証書なし',
      superseded: '監査は更新済み',
      under_review: '審査中',
      domain_lost: 'ドメインの保有終了',
    },
    live: { live: 'ライブ', delayed: '遅延', stale: '更新なし', silent: '途絶', none: 'テレメトリーなし' },
    mirrors: { efficiency: '効率', timing: 'タイミング', data_diet: 'データ節減', circularity: '循環性' },
    statuses: { certified: '認証済み', not_certified: '未認証', unknown: '不明' },
  },
};

/** A reason in words; one that is none of the known ones stays as it is. */
export function reasonText(words: StatusWords, reason: string): string {
  const known = new Map<string, string>([...Object.entries(words.reasons), ...Object.entries(words.states)]);
  return known.get(reason) ?? reason.replaceAll('_', ' ');
}
