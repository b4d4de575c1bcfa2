import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Tx } from '../../src/store/tx.ts';

/** What a query did, from the plan that was executed. */
export interface Executed {
  readonly text: string;
  /** Tables read from end to end. */
  readonly scanned: readonly string[];
  /** Rows that scans of the listing looked at, also those they passed over. */
  readonly visited: number;
  /** The most rows that went into one sort. */
  readonly sorted: number;
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** Runs what a store does in one transaction, then each of its queries again under EXPLAIN ANALYZE. */
export async function executedBy(pool: pg.Pool, work: (tx: Tx) => Promise<unknown>): Promise<readonly Executed[]> {
  const client = await pool.connect();
  try {
    const asked: { text: string; values: unknown[] }[] = [];
    const query = client.query.bind(client);
    const listening = Object.assign(Object.create(client), {
      query: (config: pg.QueryConfig | string, values: unknown[] = []) => {
        const text = typeof config === 'string' ? config : config.text;
        if (/^\s*(select|with)/i.test(text) && !text.includes('set_config')) asked.push({ text, values });
        return Reflect.apply(query, undefined, [config, values]);
      },
    });
    return await drizzle(listening).transaction(async (tx) => {
      await work(tx);
      const plans: Executed[] = [];
      for (const { text, values } of [...asked]) plans.push(await explain(client, text, values));
      return plans;
    });
  } finally {
    client.release();
  }
}

async function explain(client: pg.PoolClient, text: string, values: unknown[]): Promise<Executed> {
  const { rows } = await client.query(`explain (analyze, timing off, format json) ${text}`, values);
  const nodes = allNodes(rows[0]['QUERY PLAN'][0].Plan);
  const ofListing = nodes.filter((node) => node['Relation Name'] === 'listing');
  return {
    text,
    scanned: nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'] ?? ''),
    visited: ofListing.reduce((sum, node) => sum + visitedBy(node), 0),
    sorted: Math.max(
      0,
      ...nodes.filter((node) => node['Node Type'].endsWith('Sort')).map((node) => sumOf(node.Plans ?? [], rowsOf)),
    ),
  };
}

const sumOf = (plans: readonly Plan[], of: (plan: Plan) => number): number =>
  plans.reduce((sum, one) => sum + of(one), 0);
const rowsOf = (plan: Plan): number => plan['Actual Rows'] * plan['Actual Loops'];
const visitedBy = (plan: Plan): number =>
  rowsOf(plan) +
  ((plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0)) * plan['Actual Loops'];
const allNodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(allNodes)];
