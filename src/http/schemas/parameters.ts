import { Type } from 'typebox';
import { closed, DigestText, KidText, PartyIdText, RegistryId } from '../../core/documents/schema.ts';

/** Path parameters. What does not have the form of an id names nothing: 404 without a query. */
export const partyParams = closed({ id: PartyIdText });
export const digestParams = closed({ digest: DigestText });
export const certificateParams = closed({ id: RegistryId });
export const keyParams = closed({ thumbprint: KidText });
export const domainParams = closed({
  id: PartyIdText,
  domain: Type.String({ pattern: '^[A-Za-z0-9.-]{1,253}$', description: 'domain name, international labels as xn--…' }),
});
