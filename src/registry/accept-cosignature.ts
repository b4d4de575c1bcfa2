import { assertThat, RegistryError } from '../core/errors.ts';
import { checkpointText, isBy, type ParsedCheckpoint, parseCheckpoint } from '../log/checkpoint.ts';
import { verifyCosignature } from '../log/cosignature.ts';
import { verifyEd25519 } from '../log/ed25519.ts';
import { sameBytes } from '../log/hash.ts';
import { type NoteSignature, parseSignature } from '../log/note.ts';
import { assertActive } from './accept.ts';
import { assertNameIsFree, type Cosigner, findCosigner, MAX_AHEAD_S } from './cosigners.ts';
import { logKeys } from './log-keys.ts';
import type { Checkpoint, Cosignature } from './ports/log.ts';
import type { Deps, Stores } from './ports.ts';

/** What was accepted: 201, or 200 where every line was known already. */
export interface AcceptedCosignatures {
  readonly status: 200 | 201;
  readonly size: number;
  readonly cosignatures: readonly Pick<Cosignature, 'name' | 'time'>[];
}

/** A line without its checkpoint is tried against so many of the newest. */
const RECENT = 32;

/**
 * `POST /log/cosignatures`: an auditor or a witness confirms a checkpoint of ours (log, "Routes"). The body is a checkpoint of
 * ours, of any size, with cosignature lines, or one such line alone. Lines of keys nobody registered are ignored beside others
 * (signed-note); a known key that fails, or the log's own, refuses everything. Verified first, stored after.
 *
 * @throws RegistryError request_invalid, not_found (no such checkpoint), state_conflict (another root of that size, a name
 * somebody else uses), key_unknown, key_not_active, jws_signature
 */
export async function acceptCosignatures(deps: Deps, body: Uint8Array): Promise<AcceptedCosignatures> {
  const text = decodeUtf8(body);
  const alone = parseSignature(text.replace(/\n$/, ''));
  const { checkpoints, lines } = alone === undefined ? await readNote(deps, text) : await readLine(deps, alone);
  const known = await findCosigners(deps, lines);
  const verified: Verified[] = [];
  for (const one of known) verified.push(await verifyLine(deps, one, checkpoints));
  const latest = Math.floor(deps.now().getTime() / 1000) + MAX_AHEAD_S;
  for (const { time } of verified)
    assertThat(time <= latest, 'request_invalid', `a cosignature is of the time ${time}, which has not come yet`);
  return deps.ledger.write((tx) => store(tx, deps, verified));
}

interface Submission {
  /** The checkpoints the lines may be over: one, or the newest. */
  readonly checkpoints: readonly Checkpoint[];
  readonly lines: readonly NoteSignature[];
}
interface Known {
  readonly line: NoteSignature;
  readonly cosigner: Cosigner;
}
interface Verified extends Known {
  readonly checkpoint: Checkpoint;
  readonly time: number;
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new RegistryError('request_invalid', 'the body is not UTF-8');
  }
}

async function readNote(deps: Deps, text: string): Promise<Submission> {
  const parsed = parseCheckpoint(text);
  assertThat(parsed !== undefined, 'request_invalid', 'send a checkpoint as a signed note, or one cosignature line');
  const { origin, size, root } = parsed;
  assertThat(
    origin === deps.log.origin,
    'not_found',
    `this is the log ${deps.log.origin}, not the one of the checkpoint`,
  );
  const own = await deps.ledger.read((tx) => tx.tree.ofSize(size));
  assertThat(own !== undefined, 'not_found', `this log has signed no checkpoint of size ${size}`);
  assertThat(sameBytes(own.root, root), 'state_conflict', `the checkpoint of size ${size} has another root here`);
  assertThat(parsed.text === textOf(deps, own), 'request_invalid', 'checkpoints of this log have three lines');
  const lines = await withoutOwnLines(deps, parsed);
  return { checkpoints: [own], lines };
}

const readLine = async (deps: Deps, line: NoteSignature): Promise<Submission> => ({
  checkpoints: await deps.ledger.read((tx) => tx.tree.newest(RECENT)),
  lines: [line],
});

const textOf = ({ log }: Deps, checkpoint: Checkpoint): string => checkpointText(log.origin, checkpoint);

/** The log's own lines are checked, so that nobody is told that a note is fine which others must refuse. */
async function withoutOwnLines(deps: Deps, { text, signatures }: ParsedCheckpoint): Promise<readonly NoteSignature[]> {
  const keys = await deps.ledger.read((tx) => logKeys(tx, deps));
  const lines: NoteSignature[] = [];
  for (const line of signatures) {
    const key = keys.find((own) => isBy(line, own));
    if (key === undefined) lines.push(line);
    else {
      const isGood = await verifyEd25519(key.publicKey, Buffer.from(text, 'utf8'), line.signature);
      assertThat(isGood, 'jws_signature', 'a line in the name of the log itself does not verify');
    }
  }
  return lines;
}

async function findCosigners(deps: Deps, lines: readonly NoteSignature[]): Promise<readonly Known[]> {
  const keys = await deps.ledger.read((tx) => tx.keys.cosigners());
  const found = lines.flatMap((line): Known[] => {
    const cosigner = findCosigner(line, deps.witnesses, keys);
    return cosigner === undefined ? [] : [{ line, cosigner }];
  });
  assertThat(found.length > 0, 'key_unknown', 'no line is by a registered cosign key or a configured witness');
  // A checkpoint as it is served may hold lines of keys revoked since: beside others they are ignored like unknown ones.
  const active = found.filter(({ cosigner }) => (cosigner.registered?.revokedSeq ?? null) === null);
  assertThat(active.length > 0, 'key_not_active', 'the keys of these lines were revoked');
  return active;
}

async function verifyLine(deps: Deps, known: Known, checkpoints: readonly Checkpoint[]): Promise<Verified> {
  const { line, cosigner } = known;
  for (const checkpoint of checkpoints) {
    const verdict = await verifyCosignature({ text: textOf(deps, checkpoint) }, line, cosigner.key);
    if (verdict.ok) return { ...known, checkpoint, time: verdict.value.time };
  }
  throw new RegistryError('jws_signature', `the cosignature of ${line.name} does not verify`);
}

/** Names and keys are judged again under the writers' lock, so that of two who come at once with one name the first has it. */
async function store(tx: Stores, deps: Deps, verified: readonly Verified[]): Promise<AcceptedCosignatures> {
  let isNew = false;
  for (const { cosigner, checkpoint, line, time } of verified) {
    const current = cosigner.registered && (await tx.keys.find(cosigner.registered.kid));
    if (current !== undefined) assertActive(current);
    await assertNameIsFree(tx, deps, cosigner);
    const { size } = checkpoint;
    const { signer } = cosigner;
    isNew = (await tx.cosignatures.put({ size, signer, name: line.name, time, line: line.line })) || isNew;
  }
  const cosignatures = verified.map(({ line, time }) => ({ name: line.name, time }));
  return { status: isNew ? 201 : 200, size: verified[0]?.checkpoint.size ?? 0, cosignatures };
}
