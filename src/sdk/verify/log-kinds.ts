import { decodeBase64url } from '../../core/base64url.ts';
import { isDigest } from '../../core/ids.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { parseCheckpoint, verifyCheckpoint } from '../../log/checkpoint.ts';
import { parseProof } from '../../log/proof.ts';
import { parseWindow, verifyWindow } from '../../log/window.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { namedBy } from './leaf-of-statement.ts';
import { proveExtension } from './log-reader.ts';
import { cosignersOf, proveDigest, proveText } from './proof-check.ts';
import { CLOCK_SKEW_MS, leafTime } from './statement-check.ts';
import { tellAnswer, tellLog, tellNone } from './tell.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/* Artefacts of the log itself: proofs and heads. Their own signature is the checkpoint's. */

/** The log an artefact names, before anything is verified. */
export const logOfProof = (text: string): string | undefined => parseCheckpoint(parseProof(text)?.note ?? '')?.origin;

/** A proof in the form of C2SP, with the leaf in its `extra` line. */
export async function checkProof(x: Examination, text: string): Promise<void> {
  const log = await proveHere(x, text);
  await tellProof(x, text, log);
  tellAnswer(x, 'scope', log, ({ leaf, index }) => `the proof is of leaf ${index}, a ${leaf.t}`);
  if (log.word === 'ok') stateLeaf(x, log.value, namedBy(log.value.leaf));
}

/** A receipt as the registry answers with it. */
export async function checkReceipt(x: Examination, receipt: JsonObject): Promise<void> {
  const { digest, tlog_proof } = receipt;
  const text = typeof tlog_proof === 'string' ? tlog_proof : '';
  const log = await proveHere(x, text, digest);
  await tellProof(x, text, log);
  const scope = log.word === 'ok' ? compareReceipt(receipt, log.value) : log;
  tellAnswer(x, 'scope', scope, (sentence) => sentence);
  // Digest to leaf to root is one chain: a receipt that breaks it at its first link proves nothing of what it says.
  if (scope.word === 'failed') x.notebook.tell('log', 'failed', scope.reason);
  if (log.word === 'ok') stateLeaf(x, log.value, digest);
}

/** A proof without the cosignatures a policy asks for may be had with them. */
async function proveHere(x: Examination, text: string, digest?: JsonValue): Promise<Answer<ProvenLeaf>> {
  const here = await proveText(x, text);
  if (here.word !== 'unknown' || typeof digest !== 'string' || !isDigest(digest)) return here;
  const cosigned = await proveDigest(x, digest);
  return cosigned.word === 'ok' ? cosigned : here;
}

async function tellProof(x: Examination, text: string, log: Answer<ProvenLeaf>): Promise<void> {
  tellAnswer(x, 'signature', await openNote(x, parseProof(text)?.note ?? ''), (head) => head);
  tellLog(x, log, 'what it proves');
  tellAnswer(x, 'time', log.word === 'ok' ? timeOf(x, log.value) : log, (at) => `its leaf is of ${at}`);
  tellNone(x, {
    status: 'what is in the log stays there: a proof has no status that could end',
    recomputation: 'a proof holds no figures',
  });
}

/** Whether the log's own key signed a head. */
async function openNote({ trust }: Examination, note: string): Promise<Answer<string>> {
  if (trust.keys.length === 0) return missing('no verifier key of the log is given');
  const opened = await verifyCheckpoint(note, trust.logOrigin, trust.keys);
  return opened.ok
    ? found(`the checkpoint of size ${opened.value.size} is signed by the log ${opened.value.origin}`)
    : refuted(opened.reason);
}

function timeOf({ now }: Examination, proven: ProvenLeaf): Answer<string> {
  const isPast = leafTime(proven).getTime() <= now.getTime() + CLOCK_SKEW_MS;
  return isPast ? found(proven.leaf.at) : refuted(`its leaf is of ${proven.leaf.at}, which has not come yet`);
}

/** Members beside the proof must be what the proof shows. */
function compareReceipt(receipt: JsonObject, { leaf, text, index }: ProvenLeaf): Answer<string> {
  const { digest, window } = receipt;
  const bytes = typeof digest === 'string' ? decodeBase64url(digest) : undefined;
  if (receipt['index'] !== index) return refuted(`the receipt says index ${receipt['index']}, its proof ${index}`);
  if (receipt['leaf'] !== text) return refuted('the receipt shows another leaf than its proof');
  if (window !== null && window !== undefined) {
    const path = parseWindow(window);
    if (path === undefined || bytes === undefined) return refuted('the receipt holds no path in a window');
    const inside = verifyWindow(bytes, path, leaf);
    return inside.ok
      ? found(`leaf ${index} stands for the window the attestation ${digest} is in`)
      : refuted(inside.reason);
  }
  return namedBy(leaf) === digest
    ? found(`leaf ${index}, a ${leaf.t}, names ${digest}`)
    : refuted(`its leaf does not name ${digest}`);
}

function stateLeaf({ notebook }: Examination, { leaf }: ProvenLeaf, digest: JsonValue | undefined): void {
  notebook.state({ type: leaf.t, ...(typeof digest === 'string' ? { digest } : {}) });
  const { org, party, certificate } = leaf;
  const about = typeof org === 'string' ? org : party;
  if (typeof about === 'string') notebook.state({ organisation: { party_id: about } });
  if (typeof certificate === 'string') notebook.state({ certificate });
}

/** A head of the log by itself. */
export async function checkHead(x: Examination, note: string): Promise<void> {
  const { tell, state } = x.notebook;
  const signature = await openNote(x, note);
  tellAnswer(x, 'signature', signature, (sentence) => sentence);
  const head = parseCheckpoint(note);
  if (signature.word !== 'ok' || head === undefined) return;
  state({ size: head.size });
  tell('scope', 'ok', `it is a head of the log ${head.origin}`);
  const opened = await verifyCheckpoint(note, x.trust.logOrigin, x.trust.keys);
  const cosigners = opened.ok ? await cosignersOf(x, opened.value, note) : refuted(opened.reason);
  if (cosigners.word !== 'ok') tell('log', cosigners.word, cosigners.reason);
  else if (cosigners.value.length > 0) state({ cosigners: cosigners.value });
  const extended = head.size === 0 ? missing('the empty log is part of every log') : await proveExtension(x, head);
  tellAnswer(x, 'log', extended, ({ size }) => `the log of size ${size} extends it`);
  tellNone(x, {
    status: 'a head has no status that could end',
    time: 'a checkpoint states no time',
    recomputation: 'a checkpoint holds no figures',
  });
}
