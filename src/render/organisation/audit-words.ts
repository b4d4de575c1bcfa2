import type { Severity } from '../../core/methodology/findings.ts';
import type { Translated } from '../lang.ts';

/** What is said of an audit's claim, its findings and the facts the registry holds, in one language. */
export interface AuditWords {
  readonly claim: {
    none(recomputed: string): string;
    confirmed(claimed: string, recomputed: string): string;
    restated(claimed: string, recomputed: string): string;
    held(claimed: string, recomputed: string): string;
  };
  readonly severities: Readonly<Record<Severity, string>>;
  readonly noFinding: string;
  findings(number: number): string;
  readonly facts: {
    readonly countersigned: string;
    readonly assurance: string;
    readonly scope: string;
    readonly measured: string;
    readonly lowest: string;
    readonly telemetry: string;
    readonly surveillance: string;
    readonly yes: string;
    readonly no: string;
    readonly none: string;
    readonly notConfirmed: string;
    ofIntervals(percent: string): string;
    days(number: number, percent: string): string;
    points(delta: string): string;
  };
}

export const AUDIT_WORDS: Translated<AuditWords> = {
  en: {
    claim: {
      none: (recomputed) => `No figure was claimed; the registry computed ${recomputed}.`,
      confirmed: (claimed, recomputed) => `Confirmed: ${claimed} was claimed, the registry recomputed ${recomputed}.`,
      restated: (claimed, recomputed) =>
        `Restated: ${claimed} was claimed, the registry recomputed ${recomputed}, and that figure counts.`,
      held: (claimed, recomputed) =>
        `Held: ${claimed} was claimed, the registry recomputed ${recomputed}. Nothing is issued until the difference is explained.`,
    },
    severities: { REJECT: 'Rejects', FLAG: 'Flag', INFO: 'Note' },
    noFinding: 'The plausibility checks found nothing to remark.',
    findings: (number) => `${number} ${number === 1 ? 'finding' : 'findings'} of the plausibility checks`,
    facts: {
      countersigned: 'Countersigned',
      assurance: 'Assurance reached',
      scope: 'Scope, share of all its IT energy',
      measured: 'Measured, share of IT energy',
      lowest: 'Lowest coverage of a site',
      telemetry: 'Live telemetry',
      surveillance: 'Surveillance audit against live figure',
      yes: 'yes',
      no: 'no',
      none: 'none',
      notConfirmed: 'not confirmed',
      ofIntervals: (percent) => `${percent} % of intervals`,
      days: (number, percent) => `${number} days, ${percent} % of intervals`,
      points: (delta) => `${delta} points`,
    },
  },
  de: {
    claim: {
      none: (recomputed) => `Keine Zahl wurde behauptet; das Register errechnete ${recomputed}.`,
      confirmed: (claimed, recomputed) =>
        `Bestätigt: Behauptet wurden ${claimed}, das Register errechnete ${recomputed}.`,
      restated: (claimed, recomputed) =>
        `Berichtigt: Behauptet wurden ${claimed}, das Register errechnete ${recomputed}, und diese Zahl gilt.`,
      held: (claimed, recomputed) =>
        `Angehalten: Behauptet wurden ${claimed}, das Register errechnete ${recomputed}. Es wird nichts ausgestellt, bis der Unterschied erklärt ist.`,
    },
    severities: { REJECT: 'Schließt aus', FLAG: 'Hinweis', INFO: 'Notiz' },
    noFinding: 'Die Plausibilitätsprüfung fand nichts zu bemerken.',
    findings: (number) => `${number} ${number === 1 ? 'Befund' : 'Befunde'} der Plausibilitätsprüfung`,
    facts: {
      countersigned: 'Gegengezeichnet',
      assurance: 'Erreichte Prüftiefe',
      scope: 'Umfang, Anteil an der ganzen IT-Energie',
      measured: 'Gemessen, Anteil an der IT-Energie',
      lowest: 'Geringste Abdeckung eines Standorts',
      telemetry: 'Live-Telemetrie',
      surveillance: 'Überwachungsaudit gegen Live-Wert',
      yes: 'ja',
      no: 'nein',
      none: 'keine',
      notConfirmed: 'nicht bestätigt',
      ofIntervals: (percent) => `${percent} % der Intervalle`,
      days: (number, percent) => `${number} Tage, ${percent} % der Intervalle`,
      points: (delta) => `${delta} Punkte`,
    },
  },
  fr: {
    claim: {
      none: (recomputed) => `Aucun chiffre n’a été annoncé ; le registre a calculé ${recomputed}.`,
      confirmed: (claimed, recomputed) => `Confirmé : ${claimed} annoncés, ${recomputed} recalculés par le registre.`,
      restated: (claimed, recomputed) =>
        `Rectifié : ${claimed} annoncés, ${recomputed} recalculés par le registre, et ce chiffre compte.`,
      held: (claimed, recomputed) =>
        `Retenu : ${claimed} annoncés, ${recomputed} recalculés par le registre. Rien n’est délivré avant que l’écart soit expliqué.`,
    },
    severities: { REJECT: 'Élimine', FLAG: 'Alerte', INFO: 'Note' },
    noFinding: 'Les contrôles de vraisemblance n’ont rien relevé.',
    findings: (number) => `${number} ${number < 2 ? 'constat' : 'constats'} des contrôles de vraisemblance`,
    facts: {
      countersigned: 'Contresigné',
      assurance: 'Assurance atteinte',
      scope: 'Périmètre, part de toute l’énergie informatique',
      measured: 'Mesuré, part de l’énergie informatique',
      lowest: 'Plus faible couverture d’un site',
      telemetry: 'Télémesure en direct',
      surveillance: 'Audit de surveillance face au direct',
      yes: 'oui',
      no: 'non',
      none: 'aucune',
      notConfirmed: 'non confirmé',
      ofIntervals: (percent) => `${percent} % des intervalles`,
      days: (number, percent) => `${number} jours, ${percent} % des intervalles`,
      points: (delta) => `${delta} points`,
    },
  },
  es: {
    claim: {
      none: (recomputed) => `No se declaró ninguna cifra; el registro calculó ${recomputed}.`,
      confirmed: (claimed, recomputed) => `Confirmado: se declaró ${claimed}, el registro recalculó ${recomputed}.`,
      restated: (claimed, recomputed) =>
        `Rectificado: se declaró ${claimed}, el registro recalculó ${recomputed}, y esa cifra cuenta.`,
      held: (claimed, recomputed) =>
        `Retenido: se declaró ${claimed}, el registro recalculó ${recomputed}. No se emite nada hasta que se explique la diferencia.`,
    },
    severities: { REJECT: 'Excluye', FLAG: 'Aviso', INFO: 'Nota' },
    noFinding: 'Las comprobaciones de plausibilidad no hallaron nada que señalar.',
    findings: (number) => `${number} ${number === 1 ? 'hallazgo' : 'hallazgos'} de las comprobaciones de plausibilidad`,
    facts: {
      countersigned: 'Refrendado',
      assurance: 'Aseguramiento alcanzado',
      scope: 'Alcance, parte de toda su energía informática',
      measured: 'Medido, parte de la energía informática',
      lowest: 'Menor cobertura de un sitio',
      telemetry: 'Telemetría en vivo',
      surveillance: 'Auditoría de vigilancia frente al vivo',
      yes: 'sí',
      no: 'no',
      none: 'ninguno',
      notConfirmed: 'sin confirmar',
      ofIntervals: (percent) => `${percent} % de los intervalos`,
      days: (number, percent) => `${number} días, ${percent} % de los intervalos`,
      points: (delta) => `${delta} puntos`,
    },
  },
  ja: {
    claim: {
      none: (recomputed) => `申告値はありません。登録簿の計算は ${recomputed} です。`,
      confirmed: (claimed, recomputed) => `一致: 申告 ${claimed}、登録簿の再計算 ${recomputed}。`,
      restated: (claimed, recomputed) => `訂正: 申告 ${claimed}、登録簿の再計算 ${recomputed}。再計算値が有効です。`,
      held: (claimed, recomputed) =>
        `保留: 申告 ${claimed}、登録簿の再計算 ${recomputed}。差が説明されるまで何も発行されません。`,
    },
    severities: { REJECT: '却下', FLAG: '注意', INFO: '注記' },
    noFinding: '妥当性検査で指摘すべきことはありませんでした。',
    findings: (number) => `妥当性検査の所見 ${number} 件`,
    facts: {
      countersigned: '副署',
      assurance: '到達した保証水準',
      scope: '範囲、ITエネルギー全体に占める割合',
      measured: '実測、ITエネルギーに占める割合',
      lowest: '拠点の最低網羅率',
      telemetry: 'ライブ計測',
      surveillance: 'サーベイランス監査とライブ値の差',
      yes: 'あり',
      no: 'なし',
      none: 'なし',
      notConfirmed: '未確認',
      ofIntervals: (percent) => `区間の ${percent} %`,
      days: (number, percent) => `${number} 日、区間の ${percent} %`,
      points: (delta) => `${delta} ポイント`,
    },
  },
};
