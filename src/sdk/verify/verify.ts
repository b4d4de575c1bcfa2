import type { JsonValue } from '../../core/json-value.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import { type VerifyOptions, verifyCredential, verifyEvidence, verifyRecord } from './certificate-kinds.ts';
import { originOfIssuer } from './credential-content.ts';
import { type Artefact, type CredentialKind, detect } from './detect.ts';
import { type Claimed, type Examination, openExamination } from './examination.ts';
import { payloadOf } from './keys.ts';
import { checkHead, checkProof, checkReceipt, logOfProof } from './log-kinds.ts';
import { checkLookup, checkStatusList } from './registry-kinds.ts';
import { checkStatementKind } from './statement-kind.ts';
import type { Trust } from './trust.ts';
import { openNotebook, type Verification } from './verdict.ts';

/**
 * Verifies whatever the registry signs or hands out, and whatever is signed to it (certificates, "Verification"). The bytes
 * are a stranger's. What does not hold is a verdict, never an exception.
 *
 * @throws RegistryError request_invalid where the bytes are nothing that is known here, or an anchor is none; too_large
 */
export function verifyArtefact(bytes: Uint8Array, trust: Trust, options: VerifyOptions): Promise<Verification> {
  const artefact = detect(bytes);
  switch (artefact.kind) {
    case 'evidence':
      return verifyEvidence(artefact.bytes, trust, options);
    case 'credential':
    case 'badge_svg':
    case 'badge_png':
      return verifyCredential(artefact.kind, artefact.jwt, trust, options);
    case 'certificate':
      return verifyRecord(artefact.certificate, trust, options);
    default:
      return verifyOther(artefact, trust, options);
  }
}

type Other = Exclude<Artefact, { readonly kind: CredentialKind | 'evidence' | 'certificate' }>;

async function verifyOther(artefact: Other, trust: Trust, options: VerifyOptions): Promise<Verification> {
  const x = await openExamination(trust, claimedBy(artefact), openNotebook(), options);
  await checkOther(x, artefact);
  return x.notebook.conclude(artefact.kind, x.unsure);
}

function claimedBy(artefact: Other): Claimed {
  switch (artefact.kind) {
    case 'statement':
      return { origin: textOf(payloadOf(artefact.jws)['aud']) };
    case 'status_list':
      return { origin: originOfIssuer(artefact.jwt.payload['iss']) };
    case 'lookup':
      return { origin: textOf(artefact.jwt.payload['iss']) };
    case 'receipt':
      return { logOrigin: logOfProof(textOf(artefact.receipt['tlog_proof']) ?? '') };
    case 'tlog_proof':
      return { logOrigin: logOfProof(artefact.text) };
    case 'checkpoint':
      return { logOrigin: parseCheckpoint(artefact.note)?.origin };
  }
}

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

function checkOther(x: Examination, artefact: Other): Promise<void> {
  switch (artefact.kind) {
    case 'statement':
      return checkStatementKind(x, artefact.jws, artefact.typ);
    case 'status_list':
      return checkStatusList(x, artefact.jwt);
    case 'lookup':
      return checkLookup(x, artefact.jwt);
    case 'receipt':
      return checkReceipt(x, artefact.receipt);
    case 'tlog_proof':
      return checkProof(x, artefact.text);
    case 'checkpoint':
      return checkHead(x, artefact.note);
  }
}
