import { Type } from 'typebox';
import { closed, DigestText, KidText, PartyIdText, RegistryId } from '../../core/documents/schema.ts';

/** Path parameters. What does not have the form of an id names nothing: 404 without a query. */
export const partyParams = closed({ id: PartyIdText });
export const digestParams = closed({ digest: DigestText });
export const certificateParams = closed({ id: RegistryId });
export const listParams = closed({
  n: Type.String({ pattern: '^[1-9][0-9]{0,8}$', description: 'number of the list', examples: ['1'] }),
});
export const keyParams = closed({ thumbprint: KidText });
export const domainParams = closed({
  id: PartyIdText,
  domain: Type.String({ pattern: '^[A-Za-z0-9.-]{1,253}$', description: 'domain name, international labels as xn--…' }),
});

/**
 * The addresses of a document that has one form: the plain one, and the one whose extension says so, which the OpenAPI
 * document leaves out.
 *
 * @param url ends in the parameter
 * @param form regular expression of the parameter, without a dot
 */
export const withExtension = (url: string, form: string) => [
  { url, hide: false },
  { url: `${url}(${form}).json`, hide: true },
];
