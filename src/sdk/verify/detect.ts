import { decodeBase64url } from '../../core/base64url.ts';
import { RegistryError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { StatementTyp } from '../../core/statement.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import { type Baked, credentialInPng, credentialInSvg, looksLikePng } from './badge.ts';
import { type ParsedJwt, parseJwt, readObject } from './jwt.ts';
import { isStatementTyp } from './leaf-of-statement.ts';
import { looksLikeZip, MAX_ARTEFACT_BYTES } from './zip.ts';

/** A credential, plain or inside a picture. */
export type CredentialKind = 'credential' | 'badge_svg' | 'badge_png';

/** An artefact as far as its form tells. Nothing is verified. */
export type Artefact =
  | { readonly kind: 'evidence'; readonly bytes: Uint8Array }
  | { readonly kind: CredentialKind; readonly jwt: ParsedJwt }
  | { readonly kind: 'status_list' | 'lookup'; readonly jwt: ParsedJwt }
  | { readonly kind: 'statement'; readonly jws: string; readonly typ: StatementTyp }
  | { readonly kind: 'receipt'; readonly receipt: JsonObject }
  | { readonly kind: 'tlog_proof'; readonly text: string }
  | { readonly kind: 'certificate'; readonly certificate: JsonObject }
  | { readonly kind: 'checkpoint'; readonly note: string };

const NOTHING = 'this is nothing the registry signs or hands out';

/**
 * What the bytes are, by their content alone.
 *
 * @throws RegistryError too_large, request_invalid with what is wrong
 */
export function detect(bytes: Uint8Array): Artefact {
  if (bytes.length > MAX_ARTEFACT_BYTES)
    throw new RegistryError('too_large', `an artefact has at most ${MAX_ARTEFACT_BYTES} bytes`);
  if (looksLikeZip(bytes)) return { kind: 'evidence', bytes };
  if (looksLikePng(bytes)) return { kind: 'badge_png', jwt: bakedCredential(credentialInPng(bytes)) };
  return detectText(decodeText(bytes));
}

function refuse(detail: string): never {
  throw new RegistryError('request_invalid', detail);
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(`${NOTHING}: neither an archive, nor a picture, nor text`);
  }
}

function detectText(text: string): Artefact {
  if (text.startsWith('c2sp.org/tlog-proof@')) return { kind: 'tlog_proof', text };
  // Files of one line often end with a line feed that was not signed.
  const content = text.trim();
  if (content.startsWith('{')) return detectJson(content);
  if (content.startsWith('<')) return { kind: 'badge_svg', jwt: bakedCredential(credentialInSvg(content)) };
  if (/^[A-Za-z0-9_.-]+$/.test(content)) return detectJws(content);
  return parseCheckpoint(text) === undefined ? refuse(NOTHING) : { kind: 'checkpoint', note: text };
}

function bakedCredential(baked: Baked): ParsedJwt {
  if ('fault' in baked) return refuse(`not a badge with a credential: ${baked.fault}`);
  const jwt = parseJwt(baked.text);
  return jwt !== undefined && isCredential(jwt) ? jwt : refuse('the credential in the picture is not a VC-JWT');
}

function detectJson(text: string): Artefact {
  const value = readObject(Buffer.from(text, 'utf8'));
  if (value === undefined) return refuse(`${NOTHING}: not strict JSON`);
  const { receipt, signed } = value;
  if (isReceipt(value)) return { kind: 'receipt', receipt: value };
  if (isJsonObject(receipt) && isReceipt(receipt)) return { kind: 'receipt', receipt };
  if ('audits' in value && 'tier' in value && 'organisation' in value)
    return { kind: 'certificate', certificate: value };
  return typeof signed === 'string' ? detectJws(signed) : refuse(NOTHING);
}

const isReceipt = (value: JsonObject): boolean => 'tlog_proof' in value && 'leaf' in value;

const LOOKUP = 'cms-lookup+jwt';

function detectJws(text: string): Artefact {
  const [first = ''] = text.split('.', 1);
  const typ = readObject(decodeBase64url(first) ?? new Uint8Array())?.['typ'];
  if (isStatementTyp(typ)) return { kind: 'statement', jws: text, typ };
  const jwt = parseJwt(text);
  if (jwt === undefined) return refuse(`${NOTHING}: not a compact JWS`);
  if (typ === LOOKUP) return { kind: 'lookup', jwt };
  if (isStatusList(jwt)) return { kind: 'status_list', jwt };
  return isCredential(jwt) ? { kind: 'credential', jwt } : refuse(NOTHING);
}

const hasType = ({ payload }: ParsedJwt, type: string): boolean =>
  Array.isArray(payload['type']) && payload['type'].includes(type);
const isCredential = (jwt: ParsedJwt): boolean => hasType(jwt, 'OpenBadgeCredential');
const isStatusList = (jwt: ParsedJwt): boolean => hasType(jwt, 'BitstringStatusListCredential');
