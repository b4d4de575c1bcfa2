import { randomUUID } from 'node:crypto';
import { kidOf, type PrivateJwk } from '../../src/sdk/sign.ts';
import { chainHead } from '../support/key-operations.ts';
import { partyBody } from '../support/party-body.ts';
import { ORIGIN, opinionBody, type TestParty } from '../support/registry.ts';
import { type Request, statementTo } from './client.ts';
import { forge, headerOf, type Part } from './forge.ts';
import type { World } from './world.ts';

export const AUDIT = 'cms-audit+jwt';

/** Honest statements of a world's parties, for forgers to alter: what they leave out is as it should be. */
export interface Forger {
  nowS(): number;
  claims(iss: string, body: unknown, more?: object): object;
  /** An audit by acme. */
  audit(payload?: Part, header?: Part): Request;
  /** An audit by acme with other header members. */
  altered(members: object): Request;
  /** An audit that says it is acme's, by whatever key. */
  auditBy(key: PrivateJwk, iss?: string): Request;
  party(id: string, key: PrivateJwk, members?: object): Request;
  opinion(by: TestParty, members?: object): Request;
  act(members: object, by?: TestParty, query?: string): Request;
  /** A revocation by acme. */
  operation(members: object): Promise<Request>;
  readonly officer: TestParty;
}

export function forgerOf(world: World): Forger {
  const { registry, acme } = world;
  const [officer] = registry.officers;
  if (officer === undefined) throw new Error('no officer');
  const nowS = () => Math.floor(registry.deps.now().getTime() / 1000);
  const claims = (iss: string, body: unknown, more: object = {}) => ({
    iss,
    aud: ORIGIN,
    jti: randomUUID(),
    iat: nowS(),
    exp: nowS() + 3_600,
    body,
    ...more,
  });
  const signed = (path: string, by: TestParty, typ: string, body: unknown) =>
    statementTo(path, forge(by.key, headerOf(by.key, typ), claims(by.id, body)));
  const audit = (payload: Part = claims('acme', {}), header: Part = headerOf(acme.key, AUDIT)) =>
    statementTo('/v1/audits', forge(acme.key, header, payload));
  return {
    nowS,
    claims,
    audit,
    altered: (members) => audit(claims('acme', {}), { ...headerOf(acme.key, AUDIT), ...members }),
    auditBy: (key, iss = 'acme') => statementTo('/v1/audits', forge(key, headerOf(key, AUDIT), claims(iss, {}))),
    party: (id, key, members = {}) =>
      signed('/v1/parties', { id, key }, 'cms-party+jwt', { ...partyBody(id, key), ...members }),
    opinion: (by, members = {}) => {
      const body = opinionBody(world.audit, { ...members });
      return signed(`/v1/audits/${body.audit}/countersignatures`, by, 'cms-countersignature+jwt', body);
    },
    act: (members, by = officer, query = '') =>
      signed(`/v1/acts${query}`, by, 'cms-act+jwt', { schema: 'cms-act/1', reason: 'a test', ...members }),
    operation: async (members) => {
      const prev = await chainHead(registry, 'acme');
      const body = { schema: 'cms-key/1', op: 'revoke', kid: kidOf(acme.key), use: 'statements', prev, ...members };
      return signed('/v1/parties/acme/keys', acme, 'cms-key+jwt', body);
    },
    officer,
  };
}
