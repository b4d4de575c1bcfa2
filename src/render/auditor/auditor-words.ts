import type { AuditorView } from '../../core/auditor-view.ts';
import type { Translated } from '../lang.ts';

/** What the page of an auditor says in one language. */
export interface AuditorWords {
  readonly states: Readonly<Record<AuditorView['state'], (levels: string, until: string) => string>>;
  readonly reason: string;
  readonly audits: string;
  readonly accepts: string;
  readonly rejects: string;
  readonly reversals: string;
  readonly since: string;
  readonly country: string;
  readonly website: string;
  readonly opinions: string;
  readonly none: string;
  readonly columns: readonly [organisation: string, opinion: string, level: string, given: string, statement: string];
}

export const AUDITOR_WORDS: Translated<AuditorWords> = {
  en: {
    states: {
      accredited: (levels, until) => `Accredited for levels ${levels} until ${until}.`,
      suspended: () => 'Accreditation suspended: it gives no new opinions.',
      withdrawn: () => 'Accreditation withdrawn.',
      applicant: () => 'Registered, not accredited.',
    },
    reason: 'An auditor signs with a key of its own; every opinion stands in the log and can be checked by anybody.',
    audits: 'Audits judged',
    accepts: 'Accepted',
    rejects: 'Rejected',
    reversals: 'Opinions reversed',
    since: 'Registered',
    country: 'Country',
    website: 'Website',
    opinions: 'Newest opinions',
    none: 'It has given no opinion yet.',
    columns: ['Organisation', 'Opinion', 'Level', 'Given', 'Statement'],
  },
  de: {
    states: {
      accredited: (levels, until) => `Akkreditiert für die Stufen ${levels} bis ${until}.`,
      suspended: () => 'Akkreditierung ausgesetzt: keine neuen Urteile.',
      withdrawn: () => 'Akkreditierung entzogen.',
      applicant: () => 'Registriert, nicht akkreditiert.',
    },
    reason: 'Ein Auditor signiert mit eigenem Schlüssel; jedes Urteil steht im Log und lässt sich von jedem prüfen.',
    audits: 'Beurteilte Audits',
    accepts: 'Angenommen',
    rejects: 'Abgelehnt',
    reversals: 'Umgekehrte Urteile',
    since: 'Registriert',
    country: 'Land',
    website: 'Website',
    opinions: 'Neueste Urteile',
    none: 'Noch hat er nicht geurteilt.',
    columns: ['Organisation', 'Urteil', 'Stufe', 'Abgegeben', 'Aussage'],
  },
  fr: {
    states: {
      accredited: (levels, until) => `Accrédité pour les niveaux ${levels} jusqu’au ${until}.`,
      suspended: () => 'Accréditation suspendue : aucun nouvel avis.',
      withdrawn: () => 'Accréditation retirée.',
      applicant: () => 'Inscrit, non accrédité.',
    },
    reason: 'Un auditeur signe de sa propre clé ; chaque avis figure au journal et chacun peut le vérifier.',
    audits: 'Audits jugés',
    accepts: 'Acceptés',
    rejects: 'Refusés',
    reversals: 'Avis renversés',
    since: 'Inscrit',
    country: 'Pays',
    website: 'Site',
    opinions: 'Derniers avis',
    none: 'Il n’a encore donné aucun avis.',
    columns: ['Organisation', 'Avis', 'Niveau', 'Donné', 'Déclaration'],
  },
  es: {
    states: {
      accredited: (levels, until) => `Acreditado para los niveles ${levels} hasta el ${until}.`,
      suspended: () => 'Acreditación suspendida: sin nuevos dictámenes.',
      withdrawn: () => 'Acreditación retirada.',
      applicant: () => 'Registrado, sin acreditar.',
    },
    reason: 'Un auditor firma con su propia clave; cada dictamen está en el registro y cualquiera puede comprobarlo.',
    audits: 'Auditorías juzgadas',
    accepts: 'Aceptadas',
    rejects: 'Rechazadas',
    reversals: 'Dictámenes revertidos',
    since: 'Registrado',
    country: 'País',
    website: 'Sitio web',
    opinions: 'Últimos dictámenes',
    none: 'Aún no ha dictaminado.',
    columns: ['Organización', 'Dictamen', 'Nivel', 'Emitido', 'Declaración'],
  },
  ja: {
    states: {
      accredited: (levels, until) => `水準 ${levels} の認定、${until} まで。`,
      suspended: () => '認定停止中: 新しい意見は出せません。',
      withdrawn: () => '認定取消。',
      applicant: () => '登録済み、未認定。',
    },
    reason: '監査人は自らの鍵で署名します。すべての意見はログにあり、誰でも確かめられます。',
    audits: '判断した監査',
    accepts: '受け入れ',
    rejects: '却下',
    reversals: '覆した意見',
    since: '登録',
    country: '国',
    website: 'ウェブサイト',
    opinions: '最新の意見',
    none: 'まだ意見はありません。',
    columns: ['組織', '意見', '水準', '日付', '文書'],
  },
};
