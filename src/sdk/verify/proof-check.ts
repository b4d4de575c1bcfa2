import { decodeBase64url } from '../../core/base64url.ts';
import { isJsonObject } from '../../core/json.ts';
import type { VerifiedCheckpoint } from '../../log/checkpoint.ts';
import { parseLeaf } from '../../log/leaf.ts';
import { NONE, type Policy } from '../../log/policy.ts';
import { parseProof, verifyProof } from '../../log/proof.ts';
import { verifyByPolicy } from '../../log/quorum.ts';
import { parseWindow, verifyWindow } from '../../log/window.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { readObject } from './jwt.ts';
import { namedBy } from './leaf-of-statement.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

const pathOf = (digest: string): string => `/v1/receipts/${digest}.tlog-proof`;

/**
 * Finds the receipt of a digest and verifies it in the order of the log's rules: the leaf names the digest, or is of the
 * window the digest lies in, its hash leads to the root of a checkpoint of the configured log, signed by its key and cosigned as the policy asks. The type of the leaf
 * is the caller's to judge.
 */
export async function proveDigest(x: Examination, digest: string): Promise<Answer<ProvenLeaf>> {
  const text = await x.source.readText(pathOf(digest));
  if (text === undefined) return missing(`no receipt of ${digest} is at hand`);
  const first = await proveNamed(x, digest, text);
  if (first.word !== 'unknown') return first;
  const cosigned = await x.source.readText(`${pathOf(digest)}?cosigned=true`);
  return cosigned === undefined ? first : proveNamed(x, digest, cosigned);
}

async function proveNamed(x: Examination, digest: string, text: string): Promise<Answer<ProvenLeaf>> {
  const proven = await proveText(x, text);
  const fault = proven.word === 'ok' ? namingFault(proven.value, digest) : undefined;
  return fault === undefined ? proven : refuted(fault);
}

/** Why a leaf stands for another digest; `undefined` where it names this one, or the window it is of holds it. */
function namingFault({ leaf, window, index }: ProvenLeaf, digest: string): string | undefined {
  if (namedBy(leaf) === digest) return undefined;
  const bytes = decodeBase64url(digest);
  if (window === undefined || bytes === undefined)
    return `the receipt of ${digest} leads to leaf ${index}, which is about something else`;
  const inside = verifyWindow(bytes, window, leaf);
  return inside.ok ? undefined : inside.reason;
}

/** Verifies a `c2sp.org/tlog-proof@v1` text whose `extra` line holds the leaf, as receipts have it. */
export async function proveText(x: Examination, text: string): Promise<Answer<ProvenLeaf>> {
  const proof = parseProof(text);
  if (proof === undefined) return refuted('not a proof in the form c2sp.org/tlog-proof@v1');
  const extra = proof.extra && readObject(proof.extra);
  if (!isJsonObject(extra) || typeof extra['leaf'] !== 'string')
    return proof.extra === undefined ? missing('the proof does not hold its leaf') : refuted('the proof holds no leaf');
  const leaf = parseLeaf(extra['leaf']);
  if (leaf === undefined) return refuted('the leaf is not one this registry writes');
  const { window: way = null } = extra;
  const window = way === null ? undefined : parseWindow(way);
  if (way !== null && window === undefined) return refuted('the proof holds no path in a window');
  const { logOrigin: origin, keys } = x.trust;
  if (keys.length === 0) return missing('no verifier key of the log is given');
  const opened = await verifyProof(proof, Buffer.from(extra['leaf'], 'utf8'), { origin, keys });
  if (!opened.ok) return refuted(opened.reason);
  const cosigners = await cosignersOf(x, opened.value, proof.note);
  if (cosigners.word !== 'ok') return cosigners;
  const place = { leaf, text: extra['leaf'], index: proof.index, window };
  return found({ ...place, checkpoint: opened.value, cosigners: cosigners.value });
}

/**
 * The witnesses that cosigned, where they are as many as the policy asks for. Fewer is evidence that is absent; one that
 * fails to verify is evidence against.
 */
export async function cosignersOf(
  { trust }: Examination,
  { origin }: VerifiedCheckpoint,
  note: string,
): Promise<Answer<readonly string[]>> {
  if (trust.policy === undefined) return found([]);
  const logs = trust.keys.filter(({ name }) => name === origin).map((key) => ({ key, url: undefined }));
  const policy: Policy = { ...trust.policy, logs };
  const full = await verifyByPolicy(note, policy);
  if (full.ok) return found(full.value.witnessed.map(({ name }) => name));
  const bare = await verifyByPolicy(note, { ...policy, quorum: NONE });
  return bare.ok ? missing(`the policy is not met: ${full.reason}`) : refuted(bare.reason);
}
