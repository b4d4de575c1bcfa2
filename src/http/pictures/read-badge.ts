import { RegistryError } from '../../core/errors.ts';
import type { Position } from '../../core/views.ts';
import { findForBadge } from '../../registry/look-up.ts';
import { readCredential } from '../../registry/read-credentials.ts';
import { type BadgeModel, badgeModel } from '../../render/badge/badge-model.ts';
import type { AppDeps } from '../app-deps.ts';
import { shownName, type Wanted } from './badge-request.ts';

/** A badge, and whom it is about where somebody is. */
export interface FoundBadge {
  readonly model: BadgeModel;
  readonly party: string | null;
  readonly certificate: string | null;
}

/** What is to be shown of a holder. */
export async function readBadge(deps: AppDeps, wanted: Wanted, position: Position): Promise<FoundBadge> {
  const facts = wanted === null ? null : await findForBadge(deps.registry, wanted, position);
  const { row, freshness } = facts ?? { row: null, freshness: null };
  const { seq, as_of: asOf } = position;
  const model = badgeModel({ row, freshness, query: shownName(wanted), mode: deps.config.mode, seq, asOf });
  return { model, party: row?.party_id ?? null, certificate: row?.certificate_id ?? null };
}

/** The credential to bake: the certificate's newest, whatever became of the certificate; undefined where there is none. */
export async function credentialOf(
  deps: AppDeps,
  { certificate }: FoundBadge,
  position: Position,
): Promise<string | undefined> {
  if (certificate === null) return undefined;
  try {
    return await readCredential(deps.registry, certificate, position);
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'not_found') return undefined;
    throw error;
  }
}
