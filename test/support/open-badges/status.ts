import { gunzipSync } from 'node:zlib';
import { isUri, type Json, type JsonMap, listOf, mapOf, parseJwt, textOf } from './json.ts';
import { checkClass, contextFaults, ENTRY, timeFaults } from './model.ts';
import { signatureFaults, type Web } from './signature.ts';

/** Least entries of a list, so that an index hides among them. */
const LEAST_ENTRIES = 131_072;

/** Bitstring Status List 1.0, "Validate Algorithm". */
export async function statusFaults(payload: JsonMap, web: Web): Promise<string[]> {
  const status = payload['credentialStatus'];
  if (status === undefined) return [];
  const faults = checkClass('status', status, ENTRY);
  const { statusListCredential, statusListIndex, statusPurpose } = mapOf(status);
  if (!/^(0|[1-9][0-9]*)$/.test(textOf(statusListIndex)))
    return [...faults, 'status: statusListIndex is no decimal text'];
  const answer = await web.get(textOf(statusListCredential));
  if (answer.status !== 200) return [...faults, `status: the list answers ${answer.status}`];
  const list = parseJwt(answer.body);
  if (list === undefined) return [...faults, 'status: the list is no compact JWS of JSON'];
  return [
    ...faults,
    ...(answer.type === 'application/vc+jwt' ? [] : ['status: the list is of another media type']),
    ...(await signatureFaults(answer.body, list.header, web)).map((fault) => `status list: ${fault}`),
    ...listFaults(list.payload, textOf(statusListCredential), textOf(statusPurpose), web.now),
    ...bitFaults(mapOf(list.payload['credentialSubject'])['encodedList'], Number(statusListIndex)),
  ];
}

function listFaults(payload: JsonMap, url: string, purpose: string, now: Date): string[] {
  const types = listOf(payload['type']);
  const subject = mapOf(payload['credentialSubject']);
  const holds: readonly (readonly [boolean, string])[] = [
    [types.includes('VerifiableCredential') && types.includes('BitstringStatusListCredential'), 'another type'],
    [listOf(subject['type']).includes('BitstringStatusList'), 'its subject is of another type'],
    [payload['id'] === url, 'it has another id than its address'],
    [subject['statusPurpose'] === purpose, 'another purpose'],
    [isUri(payload['issuer']), 'no issuer'],
  ];
  return [
    ...contextFaults(payload),
    ...holds.filter(([fine]) => !fine).map(([, fault]) => fault),
    ...timeFaults(payload, now),
  ].map((fault) => `status list: ${fault}`);
}

function bitFaults(encoded: Json | undefined, index: number): string[] {
  if (!textOf(encoded).startsWith('u')) return ['status list: not multibase base64url'];
  const bits = gunzipSync(Buffer.from(textOf(encoded).slice(1), 'base64url'));
  if (bits.length * 8 < LEAST_ENTRIES) return ['status list: too short'];
  const byte = bits[Math.floor(index / 8)];
  if (byte === undefined) return ['status list: the index lies outside'];
  return (byte & (1 << (7 - (index % 8)))) === 0 ? [] : ['status: revoked'];
}
