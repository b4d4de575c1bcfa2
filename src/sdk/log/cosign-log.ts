import { importJWK } from 'jose';
import { decodeBase64url } from '../../core/base64url.ts';
import { type NoteSigner, type TreeHead, type VerifiedCheckpoint, verifyCheckpoint } from '../../log/checkpoint.ts';
import { cosign } from '../../log/cosignature.ts';
import { formatNote, NOTE_TYPES, type VerifierKey, verifierKey } from '../../log/note.ts';
import type { PrivateJwk } from '../sign.ts';
import type { LogClient } from './log-client.ts';
import { isExtended } from './proofs.ts';

/**
 * A cosigner's signer (tlog-cosignature, Ed25519).
 *
 * @throws TypeError where the key is not Ed25519; Error where no signature line can carry the name
 */
export async function createCosigner(name: string, jwk: PrivateJwk): Promise<NoteSigner> {
  const publicKey = jwk.kty === 'OKP' ? decodeBase64url(jwk.x) : undefined;
  if (publicKey === undefined) throw new TypeError('cosignatures are made with Ed25519 keys');
  const secret = await importJWK({ ...jwk }, 'EdDSA');
  if (secret instanceof Uint8Array) throw new TypeError('not an Ed25519 key');
  return {
    key: verifierKey(name, NOTE_TYPES.cosignature, publicKey),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', secret, Uint8Array.from(message))),
  };
}

export interface CosignTrust {
  /** The log's key, from elsewhere than the log; its name is the log's origin. */
  readonly key: VerifierKey;
  /** The largest head this cosigner ever cosigned; undefined on first contact. */
  readonly last: TreeHead | undefined;
}

export type Cosigned =
  | {
      readonly kind: 'cosigned';
      readonly checkpoint: VerifiedCheckpoint;
      /** The checkpoint as the log gave it. */
      readonly head: string;
      /** Its text with the cosignature line alone: what to send back. */
      readonly note: string;
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      /** The checkpoint that was not cosigned: with the earlier one it may be proof of a log that lies. */
      readonly head: string;
    }
  | { readonly kind: 'unreachable'; readonly reason: string };

/**
 * Looks at the newest checkpoint of a log as a witness does: signed by the known key, and an extension of what was cosigned
 * before, proved from tiles. Then cosigns it. The caller must have kept the new head before the note leaves him: else a crash
 * between the two lets the log show him another history afterwards.
 *
 * @param time whole seconds since 1970
 */
export async function cosignLog(
  log: LogClient,
  { key, last }: CosignTrust,
  signer: NoteSigner,
  time: number,
): Promise<Cosigned> {
  const note = await log.checkpoint();
  if (!note.ok) return { kind: 'unreachable', reason: note.reason };
  const head = note.value;
  const opened = await verifyCheckpoint(head, key.name, [key]);
  if (!opened.ok) return { kind: 'refused', reason: opened.reason, head };
  const checkpoint = opened.value;
  const extended = last === undefined ? ({ ok: true, value: true } as const) : await isExtended(log, last, checkpoint);
  if (!extended.ok && extended.fault === 'unreachable') return { kind: 'unreachable', reason: extended.reason };
  if (!extended.ok) return { kind: 'refused', reason: extended.reason, head };
  if (!extended.value) {
    const reason = `the log of ${checkpoint.size} leaves does not extend the ${last?.size ?? 0} leaves that were cosigned before`;
    return { kind: 'refused', reason, head };
  }
  const line = await cosign(checkpoint.text, time, signer.key, signer.sign);
  return { kind: 'cosigned', checkpoint, head, note: formatNote(checkpoint.text, [line]) };
}
