import type { Claims } from '../core/claims.ts';
import { readClaims } from '../core/claims.ts';
import { assertThat, RegistryError } from '../core/errors.ts';
import type { PartyId } from '../core/ids.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import type { PublicKey } from '../core/keys.ts';
import {
  assertRole,
  type ParsedStatement,
  parseStatement,
  type StatementTyp,
  type VerifiedStatement,
  verifyStatement,
} from '../core/statement.ts';
import type { LoggedLeaf } from '../log/leaf.ts';
import type { KeyRow } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { tellRefusal } from './tell-refusal.ts';

/** What a write answers: 201 the first time, 200 with the same answer for the same bytes (and for a dry run). */
export interface Outcome {
  readonly status: 200 | 201;
  readonly answer: JsonObject;
}

/** A statement past the gate: its signature counts and its claims are read. */
export interface Admitted {
  readonly statement: VerifiedStatement;
  readonly claims: Claims;
  readonly key: PublicKey;
  readonly now: Date;
}

/** What committing a statement yields: the members of its answer beside `digest`, `seq` and `receipt`, and its own leaf. */
export interface Accepted {
  readonly leaf: LoggedLeaf;
  readonly members: { readonly [member: string]: JsonValue };
}

/** Second stage: decides and writes, under the writers' lock. Throws a RegistryError to undo everything. */
export type Commit = (tx: Stores) => Promise<Accepted>;
/** First stage: everything about the document that needs no lock. */
export type Prepare = (admitted: Admitted) => Promise<Commit>;

/**
 * The one way in for statements of registered keys (statements section 2): gate, signature, replay, key, claims, then the
 * document itself. A refusal stores nothing but the attempt, which its owner sees; the same bytes may succeed later.
 */
export async function accept(deps: Deps, body: Uint8Array, typ: StatementTyp, prepare: Prepare): Promise<Outcome> {
  const parsed = parseStatement(body, typ);
  const { statement, key } = await verifyKnown(deps, parsed);
  const original = await deps.ledger.read((tx) => findAnswer(tx, statement));
  if (original !== undefined) return original;
  const refused = recorder(deps, statement, key.partyId);
  try {
    assertActive(key);
    const now = deps.now();
    const claims = readClaims(statement, { origin: deps.origin, now, issuer: key.partyId });
    const commit = await prepare({ statement, claims, key, now });
    return await commitStatement(deps, { statement, claims, key, now }, commit);
  } catch (error) {
    await refused(error);
    throw error;
  }
}

/** Gate steps 4 to 6 for a key on record. */
export async function verifyKnown(
  deps: Deps,
  parsed: ParsedStatement,
): Promise<{ statement: VerifiedStatement; key: KeyRow }> {
  const key = await deps.ledger.read((tx) => tx.keys.find(parsed.kid));
  assertThat(key !== undefined, 'key_unknown', 'no key with this kid was ever registered');
  assertRole(parsed.typ, key.use);
  return { statement: await verifyStatement(parsed, key), key };
}

/** The answer this statement already got, if it was accepted before. */
export async function findAnswer(tx: Stores, statement: VerifiedStatement): Promise<Outcome | undefined> {
  const stored = await tx.statements.find(statement.digest);
  return stored && { status: 200, answer: stored.answer };
}

export function assertActive(key: KeyRow): void {
  assertThat(key.revokedSeq === null, 'key_not_active', `the key was revoked by leaf ${key.revokedSeq}`);
}

/**
 * The one commit point of a statement. Replay, key state and `jti` are judged again under the lock, so that what was read
 * before it cannot matter. If the process dies before the commit nothing happened; after it, the same bytes get the answer.
 */
export function commitStatement(deps: Deps, admitted: Admitted, commit: Commit): Promise<Outcome> {
  const { statement, claims, key, now } = admitted;
  return deps.ledger.write(async (tx) => {
    const original = await findAnswer(tx, statement);
    if (original !== undefined) return original;
    const current = await tx.keys.find(key.kid);
    if (current !== undefined) assertActive(current);
    assertThat(
      await tx.statements.spendJti(claims.iss, claims.jti),
      'jti_reused',
      'this jti was used by another statement of this party',
    );
    await assertWithinQuota(deps, tx, claims.iss, statement.typ, now);
    const { leaf, members } = await commit(tx);
    // The answer reflects every leaf of this transaction; the statement's own leaf is where its receipt will point.
    await tx.statusLists.settle();
    const seq = (await tx.log.head())?.seq ?? leaf.seq;
    const answer: JsonObject = { ...members, digest: statement.digest, seq, receipt: null };
    const { digest, typ, jws } = statement;
    await tx.statements.insert({ digest, typ, kid: key.kid, claims, jws, acceptedAt: leaf.at, seq: leaf.seq, answer });
    return { status: 201, answer };
  });
}

const DAY_MS = 86_400_000;
/** Statements a party may have accepted in 24 hours, in production (statements section 8). */
const DAILY_QUOTA: Partial<Record<StatementTyp, number>> = {
  'cms-audit+jwt': 20,
  'cms-key+jwt': 100,
  'cms-workloads+jwt': 1000,
  'cms-inventory+jwt': 1000,
};

async function assertWithinQuota(deps: Deps, tx: Stores, party: PartyId, typ: StatementTyp, now: Date): Promise<void> {
  const quota = DAILY_QUOTA[typ];
  if (deps.mode !== 'production' || quota === undefined) return;
  const recent = await tx.statements.since(party, new Date(now.getTime() - DAY_MS));
  const used = recent.filter((row) => row.typ === typ).length;
  assertThat(used < quota, 'rate_limited', `at most ${quota} such statements a day`);
}

/** Keeps a refusal for its owner. Only reached once the signature counted, so nobody can write into another's record. */
function recorder(deps: Deps, statement: VerifiedStatement, party: PartyId): (error: unknown) => Promise<void> {
  return async (error) => {
    if (!(error instanceof RegistryError)) return;
    const { typ, digest } = statement;
    const { code, message: detail, issues } = error;
    await deps.ledger.write(async (tx) => {
      const at = deps.now();
      await tx.refusals.insert(deps.newId(), { party, typ, digest, at, code, detail, issues });
      await tellRefusal(tx, deps, { party, typ, digest, at, code, detail });
    });
  };
}
