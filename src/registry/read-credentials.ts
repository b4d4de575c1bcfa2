import { assertThat } from '../core/errors.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { Position } from '../core/views.ts';
import { isPublishedSoon } from './await-publication.ts';
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

/** A status list, and the published position it belongs to. */
export interface ShownList {
  readonly jwt: string;
  readonly position: Position;
  /** Whether its leaf is published. */
  readonly isPublished: boolean;
}

/**
 * A status list as last signed, once its leaf is published; but a revocation is not held back by a log that lags: it has to
 * show within two seconds (certificates, "Credential").
 *
 * @throws RegistryError not_found
 */
export async function readStatusList(deps: Deps, n: number): Promise<ShownList> {
  const shown = await findList(deps, n);
  if (shown.isPublished || !(await isPublishedSoon(deps, shown.seq))) return shown;
  return findList(deps, n);
}

/** List and position out of one snapshot: at that position no other list was the last one. */
const findList = (deps: Deps, n: number): Promise<ShownList & { readonly seq: number }> =>
  deps.ledger.read(async (tx) => {
    const list = await tx.statusLists.find(n);
    const head = await tx.tree.head();
    const last = head === undefined ? undefined : await tx.log.at(head.size - 1);
    assertThat(list !== undefined && last !== undefined, 'not_found', 'no such status list');
    const position = { seq: last.seq, as_of: formatUtcInstant(last.at) };
    return { jwt: list.jwt, seq: list.seq, position, isPublished: list.seq <= last.seq };
  });
