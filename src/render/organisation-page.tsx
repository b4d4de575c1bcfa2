import type { HistoryItem, OrganisationView, Position } from '../core/views.ts';
import type { PageContext } from './page-context.ts';

export interface OrganisationPageInput extends PageContext {
  readonly organisation: OrganisationView;
  /** Newest first or oldest first; the page sorts by `seq`, newest first. */
  readonly history: readonly HistoryItem[];
  readonly position: Position;
  /** The `at` parameter of the request, when the visitor looks at the past. */
  readonly at?: string;
}

/** The page `/organisations/{id}`: verdict, then reason, then proof. */
export function renderOrganisationPage(input: OrganisationPageInput): string {
  return input.organisation.name;
}
