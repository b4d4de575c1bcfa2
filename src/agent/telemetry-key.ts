import { kidOf, newClaims, type PrivateJwk, publicJwkOf, signStatement } from '../sdk/sign.ts';
import type { Moment } from './attest.ts';

/** A key of a site, and whom it will speak for. */
export interface TelemetryKey {
  readonly key: PrivateJwk;
  readonly party: string;
  readonly site: string;
  /** The registry's origin. */
  readonly origin: string;
}

/**
 * The `cms-key/1` body that adds the key as a site's telemetry key, with the new key's own proof (statements section 4). It is
 * signed and sent by the party's statements key within the hour the proof is valid.
 *
 * @param prev digest of the party's previous key operation, or of its registration
 */
export async function addOperation(telemetry: TelemetryKey, prev: string, { now, random }: Moment) {
  const { key, party, site, origin } = telemetry;
  const scope = { use: 'telemetry', site_id: site };
  const proof = await signStatement({
    typ: 'cms-key-proof+jwt',
    privateJwk: key,
    iss: party,
    aud: origin,
    body: { schema: 'cms-key-proof/1', party_id: party, kid: kidOf(key), ...scope },
    ...newClaims(now, random),
  });
  return { schema: 'cms-key/1', op: 'add', jwk: { ...publicJwkOf(key) }, ...scope, proof, prev };
}
