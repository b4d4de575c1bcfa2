import { CHANGE_WORDS } from '../core/change-words.ts';
import type { LeafType } from '../log/leaf.ts';

type Describe = (say: (member: string) => string) => string;

/** One plain sentence per leaf type: verdict first, then the reason. */
const SENTENCES: Record<LeafType, Describe> = {
  'registry.genesis': () => 'The registry opened its log.',
  'registry.key': (say) => `Registry key for ${say('use')}: ${say('op')}.`,
  'registry.policy': (say) => `The policy of the registry: an act needs ${signatures(say('officers_required'))}.`,
  'party.registered': (say) => `Registered as ${say('kind')}.`,
  'party.domain': (say) =>
    `Domain ${say('domain')} ${say('proved') === 'true' ? 'proved' : 'no longer proved'} (${say('method')}).`,
  'key.added': (say) => `Key for ${say('use')} added.`,
  'key.revoked': (say) => `Key for ${say('use')} revoked.`,
  'auditor.accredited': (say) => `Accredited for levels ${say('levels')} until ${say('valid_to')}.`,
  'auditor.suspended': () => 'Accreditation suspended: no new opinions.',
  'auditor.withdrawn': () => 'Accreditation withdrawn.',
  'audit.declared': (say) => `Audit declared; recomputed composite ${say('composite_6')}.`,
  'audit.held': (say) => `Audit held: the claim differs too far from the recomputed composite ${say('composite_6')}.`,
  'audit.countersigned': (say) => `${say('auditor')} gave the opinion "${say('result')}" at level ${say('level')}.`,
  'workloads.registered': () => 'Workload register extended.',
  'inventory.accepted': () => 'Inventory accepted.',
  'telemetry.window': (say) => `${counted(say('n'), 'attestation')} received between ${say('from')} and ${say('to')}.`,
  'telemetry.day': (say) => `${counted(say('n'), 'daily row')} of telemetry closed for ${say('day')}.`,
  'telemetry.epoch': (say) => `Telemetry of site ${say('site')} began epoch ${say('epoch')}.`,
  'telemetry.fork': (say) => `Telemetry of site ${say('site')} forked: two attestations claim the same place.`,
  'certificate.issued': (say) =>
    `${say('tier')} issued at composite ${say('composite_6')}, valid to ${say('valid_to')}${why(say('reason'))}.`,
  'certificate.reissued': (say) => `${say('tier')} credential signed anew; the certificate stands.`,
  'certificate.watch': (say) => `${say('tier')} put on watch: ${inWords(say('reason'))}.`,
  'certificate.active': (say) => `${say('tier')} active again: ${inWords(say('reason'))}.`,
  'certificate.suspended': (say) => `${say('tier')} suspended: ${inWords(say('reason'))}.`,
  'certificate.reinstated': (say) => `${say('tier')} reinstated: ${inWords(say('reason'))}.`,
  'certificate.superseded': (say) => `${say('tier')} superseded: ${inWords(say('reason'))}.`,
  'certificate.withdrawn': (say) => `${say('tier')} withdrawn: ${inWords(say('reason'))}.`,
  'certificate.expired': (say) => `${say('tier')} expired on ${say('valid_to')}.`,
  'act.signed': (say) => `An officer signed the act "${say('action')}".`,
  'act.effective': (say) => `An act took effect with ${signatures(say('confirmations'))}.`,
  'case.opened': (say) => `Case opened: ${inWords(say('kind'))}.`,
  'case.closed': (say) => `Case closed: ${inWords(say('kind'))}, outcome ${say('outcome')}.`,
  'status.list': (say) => `Status list ${say('n')} signed anew.`,
  'listing.snapshot': (say) => `Listing of ${say('n')} organisations as of seq ${say('seq')} put on record.`,
  'incident.opened': (say) => `Incident published at ${say('url')}.`,
};

const counted = (number: string, what: string): string => `${number} ${what}${number === '1' ? '' : 's'}`;
const signatures = (number: string): string => counted(number, 'officer signature');
const inWords = (code: string): string => CHANGE_WORDS[code] ?? code.replaceAll('_', ' ');
/** A decision on an audit needs no further reason; a change of a live tier does. */
const why = (reason: string): string => (reason === 'upgrade' || reason === 'downgrade' ? `: ${inWords(reason)}` : '');

/** A leaf about to be written, or one that was read: its members are not judged. */
interface DescribedLeaf {
  readonly t: LeafType;
  readonly [member: string]: unknown;
}

/** The sentence under which a leaf stands in a party's history. */
export function describeLeaf(body: DescribedLeaf): string {
  return SENTENCES[body.t]((member) => {
    const value = body[member];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '');
  });
}
