import { credentialHeader, statusListPayload } from '../core/credential.ts';
import { encodeStatusList, statusBits } from '../core/status-list.ts';
import { digestOf, nextLeafAt } from './credentials.ts';
import type { Deps, Ledger, Stores } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';

type Signing = Pick<Deps, 'origin' | 'now' | 'credentialSigner'>;

/**
 * The ledger whose writers keep status lists true: a transaction that revoked a credential, or put the first one into a
 * list, ends by signing that list again with its leaf. Bit and leaf are one commit: neither exists without the other. Of
 * ledgers laid around each other the innermost signs.
 */
export const withStatusLists = (ledger: Ledger, signing: Signing): Ledger => ({
  ...ledger,
  write: (work) =>
    ledger.write(async (tx) => {
      const changed = new Set<number>();
      const stores = watch(tx, signing, changed);
      const result = await work(stores);
      await stores.statusLists.settle();
      return result;
    }),
});

/** Notes the lists whose signed form no longer tells what is stored. */
function watch(tx: Stores, signing: Signing, changed: Set<number>): Stores {
  const credentials: Stores['credentials'] = {
    ...tx.credentials,
    insert: async (credential) => {
      if ((await tx.statusLists.find(credential.list)) === undefined) changed.add(credential.list);
      await tx.credentials.insert(credential);
    },
    revoke: async (certificate, seq) => {
      const lists = await tx.credentials.revoke(certificate, seq);
      for (const list of lists) changed.add(list);
      return lists;
    },
  };
  const statusLists: Stores['statusLists'] = {
    ...tx.statusLists,
    put: async (list) => {
      await tx.statusLists.put(list);
      changed.delete(list.n);
    },
    settle: async () => {
      for (const list of [...changed].sort((a, b) => a - b)) await signStatusList(stores, signing, list);
    },
  };
  const stores = { ...tx, credentials, statusLists };
  return stores;
}

/** Signs a list as its credentials stand, and names the digest of the exact bytes served in a leaf. */
export async function signStatusList(tx: Stores, { origin, now, credentialSigner }: Signing, n: number): Promise<void> {
  const at = now();
  const signedAt = await nextLeafAt(tx, at);
  const encoded = encodeStatusList(statusBits(await tx.statusLists.revoked(n)));
  const header = credentialHeader(origin, credentialSigner.kid);
  const jwt = await credentialSigner.sign(header, statusListPayload(origin, n, encoded, signedAt));
  const digest = digestOf(jwt);
  const leaf = await recordLeaf(tx, at, { t: 'status.list', d: digest, n });
  await tx.statusLists.put({ n, jwt, digest, signedAt, seq: leaf.seq });
}
