import type pg from 'pg';

/** Leaves of a big listing: versions begin over these, and a few are replaced near the end. */
export const BIG_HEAD = 1_000;

const WORDS = `array['nord','hafen','cloud','tide','marram','osprey','velo','larch','ember','quarry','beacon','juniper','harbour','meridian','copper','saffron','glacier','willow','anchor','prairie']`;
const TIERS = `array['Bronze','Silver','Obsidian','Obsidian Prime']`;
const COUNTRIES = `array['DE','SE','JP','FR','US','NO','DK','NL','GB','ES','IT','PL','CA','BR','IN','AU']`;

/**
 * Fills `listing` with organisations that no audit made, by two statements; its indexes are made afterwards, in one pass
 * each. One in a hundred has a version that was replaced; one in eight has no certificate.
 */
export async function seedBigListing(pool: pg.Pool, count: number): Promise<void> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename = 'listing' and indexname not like '%_pk'`,
  );
  for (const { name } of rows) await pool.query(`drop index "${name}"`);
  await pool.query(insertVersions('n', 'null::bigint'), [count]);
  await pool.query(insertVersions('n * 100', String(BIG_HEAD - 5)), [Math.floor(count / 100)]);
  for (const { definition } of rows) await pool.query(definition);
  await pool.query('vacuum analyze listing');
}

/** Versions with numbers from 0 on; those that were replaced began at once. */
const insertVersions = (number: string, toSeq: string): string => `
  insert into listing (party_id, from_seq, to_seq, name, name_skeleton, country, sector, lei, tier, state, live, assurance,
    composite_key, certified_at, valid_to, search_text, domains, "row", "view")
  select id, case when ${toSeq} is null and i % 100 = 0 then ${BIG_HEAD} - 5 when ${toSeq} is null then 1 + i % ${BIG_HEAD - 10} else 0 end,
    ${toSeq}, name, lower(name), country, sector, lei,
    tier, state, 'none', case when tier is null then 0 else 1 + i % 4 end,
    case when i % 17 = 0 then null else round((least(share, 999983)::numeric / 999983) ^ 4, 200) end,
    case when tier is null then null else '2026-01-01'::timestamptz + (i % 300) * interval '1 day' end,
    case when tier is null then null else '2027-01-01'::timestamptz + (i % 300) * interval '1 day' end,
    lower(name) || ' ' || id || ' ' || id || '.example ' || lower(lei), array[id || '.example'],
    jsonb_build_object('party_id', id, 'name', name, 'domain', id || '.example', 'country', country, 'sector', sector,
      'tier', tier, 'composite_percent', round(share / 10000.0, 1)::text, 'composite_6', round(share / 1000000.0, 6)::text,
      'mirrors', jsonb_build_object('efficiency', '85.0', 'timing', '61.3', 'data_diet', '75.8', 'circularity', '78.8'),
      'assurance_level', 1, 'live', 'none', 'state', state, 'certificate_id', case when tier is null then null else md5(id) end,
      'certified_at', null, 'valid_to', null)::text,
    '{}'
  from (
    select *, 'org-' || lpad(to_hex(i), 6, '0') as id,
      initcap((${WORDS})[1 + h % 20] || ' ' || (${WORDS})[1 + (h / 20) % 20]) || ' ' || to_hex(h % 4096)
        || case when i % 3 = 0 then ' GmbH' else ' Ltd' end as name,
      (${COUNTRIES})[1 + least(15, (h % 256) / 16 * (h % 16) / 8)] as country, chr(65 + h % 21) as sector,
      'LEI0' || lpad(upper(to_hex(i)), 16, '0') as lei,
      case when i % 8 = 0 then null else (${TIERS})[1 + least(3, (h % 97) / 30)] end as tier,
      case when i % 8 = 0 then null when h % 1000 = 7 then 'withdrawn' when h % 50 = 1 then 'expired'
        when h % 20 = 0 then 'watch' else 'active' end as state
    from (select ${number} as i, (hashint8(${number}) & 2147483647) as h,
      (hashint8(${number} + 77) & 2147483647) % 1000001 as share from generate_series(0, $1::int - 1) n) numbered
  ) made`;
