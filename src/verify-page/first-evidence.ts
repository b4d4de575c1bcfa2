import type { Given } from './intake.tsx';

const PARTY_ID = /^[a-z0-9-]{1,63}$/;
const CERTIFICATE_ID = /^[0-9a-f-]{36}$/;

/**
 * The evidence bundle that the page's address names: `?certificate=`, so that a page can link to the verification of its
 * certificate, or `?organisation=`, so that a badge leads to whichever certificate its holder has by then.
 *
 * @returns undefined where none is named; rejects with a sentence for the visitor
 */
export function fetchEvidence(query: URLSearchParams): Promise<Given> | undefined {
  const [id, party] = [query.get('certificate'), query.get('organisation')];
  if (id === null) return party === null ? undefined : fetchCurrent(party);
  return CERTIFICATE_ID.test(id) ? fetchBundle(id) : Promise.reject(new Error('The address names no certificate.'));
}

/** The newest certificate of an organisation, whatever its state. */
async function fetchCurrent(party: string): Promise<Given> {
  if (!PARTY_ID.test(party)) throw new Error('The address names no organisation.');
  const reply = await fetch(`/v1/organisations/${party}.json`).catch(() => undefined);
  if (reply === undefined) throw new Error('The organisation could not be fetched: the registry was not reached.');
  if (!reply.ok) throw new Error(`The registry knows no such organisation (status ${reply.status}).`);
  const { certificate_id: id }: { certificate_id: string | null } = await reply.json();
  if (id === null) throw new Error('This organisation has no certificate: there is nothing to verify.');
  return fetchBundle(id);
}

/** The evidence bundle of a certificate. Rejects with a sentence for the visitor. */
export async function fetchBundle(id: string): Promise<Given> {
  const name = `${id}.zip`;
  const reply = await fetch(`/v1/certificates/${name}`).catch(() => undefined);
  if (reply === undefined) throw new Error('The evidence bundle could not be fetched: the registry was not reached.');
  if (!reply.ok) throw new Error(`The registry gave no evidence bundle of this certificate (status ${reply.status}).`);
  return { name, bytes: new Uint8Array(await reply.arrayBuffer()) };
}
