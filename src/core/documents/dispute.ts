import { type Static, Type } from 'typebox';
import type { Issue } from '../errors.ts';
import type { JsonValue } from '../json-value.ts';
import { parseWith } from './parse-with.ts';
import { closed, PartyIdText, RegistryId, Sha256Hex, text } from './schema.ts';

/** Code points an objection may have: enough to name what is wrong and where to look, too few to be a store of files. */
const GROUNDS = 2_000;
const CONTACT = 254;

/** The body of `POST /v1/disputes`: about an organisation, or about one of its certificates. */
export const DisputeSchema = closed({
  organisation: Type.Optional(PartyIdText),
  certificate_id: Type.Optional(RegistryId),
  grounds: text(GROUNDS),
  evidence_sha256: Sha256Hex,
  contact: Type.Optional(text(CONTACT)),
});

export type Dispute = Static<typeof DisputeSchema>;

/** Reads an objection. @throws RegistryError document_invalid with every issue */
export const parseDispute = (body: JsonValue): Dispute => parseWith(DisputeSchema, body, { shaped: subjectIssues });

function subjectIssues({ organisation, certificate_id }: Dispute): Issue[] {
  if (organisation !== undefined || certificate_id !== undefined) return [];
  return [
    { pointer: '/organisation', code: 'missing_member', detail: 'name an organisation or one of its certificates' },
  ];
}
