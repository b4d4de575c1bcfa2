import { RegistryError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { NOTE_TYPES, parseVerifierKey, type VerifierKey } from '../../log/note.ts';
import type { Policy } from '../../log/policy.ts';

/** What a verifier believes beforehand. Everything else must follow from it. */
export interface Trust {
  /** The registry, such as `https://registry.example`. Absent: the one the artefact names, if its log is that of `vkeys`. */
  readonly origin?: string;
  /** Verifier keys of its log (C2SP signed-note). Without one nothing can be more than consistent. */
  readonly vkeys: readonly string[];
  /**
   * Public keys the registry signs credentials and answers with. Absent: those the evidence brings, as far as the log
   * vouches for what they signed.
   */
  readonly jwks?: readonly JsonObject[];
  /** Whose cosignatures a checkpoint needs (C2SP tlog-policy). Its logs, if it names any, are trusted too. */
  readonly policy?: Policy;
}

/**
 * Where missing evidence may come from: the registry's public addresses, by path and query, such as
 * `/v1/receipts/<digest>.tlog-proof`. What it answers is evidence to be checked, never a verdict.
 */
export interface Source {
  /** The body as text; undefined where there is none, it is no UTF-8, or nobody answers. Never throws. */
  readText(path: string): Promise<string | undefined>;
  /** The same in bytes. */
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /** The registry asks itself: what it says of the state of a key is its own word. */
  readonly isRegistry?: boolean;
}

/** What a verification of one artefact rests on. */
export interface OpenTrust {
  /** Of the registry; empty where nothing names it. */
  readonly origin: string;
  readonly logOrigin: string;
  readonly keys: readonly VerifierKey[];
  readonly jwks: readonly JsonObject[];
  readonly policy: Policy | undefined;
}

/** Host with port of the registry, and the path of its log: first line of its checkpoints. */
const logOriginOf = (origin: string): string => `${new URL(origin).host}/log`;

const ORIGIN = /^https?:\/\/[A-Za-z0-9.:[\]-]{1,300}$/;

/** Whether a text is an origin in its one spelling: scheme, host, port if any. */
export const isOrigin = (text: string): boolean =>
  ORIGIN.test(text) && URL.canParse(text) && new URL(text).origin === text;

/**
 * Reads the anchors.
 *
 * @param claimed the origin the artefact names, if it names one
 * @param claimedLog the first line of its checkpoint, where it has nothing else
 * @throws RegistryError request_invalid for anchors that are none: they are the caller's
 */
export function openTrust(trust: Trust, claimed: string | undefined, claimedLog: string | undefined): OpenTrust {
  const keys = [...trust.vkeys.map(readKey), ...(trust.policy?.logs ?? []).map(({ key }) => key)];
  const origin = trust.origin ?? (claimed !== undefined && isOrigin(claimed) ? claimed : '');
  if (origin !== '' && !isOrigin(origin))
    throw new RegistryError('request_invalid', `${origin} is not the origin of a registry`);
  const logOrigin = origin === '' ? (keys[0]?.name ?? claimedLog ?? '') : logOriginOf(origin);
  return { origin, logOrigin, keys, jwks: trust.jwks ?? [], policy: trust.policy };
}

function readKey(text: string): VerifierKey {
  const key = parseVerifierKey(text.trim());
  if (key?.type !== NOTE_TYPES.ed25519)
    throw new RegistryError('request_invalid', 'a trusted key is not the verifier key of a log: <name>+<key id>+<key>');
  return key;
}
