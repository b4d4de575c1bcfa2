import type { Given } from './intake.tsx';

const CERTIFICATE_ID = /^[0-9a-f-]{36}$/;

/**
 * The evidence bundle that `?certificate=` of the page's address names, so that a page can link to the verification of its
 * certificate.
 *
 * @returns undefined where none is named; rejects with a sentence for the visitor
 */
export function fetchEvidence(query: URLSearchParams): Promise<Given> | undefined {
  const id = query.get('certificate');
  if (id === null) return undefined;
  return CERTIFICATE_ID.test(id) ? fetchBundle(id) : Promise.reject(new Error('The address names no certificate.'));
}

/** The evidence bundle of a certificate. Rejects with a sentence for the visitor. */
export async function fetchBundle(id: string): Promise<Given> {
  const name = `${id}.zip`;
  const reply = await fetch(`/v1/certificates/${name}`).catch(() => undefined);
  if (reply === undefined) throw new Error('The evidence bundle could not be fetched: the registry was not reached.');
  if (!reply.ok) throw new Error(`The registry gave no evidence bundle of this certificate (status ${reply.status}).`);
  return { name, bytes: new Uint8Array(await reply.arrayBuffer()) };
}
