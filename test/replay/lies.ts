import type { Tools } from './tools.ts';
import { alter, type Lie } from './world.ts';

const A_DIGEST = 'A'.repeat(43);
const NEW_ID = '01930000-0000-7000-8000-000000000000';

/** What a lie comes to: its first finding, or one that must be among them; all of them where the lie shifts no index. */
export interface Expected {
  readonly first?: string;
  readonly among?: string;
  readonly all?: readonly string[];
}
type Case = [string, (t: Tools) => Lie, (t: Tools) => Expected];
const exactly = (...all: readonly string[]): Expected => ({ all });

/** Deliberate corruptions. Every tree of them is signed and holds: only replay can tell. */
export const LIES: readonly Case[] = [
  [
    'changes the tier in a leaf',
    (t) => t.altered(t.own('certificate.issued'), { tier: 'Silver' }),
    (t) => exactly(`${t.own('certificate.issued')} tier_differs`),
  ],
  [
    'changes a composite',
    (t) => t.altered(t.own('audit.declared'), { composite_6: '0.999999' }),
    (t) => exactly(`${t.own('audit.declared')} composite_differs`),
  ],
  [
    'hides a statement',
    (t) => ({ answers: { [t.statementPath(t.textAt(t.own('audit.declared'), 'd'))]: null } }),
    (t) => exactly(`${t.own('audit.declared')} statement_missing`),
  ],
  [
    'signs a key revoked before its statement',
    (t) => {
      const [added, revoked] = [t.own('key.added'), t.own('key.revoked')];
      const rest = t.leaves.toSpliced(revoked, 1);
      return { leaves: rest.toSpliced(added + 1, 0, t.leaves[revoked] ?? '') };
    },
    (t) => ({ first: `${t.own('workloads.registered') + 1} key_not_active` }),
  ],
  [
    'certifies without any accept',
    (t) => {
      const [declared, issued] = [t.own('audit.declared'), t.own('certificate.issued')];
      const grounds = { certificate: NEW_ID, d: undefined, in: [t.textAt(declared, 'd')] };
      return t.inserted(declared + 1, alter(t.leaves[issued] ?? '', grounds));
    },
    (t) => ({ first: `${t.own('audit.declared') + 1} unjustified` }),
  ],
  [
    'leaves an accept out of the grounds',
    (t) => t.altered(t.own('certificate.issued'), { in: [t.textAt(t.own('audit.declared'), 'd')] }),
    (t) => exactly(`${t.own('certificate.issued')} grounds_differ`),
  ],
  [
    'does not suspend what rested on a withdrawn auditor',
    (t) => t.without(t.own('certificate.suspended')),
    (t) => ({ among: `${t.indexOf('auditor.withdrawn')} effect_missing` }),
  ],
  [
    'gives another reason for a suspension',
    (t) => t.altered(t.own('certificate.suspended'), { reason: 'act' }),
    (t) => exactly(`${t.own('certificate.suspended')} leaf_differs`),
  ],
  [
    'dates a leaf back, within the order of times',
    (t) => t.altered(t.indexOf('party.registered', { party: 'kestrel' }), { at: '2026-11-25T06:00:00Z' }),
    (t) => exactly(`${t.indexOf('party.registered', { party: 'kestrel' })} statement_invalid`),
  ],
  [
    'dates a certificate back, within the order of times',
    (t) => {
      const index = t.indexOf('certificate.issued', { org: 'marigold-genetics' });
      return t.altered(index, { at: t.textAt(index - 1, 'at'), valid_from: '2026-11-01T00:00:00Z' });
    },
    (t) => exactly(`${t.indexOf('certificate.issued', { org: 'marigold-genetics' })} validity_differs`),
  ],
  [
    'stretches the validity',
    (t) => t.altered(t.own('certificate.issued'), { valid_to: '2029-11-25T12:00:00Z' }),
    (t) => exactly(`${t.own('certificate.issued')} validity_differs`),
  ],
  [
    'names another snapshot',
    (t) => t.altered(t.indexOf('listing.snapshot'), { d: A_DIGEST }),
    (t) =>
      exactly(`${t.indexOf('listing.snapshot')} snapshot_differs`, `${t.indexOf('listing.snapshot')} snapshot_differs`),
  ],
  [
    'lets an act take effect that one officer signed',
    (t) => t.without(t.indexOf('act.effective', { confirmations: 2 }) - 1),
    (t) => ({ first: `${t.indexOf('act.effective') - 1} officers_missing` }),
  ],
  [
    'counts officers who did not sign',
    (t) => t.altered(t.indexOf('act.effective'), { confirmations: 3 }),
    (t) => exactly(`${t.indexOf('act.effective')} leaf_differs`),
  ],
  [
    'certifies twice',
    (t) => {
      const index = t.own('certificate.issued');
      return t.inserted(index + 1, alter(t.leaves[index] ?? '', { certificate: NEW_ID, d: undefined }));
    },
    (t) => ({ first: `${t.own('certificate.issued') + 1} unjustified` }),
  ],
  [
    'drops a proof of a domain',
    (t) => t.without(t.indexOf('party.domain', { party: 'rookery' })),
    (t) => ({ first: `${t.own('certificate.issued') - 1} unjustified` }),
  ],
  [
    'drops an audit',
    (t) => t.without(t.own('audit.declared')),
    (t) => ({ first: `${t.own('audit.countersigned') - 1} rule_broken` }),
  ],
  [
    'drops a certificate that was due',
    (t) => t.without(t.own('certificate.issued')),
    (t) => ({ first: `${t.own('certificate.issued') - 1} effect_missing` }),
  ],
  [
    'drops a key',
    (t) => t.without(t.own('key.added')),
    (t) => ({ first: `${t.own('audit.declared') - 1} key_not_active` }),
  ],
  [
    'takes the opinion of somebody who is no accredited auditor',
    (t) => {
      const index = t.indexOf('auditor.accredited', { party: 'kestrel' });
      return t.without(index - 3, index - 2, index - 1, index);
    },
    (t) => ({ first: `${t.own('audit.countersigned') - 4} rule_broken` }),
  ],
  [
    'keeps the certificate before beside its successor',
    (t) => t.without(t.own('certificate.superseded')),
    (t) => ({ first: `${t.own('certificate.superseded')} effect_missing` }),
  ],
  [
    'lets a certificate outlive its validity',
    (t) => t.without(t.indexOf('certificate.expired')),
    (t) => ({ among: `${t.afterExpiry()} expiry_missing` }),
  ],
  [
    'changes a row of the t.listing',
    (t) => ({ answers: { [t.listingPath()]: t.listing.replace('"tier":"Bronze"', '"tier":"Silver"') } }),
    (t) => exactly(`${t.touched(t.partyOf(t.bronzeRow()))} listing_differs`),
  ],
  [
    'drops a row of the t.listing',
    (t) => ({ answers: { [t.listingPath()]: t.listing.replace(`${t.bronzeRow()}\n`, '') } }),
    (t) => exactly(`${t.touched(t.partyOf(t.bronzeRow()))} listing_differs`),
  ],
  [
    'lists somebody who never came',
    (t) => ({
      answers: {
        [t.listingPath()]: `${t.listing}${t.bronzeRow().replace(/"party_id":"[^"]*"/, '"party_id":"nobody"')}\n`,
      },
    }),
    (t) => exactly(`${t.leaves.length - 1} listing_differs`),
  ],
  [
    'lists the second best first',
    (t) => {
      const [first = '', second = '', ...rest] = t.listing.split('\n');
      return { answers: { [t.listingPath()]: [second, first, ...rest].join('\n') } };
    },
    (t) => exactly(`${t.leaves.length - 1} listing_differs`),
  ],
  [
    'shows a withdrawn certificate as active',
    (t) => {
      const path = `/v1/certificates/${t.textAt(t.indexOf('certificate.withdrawn'), 'certificate')}`;
      return { answers: { [path]: t.certificate.replace('"state":"withdrawn"', '"state":"active"') } };
    },
    (t) => exactly(`${t.indexOf('certificate.withdrawn')} certificate_differs`),
  ],
  [
    'serves other lines than it digested',
    (t) => ({ answers: { [`/snapshot/${t.textAt(t.indexOf('listing.snapshot'), 'd')}.jsonl`]: '{}\n' } }),
    (t) => exactly(`${t.indexOf('listing.snapshot')} snapshot_differs`),
  ],
  [
    'hides the key of an officer',
    (t) => ({ answers: { [`/keys/${String([t.leafAt(0)['officers']].flat()[0])}`]: null } }),
    () => ({ first: '0 statement_missing' }),
  ],
];
