import {
  failed,
  isBy,
  parseCheckpoint,
  passed,
  type Verdict,
  type VerifiedCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts';
import { verifyCosignature } from './cosignature.ts';
import { NONE, type Policy } from './policy.ts';

/** A witness whose cosignature is good, by its name within the policy. */
export interface Witnessed {
  readonly name: string;
  /** Seconds since 1970, as it states them. */
  readonly time: number;
}

/** Whether these witnesses, by their names within the policy, are enough. */
export function meetsQuorum({ witnesses, groups, quorum }: Policy, cosigned: Iterable<string>): boolean {
  if (quorum === NONE) return true;
  const known = new Set(witnesses.map(({ name }) => name));
  const witnessed = new Set([...cosigned].filter((name) => known.has(name)));
  for (const { name, threshold, members } of groups) {
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name);
  }
  return witnessed.has(quorum);
}

/**
 * Opens a checkpoint by a policy: signed by one of its logs under that log's origin, and cosigned by a quorum of its
 * witnesses. A known witness whose cosignature fails refuses the whole note (signed-note, "Signatures").
 */
export async function verifyByPolicy(
  note: string,
  policy: Policy,
): Promise<Verdict<{ readonly checkpoint: VerifiedCheckpoint; readonly witnessed: readonly Witnessed[] }>> {
  const origin = parseCheckpoint(note)?.origin ?? '';
  const keys = policy.logs.map(({ key }) => key).filter(({ name }) => name === origin);
  const opened = await verifyCheckpoint(note, origin, keys);
  if (!opened.ok) return opened;
  const found = await readWitnessed(opened.value, policy);
  if (!found.ok) return found;
  const names = found.value.map(({ name }) => name);
  if (meetsQuorum(policy, names)) return passed({ checkpoint: opened.value, witnessed: found.value });
  const by = names.length === 0 ? 'no known witness' : names.join(', ');
  return failed(`cosigned by ${by}, which is less than the quorum ${policy.quorum}`);
}

async function readWitnessed(
  checkpoint: VerifiedCheckpoint,
  { witnesses }: Policy,
): Promise<Verdict<readonly Witnessed[]>> {
  const witnessed: Witnessed[] = [];
  for (const line of checkpoint.signatures) {
    const witness = witnesses.find(({ key }) => isBy(line, key));
    if (witness === undefined) continue;
    const cosignature = await verifyCosignature(checkpoint, line, witness.key);
    if (!cosignature.ok) return cosignature;
    witnessed.push({ name: witness.name, time: cosignature.value.time });
  }
  return passed(witnessed);
}
