/**
 * The watch at its full size in PostgreSQL: the corpus twice over (1.5 million rules) against 196,000 components, 2,000,000 installs and
 * 10,000 assets. Full re-match, one advisory to the services it threatens, one advisory judged again; beside it the same
 * question put to version texts without keys. `node bench/vulnerabilities-sql.ts [TIMES]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareAll, fullMatch, lockMatches, refreshMatches } from '#domains/vulnerabilities/match-sql.ts';
import { followSoftware } from '#domains/vulnerabilities/match-worker.ts';
import { withSession } from '#platform/session.ts';
import { openDatabase } from '#platform/database.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { migrate } from '#platform/migrate.ts';
import { loadCorpus, repeatCorpus, seedInstalls } from './seed-watch.ts';

const size = { assets: 10_000, components: 196_000, installs: 2_000_000 };
/** Twice, so that rules are about as many as 368,000 advisories had when the goal was set: 1.37 million. */
const times = Number(process.argv[2] ?? 2);

function line(what: string, ours: string, goal = ''): void {
  console.log(`${what.padEnd(66)} ${ours.padStart(22)}  ${goal}`);
}

async function timed(what: string, work: () => Promise<unknown>, goal = ''): Promise<void> {
  const started = performance.now();
  await work();
  line(what, `${((performance.now() - started) / 1000).toFixed(2)} s`, goal);
}

function spread(list: readonly number[]): string {
  const sorted = list.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  return `${at(0.5)} / ${at(0.99)} / ${at(1)} ms`;
}

const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
const server = await startEmbeddedPostgres({
  directory: join(folder, 'postgres'),
  settings: { shared_buffers: '1GB', max_wal_size: '4GB' },
});
const database = await openDatabase(server.url);
const { pool } = database;

async function count(table: string): Promise<string> {
  const { rows } = await pool.query<{ n: string }>(`select count(*) as n from ${table}`);
  return Number(rows[0]?.n).toLocaleString('en');
}

async function measure(): Promise<void> {
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  await timed('corpus imported', async () => {
    if (!(await loadCorpus(database))) throw new Error('data/vulnerabilities is absent: nothing to measure');
  });
  const { rows: indexes } = await pool.query<{ indexdef: string; name: string }>(
    `select indexdef, schemaname || '.' || indexname as name from pg_indexes where tablename = 'rule' and indexname like 'rule\\_%' and indexname <> 'rule_pkey'`,
  );
  for (const { name } of indexes) await pool.query(`drop index ${name}`);
  await timed(`repeated ${times} times without indexes`, () => repeatCorpus(database, times));
  for (const { indexdef, name } of indexes)
    await timed(`  index ${name}`, () => withSession(pool, 600, ({ client }) => client.query(indexdef)));
  await timed('assets, components and installs', () => seedInstalls(database, size));
  for (const table of [
    'vulnerabilities.advisory',
    'vulnerabilities.rule',
    'vulnerabilities.name',
    'map.component',
    'map.install',
    'map.asset',
  ])
    line(`  ${table}`, await count(table));
  await withSession(pool, 600, async ({ db, client }) => {
    await timed('names, keys and matches of all components, step by step', () =>
      followSoftware(db, new Date()),
    );
    await client.query(
      'vacuum analyze vulnerabilities.match, vulnerabilities.component_key, vulnerabilities.component_name, vulnerabilities.matched_component',
    );
    line('  component_key', await count('vulnerabilities.component_key'));
    line('  match', await count('vulnerabilities.match'));
    for (let round = 0; round < 3; round++)
      await timed(
        'full re-match, compared with what is kept',
        () =>
          db.transaction().execute(async (db) => {
            const wrong = await compareAll(db);
            if (wrong.length > 0) throw new Error(`${wrong.length} matches differ`);
          }),
        'goal 3 s',
      );
    await client.query('truncate vulnerabilities.match');
    await timed('all matches made from nothing, written', () =>
      db.transaction().execute(async (db) => await fullMatch(db, new Date())),
    );
    await client.query('vacuum analyze vulnerabilities.match');
    const { rows: ids } = await client.query<{ id: number }>(
      `select vulnerability_id as id from vulnerabilities.match group by 1 order by md5(vulnerability_id::text) limit 1000`,
    );
    line('', 'p50 / p99 / max');
    const toServices: number[] = [];
    const again: number[] = [];
    for (const { id } of ids) {
      const started = performance.now();
      await client.query({ name: 'services', text: services, values: [id] });
      const middle = performance.now();
      await db.transaction().execute(async (db) => {
        await lockMatches(db);
        await refreshMatches(db, { vulnerabilities: [id] }, new Date());
      });
      toServices.push(middle - started);
      again.push(performance.now() - middle);
    }
    line('one advisory → the services it threatens', spread(toServices), 'goal p99 15 ms');
    line('one advisory judged again against all components', spread(again));
    await peer(client);
  });
}

const services = `
  select distinct unnest(standing.service_ids) as service from vulnerabilities.standing as standing
  where standing.asset_id in (
    select install.asset_id from vulnerabilities.match as match
    join map.install as install on install.component_id = match.component_id and install.missing_since is null
    where match.vulnerability_id = $1)`;

/** Without keys: names met in lower case, versions cut into numbers at the question. One component in fifty. */
async function peer(client: { query(text: string): Promise<unknown> }): Promise<void> {
  await timed('the peer: version texts without keys, 1 component in 50', () =>
    client.query(`
    select count(*) from map.component as component
    join vulnerabilities.component_name as own on own.component_id = component.id
    join vulnerabilities.name as name on lower(name.name) = lower(own.name) and name.namespace = own.namespace
    join vulnerabilities.rule as rule on rule.name_id = name.id and rule.status <> 2
    where component.id % 50 = 0 and rule.fixed_in is not null
      and string_to_array(nullif(trim(both '.' from regexp_replace(own.version, '[^0-9.]+', '.', 'g')), ''), '.')
        < string_to_array(nullif(trim(both '.' from regexp_replace(rule.fixed_in, '[^0-9.]+', '.', 'g')), ''), '.')`),
  );
}

try {
  await measure();
} finally {
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
