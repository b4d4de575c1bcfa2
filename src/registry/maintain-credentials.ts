import { reissueCredential } from './certificates.ts';
import type { Deps, Stores } from './ports.ts';
import { signStatusList } from './status-lists.ts';

const DAY_MS = 86_400_000;
/** A credential that ends sooner than this is followed by the next one, so that holders always have one that lasts. */
const REISSUE_BEFORE_MS = 30 * DAY_MS;
/** Re-issues in one transaction: each costs the writers' lock a signature. */
const BATCH = 10;

/**
 * Signs new credentials for certificates that stand and have none valid for another 30 days, also for those from before
 * there were credentials. The one before keeps its bit unset. Safe on any number of instances: each looks again under the lock.
 *
 * @returns how many were signed
 */
export async function reissueCredentials(deps: Deps): Promise<number> {
  let all = 0;
  for (let signed = 1; signed > 0 && (await isAnyDue(deps)); all += signed) signed = await reissueBatch(deps);
  return all;
}

const isAnyDue = (deps: Deps): Promise<boolean> =>
  deps.ledger.read(async (tx) => (await findDue(tx, deps.now(), 1)).length > 0);

const reissueBatch = (deps: Deps): Promise<number> =>
  deps.ledger.write(async (tx) => {
    const now = deps.now();
    let signed = 0;
    for (const id of await findDue(tx, now, BATCH)) {
      const certificate = await tx.certificates.find(id);
      if (certificate !== undefined && (await reissueCredential(tx, deps, certificate, now))) signed += 1;
    }
    return signed;
  });

const findDue = (tx: Stores, now: Date, limit: number): Promise<readonly string[]> =>
  tx.credentials.due(now, new Date(now.getTime() + REISSUE_BEFORE_MS), limit);

/** Signs lists again that were signed a day ago or longer, so that an honest one is never old. @returns how many */
export function refreshStatusLists(deps: Deps): Promise<number> {
  return deps.ledger.write(async (tx) => {
    const old = await tx.statusLists.signedBefore(new Date(deps.now().getTime() - DAY_MS));
    for (const list of old) await signStatusList(tx, deps, list);
    return old.length;
  });
}
