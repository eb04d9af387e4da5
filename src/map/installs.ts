import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Software } from '#engines/inventory/software.ts';
import { tidySoftware } from '#engines/inventory/tidy-software.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { inTransaction } from './buckets.ts';

/** All the software that one source finds on one asset, at one moment. */
export interface SoftwareReading {
  readonly sourceId: string;
  readonly assetId: string;
  /** What is not named is said to be gone. A read that failed has no list, and is never handed here. */
  readonly software: readonly Software[];
  readonly now: Date;
  /** False for a part of what is installed: nothing is then said to be gone. */
  readonly isWhole?: boolean;
  /** An empty list means « nothing installed »; without it an empty list is refused, since it is mostly a failed read. */
  readonly isEmptyOk?: boolean;
}

export interface InstallReport {
  readonly added: number;
  /** No longer told by this source: missing from now on, forgotten much later. */
  readonly removed: number;
  readonly kept: number;
}

/** Taken by writers of installs together, and alone by who forgets components that nothing installs. */
const componentsLock = sql`hashtext('map.component')`;

/**
 * Hands the software of an asset, as one source read it whole, to the map: distinct components by their fingerprint,
 * installs diffed with what the same source said before. What other sources say stays. All or nothing.
 * @throws RangeError for an empty list that was not said to be all right: the caller's read failed
 */
export async function replaceInstalls(db: Kysely<DB>, reading: SoftwareReading): Promise<InstallReport> {
  const { sourceId, assetId, now } = reading;
  if (reading.software.length === 0 && reading.isEmptyOk !== true)
    throw new RangeError('an empty list of software is no reading');
  const { components, installs } = distinct(reading.software);
  return await inTransaction(db, async (db) => {
    await sql`select pg_advisory_xact_lock_shared(${componentsLock})`.execute(db);
    // Two readings of one source on one asset follow each other here.
    await sql`
      insert into map.install_reading as reading (asset_id, source_id, read_at, components)
      values (${assetId}::uuid, ${sourceId}::uuid, ${now}::timestamptz, ${installs.length})
      on conflict (asset_id, source_id) do update set read_at = excluded.read_at, components = excluded.components
    `.execute(db);
    await writeComponents(db, components);
    const changed = await diffInstalls(db, reading, installs);
    if (changed.added + changed.removed > 0) await announce(db, 'component');
    return { ...changed, kept: installs.length - changed.added };
  });
}

interface Distinct {
  readonly components: ReadonlyMap<string, Software>;
  readonly installs: readonly { readonly fingerprint: string; readonly path: string }[];
}

function distinct(software: readonly Software[]): Distinct {
  const components = new Map<string, Software>();
  const installs = new Map<string, { fingerprint: string; path: string }>();
  for (const given of software) {
    const one = tidySoftware(given);
    if (one.name === '' || one.ecosystem === '') continue;
    const fingerprint = componentFingerprint(one);
    if (!components.has(fingerprint)) components.set(fingerprint, one);
    installs.set(`${fingerprint} ${one.path}`, { fingerprint, path: one.path });
  }
  return { components, installs: [...installs.values()] };
}

/** Hexadecimal SHA-256 of everything that tells a component from another; where it lies is no part of it. */
function componentFingerprint(one: Software): string {
  const fields = [
    one.ecosystem,
    one.distribution,
    one.vendor,
    one.name,
    one.version,
    one.architecture,
    one.sourceName,
    one.sourceVersion,
    one.purl,
    one.cpe,
    one.qualifiers,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

async function writeComponents(db: Kysely<DB>, components: ReadonlyMap<string, Software>): Promise<void> {
  const { rows } = await sql<{ fingerprint: string }>`
    select given.fingerprint from unnest(${[...components.keys()]}::text[]) as given (fingerprint)
    where not exists (
      select from map.component as component where component.fingerprint = decode(given.fingerprint, 'hex'))
  `.execute(db);
  if (rows.length === 0) return;
  const fresh = rows.map(({ fingerprint }) => ({ fingerprint, ...components.get(fingerprint) }));
  // In one order for all writers: two that bring the same components then wait for one another and never both.
  await sql`
    insert into map.component (fingerprint, ecosystem, distribution, vendor, name, version, architecture, source_name,
      source_version, purl, cpe, qualifiers)
    select decode(fingerprint, 'hex'), ecosystem, distribution, vendor, name, version, architecture, "sourceName",
      "sourceVersion", purl, cpe, qualifiers
    from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as given (fingerprint text, ecosystem text,
      distribution text, vendor text, name text, version text, architecture text, "sourceName" text,
      "sourceVersion" text, purl text, cpe text, qualifiers jsonb)
    order by fingerprint
    on conflict (fingerprint) do nothing
  `.execute(db);
}

async function diffInstalls(
  db: Kysely<DB>,
  { sourceId, assetId, now, isWhole = true }: SoftwareReading,
  installs: Distinct['installs'],
): Promise<{ added: number; removed: number }> {
  const { rows } = await sql<{ added: number; removed: number }>`
    with given as materialized (
      select component.id as component_id, told.path
      from unnest(${installs.map((one) => one.fingerprint)}::text[], ${installs.map((one) => one.path)}::text[])
        as told (fingerprint, path)
      join map.component as component on component.fingerprint = decode(told.fingerprint, 'hex')
    ), known as materialized (
      select component_id, path, missing_since from map.install
      where asset_id = ${assetId}::uuid and source_id = ${sourceId}::uuid
    ), gone as (
      update map.install as install set missing_since = ${now}::timestamptz
      from known
      where ${isWhole} and install.asset_id = ${assetId}::uuid and install.source_id = ${sourceId}::uuid
        and install.component_id = known.component_id and install.path = known.path and known.missing_since is null
        and not exists (
          select from given where given.component_id = known.component_id and given.path = known.path)
      returning install.component_id
    ), come as (
      insert into map.install as install (asset_id, component_id, source_id, path, since)
      select ${assetId}::uuid, given.component_id, ${sourceId}::uuid, given.path, ${now}::timestamptz
      from given
      where not exists (select from known where known.component_id = given.component_id and known.path = given.path
        and known.missing_since is null)
      on conflict (asset_id, component_id, source_id, path) do update set since = excluded.since, missing_since = null
      returning install.component_id
    )
    select (select count(*)::int from come) as added, (select count(*)::int from gone) as removed
  `.execute(db);
  return rows[0] ?? { added: 0, removed: 0 };
}

/**
 * Forgets installs that have been missing since before a moment, then components that nothing installs any more.
 * Returns how many components went.
 */
export async function forgetInstalls(db: Kysely<DB>, missingBefore: Date): Promise<number> {
  return await inTransaction(db, async (db) => {
    await sql`select pg_advisory_xact_lock(${componentsLock})`.execute(db);
    await sql`delete from map.install where missing_since < ${missingBefore}::timestamptz`.execute(db);
    return await forgetUnusedComponents(db);
  });
}

/** Takes away components that no install names, present or missing. Returns how many went. */
export async function forgetUnusedComponents(db: Kysely<DB>): Promise<number> {
  await sql`select pg_advisory_xact_lock(${componentsLock})`.execute(db);
  const { numAffectedRows } = await sql`
    delete from map.component as component
    where not exists (select from map.install as install where install.component_id = component.id)
  `.execute(db);
  const gone = Number(numAffectedRows ?? 0n);
  if (gone > 0) await announce(db, 'component');
  return gone;
}
