import { failed, passed, type Verdict } from './checkpoint.ts';
import { sameBytes } from './hash.ts';
import { NOTE_TYPES, parseVerifierKey, type VerifierKey } from './note.ts';

/* C2SP tlog-policy: which logs are known, and whose cosignatures make a checkpoint good enough. */

/** Addresses are opaque here: who uses one checks it. */
export interface PolicyLog {
  readonly key: VerifierKey;
  readonly url: string | undefined;
}

export interface PolicyWitness extends PolicyLog {
  /** Its name within the policy; the name its signature lines bear is the key's. */
  readonly name: string;
}

/** Witnesses a checkpoint once `threshold` of its members did; members are witnesses or earlier groups. */
export interface PolicyGroup {
  readonly name: string;
  readonly threshold: number;
  readonly members: readonly string[];
}

export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** In order of definition: a group refers to earlier ones only. */
  readonly groups: readonly PolicyGroup[];
  /** Name of a witness or group, or `none`. */
  readonly quorum: string;
}

/** The quorum that asks for no cosignature. */
export const NONE = 'none';
const MAX_CHARACTERS = 100_000;
/** Tab, line feed and what follows from the space on, DEL excepted: C1 controls are octets above 0x7F and allowed. */
const FORBIDDEN = /[^\t\n\P{Cc}\u0080-\u009f]/u;

/** What a policy has come to while it is read. */
interface Draft {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: PolicyGroup[];
  /** Names that some group lists already. */
  readonly members: Set<string>;
  quorum: string | undefined;
}

/** Reads a policy. The reason of a refusal names the line. A last line without line feed is refused: it may be half of one. */
export function parsePolicy(text: string): Verdict<Policy> {
  if (text.length > MAX_CHARACTERS) return failed(`a policy has at most ${MAX_CHARACTERS} characters`);
  if (text !== '' && !text.endsWith('\n')) return failed('the last line does not end with a line feed');
  const draft: Draft = { logs: [], witnesses: [], groups: [], members: new Set(), quorum: undefined };
  for (const [at, line] of text.split('\n').entries()) {
    const fault = readLine(draft, line);
    if (fault !== undefined) return failed(`line ${at + 1}: ${fault}`);
  }
  const { logs, witnesses, groups, quorum } = draft;
  return quorum === undefined ? failed('there is no quorum line') : passed({ logs, witnesses, groups, quorum });
}

/** Adds one line to the policy, or says what is wrong with it. */
function readLine(draft: Draft, line: string): string | undefined {
  if (FORBIDDEN.test(line)) return 'control characters other than tab and line feed are not allowed';
  const [keyword, ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
  if (keyword === undefined || keyword.startsWith('#')) return undefined;
  if (keyword === 'log') return readLog(draft, items);
  if (keyword === 'witness') return readWitness(draft, items);
  if (keyword === 'group') return readGroup(draft, items);
  if (keyword === 'quorum') return readQuorum(draft, items);
  return 'a line begins with log, witness, group or quorum';
}

function readLog({ logs }: Draft, [vkey = '', url, ...rest]: readonly string[]): string | undefined {
  if (vkey === '' || rest.length > 0) return 'a log line is: log <vkey> [<url>]';
  const key = parseVerifierKey(vkey);
  if (key?.type !== NOTE_TYPES.ed25519) return 'not the verifier key of a log with Ed25519 signatures';
  if (isListed(logs, key)) return 'the key of this log is listed already';
  logs.push({ key, url });
  return undefined;
}

function readWitness(draft: Draft, [name = '', vkey = '', url, ...rest]: readonly string[]): string | undefined {
  if (vkey === '' || rest.length > 0) return 'a witness line is: witness <name> <vkey> [<url>]';
  if (isTaken(draft, name)) return `the name ${name} is taken`;
  const key = parseVerifierKey(vkey);
  if (key?.type !== NOTE_TYPES.cosignature) return 'not the verifier key of a witness with Ed25519 cosignatures';
  if (isListed(draft.witnesses, key)) return 'the key of this witness is listed already';
  draft.witnesses.push({ name, key, url });
  return undefined;
}

function readGroup(draft: Draft, [name = '', count = '', ...members]: readonly string[]): string | undefined {
  if (members.length === 0) return 'a group line is: group <name> <all, any or a number> <member>...';
  if (isTaken(draft, name)) return `the name ${name} is taken`;
  for (const member of members) {
    if (!isDefined(draft, member)) return `${member} is not defined on an earlier line`;
    if (draft.members.has(member)) return `${member} is a member of a group already`;
    draft.members.add(member);
  }
  const threshold = thresholdOf(count, members.length);
  if (threshold === undefined)
    return `of ${members.length} members all, any or 1 to ${members.length} can be asked for`;
  draft.groups.push({ name, threshold, members });
  return undefined;
}

function thresholdOf(text: string, members: number): number | undefined {
  if (text === 'all') return members;
  if (text === 'any') return 1;
  const threshold = /^[1-9][0-9]{0,5}$/.test(text) ? Number(text) : 0;
  return threshold >= 1 && threshold <= members ? threshold : undefined;
}

function readQuorum(draft: Draft, [name = '', ...rest]: readonly string[]): string | undefined {
  if (name === '' || rest.length > 0) return 'a quorum line is: quorum <name>';
  if (draft.quorum !== undefined) return 'there is a quorum line already';
  if (name !== NONE && !isDefined(draft, name)) return `${name} is not defined on an earlier line`;
  draft.quorum = name;
  return undefined;
}

const isDefined = ({ witnesses, groups }: Draft, name: string): boolean =>
  [...witnesses, ...groups].some((defined) => defined.name === name);
const isTaken = (draft: Draft, name: string): boolean => name === NONE || isDefined(draft, name);
/** One key under two names is still one. */
const isListed = (listed: readonly PolicyLog[], { publicKey }: VerifierKey): boolean =>
  listed.some(({ key }) => sameBytes(key.publicKey, publicKey));
