import { formatVerifierKey } from '../log/note.ts';
import { type PolicyWitness, parsePolicy } from '../log/policy.ts';
import type { Witness } from '../registry/ports/log.ts';

/** Names of witnesses go into leaves of the log, which are printable ASCII. */
const ASCII = /^[\x21-\x7e]+$/;

/**
 * The witnesses of a policy (C2SP tlog-policy). Who else reads it decides by its quorum; the registry asks every witness that
 * has an address, and takes cosignatures of all.
 *
 * @param text the policy; its final line feed may be missing
 * @param logOrigin the log that its `log` lines, where it has some, must name
 * @throws Error with one line
 */
export function parseWitnesses(text: string, logOrigin: string): readonly Witness[] {
  const policy = parsePolicy(text.endsWith('\n') ? text : `${text}\n`);
  if (!policy.ok) throw new Error(`WITNESS_POLICY ${policy.reason}`);
  const { logs, witnesses } = policy.value;
  const foreign = logs.find(({ key }) => key.name !== logOrigin);
  if (foreign !== undefined)
    throw new Error(`WITNESS_POLICY names the log ${foreign.key.name}, this one is ${logOrigin}`);
  return witnesses.map((witness) => readWitness(witness, logOrigin));
}

function readWitness({ name, key, url }: PolicyWitness, logOrigin: string): Witness {
  const vkey = formatVerifierKey(key);
  if (!ASCII.test(vkey)) throw new Error(`WITNESS_POLICY: the key of witness ${name} has a name that is not ASCII`);
  if (key.name === logOrigin) throw new Error(`WITNESS_POLICY: witness ${name} has the name of the log itself`);
  if (url !== undefined && !isPrefix(url))
    throw new Error(`WITNESS_POLICY: the address of witness ${name} must be http:// or https://, without query`);
  return { key, vkey, url: url?.replace(/\/$/, '') };
}

function isPrefix(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && search === '' && hash === '' && username === '';
}
