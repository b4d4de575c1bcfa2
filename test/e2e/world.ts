import { AFTER_56_DAYS, certify, headSeq, newestCase } from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** A registry somebody uses, behind a real socket: two namesakes, an auditor, a certificate. */
export interface World {
  readonly registry: TestRegistry;
  readonly server: TestServer;
  readonly acme: TestParty;
  readonly namesake: TestParty;
  readonly auditor: TestParty;
  readonly audit: string;
  readonly certificate: string;
  readonly seq: number;
  close(): Promise<void>;
}

export const LEI = '529900T8BM49AURSDO55';
/** Its second spelling has a Cyrillic letter: confusable, so the two share a name. */
const NAMES = ['Acme Energy', 'Acme Energ\u0443'] as const;

export async function openWorld(): Promise<World> {
  const registry = await createTestRegistry({ now: AFTER_56_DAYS });
  const acme = await registerProved(registry, 'acme', { name: NAMES[0], lei: LEI });
  const namesake = await registerProved(registry, 'acme-too', { name: NAMES[1], country: 'FR', alg: 'ES256' });
  const review = await newestCase(registry, namesake.id);
  await act(registry, 0, { action: 'resolve', subject: namesake.id, case: review, outcome: 'allow' });
  const auditor = await registerAuditor(registry, 'clearwater');
  const { audit, certificate } = await certify(registry, acme, auditor);
  const server = await startServer(registry);
  const close = async () => {
    await server.close();
    await registry.close();
  };
  return { registry, server, acme, namesake, auditor, audit, certificate, seq: await headSeq(registry), close };
}

/**
 * One digest of every row of every table but `refusals`, where attempts are kept. Whatever a refused request would have left
 * behind changes it.
 */
export async function stateDigest({ database: { pool } }: TestRegistry): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'refusals' order by 1`,
  );
  const each = tables.map(
    ({ name }) => `select '${name}' as name, md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as sum
       from "${name}" t`,
  );
  const { rows } = await pool.query<{ name: string; sum: string }>(`${each.join(' union all ')} order by 1`);
  return rows.map(({ name, sum }) => `${name} ${sum}`).join('\n');
}
