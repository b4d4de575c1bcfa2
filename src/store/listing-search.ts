import { and, type SQL, sql } from 'drizzle-orm';
import { EXACT_TOTAL } from '../core/listing-query.ts';
import { at, standing } from './listing-filter.ts';
import { ORDER, listing as table } from './schema/listing.ts';
import type { Tx } from './tx.ts';

/**
 * Whom a search finds: those that bear its text; where nobody does, those that bear nearly it. Candidates come from the
 * trigram index and their number is bounded, whatever is searched:
 *
 * - a text that more than `EXACT_TOTAL` bear is so common that a page in any order meets it soon: it is a filter;
 * - one that is near to more than `NEAR_LIMIT` is too vague to be near to any;
 * - one without three letters in a row has no trigram: it is looked for among the `SHORT_LIMIT` best, and as a whole word.
 */
export type Found = { readonly ids: readonly string[] } | { readonly filter: SQL };

/** Word similarity from which a misspelt search still finds, and that of a whole word. */
const NEARLY = 0.45;
const WHOLE = 0.99;
const NEAR_LIMIT = 1_000;
const SHORT_LIMIT = 2_000;
/** Letters of a search that may be misspelt. */
const NEAR_LENGTH = 64;
const THREE_IN_A_ROW = /[a-z0-9]{3}/;

/** @param q as the visitor wrote it */
export async function findByText(tx: Tx, q: string, seq: number): Promise<Found> {
  const words = folded(q);
  const literal = sql`strpos(search_text, ${words}) > 0`;
  if (!THREE_IN_A_ROW.test(words)) {
    const found = await idsOf(tx, sql`select party_id from (${best(seq)}) best where ${literal}`);
    return { ids: [...new Set([...found, ...(await near(tx, words, WHOLE, seq))])] };
  }
  const pattern = `%${words.replace(/[\\%_]/g, (wildcard) => `\\${wildcard}`)}%`;
  const ids = await idsOf(tx, candidates(sql`search_text like ${pattern}`, seq, EXACT_TOTAL));
  if (ids.length > EXACT_TOTAL) return { filter: literal };
  // What many domains end in makes no two of them alike.
  return { ids: ids.length > 0 ? ids : await near(tx, words.replace(/\.[a-z0-9-]+(?=\s|$)/g, ''), NEARLY, seq) };
}

/** What was found as a condition on rows. */
export const foundBy = (found: Found): SQL =>
  'filter' in found ? found.filter : sql`${table.partyId} = any(${sql.param([...found.ids])}::text[])`;

/** The best of those that stand at an index. */
function best(seq: number): SQL {
  const first = sql`order by ${ORDER.composite} desc, ${ORDER.party} limit ${SHORT_LIMIT}`;
  const arms = standing(seq).map(
    (version) => sql`(select party_id, composite_key, search_text from ${table} where ${version} ${first})`,
  );
  return sql`select party_id, search_text from (${sql.join(arms, sql` union all `)}) arms ${first}`;
}

const candidates = (condition: SQL, seq: number, limit: number): SQL =>
  sql`select party_id from ${table} where ${and(at(seq), condition)} limit ${limit + 1}`;

async function near(tx: Tx, text: string, similarity: number, seq: number): Promise<readonly string[]> {
  await tx.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${String(similarity)}, true)`);
  const ids = await idsOf(tx, candidates(sql`${text.slice(0, NEAR_LENGTH)} <% search_text`, seq, NEAR_LIMIT));
  return ids.length > NEAR_LIMIT ? [] : ids;
}

const idsOf = async (tx: Tx, query: SQL): Promise<readonly string[]> =>
  (await tx.execute<{ party_id: string }>(query)).rows.map((row) => row.party_id);

/** Text as it is searched: without case, accents and compatibility forms. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
