import { BUNDLE } from '../../src/core/evidence-bundle.ts';
import { isJsonObject } from '../../src/core/json.ts';
import { kidOfJwk } from '../../src/sdk/verify/jwt.ts';
import { payloadOf } from '../../src/sdk/verify/keys.ts';
import type { Source } from '../../src/sdk/verify/trust.ts';
import { CERTIFICATE, PLACE } from './evidence-steps.ts';
import type { World } from './evidence-world.ts';

/** The world's registry by its addresses, as a source that can be asked. Its bundle is among them. */
export function worldSource(world: World): Source {
  const { entries, log, statements } = world;
  const items = Object.values(statements).flatMap(({ jws, digest }) => keyItem(world, jws, digest));
  const named: Readonly<Record<string, string | undefined>> = {
    [`/status/${PLACE.list}`]: world.statusList,
    '/.well-known/jwks.json': entries.get(BUNDLE.keys),
    '/log/vkey': entries.get(BUNDLE.logKeys),
    '/v1/parties/acme/keys': JSON.stringify({ items: items.filter(({ iss }) => iss === 'acme') }),
    '/v1/parties/lumen/keys': JSON.stringify({ items: items.filter(({ iss }) => iss === 'lumen') }),
  };
  const find = (path: string): Uint8Array | undefined => {
    const [, folder = '', name = ''] = /^\/v1\/(statements|receipts)\/([^/?]+)$/.exec(path) ?? [];
    const text = named[path] ?? entries.get(`${folder}/${name}`);
    if (path === `/v1/certificates/${CERTIFICATE}.zip`) return world.zip();
    return text === undefined ? log.get(path.replace('/log/', '')) : Buffer.from(text);
  };
  return {
    readText: async (path) => {
      const bytes = find(path);
      return bytes && Buffer.from(bytes).toString('utf8');
    },
    readBytes: async (path) => find(path),
  };
}

function keyItem({ leaves }: World, jws: string, digest: string) {
  const { iss, body } = payloadOf(jws);
  const added_seq = leaves.findIndex((leaf) => leaf.includes('party.registered') && leaf.includes(digest));
  const kid = isJsonObject(body) ? kidOfJwk(body['jwk']) : undefined;
  return added_seq < 0 || body === undefined ? [] : [{ iss, kid, use: 'statements', state: 'active', added_seq }];
}
