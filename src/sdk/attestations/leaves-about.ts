import { type ParsedLeaf, parseLeaf } from '../../log/leaf.ts';

/** Leaves an organisation's rows rest on: its keys, register, inventories and audits, the opinions on these, and its chains' breaks. */
const OWN: readonly string[] = [
  'party.registered',
  'key.added',
  'key.revoked',
  'workloads.registered',
  'inventory.accepted',
  'audit.declared',
  'audit.countersigned',
  'telemetry.epoch',
  'telemetry.fork',
];

/** Whether a leaf belongs into the file of an organisation, whatever the windows and days. An audit has one of two leaves. */
export function isAbout(text: string, org: string, seenAudits: Set<string>): ParsedLeaf | undefined {
  const leaf = parseLeaf(text);
  if (leaf === undefined || (leaf['org'] ?? leaf['party']) !== org) return undefined;
  const isAudit = leaf.t === 'audit.declared' || leaf.t === 'audit.held';
  if (isAudit && seenAudits.has(String(leaf['d']))) return undefined;
  if (isAudit) seenAudits.add(String(leaf['d']));
  return isAudit || OWN.includes(leaf.t) ? leaf : undefined;
}

/** The statement a leaf accepts, where it names one that is public. */
export function statementOf(leaf: ParsedLeaf): string | undefined {
  const digest = leaf.t === 'audit.countersigned' ? leaf['o'] : leaf['d'];
  return typeof digest === 'string' ? digest : undefined;
}
