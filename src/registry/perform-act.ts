import { readClaims } from '../core/claims.ts';
import { type Act, CONFIRM_WITHIN_MS, parseAct } from '../core/documents/act.ts';
import { assertThat } from '../core/errors.ts';
import { type Digest, isDigest, type Kid } from '../core/ids.ts';
import { isJsonObject } from '../core/json.ts';
import { parseStatement } from '../core/statement.ts';
import type { LoggedLeaf } from '../log/leaf.ts';
import { type Accepted, type Admitted, accept, assertActive, type Outcome, verifyKnown } from './accept.ts';
import { applyAct, assertPossible } from './apply-act.ts';
import type { ActRow } from './ports/officers.ts';
import type { Deps, Stores } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';
import { toJson } from './to-json.ts';

/**
 * `POST /v1/acts`: an officer's act, or the confirmation of one. It takes effect, computed at that moment, with the last of
 * the required distinct officer signatures. A dry run answers what would change and stores nothing.
 *
 * @throws RegistryError any code of the gate, document_invalid, not_found, state_conflict, implausible
 */
export function performAct(deps: Deps, body: Uint8Array, options: { dryRun: boolean }): Promise<Outcome> {
  if (options.dryRun) return tryAct(deps, body);
  return accept(deps, body, 'cms-act+jwt', async (admitted) => {
    const act = parseAct(admitted.claims.body);
    return (tx) => storeAct(tx, deps, admitted, act);
  });
}

/** Runs the act as if it had all its signatures, in a transaction that is thrown away. */
async function tryAct(deps: Deps, body: Uint8Array): Promise<Outcome> {
  const { statement, key } = await verifyKnown(deps, parseStatement(body, 'cms-act+jwt'));
  assertActive(key);
  const now = deps.now();
  const claims = readClaims(statement, { origin: deps.origin, now, issuer: key.partyId });
  const act = parseAct(claims.body);
  const leaves: LoggedLeaf[] = [];
  try {
    await deps.ledger.write(async (tx) => {
      const log = {
        ...tx.log,
        append: async (...args: Parameters<typeof tx.log.append>) => remember(leaves, await tx.log.append(...args)),
      };
      await rehearse({ ...tx, log }, deps, { statement, claims, key, now }, act);
      throw new Rehearsal();
    });
  } catch (error) {
    if (!(error instanceof Rehearsal)) throw error;
  }
  const changes = leaves.filter((leaf) => !leaf.body.t.startsWith('act.'));
  return { status: 200, answer: { would_change: changes.map((leaf) => toJson(leaf.body)) } };
}

/** Thrown to undo a rehearsal; never leaves `tryAct`. */
class Rehearsal extends Error {}

function remember(leaves: LoggedLeaf[], leaf: LoggedLeaf): LoggedLeaf {
  leaves.push(leaf);
  return leaf;
}

async function rehearse(tx: Stores, deps: Deps, admitted: Admitted, act: Act): Promise<void> {
  if (act.action !== 'confirm') return applyAct(tx, deps, act, admitted.statement.digest, admitted.now);
  const { act: first, kids } = await confirmed(tx, act.act, act.subject, admitted);
  if (kids.length + 1 >= deps.officersRequired) await applyAct(tx, deps, first, act.act, admitted.now);
}

async function storeAct(tx: Stores, deps: Deps, admitted: Admitted, act: Act): Promise<Accepted> {
  const { statement, key, now } = admitted;
  if (act.action === 'confirm') return confirm(tx, deps, admitted, act.act, act.subject);
  await assertPossible(tx, deps, act);
  const leaf = await recordLeaf(tx, now, {
    t: 'act.signed',
    action: act.action,
    subject: act.subject,
    d: statement.digest,
  });
  const row: ActRow = {
    digest: statement.digest,
    action: act.action,
    subject: act.subject,
    body: admitted.claims.body,
    signedAt: leaf.at,
    effectiveSeq: null,
  };
  await tx.acts.insert(row);
  await tx.acts.sign(statement.digest, key.kid, statement.digest);
  const effective = await takeEffect(tx, deps, act, statement.digest, 1, now);
  return { leaf, members: { effective, confirmations: 1, required: deps.officersRequired } };
}

async function confirm(tx: Stores, deps: Deps, admitted: Admitted, digest: Digest, subject: string): Promise<Accepted> {
  const { act, kids } = await confirmed(tx, digest, subject, admitted);
  const { statement, key, now } = admitted;
  const leaf = await recordLeaf(tx, now, { t: 'act.signed', action: 'confirm', subject, d: statement.digest });
  await tx.acts.sign(digest, key.kid, statement.digest);
  const confirmations = kids.length + 1;
  const effective = await takeEffect(tx, deps, act, digest, confirmations, now);
  return { leaf, members: { effective, confirmations, required: deps.officersRequired } };
}

/** The act a confirmation is about. @throws RegistryError not_found, state_conflict (effective, expired, same key again) */
async function confirmed(
  tx: Stores,
  digest: Digest,
  subject: string,
  admitted: Admitted,
): Promise<{ act: Act; kids: readonly Kid[] }> {
  const row = isDigest(digest) ? await tx.acts.find(digest) : undefined;
  assertThat(row !== undefined, 'not_found', 'no such act');
  assertThat(row.subject === subject, 'document_invalid', 'a confirmation repeats the subject of the act', {
    issues: [{ pointer: '/subject', code: 'wrong_value', detail: `must be ${row.subject}` }],
  });
  assertThat(row.effectiveSeq === null, 'state_conflict', 'the act is effective already');
  assertThat(
    admitted.now.getTime() - row.signedAt.getTime() <= CONFIRM_WITHIN_MS,
    'state_conflict',
    'the act was not confirmed within 7 days',
  );
  assertThat(!row.kids.includes(admitted.key.kid), 'state_conflict', 'this key signed the act already');
  assertThat(isJsonObject(row.body), 'not_found', 'no such act');
  return { act: parseAct(row.body), kids: row.kids };
}

async function takeEffect(
  tx: Stores,
  deps: Deps,
  act: Act,
  digest: Digest,
  confirmations: number,
  now: Date,
): Promise<boolean> {
  if (confirmations < deps.officersRequired) return false;
  const leaf = await recordLeaf(tx, now, { t: 'act.effective', d: digest, confirmations });
  await tx.acts.setEffective(digest, leaf.seq);
  await applyAct(tx, deps, act, digest, now);
  return true;
}
