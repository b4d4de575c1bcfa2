import type { App } from '../app-deps.ts';
import { ClaimCheckSchema } from './claims.ts';
import { DisputeComponent } from './dispute.ts';
import { EventSchema } from './event.ts';
import { LookupBucketSchema, LookupSchema } from './lookup.ts';
import { ProblemSchema } from './problem.ts';
import { ComparedOrganisationSchema, ComparisonSchema, RfpRowSchema } from './procurement.ts';
import { ReceiptSchema } from './receipt.ts';
import { ClaimSchema, DecisionSchema, FailingSchema, FindingSchema, ScoreSchema } from './score.ts';
import { AcceptedSchema, documentComponents, PendingSchema } from './statements.ts';
import { VerificationSchema } from './verification.ts';
import {
  AuditSchema,
  CertificateSchema,
  HistoryItemSchema,
  ListingFacetsSchema,
  ListingPageSchema,
  ListingRowSchema,
  OrganisationSchema,
  PartyKeySchema,
} from './views.ts';

const COMPONENTS = [
  ProblemSchema,
  ScoreSchema,
  FindingSchema,
  FailingSchema,
  ClaimSchema,
  DecisionSchema,
  ListingRowSchema,
  ListingFacetsSchema,
  ListingPageSchema,
  CertificateSchema,
  AuditSchema,
  HistoryItemSchema,
  OrganisationSchema,
  PartyKeySchema,
  DisputeComponent,
  EventSchema,
  LookupSchema,
  LookupBucketSchema,
  ClaimCheckSchema,
  ComparedOrganisationSchema,
  ComparisonSchema,
  RfpRowSchema,
  VerificationSchema,
  AcceptedSchema,
  PendingSchema,
  ReceiptSchema,
  ...documentComponents,
];

/** Makes the named schemas known, so that routes refer to them. */
export function addComponents(app: App): void {
  for (const schema of COMPONENTS) app.addSchema(schema);
}
