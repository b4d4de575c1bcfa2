import { assertThat } from '../core/errors.ts';
import type { Position } from '../core/views.ts';
import type { Deps } from './ports.ts';

/**
 * The newest credential of a certificate, as signed. It is shown once its leaf is published, and goes on being shown after
 * the certificate was suspended or ended: its status bit says so.
 *
 * @throws RegistryError not_found
 */
export async function readCredential(deps: Deps, certificate: string, position: Position): Promise<string> {
  const found = await deps.ledger.read((tx) => tx.credentials.newest(certificate, position.seq));
  assertThat(found !== undefined, 'not_found', 'no credential was signed for such a certificate');
  return found.jwt;
}

/** A status list as last signed. @throws RegistryError not_found */
export async function readStatusList(deps: Deps, n: number): Promise<string> {
  const found = await deps.ledger.read((tx) => tx.statusLists.find(n));
  assertThat(found !== undefined, 'not_found', 'no such status list');
  return found.jwt;
}
